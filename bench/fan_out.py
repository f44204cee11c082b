"""The fan-out of an alert against one raw INSERT ... SELECT of the same rows into the same table.

    python bench/fan_out.py                          1,000, 10,000 and 100,000 recipients, 5 rounds
    python bench/fan_out.py --recipients 1000000     up to a million
    python bench/fan_out.py --rounds 3               fewer rounds
    python bench/fan_out.py --beside                 instead: how long others wait who write meanwhile (SQLite)

Both begin with an empty outbox in the same database, in turn, the order reversed each round. The raw statement is one
transaction and knows no cursor and no conflict; its rows are compared with ours.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import fan_out_data as data
from databases import databases
from fan_out_beside import waits_of_others
from sqlalchemy import bindparam, text

from smsinfo.db.base import UtcDateTime
from smsinfo.db.engine import Database, make_engine
from smsinfo.logs import configure_logs
from smsinfo.outbox.fan_out import PAGE, Routing, fan_out_page

SIZES = (1_000, 10_000, 100_000)
NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
_CODES = count(1)
_RAW = """INSERT INTO outbound_message (contact_id, channel, operator, region_code, encoding, segments, cost_idr,
 alert_text_id, purpose, lane, body, status, attempts, not_before, expires_at, created_at, status_at, alert_id)
SELECT c.id, CASE c.operator WHEN 'telkomsel' THEN 'modem' WHEN 'indosat' THEN 'smpp' ELSE 'twilio' END, c.operator,
 c.region_code, t.encoding, t.segments,
 t.segments * CASE c.operator WHEN 'telkomsel' THEN 350 WHEN 'indosat' THEN 300 ELSE 700 END,
 t.id, 'alert', 'urgent', '', 'queued', 0, :now, :until, :now, :now, :alert
FROM contact c JOIN alert_text t
 ON t.alert_id = :alert AND t.language = CASE WHEN c.language IN ('bjn', 'id', 'nij') THEN c.language ELSE 'id' END
WHERE c.status = 'active' AND NOT c.practice AND EXISTS (
 SELECT 1 FROM subscription s WHERE s.contact_id = c.id AND s.category IN ('all', 'bencana')
 AND (s.region_code = '62' OR s.region_code >= '62.' AND s.region_code < '62/'))"""
_SUM = """SELECT count(*), sum(contact_id), sum(segments), sum(cost_idr), max(expires_at),
 sum(length(channel || lane || operator || region_code || encoding || status || purpose)) FROM outbound_message"""


@dataclass
class Figures:
    """Seconds a run, by round."""

    recipients: int = 0
    ours: list[float] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)
    slowest_page: float = 0.0
    megabytes: float = 0.0

    @property
    def ratios(self) -> list[float]:
        """Our speed as a share of the raw statement's, round by round."""
        return sorted(raw / ours for ours, raw in zip(self.ours, self.raw, strict=True))

    def row(self) -> str:
        """A line of the table."""
        ours, raw = statistics.median(self.ours), statistics.median(self.raw)
        return (
            f"{self.recipients:10,} {ours:8.2f} {self.recipients / ours:9,.0f} {ours / self.recipients * 1e6:7.1f} "
            f"{self.recipients / raw:9,.0f} {statistics.median(self.ratios):6.2f} "
            f"({self.ratios[0]:.2f}-{self.ratios[-1]:.2f}) {self.slowest_page * 1000:9.0f} {self.megabytes:8.0f}"
        )


def main() -> None:
    """Print a table for each database."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--recipients", type=int, default=SIZES[-1])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--beside", action="store_true")
    chosen = parser.parse_args()
    configure_logs("WARNING", "text")
    if chosen.beside:
        waits_of_others(chosen.recipients, ours)
        return
    sizes = [size for size in SIZES if size < chosen.recipients] + [chosen.recipients]
    found: dict[str, list[Figures]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder, databases(Path(folder)) as addresses:
            for name, urls in addresses.items():
                figures = measure(urls["ours"], size, chosen.rounds)
                found.setdefault(name, []).append(figures)
                print(f"{name:10} {figures.row()}", flush=True)
    for name, series in found.items():
        print_table(name, series, chosen.rounds)


def print_table(name: str, series: list[Figures], rounds: int) -> None:
    """One line a size, and the growth of the time a row takes."""
    print(f"\n{name}, fan-out in pages of {PAGE:,} subscriptions, {rounds} rounds")
    print(
        f"{'recipients':>10} {'ours s':>8} {'rows/s':>9} {'us/row':>7} {'raw /s':>9} {'x raw':>6} (spread)    "
        "page ms  peak MB"
    )
    for figures in series:
        print(figures.row())
    first, last = (statistics.median(figures.ours) / figures.recipients for figures in (series[0], series[-1]))
    print(f"a row of the largest takes {last / first:.2f} x one of the smallest (goal: at most 2.5)")


def measure(url: str, recipients: int, rounds: int) -> Figures:
    """Both in turn over one database; a first round warms up and is not counted, except of the very largest."""
    engine = make_engine(url)
    database, figures = Database(engine), Figures()
    data.populate(engine, recipients, NOW)
    warm_up = 1 if recipients <= SIZES[-1] else 0
    for number in range(rounds + warm_up):
        sums: dict[Run, tuple[int, ...]] = {}
        for run in (ours, raw)[:: 1 if number % 2 else -1]:
            taken, slowest, megabytes, sums[run] = one_run(database, run)
            if number >= warm_up:
                (figures.ours if run is ours else figures.raw).append(taken)
                if run is ours:
                    figures.slowest_page = max(figures.slowest_page, slowest)
                    figures.megabytes = max(figures.megabytes, megabytes)
        assert sums[ours] == sums[raw], f"not the same rows: {sums}"
        figures.recipients = sums[ours][0]
    database.close()
    return figures


Run = Callable[[Database, int], float]


def one_run(database: Database, run: Run) -> tuple[float, float, float, tuple[int, ...]]:
    """(seconds, slowest page, peak MB of this process, sums over the rows) of one alert."""
    data.empty(database.engine)
    with database.writer(), database.engine.begin() as connection:
        alert = data.new_alert(connection, f"B{next(_CODES)}", data.PROVINCE, NOW)
    forget_peak()
    start = time.perf_counter()
    slowest = run(database, alert)
    taken = time.perf_counter() - start
    megabytes = peak_megabytes()
    with database.engine.connect() as connection:
        return taken, slowest, megabytes, tuple(connection.execute(text(_SUM)).one())


def ours(database: Database, alert: int, *, size: int = PAGE, pause: float = 0.0) -> float:
    """The whole fan-out as a worker does it; seconds of the slowest page."""
    routing = Routing(data.CHANNELS, data.DEFAULT, data.TARIFFS, NOW, place=NOW)
    slowest, more = 0.0, True
    while more:
        start = time.perf_counter()
        more = fan_out_page(database, lambda: NOW, alert, routing, size=size)
        slowest = max(slowest, time.perf_counter() - start)
        time.sleep(pause)
    return slowest


def raw(database: Database, alert: int) -> float:
    """One statement in one transaction."""
    now, until = (bindparam(name, at, UtcDateTime()) for name, at in (("now", NOW), ("until", NOW + data.VALID)))
    with database.writer(), database.engine.begin() as connection:
        connection.execute(text(_RAW).bindparams(now, until, alert=alert))
    return 0.0


def forget_peak() -> None:
    """Let the kernel count this process's peak memory anew (proc(5): clear_refs, 5)."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak_megabytes() -> float:
    """The most that this process has held in memory since (VmHWM)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    main()
