"""Templates, saved areas, the directory, phones of the staff and the duty roster."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from smsinfo.db.models import (
    AlertTemplate,
    DirectoryEntry,
    DutyRoster,
    SavedArea,
    SavedAreaRegion,
    StaffAccount,
    StaffPhone,
)
from smsinfo.domain.regions import ancestors


@dataclass(frozen=True, slots=True)
class Template:
    """Prepared words. `signer_id` is None until another person has signed them."""

    id: int
    name: str
    kind: str
    form: str
    category: str
    severity: str
    urgency: str
    certainty: str
    headline: str
    instruction: str
    texts: dict[str, str]
    author_id: int
    signer_id: int | None


@dataclass(frozen=True, slots=True)
class Area:
    """A saved area with its regions."""

    id: int
    name: str
    region_code: str
    author_id: int
    signer_id: int | None
    regions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A phone number or link of the directory."""

    id: int
    kind: str
    value: str
    label: str
    author_id: int
    approver_id: int | None


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody's turn on the roster. `contact_id` is their phone (None: none is known)."""

    id: int
    region_code: str
    account_id: int
    name: str
    position: int
    starts_at: datetime
    ends_at: datetime | None
    confirmed_at: datetime
    contact_id: int | None


SIGNED: dict[type[Any], tuple[str, str]] = {
    AlertTemplate: ("signer_id", "signed_at"),
    SavedArea: ("signer_id", "signed_at"),
    DirectoryEntry: ("approver_id", "approved_at"),
}
"""Model -> the columns of who signed it and when."""


def add(session: Session, model: type[Any], values: Mapping[str, Any]) -> int | None:
    """Store one; its id, None where its name is taken."""
    try:
        with session.begin_nested():
            made: int = session.execute(insert(model).values(**values).returning(model.id)).scalar_one()
    except IntegrityError:
        return None
    return made


def sign(session: Session, model: type[Any], number: int, account_id: int, at: datetime) -> bool:
    """The second person's signature, in one statement: False where it is the author, or where it is signed already."""
    who, when = SIGNED[model]
    open_ = getattr(model, who).is_(None)
    mine = update(model).where(model.id == number, model.author_id != account_id, open_)
    return session.execute(mine.values({who: account_id, when: at}).returning(model.id)).first() is not None


def add_area_regions(session: Session, area_id: int, regions: Collection[str]) -> None:
    """The regions of a new area."""
    session.execute(insert(SavedAreaRegion), [{"area_id": area_id, "region_code": code} for code in sorted(regions)])


def retire_area(session: Session, area_id: int, at: datetime) -> None:
    """Offer it no more; its name is free again."""
    gone = {"retired_at": at, "name": _former(SavedArea.name, area_id)}
    session.execute(update(SavedArea).where(SavedArea.id == area_id).values(**gone))


def retire_template(session: Session, template_id: int) -> None:
    """Offer it no more; its name is free again."""
    gone = {"active": False, "name": _former(AlertTemplate.name, template_id)}
    session.execute(update(AlertTemplate).where(AlertTemplate.id == template_id).values(**gone))


def _former(name: Any, number: int) -> Any:
    """What a retired one is called: as before, with its id, within the 80 characters of a name."""
    return func.substr(name, 1, 80 - len(f" #{number}")).op("||")(f" #{number}")


def drop_entry(session: Session, entry_id: int) -> None:
    """Take a number or link out of the directory."""
    session.execute(delete(DirectoryEntry).where(DirectoryEntry.id == entry_id))


def templates(session: Session, *, signed: bool = True) -> list[Template]:
    """Those in use by name; with `signed=False` also those that wait for a signature."""
    names = list(Template.__slots__)
    wanted = select(*(getattr(AlertTemplate, name) for name in names)).where(AlertTemplate.active)
    if signed:
        wanted = wanted.where(AlertTemplate.signer_id.is_not(None))
    rows = session.execute(wanted.order_by(AlertTemplate.name, AlertTemplate.id))
    return [Template(**(dict(row._mapping) | {"texts": json.loads(row.texts)})) for row in rows]


def areas(session: Session, *, signed: bool = True) -> list[Area]:
    """Those in use by name; with `signed=False` also those that wait for a signature."""
    names = [name for name in Area.__slots__ if name != "regions"]
    wanted = select(*(getattr(SavedArea, name) for name in names)).where(SavedArea.retired_at.is_(None))
    if signed:
        wanted = wanted.where(SavedArea.signer_id.is_not(None))
    rows = session.execute(wanted.order_by(SavedArea.name, SavedArea.id)).all()
    regions: defaultdict[int, list[str]] = defaultdict(list)
    for area_id, code in session.execute(select(SavedAreaRegion.area_id, SavedAreaRegion.region_code)):
        regions[area_id].append(code)
    return [Area(**row._mapping, regions=tuple(sorted(regions[row.id]))) for row in rows]


def directory(session: Session) -> list[Entry]:
    """All numbers and links, those that wait for approval too."""
    wanted = select(*(getattr(DirectoryEntry, name) for name in Entry.__slots__))
    rows = session.execute(wanted.order_by(DirectoryEntry.kind, DirectoryEntry.label, DirectoryEntry.id))
    return [Entry(**row._mapping) for row in rows]


def put_phone(session: Session, account_id: int, contact_id: int, at: datetime) -> bool:
    """This is the person's phone from now on; False where it is somebody else's."""
    session.execute(delete(StaffPhone).where(StaffPhone.account_id == account_id))
    try:
        with session.begin_nested():
            session.execute(insert(StaffPhone).values(account_id=account_id, contact_id=contact_id, confirmed_at=at))
    except IntegrityError:
        return False
    return True


def account_of(session: Session, contact_id: int) -> int | None:
    """Whose phone this is."""
    return session.scalar(select(StaffPhone.account_id).where(StaffPhone.contact_id == contact_id))


def duties(session: Session, region_code: str, now: datetime) -> list[Duty]:
    """Who is on duty for a region now: those of the nearest region that covers it first, then by position."""
    wanted = (
        select(DutyRoster, StaffAccount.name, StaffPhone.contact_id)
        .join(StaffAccount, StaffAccount.id == DutyRoster.account_id)
        .outerjoin(StaffPhone, StaffPhone.account_id == DutyRoster.account_id)
        .where(
            DutyRoster.region_code.in_(ancestors(region_code)),
            DutyRoster.starts_at <= now,
            or_(DutyRoster.ends_at.is_(None), DutyRoster.ends_at > now),
            StaffAccount.active,
        )
    )
    names = [name for name in Duty.__slots__ if name not in ("name", "contact_id")]
    found = [
        Duty(**{name: getattr(row, name) for name in names}, name=account, contact_id=contact_id)
        for row, account, contact_id in session.execute(wanted)
    ]
    return sorted(found, key=lambda duty: (-len(duty.region_code), duty.position, duty.id))


def change_duty(session: Session, duty_id: int, region_code: str, values: Mapping[str, Any]) -> bool:
    """Confirm or end a turn; False where the region has none of that id."""
    changed = update(DutyRoster).where(DutyRoster.id == duty_id, DutyRoster.region_code == region_code).values(**values)
    return session.execute(changed.returning(DutyRoster.id)).first() is not None
