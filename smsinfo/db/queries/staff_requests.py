"""What waits for a second administrator, and what became of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from smsinfo.db.models import StaffRequest
from smsinfo.domain.staff import RequestKind, RequestStatus


@dataclass(frozen=True, slots=True)
class Request:
    """One change that somebody asked for. `details` is JSON, by kind."""

    id: int
    kind: RequestKind
    account_id: int
    details: str
    status: RequestStatus
    requested_by: int
    requested_at: datetime
    decided_by: int | None
    decided_at: datetime | None


def add(session: Session, kind: RequestKind, account_id: int, details: str, by: int, at: datetime) -> int | None:
    """A new open request; None where the same is open already."""
    row = StaffRequest(
        kind=kind.value,
        account_id=account_id,
        details=details,
        status=RequestStatus.OPEN.value,
        requested_by=by,
        requested_at=at,
    )
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        return None
    return row.id


def get(session: Session, request_id: int) -> Request | None:
    """One request."""
    row = session.get(StaffRequest, request_id, populate_existing=True)
    return _read(row) if row is not None else None


def open_ones(session: Session) -> list[Request]:
    """All that wait, oldest first."""
    wanted = select(StaffRequest).where(StaffRequest.status == RequestStatus.OPEN.value).order_by(StaffRequest.id)
    return [_read(row) for row in session.scalars(wanted)]


def handovers(session: Session, accounts: Collection[int], limit: int, offset: int = 0) -> list[Request]:
    """What these accounts handed over and was confirmed, the newest first, after `offset` others."""
    one = StaffRequest
    confirmed = (one.kind == RequestKind.HANDOVER.value, one.status == RequestStatus.CONFIRMED.value)
    wanted = select(one).where(*confirmed, one.account_id.in_(accounts)).order_by(one.id.desc())
    return [_read(row) for row in session.scalars(wanted.limit(limit).offset(offset))]


def decide(session: Session, request_id: int, status: RequestStatus, by: int, at: datetime) -> bool:
    """End an open request; False where it was ended before: of two at once one is told so."""
    values = {"status": status.value, "decided_by": by, "decided_at": at}
    ended = update(StaffRequest).where(StaffRequest.id == request_id, StaffRequest.status == RequestStatus.OPEN.value)
    return session.execute(ended.values(**values).returning(StaffRequest.id)).first() is not None


def put_details(session: Session, request_id: int, details: str) -> None:
    """Keep what was done with the request."""
    session.execute(update(StaffRequest).where(StaffRequest.id == request_id).values(details=details))


def withdraw_of(session: Session, account_id: int, at: datetime) -> None:
    """Withdraw what an account asked for and what is still open."""
    mine = (StaffRequest.requested_by == account_id, StaffRequest.status == RequestStatus.OPEN.value)
    values = {"status": RequestStatus.WITHDRAWN.value, "decided_at": at}
    session.execute(update(StaffRequest).where(*mine).values(**values))


def _read(row: StaffRequest) -> Request:
    return Request(
        id=row.id,
        kind=RequestKind(row.kind),
        account_id=row.account_id,
        details=row.details,
        status=RequestStatus(row.status),
        requested_by=row.requested_by,
        requested_at=row.requested_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
