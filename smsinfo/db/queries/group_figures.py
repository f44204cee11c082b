"""What each group did in a span of time, by a visible table: a new figure is a function and one line of `FIGURES`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from smsinfo.db.models import (
    CaseAnswer,
    CaseTold,
    Contribution,
    InboundMessage,
    KimGroup,
    KimTraining,
    Membership,
    Region,
)
from smsinfo.domain.cases import AnswerState
from smsinfo.domain.community import MemberState
from smsinfo.domain.news import NewsState

Count = Callable[[Session, Collection[int], datetime, datetime], Mapping[int, int]]
"""(session, group ids, from, until) -> group -> the number; a group that is missing has none."""


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """One figure: its key, its heading in Indonesian and English, and how it is counted. `seconds`: it is a time."""

    key: str
    id: str
    en: str
    count: Count
    seconds: bool = False


def members(session: Session, ids: Collection[int], _since: datetime, _until: datetime) -> Mapping[int, int]:
    """Active memberships, now."""
    found = (
        select(Membership.group_id, func.count())
        .where(Membership.group_id.in_(ids), Membership.state == MemberState.ACTIVE.value)
        .group_by(Membership.group_id)
    )
    return _numbers(session, found)


def contributions(session: Session, ids: Collection[int], since: datetime, until: datetime) -> Mapping[int, int]:
    """What members sent in."""
    at = Contribution.received_at
    found = select(Contribution.group_id, func.count()).where(Contribution.group_id.in_(ids), at >= since, at < until)
    return _numbers(session, found.group_by(Contribution.group_id))


def publications(session: Session, ids: Collection[int], since: datetime, until: datetime) -> Mapping[int, int]:
    """What of it was published, by the day of publication."""
    at = Contribution.published_at
    found = select(Contribution.group_id, func.count()).where(
        Contribution.group_id.in_(ids), Contribution.state == NewsState.PUBLISHED.value, at >= since, at < until
    )
    return _numbers(session, found.group_by(Contribution.group_id))


def answers(session: Session, ids: Collection[int], since: datetime, until: datetime) -> Mapping[int, int]:
    """Answers of members that reached the asker."""
    found = select(CaseAnswer.group_id, func.count()).where(
        CaseAnswer.group_id.in_(ids),
        CaseAnswer.state == AnswerState.SENT.value,
        CaseAnswer.at >= since,
        CaseAnswer.at < until,
    )
    return _numbers(session, found.group_by(CaseAnswer.group_id))


def response(session: Session, ids: Collection[int], since: datetime, until: datetime) -> Mapping[int, int]:
    """Seconds from when a member was told of a question to their answer: the median."""
    rows = session.execute(
        select(CaseAnswer.group_id, CaseTold.at, CaseAnswer.at)
        .join(
            CaseTold,
            (CaseTold.number == CaseAnswer.number) & (CaseTold.membership_id == CaseAnswer.membership_id),
        )
        .where(CaseAnswer.group_id.in_(ids), CaseAnswer.at >= since, CaseAnswer.at < until)
    )
    taken: defaultdict[int, list[float]] = defaultdict(list)
    for group_id, told, answered in rows:
        assert group_id is not None  # noqa: S101  (asked for by group)
        taken[group_id].append((answered - told).total_seconds())
    return {group_id: round(median(found)) for group_id, found in taken.items()}


def trainings(session: Session, ids: Collection[int], since: datetime, until: datetime) -> Mapping[int, int]:
    """Trainings, by the day on which they were held."""
    found = select(KimTraining.group_id, func.count()).where(
        KimTraining.group_id.in_(ids), KimTraining.held_on >= since.date(), KimTraining.held_on < until.date()
    )
    return _numbers(session, found.group_by(KimTraining.group_id))


FIGURES: Final[tuple[GroupFigure, ...]] = (
    GroupFigure("members", "Anggota aktif", "Active members", members),
    GroupFigure("contributions", "Kiriman", "Contributions", contributions),
    GroupFigure("publications", "Terbit", "Published", publications),
    GroupFigure("answers", "Jawaban", "Answers given", answers),
    GroupFigure("response", "Waktu jawab (median)", "Time to answer (median)", response, seconds=True),
    GroupFigure("trainings", "Pelatihan", "Trainings", trainings),
)
"""In the order in which they are shown: on the page of a group and in the report `groups`."""


def figures(
    session: Session, ids: Collection[int], since: datetime, until: datetime
) -> dict[int, dict[str, int | None]]:
    """Group -> key -> number, one look a figure; None for a time of which nothing is known."""
    found: dict[int, dict[str, int | None]] = {group_id: {} for group_id in ids}
    for figure in FIGURES:
        counted = figure.count(session, ids, since, until)
        for group_id in ids:
            found[group_id][figure.key] = counted.get(group_id, None if figure.seconds else 0)
    return found


def open_groups(session: Session, region: str | None) -> list[tuple[int, str, str, str]]:
    """(id, name, region code, name of the region) of all groups that are open, in a region or anywhere."""
    found = (
        select(KimGroup.id, KimGroup.name, KimGroup.region_code, Region.name)
        .join(Region, Region.code == KimGroup.region_code)
        .where(KimGroup.closed_at.is_(None))
        .order_by(KimGroup.region_code, KimGroup.name)
    )
    if region is not None:
        code = KimGroup.region_code
        found = found.where((code == region) | code.startswith(f"{region}.", autoescape=True))
    return [(number, name, code, place) for number, name, code, place in session.execute(found)]


def last_signs(session: Session, commands: Collection[str]) -> dict[int, datetime]:
    """Open group with active members -> when one of them last texted one of these commands, or joined."""
    acting = (
        select(Membership.group_id, func.max(Membership.joined_at))
        .join(KimGroup, KimGroup.id == Membership.group_id)
        .where(Membership.state == MemberState.ACTIVE.value, KimGroup.closed_at.is_(None))
        .group_by(Membership.group_id)
    )
    signs = {group_id: at for group_id, at in session.execute(acting) if group_id is not None and at is not None}
    texts = (
        select(Membership.group_id, func.max(InboundMessage.received_at))
        .join(InboundMessage, InboundMessage.contact_id == Membership.contact_id)
        .where(
            Membership.state == MemberState.ACTIVE.value,
            Membership.group_id.in_(list(signs)),
            InboundMessage.command.in_(list(commands)),
        )
        .group_by(Membership.group_id)
    )
    for group_id, at in session.execute(texts):
        if group_id is not None and at is not None:
            signs[group_id] = max(signs[group_id], at)
    return signs


def _numbers(session: Session, found: Any) -> dict[int, int]:
    return {group_id: int(number) for group_id, number in session.execute(found)}
