"""Contributions of members: taken in, found, moved on, and published ones for everybody."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, insert, or_, select, update
from sqlalchemy.orm import Session

from smsinfo.db.models import Contact, Contribution, ContributionStep, KimGroup, Membership, StaffAccount
from smsinfo.domain import news
from smsinfo.domain.news import Entry, Flag, NewsAct, NewsKind, NewsState, NewsStep
from smsinfo.domain.regions import ancestors


def add(session: Session, values: Mapping[str, Any]) -> None:
    """Store a contribution; `id` is its number."""
    session.execute(insert(Contribution).values(words="", credit="", reason="", **values))


def note(
    session: Session, number: int, act: NewsAct, at: datetime, words: str = "", account: int | None = None
) -> None:
    """Write a line of its history."""
    values = {"contribution_id": number, "act": act.value, "at": at, "words": words, "account_id": account}
    session.execute(insert(ContributionStep).values(**values))


def get(session: Session, number: int) -> news.Contribution | None:
    """One contribution."""
    found = _all(session, _wanted().where(Contribution.id == number))
    return found[0] if found else None


def latest_open(session: Session, contact_id: int) -> news.Contribution | None:
    """The last one of a phone that nobody has decided."""
    wanted = _wanted().where(Contribution.contact_id == contact_id, Contribution.state.in_(_values(news.OPEN)))
    found = _all(session, wanted.order_by(Contribution.id.desc()).limit(1))
    return found[0] if found else None


def same(session: Session, contact_id: int, text: str, since: datetime) -> int | None:
    """The number under which the same words of a phone came in since a moment."""
    these = (Contribution.contact_id == contact_id, Contribution.received_at >= since, Contribution.text == text)
    return session.scalar(select(Contribution.id).where(*these).order_by(Contribution.id.desc()).limit(1))


def count_since(session: Session, contact_id: int, since: datetime) -> int:
    """How many a phone has sent since a moment."""
    these = (Contribution.contact_id == contact_id, Contribution.received_at >= since)
    return session.scalar(select(func.count()).where(*these)) or 0


def move(
    session: Session, number: int, states: Collection[NewsState], state: NewsState, values: Mapping[str, Any]
) -> bool:
    """Give a contribution its next state; False where it has left `states` in the meantime."""
    moved = update(Contribution).where(Contribution.id == number, Contribution.state.in_(_values(states)))
    done = session.execute(moved.values(state=state.value, **values).returning(Contribution.id))
    return done.first() is not None


def steps(session: Session, number: int) -> list[NewsStep]:
    """The history, oldest first."""
    step = ContributionStep
    columns = (
        select(step.act, step.at, StaffAccount.full_name, step.words)
        .outerjoin(StaffAccount, StaffAccount.id == step.account_id)
        .where(step.contribution_id == number)
        .order_by(step.id)
    )
    return [NewsStep(NewsAct(act), at, name or "", words) for act, at, name, words in session.execute(columns)]


def listed(
    session: Session, states: Collection[NewsState], within: Collection[str] | None, limit: int, offset: int = 0
) -> list[news.Contribution]:
    """Those in these states of these regions (None: of all): open ones oldest first, decided ones newest first."""
    wanted = _wanted().where(Contribution.state.in_(_values(states)))
    if within is not None:
        wanted = wanted.where(or_(*(_inside(region) for region in within)))
    order = Contribution.id if set(states) <= news.OPEN else Contribution.id.desc()
    return _all(session, wanted.order_by(order).limit(limit).offset(offset))


def published_news(
    session: Session,
    region: str | None,
    kind: NewsKind | None,
    limit: int,
    today: date,
    before: int | None = None,
) -> list[Entry]:
    """What is published and has not expired, in a region or for all that it lies in, newest first.

    `region` None: everywhere; `kind` None: all kinds; `before`: only those with a smaller number.
    """
    wanted = _entries().where(Contribution.expires_on >= today)
    if region is not None:
        wanted = wanted.where(or_(_inside(region), Contribution.region_code.in_(ancestors(region))))
    if kind is not None:
        wanted = wanted.where(Contribution.kind == kind.value)
    if before is not None:
        wanted = wanted.where(Contribution.id < before)
    rows = session.execute(wanted.order_by(Contribution.id.desc()).limit(limit))
    return [_entry(row) for row in rows]


def published_one(session: Session, number: int, today: date) -> Entry | None:
    """One that everybody may read now."""
    row = session.execute(_entries().where(Contribution.id == number, Contribution.expires_on >= today)).first()
    return _entry(row) if row is not None else None


def _entries() -> Select[*tuple[Any, ...]]:
    one = Contribution
    columns = (one.id, one.kind, one.region_code, one.words, one.credit, one.published_at, one.expires_on)
    return select(*columns).where(one.state == NewsState.PUBLISHED.value)


def _entry(row: Row[*tuple[Any, ...]]) -> Entry:
    number, kind, region, words, credit, at, until = row
    return Entry(number, NewsKind(kind), region, words, credit, at, until)


def _inside(region: str) -> ColumnElement[bool]:
    code = Contribution.region_code
    return or_(code == region, code.startswith(f"{region}.", autoescape=True))


def _wanted() -> Select[*tuple[Any, ...]]:
    one = Contribution
    return (
        select(one, KimGroup.name, Membership.name, Membership.role, Membership.shown, Contact.language)
        .outerjoin(KimGroup, KimGroup.id == one.group_id)
        .outerjoin(Membership, Membership.id == one.membership_id)
        .outerjoin(Contact, Contact.id == one.contact_id)
    )


def _all(session: Session, wanted: Select[*tuple[Any, ...]]) -> list[news.Contribution]:
    fresh = wanted.execution_options(populate_existing=True)
    return [_contribution(*row) for row in session.execute(fresh)]


def _contribution(
    row: Contribution, group: str | None, author: str | None, role: str | None, shown: bool | None, language: str | None
) -> news.Contribution:
    return news.Contribution(
        number=row.id,
        kind=NewsKind(row.kind),
        state=NewsState(row.state),
        region_code=row.region_code,
        contact_id=row.contact_id,
        group=group or "",
        author=author or "",
        role=role or "",
        shown=bool(shown),
        language=language,
        text=row.text,
        flags=frozenset(Flag(flag) for flag in row.flags.split()),
        received_at=row.received_at,
        asked_at=row.asked_at,
        words=row.words,
        credit=row.credit,
        expires_on=row.expires_on,
        published_at=row.published_at,
        decided_at=row.decided_at,
        reason=row.reason,
    )


def _values(states: Collection[NewsState]) -> list[str]:
    return [state.value for state in states]
