"""From one Raspberry Pi with a modem to a country: what limits first, by a simulation with a fake clock.

    python bench/simulate.py               2,000 recipients of each step are played, the rest is reckoned from them
    python bench/simulate.py --play 20000  more of them
    python bench/simulate.py --people 1000000 --scene plain   one alert over three channels (scene.py)

An alert to everybody goes out over the channels of each step, which send side by side, each at its rate: fan-out,
claims, lanes, pace and commits are the product's, only time is made up (fake_time.py). Beside it: what a row weighs in
both databases, so how much they grow in a year, and how many messages a second this machine's database can keep.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import fan_out_data
import hand_over_data as data
from databases import databases
from fake_time import NOBODY, START, Clock, alert, channel_of, services_of, somebody
from scene import SCENES, scene
from sqlalchemy import Engine, bindparam, text

from smsinfo.db.base import UtcDateTime
from smsinfo.db.engine import make_engine
from smsinfo.domain.clock import utc_now
from smsinfo.domain.messages import Lane
from smsinfo.domain.sending import SendResult
from smsinfo.outbox.drain import Drain, Line

WEIGHED = 20_000
"""Rows that are made to see what one weighs."""

HANDED = 1_000
KEPT_ROWS = 400
"""Days; the setting id_days."""

SEGMENTS = 2
"""Of an alert: 160 to 306 letters."""

SHARES = {"telkomsel": 0.5, "indosat": 0.3, "": 0.2}
"""Operators and their share of the people, as in fan_out_data."""

_N = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :total)"
_QUESTION = "Berapa biaya buat KTP baru di Palangka Raya?"
_REPLY = "KTP: gratis. Bawa KK dan surat pengantar ke Disdukcapil, Sen-Jum 08.00-15.00. Balas MENU untuk lainnya."
ROWS = {
    "a subscriber": f"""INSERT INTO contact (msisdn_sealed, operator, language, region_code, status, practice,
 first_seen_at)
{_N} SELECT {{sealed}}, 'telkomsel', 'id', '62', 'active', false, :at FROM n;
INSERT INTO subscription (contact_id, region_code, category, created_at)
SELECT id, '62', 'bencana', :at FROM contact WHERE language = 'id' AND operator = 'telkomsel';
INSERT INTO consent_event (contact_id, kind, region_code, channel, external_id, text_version, at)
SELECT id, 'subscribe', '62', 'way0', 'SM00112233445566778899aabbcc' || id, '1', :at FROM contact""",
    "a question with its reply": f"""INSERT INTO inbound_message (channel, external_id, contact_id, sender_kind, sender,
 body, kind, silence, topic_key, region_code, language, received_at)
{_N} SELECT 'way0', 'SM00112233445566778899aabbcc' || i, NULL, 'phone', '', '{_QUESTION}', 'answer', '', 'ktp', '62',
 'id', :at FROM n;
INSERT INTO outbound_message (inbound_id, channel, operator, region_code, encoding, segments, cost_idr, purpose, lane,
 body, status, attempts, not_before, expires_at, created_at, status_at)
SELECT id, 'way0', 'telkomsel', '62', 'gsm7', 1, 350, 'reply', 'reply', '{_REPLY}', 'sent', 1, :at, :at, :at, :at
FROM inbound_message""",
    "an alert's message": f"""INSERT INTO outbound_message (channel, operator, region_code, encoding, segments,
 cost_idr, purpose, lane, body, status, attempts, not_before, expires_at, created_at, status_at, external_id)
{_N} SELECT 'way0', 'telkomsel', '62', 'gsm7', 2, 700, 'alert', 'urgent', '', 'delivered', 1, :at, :at, :at, :at,
 'SM00112233445566778899aabbcc' || i FROM n""",
}
"""What is weighed -> the statements that make so many of them, as they lie there when all is over."""


@dataclass(frozen=True)
class Step:
    """An installation: its people, their questions a day, how often all of them get an alert in a year, and its
    channels by operator ("" for everybody else): segments a minute, and what a call takes of the channel's time.
    """

    words: str
    people: int
    questions: int
    alerts: int
    channels: dict[str, tuple[float, float]]


MODEM, AGGREGATOR, SMPP, TRUNK = (12, 3.0), (1_800, 0.02), (6_000, 0.008), (60_000, 0.001)
STEPS = (
    Step("one modem", 2_000, 400, 12, {"": MODEM}),
    Step("three modems", 10_000, 2_000, 12, {"telkomsel": MODEM, "indosat": MODEM, "": MODEM}),
    Step("an aggregator", 100_000, 10_000, 12, {"": AGGREGATOR}),
    Step("a province", 1_000_000, 100_000, 12, {"telkomsel": SMPP, "indosat": SMPP, "": AGGREGATOR}),
    Step("a country", 50_000_000, 5_000_000, 12, {"telkomsel": TRUNK, "indosat": TRUNK, "": TRUNK}),
)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--play", type=int, default=2_000)
    parser.add_argument("--people", type=int, default=20_000, help="Of a scene.")
    parser.add_argument("--scene", choices=SCENES)
    chosen = parser.parse_args()
    if chosen.scene:
        raise SystemExit(0 if scene(chosen.people) else 1)
    played = chosen.play
    print(f"{'step':14} {'people':>11} {'segments/s':>10} {'played':>7} {'last recipient':>15} by channel")
    for step in STEPS:
        with tempfile.TemporaryDirectory() as folder:
            print(play(step, f"sqlite:///{folder}/sim.db", min(played, step.people)), flush=True)
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder)) as addresses:
        for name, urls in addresses.items():
            print_database(name, urls["ours"], urls["floor"])


def play(step: Step, url: str, people: int) -> str:
    """One line: the alert over the channels of a step, from the approval to the last recipient's hand-over."""
    names = {operator: f"way{n}" for n, operator in enumerate(step.channels)}
    rates = {names[operator]: rate for operator, (rate, _) in step.channels.items()}
    services = services_of(url, rates, Clock())
    channels = [channel_of(services, names[operator], call) for operator, (_, call) in step.channels.items()]
    citizen, waiting = somebody(services), {}
    for operator, name in names.items():
        waiting[name] = round(people * (SHARES[operator] if len(names) > 1 else 1))
        alert(services, citizen, name, Lane.URGENT, waiting[name], SEGMENTS)
    while busy := [channel for channel in channels if len(channel.sent) < waiting[channel.name]]:
        min(busy, key=lambda channel: channel.clock.now).step()
    services.database.close()
    seconds = {c.name: (max(c.sent.values()) - START).total_seconds() * step.people / people for c in channels}
    ways = ", ".join(f"{operator or 'others'} {shown(seconds[name])}" for operator, name in names.items())
    rate = sum(rates.values()) / 60
    return f"{step.words:14} {step.people:11,} {rate:10.1f} {people:7,} {shown(max(seconds.values())):>15} {ways}"


