"""What the help desk and the inbox ask: the threads, one contact with all that went to and fro, and recent alerts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.orm import Session, aliased

from smsinfo.db.models import (
    Alert,
    AlertRegion,
    AlertText,
    Attempt,
    ConsentEvent,
    Contact,
    HandledThread,
    InboundMessage,
    OutboundMessage,
)
from smsinfo.db.queries.alerts import PUBLIC
from smsinfo.domain.desk import AlertThen, Consent, In, Out, Thread, Tried
from smsinfo.domain.messages import Purpose

WINDOW = 20_000
"""So many texts are looked at for one page of threads: what a filter seldom finds must not cost a walk through all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which threads: empty means all. `regions` are jurisdictions, None everybody; `unplaced` adds who named no place.

    `open_only` leaves out what was dealt with; `region` narrows to one place and all in it.
    """

    regions: tuple[str, ...] = ()
    unplaced: bool = False
    kind: str = ""
    channel: str = ""
    region: str = ""
    open_only: bool = True


def newest_id(session: Session) -> int:
    """The id of the newest text."""
    return session.scalar(select(func.max(InboundMessage.id))) or 0


def threads(session: Session, wanted: Wanted, before: int, limit: int) -> list[Thread]:
    """One line a contact, by the newest text that fits, older than `before` and at most `WINDOW` older."""
    later = aliased(InboundMessage)
    newer = select(later.id).where(
        later.contact_id == InboundMessage.contact_id, later.id > InboundMessage.id, *_fits(later, wanted)
    )
    columns = select(
        InboundMessage.id,
        InboundMessage.contact_id,
        InboundMessage.body,
        InboundMessage.kind,
        InboundMessage.silence,
        InboundMessage.channel,
        InboundMessage.received_at,
        Contact.msisdn_sealed,
        Contact.practice,
        Contact.region_code,
        OutboundMessage.body.label("reply"),
        HandledThread.at.label("handled_at"),
    )
    joined = (
        columns.join(Contact, Contact.id == InboundMessage.contact_id)
        .outerjoin(OutboundMessage, OutboundMessage.inbound_id == InboundMessage.id)
        .outerjoin(
            HandledThread,
            (HandledThread.contact_id == InboundMessage.contact_id) & (HandledThread.inbound_id >= InboundMessage.id),
        )
    )
    these = (InboundMessage.id < before, InboundMessage.id >= before - WINDOW, *_fits(InboundMessage, wanted))
    open_ = (HandledThread.contact_id.is_(None),) if wanted.open_only else ()
    rows = session.execute(
        joined.where(*these, *_placed(wanted), *open_, ~newer.exists()).order_by(InboundMessage.id.desc()).limit(limit)
    )
    return [Thread(**row._mapping) for row in rows]


def _fits(table: Any, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Conditions on a text."""
    found: list[ColumnElement[bool]] = []
    if wanted.kind:
        found.append(table.kind == wanted.kind)
    if wanted.channel:
        found.append(table.channel == wanted.channel)
    return found


