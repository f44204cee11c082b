"""Figures of cases: how many were brought and answered, and after how long; what groups answered; verdicts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from smsinfo.db.models import CaseAnswer, CitizenCase, Rumour
from smsinfo.domain.cases import AnswerState, CaseKind, RumourState

REGENCY = 5


class Brought(NamedTuple):
    """One case as it is counted; `regency` is empty where nobody knows it."""

    kind: CaseKind
    regency: str
    outcome: str
    opened_at: datetime
    answered_at: datetime | None


class Answered(NamedTuple):
    """What a group answered: how often an answer of its members went out, and after how many seconds half of them."""

    answers: int
    half: int | None


def brought(
    session: Session, start: datetime, end: datetime, region: str | None, kinds: Collection[CaseKind]
) -> list[Brought]:
    """The cases that came in from a moment to another, in a region or everywhere; those for practice not."""
    wanted = select(
        CitizenCase.kind,
        func.substr(func.coalesce(CitizenCase.region_code, ""), 1, REGENCY),
        CitizenCase.outcome,
        CitizenCase.opened_at,
        CitizenCase.answered_at,
    ).where(
        CitizenCase.opened_at >= start,
        CitizenCase.opened_at < end,
        CitizenCase.kind.in_(kinds),
        CitizenCase.practice.is_(False),
    )
    if region is not None:
        code = CitizenCase.region_code
        wanted = wanted.where(or_(code == region, code.startswith(f"{region}.", autoescape=True)))
    return [Brought(CaseKind(row[0]), *row[1:]) for row in session.execute(wanted.order_by(CitizenCase.number))]


def verdicts(session: Session, spans: Sequence[tuple[datetime, datetime]]) -> list[list[int]]:
    """For each span (from, to): seconds until the verdict of the rumours that got one then; claims known before not."""
    wanted = select(Rumour.first_at, Rumour.answered_at).where(
        Rumour.state == RumourState.ANSWERED,
        Rumour.answered_at >= min(start for start, _ in spans),
        Rumour.answered_at < max(end for _, end in spans),
        Rumour.answered_at > Rumour.first_at,
    )
    found = [(first, answered) for first, answered in session.execute(wanted) if answered]
    return [
        [int((answered - first).total_seconds()) for first, answered in found if start <= answered < end]
        for start, end in spans
    ]


def of_groups(session: Session, start: datetime, end: datetime) -> dict[int, Answered]:
    """Group -> what its members answered in this time. An answer counts when it went out."""
    wanted = (
        select(CaseAnswer.group_id, CaseAnswer.at, CitizenCase.opened_at)
        .join(CitizenCase, CitizenCase.number == CaseAnswer.number)
        .where(
            CaseAnswer.group_id.is_not(None),
            CaseAnswer.state == AnswerState.SENT,
            CaseAnswer.at >= start,
            CaseAnswer.at < end,
        )
    )
    waits: dict[int, list[int]] = {}
    for group, at, opened in session.execute(wanted):
        if group is not None:
            waits.setdefault(group, []).append(int((at - opened).total_seconds()))
    return {group: Answered(len(found), half_of(found)) for group, found in waits.items()}


def half_of(seconds: list[int]) -> int | None:
    """The median (the lower of two in the middle); None of nothing."""
    return sorted(seconds)[(len(seconds) - 1) // 2] if seconds else None
