"""What came of looking at sources' addresses."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from smsinfo.db.models import LinkCheck, Source


class LinkRow(NamedTuple):
    """The last look at an address; `since` is when it first came to this result."""

    address: str
    result: str
    status: int | None
    detail: str
    checked_at: datetime
    since: datetime


def addresses(session: Session) -> list[str]:
    """All addresses of sources, each once."""
    return list(session.scalars(select(Source.address).distinct().order_by(Source.address)))


def results(session: Session) -> dict[str, LinkRow]:
    """The last look at each address that was ever looked at."""
    columns = (getattr(LinkCheck, name) for name in LinkRow._fields)
    return {row[0]: LinkRow(*row) for row in session.execute(select(*columns))}


def save(session: Session, row: LinkRow) -> None:
    """Remember a look; the one before is replaced."""
    session.merge(LinkCheck(**row._asdict()))


def forget_others(session: Session, kept: list[str]) -> None:
    """Drop what we know of addresses that no source has any more."""
    known = set(session.scalars(select(LinkCheck.address)))
    for address in sorted(known - set(kept)):
        session.execute(delete(LinkCheck).where(LinkCheck.address == address))
