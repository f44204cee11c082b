"""A process that fans an alert out by pages of four subscriptions and halts where it is told to, to be killed there.

    python -m tests.outbox.fan_out_process URL ALERT inserted|committed PAGE

`inserted` halts in the middle of that page's transaction, `committed` right behind it.
"""

from __future__ import annotations

import sys
from typing import Any

from sqlalchemy import event

from smsinfo.db.engine import Database, make_engine
from smsinfo.outbox.fan_out import fan_out_page
from tests.outbox.town import routing
from tests.support import HeldClock


def main(url: str, alert: str, moment: str, page: str) -> None:
    """Fan out up to the moment."""
    database, clock = Database(make_engine(url)), HeldClock()
    inserts = 0

    def inserted(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        nonlocal inserts
        inserts += statement.startswith("INSERT INTO outbound_message")
        if moment == "inserted" and inserts == int(page):
            halt(moment)

    event.listen(database.engine, "after_cursor_execute", inserted)
    while fan_out_page(database, clock, int(alert), routing(clock()), size=4):
        if inserts == int(page):
            halt(moment)


def halt(moment: str) -> None:
    """Say where we are, and wait for the end."""
    sys.stdout.write(f"{moment}\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
