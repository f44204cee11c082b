"""Counted days over both databases: what a report says must follow from the figures alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from smsinfo.content.packs import import_pack
from smsinfo.db import migrate
from smsinfo.db.engine import Database, make_engine
from smsinfo.db.models import DailyCount, DailyOutcome, DailyTiming
from smsinfo.reports.ask import Told, tell
from smsinfo.reports.shape import Query
from tests.content.samples import NOW, a_pack
from tests.counted import put

TODAY = date(2026, 11, 24)
WIB = ZoneInfo("Asia/Pontianak")


class Ledger:
    """A database with a small pack, to write counted days into and to ask reports of."""

    def __init__(self, url: str) -> None:
        self.database = Database(make_engine(url))
        migrate.upgrade(self.database.engine)
        with self.database.write() as session:
            import_pack(session, a_pack(), NOW)

    def counts(self, kind: str, messages: int, day: date = TODAY, **more: Any) -> None:
        """Texts of one kind on a day."""
        usual = {"region_code": "", "topic_key": "", "channel": "phone", "language": "id"}
        row = DailyCount(day=day, kind=kind, messages=messages, **{**usual, **more})
        with self.database.write() as session:
            put(session, [row])

    def outcome(self, status: str, messages: int, day: date = TODAY, **more: Any) -> None:
        """Messages that ended in one way."""
        usual = {"channel": "phone", "operator": "telkomsel", "purpose": "reply"}
        with self.database.write() as session:
            session.add(DailyOutcome(day=day, status=status, messages=messages, **{**usual, **more}))

    def timing(self, seconds: int, answers: int, day: date = TODAY, channel: str = "phone") -> None:
        """Answers that took so long."""
        with self.database.write() as session:
            session.add(DailyTiming(day=day, channel=channel, seconds=seconds, answers=answers))

    def ask(self, name: str, **asked: Any) -> Told:
        """A report; its rows are read."""
        usual = {"first": date(2026, 11, 1), "last": TODAY, "today": TODAY, "zone": WIB, "language": "en"}
        with self.database.read() as session:
            told = tell(session, name, Query(**{**usual, **asked}))
            return Told(told.report, told.query, type(told.table)(list(told.table.rows), told.table.totals), told.place)

    def statements(self, name: str) -> int:
        """How many statements a report takes."""
        seen: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        event.listen(self.database.engine, "before_cursor_execute", note)
        self.ask(name)
        event.remove(self.database.engine, "before_cursor_execute", note)
        return sum(statement.lstrip().upper().startswith("SELECT") for statement in seen)


@pytest.fixture
def ledger(database_url: str) -> Iterator[Ledger]:
    """A ledger on both engines."""
    found = Ledger(database_url)
    yield found
    found.database.close()
