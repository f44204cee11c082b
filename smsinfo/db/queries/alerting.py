"""Alerts as their people work on them: one with all its parts, lists, steps by conditional updates, the events."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, insert, literal, or_, select, union_all, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from smsinfo.db.models import Alert as AlertModel
from smsinfo.db.models import AlertEvent, AlertRegion, AlertText, StaffAccount
from smsinfo.domain.alerts import Alert, Form, Kind, Status
from smsinfo.domain.cap import Certainty, Severity, Urgency
from smsinfo.domain.regions import ancestors

_NAMES = ("author", "editor", "submitter", "approver")
_ACCOUNTS = {name: aliased(StaffAccount) for name in _NAMES}
_ELSEWHERE = frozenset({*_NAMES, "regions", "texts"})
_PLAIN = tuple(field.name for field in fields(Alert) if field.name not in _ELSEWHERE)
_WORDS: dict[str, Any] = {
    "status": Status,
    "kind": Kind,
    "form": Form,
    "severity": Severity,
    "urgency": Urgency,
    "certainty": Certainty,
    "accepted": lambda text: frozenset(json.loads(text)),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One event in the life of an alert."""

    act: str
    before: str
    after: str
    version: int
    actor: str
    via: str
    why: str
    details: dict[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class Words:
    """One text of an alert as it is stored."""

    language: str
    body: str
    encoding: str
    segments: int


def get(session: Session, alert_id: int) -> Alert | None:
    """One alert."""
    found = _all(session, _alerts().where(AlertModel.id == alert_id))
    return found[0] if found else None


def by_code(session: Session, code: str) -> Alert | None:
    """The alert with this short code."""
    found = _all(session, _alerts().where(AlertModel.code == code))
    return found[0] if found else None


def by_origin(session: Session, origin: str) -> Alert | None:
    """The newest alert that came from there (the identifier of a CAP message)."""
    found = _all(session, _alerts().where(AlertModel.origin == origin).order_by(AlertModel.id.desc()).limit(1))
    return found[0] if found else None


def find(
    session: Session,
    statuses: Collection[Status],
    *,
    most: int,
    before: int | None = None,
    drill: bool | None = None,
    kind: Kind | None = None,
    regions: Collection[str] | None = None,
) -> list[Alert]:
    """Alerts in these statuses, the newest first; `before` is an id, `regions` leaves those that touch one of them.

    An alert without a region yet is shown to everybody.
    """
    wanted = _alerts().where(AlertModel.status.in_([status.value for status in statuses]))
    if before is not None:
        wanted = wanted.where(AlertModel.id < before)
    if drill is not None:
        wanted = wanted.where(AlertModel.drill.is_(drill))
    if kind is not None:
        wanted = wanted.where(AlertModel.kind == kind.value)
    if regions is not None:
        wanted = wanted.where(_touching(regions))
    return _all(session, wanted.order_by(AlertModel.id.desc()).limit(most))


def following(session: Session, alert_id: int, statuses: Collection[Status]) -> list[Alert]:
    """The alerts that refer to this one, in these statuses, oldest first."""
    wanted = _alerts().where(AlertModel.references_id == alert_id)
    wanted = wanted.where(AlertModel.status.in_([status.value for status in statuses]))
    return _all(session, wanted.order_by(AlertModel.id))


def kin(session: Session, alert: Alert) -> tuple[Alert | None, list[Alert]]:
    """The alert that this one is about, and those that refer to this one, oldest first."""
    wanted = AlertModel.references_id == alert.id
    if alert.references_id is not None:
        wanted |= AlertModel.id == alert.references_id
    found = _all(session, _alerts().where(wanted).order_by(AlertModel.id))
    about = next((one for one in found if one.id == alert.references_id), None)
    return about, [one for one in found if one is not about]


def overdue(session: Session, now: datetime, statuses: Collection[Status]) -> list[Alert]:
    """Alerts in these statuses whose time is over."""
    wanted = _alerts().where(AlertModel.expires_at <= now)
    return _all(session, wanted.where(AlertModel.status.in_([status.value for status in statuses])))


def add(session: Session, values: Mapping[str, Any]) -> int | None:
    """Store an alert, and its id; None where the code is taken."""
    try:
        with session.begin_nested():
            made: int = session.execute(insert(AlertModel).values(**values).returning(AlertModel.id)).scalar_one()
    except IntegrityError:
        return None
    return made


def move(session: Session, alert: Alert, new: Status, values: Mapping[str, Any]) -> bool:
    """Give an alert its next status, in one statement; False where its status or version is not any more as it was
    read: somebody else was quicker."""
    same = (AlertModel.id == alert.id, AlertModel.status == alert.status.value, AlertModel.version == alert.version)
    moved = update(AlertModel).where(*same).values(status=new.value, **values)
    return session.execute(moved.returning(AlertModel.id)).first() is not None


def put_parts(session: Session, alert_id: int, regions: Iterable[str], texts: Iterable[Words]) -> None:
    """These are the regions and texts of an alert, whatever it had."""
    session.execute(delete(AlertRegion).where(AlertRegion.alert_id == alert_id))
    session.execute(delete(AlertText).where(AlertText.alert_id == alert_id))
    places = [{"alert_id": alert_id, "region_code": code} for code in sorted(set(regions))]
    if places:
        session.execute(insert(AlertRegion), places)
    words = [
        {
            "alert_id": alert_id,
            "language": text.language,
            "body": text.body,
            "encoding": text.encoding,
            "segments": text.segments,
        }
        for text in texts
    ]
    if words:
        session.execute(insert(AlertText), words)


def add_event(session: Session, values: Mapping[str, Any]) -> None:
    """Store one step."""
    session.execute(insert(AlertEvent).values(**values))


def events(session: Session, alert_id: int) -> list[Step]:
    """What was done to an alert, oldest first."""
    names = ("act", "before", "after", "version", "actor", "via", "why", "details", "at")
    columns = (getattr(AlertEvent, name) for name in names)
    rows = session.execute(select(*columns).where(AlertEvent.alert_id == alert_id).order_by(AlertEvent.id))
    return [Step(**(dict(row._mapping) | {"details": json.loads(row.details)})) for row in rows]


def _touching(regions: Collection[str]) -> ColumnElement[bool]:
    """Alerts of which a region lies in one of these or covers one."""
    mine = AlertRegion.alert_id == AlertModel.id
    inside = [AlertRegion.region_code.startswith(f"{code}.", autoescape=True) for code in regions]
    covering = {outer for code in regions for outer in ancestors(code)}
    touched = or_(AlertRegion.region_code.in_(sorted(covering)), *inside)
    anywhere = select(AlertRegion.alert_id).where(mine)
    return anywhere.where(touched).exists() | ~anywhere.exists()


def _alerts() -> Select[Any]:
    wanted = select(
        *(getattr(AlertModel, name) for name in _PLAIN), *(_ACCOUNTS[name].name.label(name) for name in _NAMES)
    )
    for name in _NAMES:
        account = _ACCOUNTS[name]
        wanted = wanted.outerjoin(account, account.id == getattr(AlertModel, f"{name}_id"))
    return wanted


def _all(session: Session, wanted: Select[Any]) -> list[Alert]:
    rows: Sequence[Any] = session.execute(wanted).all()
    if not rows:
        return []
    ids = [row.id for row in rows]
    regions: defaultdict[int, list[str]] = defaultdict(list)
    texts: defaultdict[int, dict[str, str]] = defaultdict(dict)
    # Both in one statement: a page of an alert loads several of them, and each statement is a journey.
    places = select(AlertRegion.alert_id, literal(""), AlertRegion.region_code).where(AlertRegion.alert_id.in_(ids))
    words = select(AlertText.alert_id, AlertText.language, AlertText.body).where(AlertText.alert_id.in_(ids))
    for number, language, value in session.execute(union_all(places, words)):
        if language:
            texts[number][language] = value
        else:
            regions[number].append(value)
    return [_alert(row, tuple(sorted(regions[row.id])), texts[row.id]) for row in rows]


def _alert(row: Any, regions: tuple[str, ...], texts: dict[str, str]) -> Alert:
    values = {name: _WORDS[name](value) if name in _WORDS else value for name, value in row._mapping.items()}
    return Alert(**values, regions=regions, texts=texts)
