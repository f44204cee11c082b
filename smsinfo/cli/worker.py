"""`smsinfo worker`: hands messages over, fetches what must be fetched, and looks after the queue."""

from __future__ import annotations

import signal
from datetime import timedelta
from types import FrameType

import click

from smsinfo.bootstrap import Services, build
from smsinfo.cli.errors import friendly
from smsinfo.config import load_settings
from smsinfo.db.queries import reporting
from smsinfo.errors import NotReady
from smsinfo.jobs.worker import Worker
from smsinfo.logs import configure_logs, get_logger
from smsinfo.outbox.alarms import CLOCK_OFF

log = get_logger(__name__)


@click.command()
@friendly
def worker() -> None:
    """Send what waits, fetch what modems hold, look after the queue. Several may run, on several machines."""
    settings = load_settings()
    configure_logs(settings.log_level, settings.log_format)
    services = build(settings)
    require_right_clock(services)
    run_worker(services)


def require_right_clock(services: Services) -> None:
    """Refuse a clock that the database's contradicts: by it a worker would end what is not due. Raises NotReady."""
    with services.database.read() as session:
        there = reporting.database_clock(session.connection())
    off = abs(there - services.clock()) if there is not None else timedelta()
    if off > CLOCK_OFF:
        seconds = round(off.total_seconds())
        raise NotReady(f"the clocks of this machine and of the database are {seconds} s apart; set both by NTP")


def run_worker(services: Services) -> None:
    """Work until SIGTERM or Ctrl+C; what was begun is finished first."""
    working = Worker(services)

    def end(_signal: int, _frame: FrameType | None) -> None:
        working.stop()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    sending = [name for name, plan in services.plans.items() if plan.can_send]
    log.info("worker_started", channels=sending)
    working.run()
    services.database.close()
    log.info("worker_ended")
