"""The phones of accounts, and the whole roster: what is asked of many at once (of one region: prepared.py)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, or_, select, update
from sqlalchemy.orm import Session

from smsinfo.db.models import Contact, DutyRoster, StaffPhone


@dataclass(frozen=True, slots=True)
class Phone:
    """The confirmed phone of an account. `stopped`: its owner has said STOP, so nothing is pushed there."""

    account_id: int
    contact_id: int
    sealed: bytes
    stopped: bool
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of the roster: the account is the `position`-th to ask for a region and all in it."""

    id: int
    region_code: str
    account_id: int
    position: int
    starts_at: datetime
    ends_at: datetime | None
    confirmed_at: datetime


def phones(session: Session, accounts: Collection[int] | None = None) -> dict[int, Phone]:
    """Account -> its phone, of these accounts or of all."""
    wanted = select(
        StaffPhone.account_id,
        StaffPhone.contact_id,
        Contact.msisdn_sealed,
        Contact.status,
        StaffPhone.confirmed_at,
    ).join(Contact, Contact.id == StaffPhone.contact_id)
    if accounts is not None:
        wanted = wanted.where(StaffPhone.account_id.in_(list(accounts)))
    found = (Phone(row[0], row[1], row[2], row[3] == "stopped", row[4]) for row in session.execute(wanted))
    return {phone.account_id: phone for phone in found}


def drop_phone(session: Session, account_id: int) -> bool:
    """The account has no phone any more; False where it had none."""
    gone = delete(StaffPhone).where(StaffPhone.account_id == account_id)
    return session.execute(gone.returning(StaffPhone.account_id)).first() is not None


def free_phone(session: Session, contact_id: int) -> None:
    """This phone is nobody's any more."""
    session.execute(delete(StaffPhone).where(StaffPhone.contact_id == contact_id))


def on_duty(session: Session, now: datetime, regions: Collection[str] | None = None) -> list[Duty]:
    """Who is on duty now, in exactly these regions or everywhere: by region, then in the order in which to ask."""
    wanted = _duties().where(DutyRoster.starts_at <= now, or_(DutyRoster.ends_at.is_(None), DutyRoster.ends_at > now))
    if regions is not None:
        wanted = wanted.where(DutyRoster.region_code.in_(list(regions)))
    return _all(session, wanted)


def coming(session: Session, now: datetime) -> list[Duty]:
    """Lines of the roster that have not ended yet."""
    return _all(session, _duties().where(or_(DutyRoster.ends_at.is_(None), DutyRoster.ends_at > now)))


def last_position(session: Session, region: str, now: datetime) -> int:
    """The last place in the order of a region; 0 where nobody is on duty."""
    live = or_(DutyRoster.ends_at.is_(None), DutyRoster.ends_at > now)
    found = select(func.max(DutyRoster.position)).where(DutyRoster.region_code == region, live)
    return session.scalar(found) or 0


def confirm_duties(session: Session, account_id: int, at: datetime) -> int:
    """The person has been heard of; how many lines of the roster that confirms."""
    live = or_(DutyRoster.ends_at.is_(None), DutyRoster.ends_at > at)
    heard = update(DutyRoster).where(DutyRoster.account_id == account_id, live).values(confirmed_at=at)
    return len(session.execute(heard.returning(DutyRoster.id)).all())


def _duties() -> Select[DutyRoster]:
    order = (DutyRoster.region_code, DutyRoster.position, DutyRoster.id)
    return select(DutyRoster).order_by(*order).execution_options(populate_existing=True)


def _all(session: Session, wanted: Select[DutyRoster]) -> list[Duty]:
    names = ("id", "region_code", "account_id", "position", "starts_at", "ends_at", "confirmed_at")
    return [Duty(*(getattr(row, name) for name in names)) for row in session.scalars(wanted)]
