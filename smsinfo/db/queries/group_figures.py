"""What each group did in a span of time, by a visible table: a new figure is a function and one line of `FIGURES`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any, Final

from sqlalchemy import case, func, select
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
    RelayTask,
)
from smsinfo.db.queries import lessons
from smsinfo.domain.cases import AnswerState
from smsinfo.domain.community import MemberRole, MemberState
from smsinfo.domain.news import NewsState
from smsinfo.domain.relays import TaskState

Numbers = Mapping[int, Sequence[int | None]]
"""Group -> the numbers that one look found of it, in the order in which the look names them."""
Look = Callable[[Session, Collection[int], datetime, datetime], Numbers]
"""(session, group ids, from, until) -> numbers; a group that is missing has none."""


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """One figure: its key, its heading in Indonesian and English, the look that counts it and its place among what
    that look finds. `seconds`: it is a time."""

    key: str
    id: str
    en: str
    look: Look
    place: int = 0
    seconds: bool = False


def members(session: Session, ids: Collection[int], _since: datetime, _until: datetime) -> Numbers:
    """Active memberships, now."""
    found = (
        select(Membership.group_id, func.count())
        .where(Membership.group_id.in_(ids), Membership.state == MemberState.ACTIVE.value)
        .group_by(Membership.group_id)
    )
    return _numbers(session, found)


def news(session: Session, ids: Collection[int], since: datetime, until: datetime) -> Numbers:
    """What members sent in, what was published (by the day of publication), and the median of the seconds that what
    they sent in waited for a first decision."""
    one = Contribution
    got = (one.received_at >= since) & (one.received_at < until)
    out = (one.state == NewsState.PUBLISHED.value) & (one.published_at >= since) & (one.published_at < until)
    found: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    waited: defaultdict[int, list[float]] = defaultdict(list)
    columns = select(one.group_id, got, out, one.received_at, one.decided_at)
    for group_id, came, went, received, decided in session.execute(columns.where(one.group_id.in_(ids), got | out)):
        assert group_id is not None  # noqa: S101  (asked for by group)
        found[group_id][0] += bool(came)
        found[group_id][1] += bool(went)
        if came and decided is not None:
            waited[group_id].append((decided - received).total_seconds())
    return {group: (*counts, _median(waited.get(group, []))) for group, counts in found.items()}


def answers(session: Session, ids: Collection[int], since: datetime, until: datetime) -> Numbers:
    """Answers of members that reached the asker."""
    found = select(CaseAnswer.group_id, func.count()).where(
        CaseAnswer.group_id.in_(ids),
        CaseAnswer.state == AnswerState.SENT.value,
        CaseAnswer.at >= since,
        CaseAnswer.at < until,
    )
    return _numbers(session, found.group_by(CaseAnswer.group_id))


def response(session: Session, ids: Collection[int], since: datetime, until: datetime) -> Numbers:
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
    return {group_id: (_median(found),) for group_id, found in taken.items()}


def trainings(session: Session, ids: Collection[int], since: datetime, until: datetime) -> Numbers:
    """Trainings, by the day on which they were held."""
    found = select(KimTraining.group_id, func.count()).where(
        KimTraining.group_id.in_(ids), KimTraining.held_on >= since.date(), KimTraining.held_on < until.date()
    )
    return _numbers(session, found.group_by(KimTraining.group_id))


def courses(session: Session, ids: Collection[int], _since: datetime, _until: datetime) -> Numbers:
    """Courses that active members have finished, whenever that was."""
    return {group_id: (found,) for group_id, found in lessons.finished_by_group(session, ids).items()}


def relayed(session: Session, ids: Collection[int], since: datetime, until: datetime) -> Numbers:
    """What the group's relays were asked to read out (alerts, drills, monthly tests) and confirmed. What waits still,
    and what was stopped before an answer, counts for nobody, as in relay_figures."""
    ended = (TaskState.CONFIRMED.value, TaskState.MISSED.value)
    said = func.sum(case((RelayTask.state == TaskState.CONFIRMED.value, 1), else_=0))
    found = (
        select(Membership.group_id, func.count(), said)
        .join(
            RelayTask,
            (RelayTask.contact_id == Membership.contact_id) & (RelayTask.region_code == Membership.region_code),
        )
        .where(
            Membership.group_id.in_(ids),
            Membership.role == MemberRole.RELAY.value,
            Membership.joined_at <= RelayTask.asked_at,
            RelayTask.state.in_(ended),
            RelayTask.asked_at >= since,
            RelayTask.asked_at < until,
        )
        .group_by(Membership.group_id)
    )
    return {group_id: (asked, int(done)) for group_id, asked, done in session.execute(found) if group_id is not None}


FIGURES: Final[tuple[GroupFigure, ...]] = (
    GroupFigure("members", "Anggota aktif", "Active members", members),
    GroupFigure("contributions", "Kiriman", "Contributions", news),
    GroupFigure("publications", "Terbit", "Published", news, 1),
    GroupFigure("decision", "Waktu tunggu editor (median)", "Wait for the editor (median)", news, 2, seconds=True),
    GroupFigure("answers", "Jawaban", "Answers given", answers),
    GroupFigure("response", "Waktu jawab (median)", "Time to answer (median)", response, seconds=True),
    GroupFigure("asked", "Diminta membacakan", "Asked to read out", relayed),
    GroupFigure("confirmed", "Dijawab SUDAH", "Confirmed by SUDAH", relayed, 1),
    GroupFigure("courses", "Kursus selesai", "Courses finished", courses),
    GroupFigure("trainings", "Pelatihan", "Trainings", trainings),
)
"""In the order in which they are shown: on the page of a group and in the report `groups`."""


def figures(
    session: Session, ids: Collection[int], since: datetime, until: datetime
) -> dict[int, dict[str, int | None]]:
    """Group -> key -> number, one statement a look; None for a time of which nothing is known."""
    found: dict[int, dict[str, int | None]] = {group_id: {} for group_id in ids}
    seen: dict[Look, Numbers] = {}
    for figure in FIGURES:
        if figure.look not in seen:
            seen[figure.look] = figure.look(session, ids, since, until)
        for group_id in ids:
            numbers = seen[figure.look].get(group_id)
            none = None if figure.seconds else 0
            found[group_id][figure.key] = none if numbers is None else numbers[figure.place]
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


def _numbers(session: Session, found: Any) -> Numbers:
    return {group_id: (int(number),) for group_id, number in session.execute(found)}


def _median(seconds: Sequence[float]) -> int | None:
    return round(median(seconds)) if seconds else None
