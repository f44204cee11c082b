"""CAP documents that came in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from smsinfo.db.models import CapDocument


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
