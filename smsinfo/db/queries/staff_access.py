"""Sessions, one-time links, recovery codes and failed log-ins."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from smsinfo.db.models import StaffAccount, StaffFailure, StaffGrant, StaffLink, StaffRecoveryCode, StaffSession
from smsinfo.db.queries.staff import person_of
from smsinfo.domain.staff import Person


@dataclass(frozen=True, slots=True)
class Failures:
    """Failed log-ins in a row."""

    count: int
    last_at: datetime


def add_session(session: Session, digest: bytes, account_id: int, at: datetime) -> None:
    """A browser has logged in."""
    session.add(StaffSession(digest=digest, account_id=account_id, began_at=at, seen_at=at, proved_at=at))


def find_session(session: Session, digest: bytes) -> tuple[StaffSession, StaffAccount, Person, int] | None:
    """A session with its account, whose it is and their recovery codes, in one statement: every page begins with it."""
    codes = select(func.count()).where(StaffRecoveryCode.account_id == StaffSession.account_id).scalar_subquery()
    wanted = select(StaffSession, StaffAccount, StaffGrant, codes).where(StaffSession.digest == digest)
    wanted = wanted.join(StaffAccount, StaffAccount.id == StaffSession.account_id)
    wanted = wanted.outerjoin(StaffGrant, StaffGrant.account_id == StaffAccount.id)
    rows = session.execute(wanted.order_by(StaffGrant.region_code, StaffGrant.role)).all()
    if not rows:
        return None
    person = person_of(rows[0][1], [row[2] for row in rows if row[2] is not None])
    return rows[0][0], rows[0][1], person, rows[0][3]


def touch_session(session: Session, digest: bytes, at: datetime, *, proved: bool = False) -> None:
    """The person did something; with `proved` they also gave their password again."""
    values = {"seen_at": at, "proved_at": at} if proved else {"seen_at": at}
    session.execute(update(StaffSession).where(StaffSession.digest == digest).values(**values))


def end_session(session: Session, digest: bytes) -> None:
    """One browser is logged out."""
    session.execute(delete(StaffSession).where(StaffSession.digest == digest))


def end_sessions(session: Session, account_id: int) -> int:
    """All browsers of an account are logged out; how many there were."""
    gone = delete(StaffSession).where(StaffSession.account_id == account_id).returning(StaffSession.id)
    return len(session.execute(gone).all())


def end_old_sessions(session: Session, began_before: datetime, seen_before: datetime) -> None:
    """Forget sessions that are over."""
    old = (StaffSession.began_at < began_before) | (StaffSession.seen_at < seen_before)
    session.execute(delete(StaffSession).where(old))


def count_sessions(session: Session, account_id: int) -> int:
    """How many browsers an account is logged in with."""
    wanted = select(func.count()).select_from(StaffSession).where(StaffSession.account_id == account_id)
    return session.scalar(wanted) or 0


def add_link(
    session: Session, digest: bytes, account_id: int, purpose: str, made_at: datetime, expires_at: datetime
) -> None:
    """A one-time link, which ends those that the account had."""
    session.execute(delete(StaffLink).where(StaffLink.account_id == account_id, StaffLink.used_at.is_(None)))
    session.add(
        StaffLink(digest=digest, account_id=account_id, purpose=purpose, made_at=made_at, expires_at=expires_at)
    )


def find_link(session: Session, digest: bytes, now: datetime) -> StaffLink | None:
    """A link that can still be used."""
    wanted = select(StaffLink).where(StaffLink.digest == digest, StaffLink.used_at.is_(None))
    return session.scalar(wanted.where(StaffLink.expires_at > now))


def use_link(session: Session, digest: bytes, now: datetime) -> bool:
    """Mark a link as used; False where it can't be, or not any more: of two at once one is told so."""
    fresh = (StaffLink.digest == digest, StaffLink.used_at.is_(None), StaffLink.expires_at > now)
    used = update(StaffLink).where(*fresh).values(used_at=now).returning(StaffLink.id)
    return session.execute(used).first() is not None


def end_links(session: Session, account_id: int) -> None:
    """No link of the account can be used any more."""
    session.execute(delete(StaffLink).where(StaffLink.account_id == account_id, StaffLink.used_at.is_(None)))


def put_recovery_codes(session: Session, account_id: int, digests: Iterable[bytes]) -> None:
    """New recovery codes in the place of the old ones; none takes them all away."""
    session.execute(delete(StaffRecoveryCode).where(StaffRecoveryCode.account_id == account_id))
    rows = [{"digest": digest, "account_id": account_id} for digest in digests]
    if rows:
        session.execute(insert(StaffRecoveryCode), rows)


def count_recovery_codes(session: Session, account_id: int) -> int:
    """How many recovery codes are left."""
    wanted = select(func.count()).select_from(StaffRecoveryCode).where(StaffRecoveryCode.account_id == account_id)
    return session.scalar(wanted) or 0


def use_recovery_code(session: Session, account_id: int, digest: bytes) -> bool:
    """Take a recovery code away; False where there is none such (any more)."""
    gone = delete(StaffRecoveryCode).where(
        StaffRecoveryCode.digest == digest, StaffRecoveryCode.account_id == account_id
    )
    return session.execute(gone.returning(StaffRecoveryCode.account_id)).first() is not None


def failures(session: Session, digest: bytes, *, hold: bool = False) -> Failures | None:
    """Failed log-ins in a row under a name; with `hold` nobody else counts until the transaction ends."""
    wanted = select(StaffFailure.failures, StaffFailure.last_at).where(StaffFailure.digest == digest)
    row = session.execute(wanted.with_for_update() if hold else wanted).first()
    return Failures(row[0], row[1]) if row is not None else None


def all_failures(session: Session, least: int) -> dict[bytes, Failures]:
    """Digest -> failures of all names with at least so many."""
    wanted = select(StaffFailure).where(StaffFailure.failures >= least)
    return {bytes(row.digest): Failures(row.failures, row.last_at) for row in session.scalars(wanted)}


def put_failures(session: Session, digest: bytes, count: int, at: datetime) -> None:
    """Set the count."""
    values = {"failures": count, "last_at": at}
    changed = update(StaffFailure).where(StaffFailure.digest == digest).values(**values)
    if session.execute(changed.returning(StaffFailure.digest)).first() is None:
        try:
            with session.begin_nested():
                session.execute(insert(StaffFailure), {"digest": digest, **values})
        except IntegrityError:  # another process has just counted the first one
            session.execute(changed)


def forget_failures(session: Session, digest: bytes) -> bool:
    """Begin again at zero; False where it was zero."""
    gone = delete(StaffFailure).where(StaffFailure.digest == digest).returning(StaffFailure.digest)
    return session.execute(gone).first() is not None


def forget_old_failures(session: Session, before: datetime) -> None:
    """Failures that are long over, most of them under names that nobody has."""
    session.execute(delete(StaffFailure).where(StaffFailure.last_at < before))
