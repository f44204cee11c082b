"""One-time codes of printed sheets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, func, insert, select, update
from sqlalchemy.orm import Session

from smsinfo.db.models import AlertCode


def _open(account_id: int) -> tuple[Any, ...]:
    return AlertCode.account_id == account_id, AlertCode.used_at.is_(None), AlertCode.revoked_at.is_(None)


def add(session: Session, account_id: int, codes: Iterable[tuple[int, bytes]], at: datetime) -> None:
    """Store the numbers and digests of a sheet."""
    rows = [{"account_id": account_id, "number": number, "digest": kept, "made_at": at} for number, kept in codes]
    session.execute(insert(AlertCode), rows)


def use(session: Session, account_id: int, digest: bytes, at: datetime) -> int | None:
    """Mark a code as used, in one statement; its number on the sheet, None where it was used, ended or never was."""
    used = update(AlertCode).where(*_open(account_id), AlertCode.digest == digest).values(used_at=at)
    number: int | None = session.execute(used.returning(AlertCode.number)).scalar()
    return number


def revoke(session: Session, account_id: int, at: datetime) -> int:
    """End all codes that have not been used; how many."""
    ended = session.execute(update(AlertCode).where(*_open(account_id)).values(revoked_at=at))
    assert isinstance(ended, CursorResult)  # noqa: S101  (an UPDATE has a count)
    return ended.rowcount


def left(session: Session, account_id: int) -> int:
    """How many codes have not been used."""
    return session.scalar(select(func.count()).select_from(AlertCode).where(*_open(account_id))) or 0
