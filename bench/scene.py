"""One alert to everybody over three channels under a fake clock: the finish that is foretold, and the one that comes.

    python bench/simulate.py --people 1000000 --scene plain

People are seeded by a few statements; the preview, the fan-out, claims, pace, states and commits are the product's.
Nobody asks anything meanwhile (`plain`), so the tenth slot that is kept for replies is the alert's too.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import fan_out_data
from fake_time import START, Channel, Clock, channel_of, services_of
from sqlalchemy import bindparam, text

from smsinfo.alerts.reach import Reach
from smsinfo.bootstrap import Services
from smsinfo.db.base import UtcDateTime
from smsinfo.db.queries import alerting
from smsinfo.outbox.fan_out import Routing, fan_out_page

WAYS: Final[dict[str, tuple[int, list[str], float]]] = {
    "fast": (100 * 60, ["telkomsel"], 0.008),
    "middle": (30 * 60, ["indosat"], 0.02),
    "slow": (5 * 60, [], 0.1),
}
"""Channel -> segments a minute, the operators that it serves (none: everybody else), seconds of a call."""
PAUSE: Final = 0.8
"""Seconds between two looks of a worker that found nothing. The product looks oftener; but a channel may send what it
missed in one second at once, so none of its rate is lost by it, and a claim takes more."""
WITHIN: Final = 0.10
"""So far the foretold finish may lie from the real one."""
SCENES: Final = ("plain",)


class _Blind:
    """The made-up people have no numbers that could be opened; here nobody is called."""

    def open(self, _sealed: bytes, *, practice: bool = False) -> str:
        """One number for all."""
        return "+628125000001"


def scene(people: int) -> bool:
    """Print the estimate beside the simulated finish, by channel; whether all lie near enough."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        services = services_of(
            f"sqlite:///{folder}/scene.db",
            {name: rate for name, (rate, _, _) in WAYS.items()},
            Clock(),
            {name: operators for name, (_, operators, _) in WAYS.items()},
        )
        number = _prepare(services, people)
        foretold = _foretell(services, number)
        _fan_out(services, number)
        channels = [_channel(services, name, call) for name, (_, _, call) in WAYS.items()]
        _play(channels, _waiting(services, number))
        services.database.close()
    near = all(_told(channel, foretold) for channel in channels)
    last = max(max(channel.sent.values()) for channel in channels)
    near &= _line("all", foretold.people, foretold.last_at or START, last)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"played in {time.perf_counter() - begun:.0f} s, with at most {used:.1f} GB of memory")
    return near


def _prepare(services: Services, people: int) -> int:
    """People, and an approved alert to all of them in one text of one segment that outlives the slowest channel."""
    fan_out_data.populate(services.database.engine, people, START)
    with services.database.writer(), services.database.engine.begin() as connection:
        number = fan_out_data.new_alert(connection, "4821", fan_out_data.PROVINCE, START)
        connection.execute(text("DELETE FROM alert_text WHERE language <> 'id'"))
        connection.execute(text("UPDATE alert_text SET segments = 1, encoding = 'gsm7'"))
        lasts = bindparam("until", START + timedelta(days=20), UtcDateTime())
        connection.execute(text("UPDATE alert SET expires_at = :until").bindparams(lasts))
    return number


def _foretell(services: Services, number: int) -> Reach:
    with services.database.read() as session:
        alert = alerting.get(session, number)
        assert alert is not None
        return services.alerts.preview.reach(session, alert, START)


def _fan_out(services: Services, number: int) -> None:
    served = {operator: name for name, (_, operators, _) in WAYS.items() for operator in operators}
    routing = Routing(served, "slow", dict.fromkeys(WAYS, 1), START, place=START)
    while fan_out_page(services.database, lambda: START, number, routing):
        pass


def _waiting(services: Services, number: int) -> dict[str, int]:
    """Channel -> messages of the alert."""
    wanted = text("SELECT channel, count(*) FROM outbound_message WHERE alert_id = :number GROUP BY channel")
    with services.database.engine.connect() as connection:
        return {name: int(messages) for name, messages in connection.execute(wanted, {"number": number})}


def _channel(services: Services, name: str, call: float) -> Channel:
    made = channel_of(services, name, call)
    made.drain._sealer = _Blind()  # type: ignore[assignment]
    return made


def _play(channels: list[Channel], waiting: Mapping[str, int]) -> None:
    """Whoever is furthest behind goes on, until the last has left."""
    while busy := [one for one in channels if len(one.sent) < waiting.get(one.name, 0)]:
        behind = min(busy, key=lambda one: one.clock.now)
        if not behind.drain.run_once():
            behind.clock.forward(PAUSE)


def _told(channel: Channel, foretold: Reach) -> bool:
    share = foretold.channels[channel.name]
    return _line(channel.name, share.people, share.last_at, max(channel.sent.values()))


def _line(name: str, people: int, foretold: datetime, last: datetime) -> bool:
    """One line of the table; whether the two moments lie near enough."""
    estimate, played = (foretold - START).total_seconds(), (last - START).total_seconds()
    away = estimate / played - 1
    print(
        f"{name:8} {people:10,} people, foretold {estimate / 60:9.1f} min, played {played / 60:9.1f} min {away:+7.1%}"
    )
    return abs(away) <= WITHIN
