"""A desk that keeps and forgets: the duties of retention, and what they leave."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text

from smsinfo.content.pack_files import read_pack
from smsinfo.content.packs import import_pack
from smsinfo.db.models import (
    Attempt,
    ChannelState,
    ConsentEvent,
    Contact,
    Conversation,
    DailyCount,
    DailyOutcome,
    DailyPlace,
    DailyTiming,
    DailyTopic,
    InboundMessage,
    Mark,
    OutboundMessage,
    ReceiptPart,
    Subscription,
)
from smsinfo.db.queries import marks
from smsinfo.outbox.retention import Retention
from tests.outbox.desk import Desk
from tests.support import PACK, Phone

WIB = ZoneInfo("Asia/Pontianak")
PASSING: tuple[Any, ...] = (
    Attempt,
    ReceiptPart,
    OutboundMessage,
    InboundMessage,
    Conversation,
    Subscription,
    ConsentEvent,
    Contact,
    DailyCount,
    DailyOutcome,
    DailyPlace,
    DailyTiming,
    DailyTopic,
    ChannelState,
    Mark,
)
Row = tuple[date, str, str, str, str, str, int, int, int]


def publish(desk: Desk) -> None:
    """Give a desk the demo pack, so that citizens get answers."""
    with desk.services.database.write() as session:
        import_pack(session, read_pack(PACK), desk.clock())
    desk.services.snapshots.refresh()


class Archive(Desk):
    """A desk with the duties of keeping and forgetting, and a look at what they leave."""

    def __init__(self, database_url: str, **settings: Any) -> None:
        super().__init__(database_url, **settings)
        publish(self)
        self.keeping = Retention(self.services.database, self.clock, WIB, body_days=90, id_days=400)
        self.citizen = Phone(self.services, self.clock)

    def counts(self) -> list[Row]:
        """All counted rows, as they are told of."""
        table: Any = DailyCount.__table__
        columns, key = table.c, table.primary_key.columns
        with self.services.database.read() as session:
            rows = session.execute(select(*columns).order_by(*key))
            return [tuple(row) for row in rows]

    def how_many(self, model: Any) -> int:
        """The rows of a table."""
        with self.services.database.read() as session:
            return session.scalar(select(func.count()).select_from(model)) or 0

    def bodies(self, model: Any) -> list[str]:
        """The texts of a table, oldest first."""
        with self.services.database.read() as session:
            return list(session.scalars(select(model.body).order_by(model.id)))

    def empty(self) -> None:
        """Forget people and messages; ids begin anew."""
        names = [model.__tablename__ for model in PASSING]
        with self.services.database.writer(), self.services.database.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE"))
            else:
                for name in names:
                    connection.execute(text(f"DELETE FROM {name}"))

    def mark(self, name: str) -> str | None:
        """A mark's value."""
        with self.services.database.read() as session:
            return marks.get(session.connection(), name)
