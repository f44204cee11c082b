"""Cases of citizens: what is kept of one, who is told of it, what waits for how long."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, false, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from smsinfo.db.models import CaseAnswer, CaseEvent, CaseTold, CitizenCase, ConsentEvent, Contact, InboundMessage
from smsinfo.domain.cases import WAITS, AnswerState, Case, CaseKind, CaseState, Happened
from smsinfo.domain.cases import CaseAnswer as Answer
from smsinfo.domain.contacts import ConsentKind

_COLUMNS: Final = (
    CitizenCase.number,
    CitizenCase.kind,
    CitizenCase.state,
    CitizenCase.contact_id,
    CitizenCase.region_code,
    CitizenCase.office,
    CitizenCase.group_id,
    CitizenCase.text,
    CitizenCase.language,
    CitizenCase.urgent,
    CitizenCase.private,
    CitizenCase.flagged,
    CitizenCase.practice,
    CitizenCase.level,
    CitizenCase.outcome,
    CitizenCase.rumour_id,
    CitizenCase.topic_key,
    CitizenCase.opened_at,
    CitizenCase.moved_at,
    CitizenCase.answered_at,
    CitizenCase.closed_at,
)


def add(session: Session, values: Mapping[str, Any]) -> None:
    """A new case."""
    session.execute(insert(CitizenCase).values(**values))


def get(session: Session, number: int, *, lock: bool = False) -> Case | None:
    """The case of a number; with `lock` nobody else changes it until the transaction ends."""
    wanted = select(*_COLUMNS).where(CitizenCase.number == number)
    row = session.execute(wanted.with_for_update() if lock else wanted).first()
    return _case(row) if row is not None else None


def change(session: Session, number: int, values: Mapping[str, Any]) -> None:
    """Write these values."""
    session.execute(update(CitizenCase).where(CitizenCase.number == number).values(**values))


def note(session: Session, number: int, at: datetime, act: str, by: str, words: str = "") -> None:
    """One more line of the history."""
    session.execute(insert(CaseEvent).values(number=number, at=at, act=act, by=by, words=words))


def history(session: Session, number: int) -> list[Happened]:
    """What happened, oldest first."""
    wanted = select(CaseEvent.at, CaseEvent.act, CaseEvent.by, CaseEvent.words)
    rows = session.execute(wanted.where(CaseEvent.number == number).order_by(CaseEvent.id))
    return [Happened(row.at, row.act, row.by, row.words) for row in rows]


def waiting_of(session: Session, contact_id: int) -> int:
    """How many cases of a phone have nothing yet."""
    mine = (CitizenCase.contact_id == contact_id) & CitizenCase.state.in_(WAITS) & (CitizenCase.kind != CaseKind.HOAX)
    return session.scalar(select(func.count()).select_from(CitizenCase).where(mine)) or 0


def opened_since(session: Session, contact_id: int, since: datetime) -> int:
    """How many cases a phone has opened since a moment, whatever became of them."""
    mine = (CitizenCase.contact_id == contact_id) & (CitizenCase.opened_at > since)
    return session.scalar(select(func.count()).select_from(CitizenCase).where(mine)) or 0


def page(
    session: Session,
    regions: Collection[str] | None,
    *,
    kinds: Collection[CaseKind],
    states: Collection[CaseState],
    place: str = "",
    level: int = 0,
    limit: int = 40,
    offset: int = 0,
) -> list[Case]:
    """Cases that fit, urgent ones first, then those that have waited longest.

    `regions` are those whose cases the person sees, with all in them; None for all, also those without a region.
    """
    wanted = select(*_COLUMNS).where(CitizenCase.kind.in_(kinds), CitizenCase.state.in_(states))
    if regions is not None:
        wanted = wanted.where(_inside(regions))
    if place:
        wanted = wanted.where(_inside([place]))
    if level:
        wanted = wanted.where(CitizenCase.level >= level)
    ordered = wanted.order_by(CitizenCase.urgent.desc(), CitizenCase.opened_at, CitizenCase.number)
    return [_case(row) for row in session.execute(ordered.limit(limit).offset(offset))]


def unplaced(session: Session, limit: int) -> list[tuple[Case, str]]:
    """Waiting cases that came without a region, whose people have told theirs since; with that region."""
    wanted = (
        select(*_COLUMNS, Contact.region_code.label("lives"))
        .join(Contact, Contact.id == CitizenCase.contact_id)
        .where(CitizenCase.region_code.is_(None), CitizenCase.state.in_(WAITS), Contact.region_code.is_not(None))
    )
    return [(_case(row), row.lives) for row in session.execute(wanted.order_by(CitizenCase.number).limit(limit))]


def overdue(session: Session, level: int, before: datetime, limit: int) -> list[Case]:
    """Questions below a level that were opened before a moment and have no answer."""
    wanted = select(*_COLUMNS).where(
        CitizenCase.kind == CaseKind.QUESTION,
        CitizenCase.state == CaseState.OPEN,
        CitizenCase.level < level,
        CitizenCase.opened_at < before,
    )
    return [_case(row) for row in session.execute(wanted.order_by(CitizenCase.number).limit(limit))]


def of_rumour(session: Session, rumour_id: int, *, waiting: bool = False) -> list[Case]:
    """The cases about a rumour, oldest first; with `waiting` those whose people have no verdict yet."""
    wanted = select(*_COLUMNS).where(CitizenCase.rumour_id == rumour_id)
    if waiting:
        wanted = wanted.where(CitizenCase.state.in_(WAITS))
    return [_case(row) for row in session.execute(wanted.order_by(CitizenCase.number))]


def add_answer(session: Session, values: Mapping[str, Any]) -> int:
    """One more answer; its id."""
    made: int = session.execute(insert(CaseAnswer).values(**values).returning(CaseAnswer.id)).scalar_one()
    return made


def answers(session: Session, number: int) -> list[Answer]:
    """The answers to a case, oldest first."""
    names = ("id", "number", "membership_id", "credit", "text", "state", "at")
    wanted = select(*(getattr(CaseAnswer, name) for name in names)).where(CaseAnswer.number == number)
    rows = session.execute(wanted.order_by(CaseAnswer.id))
    return [
        Answer(row.id, row.number, row.membership_id, row.credit, row.text, AnswerState(row.state), row.at)
        for row in rows
    ]


def decide_answer(session: Session, answer_id: int, state: AnswerState, at: datetime) -> bool:
    """Send or decline an answer that waits; False where somebody has decided it before."""
    waits = (CaseAnswer.id == answer_id) & (CaseAnswer.state == AnswerState.WAITING)
    changed = update(CaseAnswer).where(waits).values(state=state, decided_at=at).returning(CaseAnswer.id)
    return session.execute(changed).first() is not None


def waiting_answers(session: Session, numbers: Collection[int]) -> frozenset[int]:
    """Those of these cases for which a member's answer waits to be read."""
    waits = CaseAnswer.number.in_(sorted(numbers)) & (CaseAnswer.state == AnswerState.WAITING)
    return frozenset(session.scalars(select(CaseAnswer.number).where(waits)))


