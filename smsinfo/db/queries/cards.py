"""The lines of the village cards: proposed, accepted, confirmed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, insert, or_, select, update
from sqlalchemy.orm import Session

from smsinfo.db.models import VillageCard
from smsinfo.domain.cards import FRESH, CardField, CardLine, CardValue


def of_village(session: Session, region: str) -> dict[CardField, CardLine]:
    """What a village has, by line."""
    found = _all(session, _wanted().where(VillageCard.region_code == region))
    return {line.field: line for line in found}


def get(session: Session, number: int) -> CardLine | None:
    """One line."""
    found = _all(session, _wanted().where(VillageCard.id == number))
    return found[0] if found else None


def proposed(session: Session, within: Collection[str], limit: int, offset: int = 0) -> list[CardLine]:
    """What waits for an editor in these regions after `offset` others, the oldest first."""
    code = VillageCard.region_code
    inside = or_(*(or_(code == one, code.startswith(f"{one}.", autoescape=True)) for one in within))
    wanted = _wanted().where(VillageCard.proposed_at.is_not(None), inside)
    return _all(session, wanted.order_by(VillageCard.proposed_at, VillageCard.id).limit(limit).offset(offset))


def put(session: Session, region: str, field: CardField, values: Mapping[str, Any]) -> None:
    """Write a line; it is made where there is none."""
    one = VillageCard
    changed = update(one).where(one.region_code == region, one.field == field.value).values(**values)
    if session.execute(changed.returning(one.id)).first() is None:
        empty = {"value": "", "proposed": ""}
        session.execute(insert(one).values(**{**empty, "region_code": region, "field": field.value, **values}))


def decide(session: Session, line: CardLine, values: Mapping[str, Any]) -> bool:
    """Change a line whose proposal is still the one that was looked at."""
    one = VillageCard
    these = (one.id == line.id, one.proposed == line.proposed, one.proposed_at.is_not(None))
    cleared = {"proposed": "", "proposed_day": None, "proposed_at": None, "contact_id": None}
    done = session.execute(update(one).where(*these).values(**{**cleared, **values}).returning(one.id))
    return done.first() is not None


def confirm(session: Session, region: str, now: datetime) -> int:
    """Everything that is accepted of a village holds from now on; how many lines."""
    these = (VillageCard.region_code == region, VillageCard.value != "")
    done = session.execute(update(VillageCard).where(*these).values(confirmed_at=now).returning(VillageCard.id))
    return len(done.all())


def grown_old(session: Session, start: datetime, end: datetime) -> dict[str, datetime]:
    """Village -> its oldest confirmation in [start, end)."""
    one = VillageCard
    columns = select(one.region_code, one.confirmed_at).where(
        one.value != "", one.confirmed_at >= start, one.confirmed_at < end
    )
    found: dict[str, datetime] = {}
    for region, at in session.execute(columns.order_by(one.confirmed_at.desc())):
        if at is not None:
            found[region] = at
    return found


def confirmed(session: Session) -> dict[str, datetime]:
    """Village with an accepted line -> when one of its lines was last confirmed."""
    one = VillageCard
    wanted = select(one.region_code, func.max(one.confirmed_at)).where(one.value != "", one.confirmed_at.is_not(None))
    rows = session.execute(wanted.group_by(one.region_code))
    return {region: at for region, at in rows if at is not None}


def said(session: Session) -> dict[str, tuple[CardValue, ...]]:
    """Village -> what may be said of it, each with its last day."""
    found: dict[str, list[CardValue]] = {}
    for line in _all(session, _wanted().where(VillageCard.value != "")):
        if line.confirmed_at is not None:
            until = (line.confirmed_at + FRESH).date()
            last: date = min(until, line.day) if line.day is not None else until
            found.setdefault(line.region_code, []).append(CardValue(line.field, line.value, last))
    return {region: tuple(values) for region, values in found.items()}


def _wanted() -> Select[*tuple[Any, ...]]:
    one = VillageCard
    return select(
        one.id,
        one.region_code,
        one.field,
        one.value,
        one.day,
        one.confirmed_at,
        one.proposed,
        one.proposed_day,
        one.proposed_at,
        one.contact_id,
    )


def _all(session: Session, wanted: Select[*tuple[Any, ...]]) -> list[CardLine]:
    return [CardLine(row[0], row[1], CardField(row[2]), *row[3:]) for row in session.execute(wanted)]
