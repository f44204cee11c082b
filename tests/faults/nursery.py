"""Starts programs of smsinfo quickly: everything is imported once, and each program is a fork of that.

A line of JSON on the input starts one; its process id is the answer. What a fork runs is the command itself, as the
terminal would, in a folder with its smsinfo.toml. Three things are bent only here and only when a test says so: a clock
that is wrong (`ahead`, seconds), bugs planted to see that the tests find them (`plant`), and the next release: this
program with another folder of migrations (`release`: the folder and its newest revision).
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections import deque
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from smsinfo.bootstrap import build
from smsinfo.cli import db, serve, worker
from smsinfo.db import schema
from smsinfo.db.queries import outbox
from smsinfo.domain.clock import utc_now
from smsinfo.domain.outbox import Claimed
from smsinfo.domain.sending import SendResult
from smsinfo.jobs import worker as jobs
from smsinfo.outbox.drain import Drain


class BatchDrain(Drain):
    """The bug: what came of the calls is committed once for all of them."""

    def _hand_over(self, items: deque[Claimed]) -> None:
        with self._database.writer(), self._database.engine.begin() as connection:
            now = self._clock()
            begun = [item for item in items if outbox.begin(connection, item, now, now + self._line.lease)]
        results = [(item, self._call(item)) for item in begun]
        with self._database.writer(), self._database.engine.begin() as connection:
            for item, result in results:
                self._end(connection, item, result)


class HastyDrain(Drain):
    """The bug: a message is marked as sent before the gateway is called."""

    def _hand_over(self, items: deque[Claimed]) -> None:
        for item in items:
            with self._database.writer(), self._database.engine.begin() as connection:
                now = self._clock()
                begun = outbox.begin(connection, item, now, now + self._line.lease)
                self._end(connection, item, SendResult(external_id=item.key))
            if begun:
                self._call(item)


PLANTS: dict[str, type[Drain]] = {"batch": BatchDrain, "hasty": HastyDrain}


def wrong_clock(ahead: float) -> datetime:
    """The time of a machine whose clock is off."""
    return utc_now() + timedelta(seconds=ahead)


def become(order: dict[str, Any]) -> None:
    """Be the program that was ordered; never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.chdir(order["folder"])
    log = os.open(f"{order['program']}.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, stream in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(number, stream)
    os.environ |= order["environment"]
    if plant := order.get("plant"):
        jobs.Drain = PLANTS[plant]  # type: ignore[attr-defined]
    if ahead := order.get("ahead"):
        worker.build = partial(build, clock=partial(wrong_clock, ahead))  # type: ignore[attr-defined]
    if release := order.get("release"):
        schema.MIGRATIONS, schema.HEAD = Path(release[0]), release[1]
    command = {"worker": worker.worker, "serve": serve.serve, "db-upgrade": db.upgrade}[order["program"]]
    command.main(order.get("arguments", []), prog_name="smsinfo")


def main() -> None:
    """Fork for each line until the input ends; then end all that is left, also when the tests were killed."""
    children = []
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                become(json.loads(line))
            except SystemExit as ended:
                os._exit(ended.code if isinstance(ended.code, int) else 0)
            finally:
                sys.stderr.flush()
                os._exit(1)
        children.append(child)
        answers.write(f"{child}\n")
    for child in children:
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