def shown(seconds: float) -> str:
    """A duration for people."""
    hours, minutes = seconds / 3600, seconds / 60
    return f"{hours:.1f} h" if hours >= 2 else f"{minutes:.1f} min"


def print_database(name: str, url: str, other: str) -> None:
    """What a row weighs, what a year adds, and how many hand-overs a second this database keeps."""
    engine = make_engine(url)
    fan_out_data.populate(engine, 1, START)
    weights = {words: weigh(engine, sql) for words, sql in ROWS.items()}
    print(f"\n{name}: " + ", ".join(f"{words} {weight:.0f} bytes" for words, weight in weights.items()))
    print(f"{'step':14} {'people':>8} {'questions a year':>17} {'alerts a year':>14} {'all after 400 days':>19}   GB")
    for step in STEPS:
        people = step.people * weights["a subscriber"] / 1e9
        questions = step.questions * 365 * weights["a question with its reply"] / 1e9
        alerts = step.alerts * step.people * weights["an alert's message"] / 1e9
        steady = people + (questions + alerts) * KEPT_ROWS / 365
        print(f"{step.words:14} {people:8.2f} {questions:17.2f} {alerts:14.2f} {steady:19.2f}")
    engine.dispose()
    data.populate(other, HANDED)
    print("hand-overs a second to a gateway that answers at once: ", end="")
    print(", ".join(f"{threads} threads {keeps(other, threads):,.0f}" for threads in (1, 4)), flush=True)


def weigh(engine: Engine, sql: str) -> float:
    """Bytes that one more row of each table in the statements takes, with its indexes."""
    before = size(engine)
    with engine.begin() as connection:
        for statement in sql.replace(
            "{sealed}", f"{fan_out_data.SEALED[engine.dialect.name]}".replace("|| i", "|| -i")
        ).split(";"):
            made = text(statement).bindparams(bindparam("at", START, UtcDateTime()))
            connection.execute(made.bindparams(total=WEIGHED) if ":total" in statement else made)
    return (size(engine) - before) / WEIGHED


def size(engine: Engine) -> int:
    """Bytes of the whole database."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
        pages, each = (connection.exec_driver_sql(f"PRAGMA page_{what}").scalar_one() for what in ("count", "size"))
        return int(pages) * int(each)


def keeps(url: str, threads: int) -> float:
    """Claims, beginnings and ends that this database keeps: each message committed, on the disk, and no network."""
    services = data.services_of(url, data.channel(NOBODY, "kannel", threads))
    gateway = services.gateways[data.NAME]
    gateway.send = lambda mt: SendResult(external_id=mt.key)  # type: ignore[method-assign]
    drain = Drain(services.database, services.sealer, utc_now, Line(services.plans[data.NAME], gateway, threads))
    rates = []
    for _ in range(3):
        data.fill(services, HANDED)
        drain.claim()  # makes the channel's row
        data.fill(services, HANDED)
        start, done = time.perf_counter(), 0
        while done < HANDED:
            done += drain.run_once()
        rates.append(HANDED / (time.perf_counter() - start))
    drain.close()
    services.database.close()
    return statistics.median(rates)


if __name__ == "__main__":
    main()
