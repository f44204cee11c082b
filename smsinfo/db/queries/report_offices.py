"""Which region's office takes reports of citizens, and who is told of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from smsinfo.db.models import Region, ReportOffice, StaffAccount, StaffPhone
from smsinfo.domain.regions import ancestors


class Office(NamedTuple):
    """What a region says. `contact_id` is the phone of the account that is told, None where it has none."""

    region: str
    takes: bool
    account_id: int | None
    contact_id: int | None


class Line(NamedTuple):
    """A line of the page."""

    region: str
    name: str
    takes: bool
    account_id: int | None
    account: str


def of_region(session: Session, region: str) -> Office | None:
    """The nearest office that covers a region and says anything; None where none does."""
    wanted = (
        select(ReportOffice.region_code, ReportOffice.takes, ReportOffice.account_id, StaffPhone.contact_id)
        .outerjoin(StaffPhone, StaffPhone.account_id == ReportOffice.account_id)
        .where(ReportOffice.region_code.in_(ancestors(region)))
    )
    found = [Office(*row) for row in session.execute(wanted)]
    return max(found, key=lambda office: len(office.region), default=None)


def any_takes(session: Session) -> bool:
    """True where at least one office takes reports."""
    return session.scalar(select(ReportOffice.region_code).where(ReportOffice.takes).limit(1)) is not None


def lines(session: Session) -> list[Line]:
    """All that say anything, by region."""
    wanted = (
        select(ReportOffice.region_code, Region.name, ReportOffice.takes, StaffAccount.id, StaffAccount.name)
        .join(Region, Region.code == ReportOffice.region_code)
        .outerjoin(StaffAccount, StaffAccount.id == ReportOffice.account_id)
    )
    return [Line(*row[:4], row[4] or "") for row in session.execute(wanted.order_by(ReportOffice.region_code))]


def put(session: Session, region: str, values: Mapping[str, Any]) -> None:
    """Set what a region says."""
    changed = update(ReportOffice).where(ReportOffice.region_code == region).values(**values)
    if session.execute(changed.returning(ReportOffice.region_code)).first() is None:
        session.execute(insert(ReportOffice).values(region_code=region, **values))
