"""How long citizens wait for a reply while an alert goes out by the same channel: the real outbox under a fake clock.

    python bench/replies_during_alert.py             3 minutes of the quick channel, an hour of the slow one
    python bench/replies_during_alert.py --times 5   five times as long

Questions come at random (Poisson, from a seed). A reply's wait is from its commit to the start of its hand-over.
Goals: under an ordinary alert 95 of 100 wait less than 10 s; under an urgent one replies have one slot in ten.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta

import hand_over_data as data
from fake_time import START, Clock, alert, channel_of, percentile, services_of, somebody

from smsinfo.bootstrap import Services
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.outbox.enqueue import Draft

REPLY = "KTP: gratis. Bawa KK dan surat pengantar ke Disdukcapil, Sen-Jum 08.00-15.00. Balas MENU untuk lainnya."


@dataclass(frozen=True)
class Story:
    """A channel, an alert's lane, and how many questions come in a minute. `call_seconds` as in fake_time.Channel."""

    words: str
    per_minute: float
    call_seconds: float
    minutes: int
    lane: Lane
    questions: float


FAST, MODEM = (1800.0, 0.02, 3), (12.0, 3.0, 60)
STORIES = (
    Story("30/s, no alert", *FAST, Lane.BULK, 300),
    Story("30/s, ordinary alert", *FAST, Lane.ALERT, 300),
    Story("30/s, ordinary alert", *FAST, Lane.ALERT, 1500),
    Story("30/s, Extreme alert", *FAST, Lane.URGENT, 60),
    Story("30/s, Extreme alert", *FAST, Lane.URGENT, 150),
    Story("30/s, Extreme alert", *FAST, Lane.URGENT, 300),
    Story("12/min, ordinary alert", *MODEM, Lane.ALERT, 3.3),
    Story("12/min, ordinary alert", *MODEM, Lane.ALERT, 8),
    Story("12/min, Extreme alert", *MODEM, Lane.URGENT, 1),
    Story("12/min, Extreme alert", *MODEM, Lane.URGENT, 3.3),
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    print(f"an alert that does not end, seed {chosen.seed}; waits in seconds")
    print(
        f"{'channel':24} {'asked/min':>9} {'replies':>8} {'p50':>7} {'p95':>7} {'most':>7} {'still wait':>10} ", end=""
    )
    print(f"{'alert/min':>9} {'share of replies':>16}")
    for story in STORIES:
        with tempfile.TemporaryDirectory() as folder:
            url, rng = f"sqlite:///{folder}/sim.db", random.Random(chosen.seed)
            print(tell(story, url, story.minutes * chosen.times, rng), flush=True)


def tell(story: Story, url: str, minutes: int, rng: random.Random) -> str:
    """One line of the table."""
    clock = Clock()
    services = services_of(url, {data.NAME: story.per_minute}, clock)
    citizen = somebody(services)
    messages = 1 if story.lane is Lane.BULK else int(story.per_minute * minutes * 1.2)
    alert(services, citizen, data.NAME, story.lane, messages)
    channel = channel_of(services, data.NAME, story.call_seconds)
    asked = Questions(services, citizen, story.questions, rng)
    channel.meanwhile = asked.come
    end = START + timedelta(minutes=minutes)
    while channel.clock.now < end:
        channel.step()
    waits = [(channel.sent[key] - at).total_seconds() for key, at in asked.replies.items() if key in channel.sent]
    services.database.close()
    alerts = len(channel.sent) - len(waits)
    return (
        f"{story.words:24} {minutes:7} {story.questions:9.1f} {len(waits):8} {percentile(waits, 0.5):7.1f} "
        f"{percentile(waits, 0.95):7.1f} {max(waits):7.1f} {len(asked.replies) - len(waits):10} "
        f"{alerts / minutes:9.1f} {len(waits) / len(channel.sent):16.3f}"
    )


class Questions:
    """Citizens who ask, and the replies that are put into the outbox for them, by key."""

    def __init__(self, services: Services, citizen: int, per_minute: float, rng: random.Random) -> None:
        self.replies: dict[str, datetime] = {}
        self._services = services
        self._citizen = citizen
        self._per_second = per_minute / 60
        self._rng = rng
        self._next = START + timedelta(seconds=rng.expovariate(self._per_second))

    def come(self, now: datetime) -> None:
        """All that have come by now."""
        while self._next <= now:
            draft = Draft(REPLY, Purpose.REPLY, Lane.REPLY, timedelta(hours=4), self._citizen, channel=data.NAME)
            with self._services.database.writer(), self._services.database.engine.begin() as connection:
                number = self._services.outbox.add(connection, draft, self._next)
            self.replies[f"{number}-{int(self._next.timestamp()):x}"] = self._next
            self._next += timedelta(seconds=self._rng.expovariate(self._per_second))


if __name__ == "__main__":
    main()
