"""How long a web process waits for SQLite's write lock while a worker fans an alert out.

SQLite has one writer at a time, and who waits looks again after 1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, then every
100 ms (sqliteDefaultBusyCallback): pages without a pause between them would keep the others out.
"""

from __future__ import annotations

import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime

import fan_out_data as data

from smsinfo.db.engine import Database, make_engine
from smsinfo.db.queries import marks
from smsinfo.outbox.fan_out import PAUSE

PAGES = (2_000, 5_000, 10_000, 20_000)
PAUSES = (0.0, 0.01, PAUSE)
EVERY = 0.006
"""Seconds: 167 texts a second."""


def waits_of_others(recipients: int, fan_out: Callable[..., float]) -> None:
    """Print, for each page size and pause, how long one small durable write takes another process."""
    now = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/ours.db"
        database = Database(make_engine(url))
        data.populate(database.engine, recipients, now)
        print(f"SQLite, {recipients:,} recipients; others write 167 times a second: ms that one write takes")
        print(
            f"{'page':>7} {'pause ms':>9} {'fan-out s':>10} {'p50':>7} {'p95':>7} {'p99':>7} {'most':>7} {'failed':>7}"
        )
        for number, (size, pause) in enumerate((size, pause) for size in PAGES for pause in PAUSES):
            data.empty(database.engine)
            with database.writer(), database.engine.begin() as connection:
                alert = data.new_alert(connection, f"W{number}", data.PROVINCE, now)
            with subprocess.Popen(
                [sys.executable, __file__, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE
            ) as web:
                assert web.stdout is not None
                web.stdout.readline()
                start = time.perf_counter()
                fan_out(database, alert, size=size, pause=pause)
                taken = time.perf_counter() - start
                told, _ = web.communicate(b"enough\n")
            print(f"{size:7,} {pause * 1000:9.0f} {taken:10.2f} {told.decode().strip()}", flush=True)
        database.close()


def write_until_told(url: str) -> None:
    """Small durable writes at the pace of the goal until a line comes; then how long they took."""
    database = Database(make_engine(url))
    waits, failed = [], 0
    told = selectors.DefaultSelector()
    told.register(sys.stdin, selectors.EVENT_READ)
    print("ready", flush=True)
    while not told.select(timeout=EVERY):
        start = time.perf_counter()
        try:
            with database.engine.begin() as connection:
                marks.put(connection, "beside", "x", datetime.now(UTC))
        except Exception:
            failed += 1
        waits.append((time.perf_counter() - start) * 1000)
    database.close()
    waits.sort()
    shares = " ".join(f"{waits[int(len(waits) * share)]:7.0f}" for share in (0.5, 0.95, 0.99))
    print(f"{shares} {waits[-1]:7.0f} {failed:7}")


if __name__ == "__main__":
    write_until_told(sys.argv[1])
