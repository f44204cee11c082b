"""What each regular look of a worker costs, by how many messages wait, have left today, or lie behind for good.

    python bench/looks.py                        1,000, 10,000 and 100,000 messages
    python bench/looks.py --messages 1000000     up to a million

The worker claims several times a second, looks at the money each second and at the queues each ten; none of that may
grow with an alert to a province, or with a year's messages. Medians of five looks, ms.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import fan_out_data
import hand_over_data as data
from databases import databases
from sqlalchemy import bindparam, text

from smsinfo.bootstrap import Services
from smsinfo.db.base import UtcDateTime
from smsinfo.domain.clock import utc_now
from smsinfo.jobs.upkeep import move_queues
from smsinfo.outbox.budget import Budget
from smsinfo.outbox.drain import Drain, Line
from smsinfo.outbox.sweep import Sweeper
from smsinfo.outbox.watch import Watch

LOOKS = 5
SIZES = (1_000, 10_000, 100_000)
STATES = {
    "wait": ("queued", timedelta()),
    "left today": ("delivered", timedelta()),
    "old": ("delivered", timedelta(60)),
}
"""A word for the table -> the status of the messages, and how long ago they were made."""

_ROWS = """INSERT INTO outbound_message (channel, operator, encoding, segments, cost_idr, alert_text_id, purpose, lane,
 body, status, attempts, not_before, expires_at, created_at, status_at, alert_id, external_id)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :total)
SELECT :channel, 'telkomsel', 'gsm7', 1, 1, t.id, 'alert', 'urgent', '', CAST(:status AS VARCHAR), 1, :at, :until, :at,
 :at, t.alert_id, CASE WHEN :status = 'queued' THEN NULL ELSE 'p-' || i END
FROM n, alert_text t WHERE t.alert_id = :alert AND t.language = 'id'"""


def main() -> None:
    """Print a table for each database."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--messages", type=int, default=SIZES[-1])
    most = parser.parse_args().messages
    sizes = [size for size in SIZES if size < most] + [most]
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder)) as addresses:
        for name, urls in addresses.items():
            data.populate(urls["ours"], 1)
            channel = {"kind": "simulator", "sender": "+628110000123", "per_minute": 600_000, "max_unsent": 100}
            services = data.services_of(urls["ours"], channel)
            print(f"\n{name}, ms")
            print(f"{'messages':>10} {'that':>10} " + " ".join(f"{look:>9}" for look in looks(services)))
            for state in STATES:
                for size in sizes:
                    fill(services, size, state)
                    times = [median(look) for look in looks(services).values()]
                    print(f"{size:10,} {state:>10} " + " ".join(f"{ms:9.1f}" for ms in times), flush=True)
            services.database.close()


def looks(services: Services) -> dict[str, Callable[[], object]]:
    """A word for the table -> one look."""
    drain = Drain(
        services.database,
        services.sealer,
        services.clock,
        Line(services.plans[data.NAME], services.gateways[data.NAME]),
    )
    budget = Budget(services.database, services.clock, services.settings)
    budget.refresh()
    watch = Watch(services)
    sweeper = Sweeper(services.database, services.sealer, services.clock, services.gateways)
    return {
        "claim": drain.claim,
        "budget": budget._look,
        "figures": watch.figures,
        "overdue": sweeper.overdue,
        "inline": sweeper.inline,
        "queues": lambda: move_queues(services),
        "receipts": services.receipts.unpark,
    }


def fill(services: Services, messages: int, state: str) -> None:
    """Nothing but so many messages in this state, and one that waits."""
    database, now = services.database, utc_now()
    status, ago = STATES[state]
    fan_out_data.empty(database.engine)
    with database.writer(), database.engine.begin() as connection:
        for total, one_status, at in ((messages, status, now - ago), (1, "queued", now)):
            alert = fan_out_data.new_alert(connection, f"L{next(data.CODES)}", fan_out_data.PROVINCE, at)
            moments = {"at": at, "until": at + data.VALID}
            bound = [bindparam(name, moment, UtcDateTime()) for name, moment in moments.items()]
            values = {"total": total, "status": one_status, "channel": data.NAME, "alert": alert}
            connection.execute(text(_ROWS).bindparams(*bound, **values))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def median(look: Callable[[], object]) -> float:
    """Milliseconds of one look."""
    taken = []
    for _ in range(LOOKS):
        start = time.perf_counter()
        look()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


if __name__ == "__main__":
    main()
