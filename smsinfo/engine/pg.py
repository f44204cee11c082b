"""Procrastinate on PostgreSQL: jobs are rows too, deferred in the transaction of the rows that they are about.

A job only wakes somebody up; losing one would cost seconds, since the worker's loop looks at the rows anyway. Each is
deferred under a queueing lock inside a SAVEPOINT: the same job waiting already must not undo the caller's work
(procrastinate.readthedocs.io, "queueing locks", "Execute jobs in a transaction").
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

from procrastinate import App, JobContext, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from sqlalchemy import Connection, inspect
from sqlalchemy.engine import URL, Engine

from smsinfo.domain.engine import Task
from smsinfo.logs import get_logger

log = get_logger(__name__)
QUEUE: Final = "smsinfo"
STALLED_SECONDS: Final = 60
KEEP_HOURS: Final = 24


class PgEngine:
    """One process's part in the engine. `defer` needs no `start`; `start` runs jobs in a thread of its own."""

    def __init__(self, url: URL) -> None:
        self._conninfo = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._deferring = App(connector=SyncPsycopgConnector(conninfo=self._conninfo))
        self._loop: asyncio.AbstractEventLoop | None = None
        self._working: asyncio.Task[None] | None = None
        self._thread: threading.Thread | None = None

    def defer(self, connection: Connection, task: str, **arguments: Any) -> None:
        """Run the task after this transaction; one that waits already with the same arguments is enough."""
        name = ":".join([task, *(f"{key}={arguments[key]}" for key in sorted(arguments))])
        raw = connection.connection.driver_connection
        job = self._deferring.configure_task(task, queue=QUEUE, queueing_lock=name, connection=raw)
        with suppress(AlreadyEnqueued), connection.begin_nested():
            job.defer(**arguments)

    def start(self, tasks: Mapping[str, Task]) -> None:
        """Run jobs until `stop`, looking after those whose worker died."""
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(dict(tasks), ready), name="engine", daemon=True)
        self._thread.start()
        ready.wait(timeout=10)

    def stop(self) -> None:
        """Let the running jobs end."""
        if self._loop is not None and self._working is not None:
            self._loop.call_soon_threadsafe(self._working.cancel)
        if self._thread is not None:
            self._thread.join(timeout=30)

    def _run(self, tasks: dict[str, Task], ready: threading.Event) -> None:
        with suppress(asyncio.CancelledError):
            asyncio.run(self._work(tasks, ready))

    async def _work(self, tasks: dict[str, Task], ready: threading.Event) -> None:
        self._loop, self._working = asyncio.get_running_loop(), asyncio.current_task()
        ready.set()
        while True:
            app = self._app(tasks)
            try:
                async with app.open_async():
                    await app.run_worker_async(
                        queues=[QUEUE], concurrency=2, install_signal_handlers=False, delete_jobs="successful"
                    )
            except asyncio.CancelledError:
                raise
            except Exception as error:  # the database is away: the loop beside looks at the rows meanwhile
                log.warning("engine_away", error=type(error).__name__)
            await asyncio.sleep(2)

    def _app(self, tasks: dict[str, Task]) -> App:
        app = App(connector=PsycopgConnector(conninfo=self._conninfo, min_size=1, max_size=3))
        for name, task in tasks.items():
            app.task(name=name, queue=QUEUE)(task)

        @app.periodic(cron="* * * * *")
        @app.task(name="minute", queue=QUEUE, queueing_lock="minute", pass_context=True)
        async def minute(context: JobContext, timestamp: int) -> None:
            """Put jobs back whose worker died, forget old ones, and let the daily duties look at the clock."""
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
                await app.job_manager.retry_job(job)
            await app.job_manager.delete_old_jobs(nb_hours=KEEP_HOURS, include_failed=True)

        return app


def apply_schema(engine: Engine) -> None:
    """Make Procrastinate's own tables where there are none."""
    if inspect(engine).has_table("procrastinate_jobs"):
        return
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    app = App(connector=SyncPsycopgConnector(conninfo=url))
    with app.open():
        app.schema_manager.apply_schema()