def tell(session: Session, number: int, membership_id: int, at: datetime) -> bool:
    """A member is told of a case; False where they were told before."""
    make = pg_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    new = make(CaseTold).values(number=number, membership_id=membership_id, at=at).on_conflict_do_nothing()
    return session.execute(new.returning(CaseTold.number)).first() is not None


def told(session: Session, number: int) -> frozenset[int]:
    """The memberships that were told of a case."""
    return frozenset(session.scalars(select(CaseTold.membership_id).where(CaseTold.number == number)))


def told_since(session: Session, memberships: Collection[int], since: datetime) -> dict[int, int]:
    """Membership -> of how many cases it was told since a moment."""
    wanted = (
        select(CaseTold.membership_id, func.count())
        .where(CaseTold.membership_id.in_(sorted(memberships)), CaseTold.at > since)
        .group_by(CaseTold.membership_id)
    )
    return {row[0]: row[1] for row in session.execute(wanted)}


def stopped_since(session: Session, contact_id: int, since: datetime) -> bool:
    """True for somebody who has said STOP since a moment."""
    said = (ConsentEvent.contact_id == contact_id) & (ConsentEvent.kind == ConsentKind.STOPPED)
    return session.scalar(select(ConsentEvent.id).where(said, ConsentEvent.at >= since).limit(1)) is not None


def last_channel(session: Session, contact_id: int) -> tuple[str, datetime] | None:
    """The channel of a phone's newest text, and when it came."""
    wanted = select(InboundMessage.channel, InboundMessage.received_at).where(InboundMessage.contact_id == contact_id)
    row = session.execute(wanted.order_by(InboundMessage.id.desc()).limit(1)).first()
    return (row.channel, row.received_at) if row is not None else None


def forget(session: Session, numbers: Collection[int]) -> None:
    """Empty the words of these cases: theirs, those of their history and of their answers."""
    these = sorted(numbers)
    session.execute(update(CitizenCase).where(CitizenCase.number.in_(these)).values(text=""))
    session.execute(update(CaseEvent).where(CaseEvent.number.in_(these)).values(words=""))
    session.execute(update(CaseAnswer).where(CaseAnswer.number.in_(these)).values(text=""))


def of_contact(session: Session, contact_id: int) -> list[int]:
    """The numbers of a phone's cases."""
    return list(session.scalars(select(CitizenCase.number).where(CitizenCase.contact_id == contact_id)))


def old(session: Session, before: datetime, limit: int) -> list[int]:
    """Cases with words that nobody has touched since a moment."""
    worded = or_(
        CitizenCase.text != "",
        select(CaseEvent.id).where(CaseEvent.number == CitizenCase.number, CaseEvent.words != "").exists(),
        select(CaseAnswer.id).where(CaseAnswer.number == CitizenCase.number, CaseAnswer.text != "").exists(),
    )
    wanted = select(CitizenCase.number).where(CitizenCase.moved_at < before, worded)
    return list(session.scalars(wanted.order_by(CitizenCase.number).limit(limit)))


def drop(session: Session, before: datetime) -> int:
    """Delete what nobody has touched since a moment, whatever it is; how many."""
    gone = delete(CitizenCase).where(CitizenCase.moved_at < before).returning(CitizenCase.number)
    return len(session.execute(gone).all())


def _inside(regions: Collection[str]) -> Any:
    column = CitizenCase.region_code
    parts = [(column == code) | column.startswith(f"{code}.", autoescape=True) for code in sorted(regions)]
    return or_(false(), *parts)


def _answer(row: Any) -> Answer:
    return Answer(row.id, row.number, row.membership_id, row.credit, row.text, AnswerState(row.state), row.at)


def _case(row: Any) -> Case:
    kind, state = CaseKind(row.kind), CaseState(row.state)
    return Case(row.number, kind, state, *row[3:21])
