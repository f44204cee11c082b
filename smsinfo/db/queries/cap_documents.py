"""CAP documents that came in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from smsinfo.db.models import Alert, CapDocument


def named(session: Session, sender: str, identifier: str, sent_at: datetime) -> list[CapDocument]:
    """The rows of one document, one a language, oldest first."""
    same = (CapDocument.sender == sender, CapDocument.identifier == identifier, CapDocument.sent_at == sent_at)
    return list(session.scalars(select(CapDocument).where(*same).order_by(CapDocument.id)))


def add(session: Session, values: dict[str, Any]) -> bool:
    """Remember a document in one language; False where another worker was quicker."""
    try:
        with session.begin_nested():
            session.execute(insert(CapDocument).values(**values))
    except IntegrityError:
        return False
    return True


def newest(session: Session, most: int) -> list[CapDocument]:
    """The last ones that came, newest first."""
    return list(session.scalars(select(CapDocument).order_by(CapDocument.id.desc()).limit(most)))


def forget(connection: Connection, before: datetime, now: datetime) -> int:
    """Delete documents that came before a moment; how many.

    One whose alert or draft holds still stays, whatever became of that: its sender may replace it or take it back, and
    without its row a feed that offers it again would make another draft.
    """
    holds = exists().where(Alert.id == CapDocument.alert_id, Alert.expires_at > now)
    return connection.execute(delete(CapDocument).where(CapDocument.seen_at < before, ~holds)).rowcount