def _placed(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Conditions on where the contact lives."""
    inside: ColumnElement[bool] = literal(False)
    for code in wanted.regions:
        inside = inside | _within(code)
    if wanted.unplaced:
        inside = inside | Contact.region_code.is_(None)
    return [inside, *([_within(wanted.region)] if wanted.region else [])]


def _within(code: str) -> ColumnElement[bool]:
    return (Contact.region_code == code) | Contact.region_code.startswith(f"{code}.", autoescape=True)


def contact(session: Session, contact_id: int) -> Contact | None:
    """The contact; None where it was erased."""
    return session.get(Contact, contact_id)


def consents(session: Session, contact_id: int, limit: int) -> list[Consent]:
    """What the person agreed to and took back, the newest first."""
    wanted = select(ConsentEvent).where(ConsentEvent.contact_id == contact_id)
    rows = session.scalars(wanted.order_by(ConsentEvent.id.desc()).limit(limit))
    return [Consent(row.kind, row.region_code, row.channel, row.external_id, row.text_version, row.at) for row in rows]


def received(session: Session, contact_id: int, limit: int) -> list[In]:
    """The newest texts of the contact, the newest first."""
    names = ("id", "body", "kind", "silence", "channel", "received_at")
    wanted = select(*(getattr(InboundMessage, name) for name in names)).where(InboundMessage.contact_id == contact_id)
    return [In(**row._mapping) for row in session.execute(wanted.order_by(InboundMessage.id.desc()).limit(limit))]


def sent(session: Session, contact_id: int, limit: int) -> list[Out]:
    """The newest messages to the contact, the newest first; an alert with its own text."""
    wanted = _to(contact_id).order_by(OutboundMessage.id.desc()).limit(limit)
    return [Out(**row._mapping) for row in session.execute(wanted)]


def sent_alerts(session: Session, contact_id: int, alert_ids: Sequence[int]) -> list[Out]:
    """The messages by which these alerts were sent to the contact."""
    purposes = (Purpose.ALERT.value, Purpose.RELAY.value)
    these = OutboundMessage.alert_id.in_(list(alert_ids)) & OutboundMessage.purpose.in_(purposes)
    return [Out(**row._mapping) for row in session.execute(_to(contact_id).where(these))]


def answers_since(session: Session, contact_id: int, beginning: str, since: datetime) -> int:
    """How many messages whose reason begins so were made for a contact since a moment."""
    made = (OutboundMessage.contact_id == contact_id) & (OutboundMessage.created_at > since)
    these = made & OutboundMessage.dedupe_key.startswith(beginning, autoescape=True)
    return session.scalar(select(func.count()).select_from(OutboundMessage).where(these)) or 0


def _to(contact_id: int) -> Select[Any]:
    names = tuple(name for name in Out.__slots__ if name not in ("body", "alert"))
    columns = [getattr(OutboundMessage, name) for name in names]
    body = func.coalesce(AlertText.body, OutboundMessage.body).label("body")
    return (
        select(*columns, body, Alert.code.label("alert"))
        .outerjoin(AlertText, AlertText.id == OutboundMessage.alert_text_id)
        .outerjoin(Alert, Alert.id == OutboundMessage.alert_id)
        .where(OutboundMessage.contact_id == contact_id)
    )


def tried(session: Session, outbound_ids: Sequence[int]) -> dict[int, Tried]:
    """The newest failed hand-over of each message that has one."""
    wanted = select(Attempt).where(Attempt.outbound_id.in_(list(outbound_ids))).order_by(Attempt.id)
    return {row.outbound_id: Tried(row.error, row.at) for row in session.scalars(wanted)}


def alerts_since(session: Session, since: datetime, limit: int) -> list[AlertThen]:
    """The newest alerts that went out, without drills, each with its regions."""
    holds = (Alert.status.in_(PUBLIC), Alert.drill.is_(False), Alert.created_at >= since)
    newest = select(Alert.id).where(*holds).order_by(Alert.id.desc()).limit(limit).subquery()
    wanted = (
        select(Alert, AlertRegion.region_code)
        .join(newest, newest.c.id == Alert.id)
        .outerjoin(AlertRegion, AlertRegion.alert_id == Alert.id)
        .order_by(Alert.id.desc(), AlertRegion.region_code)
    )
    places: defaultdict[int, list[str]] = defaultdict(list)
    alerts: dict[int, Alert] = {}
    for alert, code in session.execute(wanted):
        alerts[alert.id] = alert
        places[alert.id] += [code] if code is not None else []
    return [
        AlertThen(row.id, row.code, row.category, tuple(places[row.id]), row.created_at, row.fanned_out_at)
        for row in alerts.values()
    ]


def last_received(session: Session, contact_id: int) -> tuple[int, str, datetime] | None:
    """Id, channel and time of the contact's newest text."""
    wanted = select(InboundMessage.id, InboundMessage.channel, InboundMessage.received_at)
    row = session.execute(
        wanted.where(InboundMessage.contact_id == contact_id).order_by(InboundMessage.id.desc()).limit(1)
    ).first()
    return (row.id, row.channel, row.received_at) if row is not None else None


def handled(session: Session, contact_id: int) -> HandledThread | None:
    """Up to where the thread was dealt with."""
    return session.get(HandledThread, contact_id)


def mark_handled(session: Session, contact_id: int, inbound_id: int, account_id: int, at: datetime) -> None:
    """The thread is dealt with up to this text; never backwards."""
    found = session.get(HandledThread, contact_id)
    if found is None:
        session.add(HandledThread(contact_id=contact_id, inbound_id=inbound_id, account_id=account_id, at=at))
    elif found.inbound_id < inbound_id:
        found.inbound_id, found.account_id, found.at = inbound_id, account_id, at
