"""Handing over (serah terima): all that one person has goes to another in one act, with a list to sign.

What a person can have is the table `MOVERS`. A part of the product that gives things an owner (topics, drafts, tickets,
duties) adds a line there; the page, the list and the record follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import alert_handover, changes, keepers
from smsinfo.db.queries import staff as rows
from smsinfo.db.queries import staff_requests as requests
from smsinfo.domain.changes import State
from smsinfo.domain.staff import Grant, Person
from smsinfo.errors import StaffRefused
from smsinfo.staff.coverage import left_alone
from smsinfo.staff.practice import passed
from smsinfo.staff.rules import check_apart

GRANTS: Final = "grants"
REQUESTS: Final = "requests"
DRAFTS: Final = "drafts"
DUTIES: Final = "duties"
ALERTS: Final = "alerts"
TOPICS: Final = "topics"
MOST_DRAFTS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that goes over: what kind (the mover's key), its name, and where, as far as that has a meaning."""

    kind: str
    name: str
    region_code: str = ""


@dataclass(frozen=True, slots=True)
class Mover:
    """How things of one kind are listed and moved, in the caller's transaction."""

    key: str
    items: Callable[[Session, Person, datetime], list[Item]]
    move: Callable[[Session, Person, Person, datetime], None]


def _grant_items(_session: Session, person: Person, _now: datetime) -> list[Item]:
    return [Item(GRANTS, grant.role.value, grant.region_code) for grant in person.grants]


def _move_grants(session: Session, leaving: Person, taker: Person, now: datetime) -> None:
    done = rows.tasks(session, taker.id)
    for grant in leaving.grants:
        rows.drop_grant(session, leaving.id, grant.role, grant.region_code)
    for grant in taken(taker, leaving.grants, done):
        rows.put_grant(session, taker.id, grant, now)


def _request_items(session: Session, person: Person, _now: datetime) -> list[Item]:
    return [
        Item(REQUESTS, request.kind.value)
        for request in requests.open_ones(session)
        if request.requested_by == person.id
    ]


def _move_requests(session: Session, leaving: Person, _taker: Person, now: datetime) -> None:
    """Who asked for a change answers for it: what still waits is withdrawn, and the taker asks anew."""
    requests.withdraw_of(session, leaving.id, now)


def _draft_items(session: Session, person: Person, _now: datetime) -> list[Item]:
    return [Item(DRAFTS, change.topic) for change in changes.of_author(session, person.id, [State.DRAFT], MOST_DRAFTS)]


def _move_drafts(session: Session, leaving: Person, taker: Person, now: datetime) -> None:
    """A draft goes to the taker, who then may not approve it; beside a draft of the taker's own it lies open to all."""
    for change in changes.of_author(session, leaving.id, [State.DRAFT], MOST_DRAFTS):
        changes.hand_over(session, change, taker.id, now)


def _duty_items(session: Session, person: Person, now: datetime) -> list[Item]:
    return [Item(DUTIES, "", region) for region in alert_handover.turns(session, person.id, now)]


def _move_duties(session: Session, leaving: Person, taker: Person, now: datetime) -> None:
    alert_handover.move_turns(session, leaving.id, taker.id, now)


def _alert_items(session: Session, person: Person, _now: datetime) -> list[Item]:
    return [Item(ALERTS, code) for code in alert_handover.drafts(session, person.id)]


def _move_alerts(session: Session, leaving: Person, taker: Person, now: datetime) -> None:
    alert_handover.move_drafts(session, leaving.id, taker.id, now)


def _topic_items(session: Session, person: Person, _now: datetime) -> list[Item]:
    return [Item(TOPICS, key) for key in keepers.topics_of(session, person.id)]


def _move_topics(session: Session, leaving: Person, taker: Person, now: datetime) -> None:
    keepers.move(session, leaving.id, taker.id, now)


MOVERS: Final = (
    Mover(GRANTS, _grant_items, _move_grants),
    Mover(REQUESTS, _request_items, _move_requests),
    Mover(TOPICS, _topic_items, _move_topics),
    Mover(DRAFTS, _draft_items, _move_drafts),
    Mover(DUTIES, _duty_items, _move_duties),
    Mover(ALERTS, _alert_items, _move_alerts),
)


def items(session: Session, person: Person, now: datetime) -> list[Item]:
    """All that the person would hand over."""
    return [item for mover in MOVERS for item in mover.items(session, person, now)]


def move(session: Session, leaving: Person, taker: Person, now: datetime) -> None:
    """Move everything."""
    for mover in MOVERS:
        mover.move(session, leaving, taker, now)


def taken(taker: Person, grants: Sequence[Grant], done: frozenset[str]) -> list[Grant]:
    """What the taker has afterwards of these grants: live only with the check of the role, or the role already live."""
    found = []
    for grant in grants:
        can = passed(grant.role, done) or taker.holds(grant.role, grant.region_code)
        knows = any(g.role is grant.role and not g.practice for g in taker.grants)
        found.append(replace(grant, practice=grant.practice or not (can or knows)))
    return found


def check(session: Session, leaving: Person, taker: Person, *, close: bool) -> None:
    """Refuse what would leave a jurisdiction alone, or put two roles into one account that must stay apart.

    Raises StaffRefused.
    """
    if leaving.id == taker.id or not taker.active or not taker.has_password:
        raise StaffRefused("no_taker", "hand over to another person who can log in")
    for grant in leaving.grants:
        check_apart(taker, grant.role)
    people = rows.everybody(session)
    kept = {(grant.role, grant.region_code): grant for grant in taker.grants}
    for grant in taken(taker, leaving.grants, rows.tasks(session, taker.id)):
        old = kept.get((grant.role, grant.region_code))
        kept[grant.role, grant.region_code] = grant if old is None or old.practice else old
    changed = {
        leaving.id: replace(leaving, grants=(), active=leaving.active and not close),
        taker.id: replace(taker, grants=tuple(kept.values())),
    }
    alone = left_alone(people, [changed.get(person.id, person) for person in people])
    if alone:
        raise StaffRefused(
            "left_alone",
            f"{alone[0].region_code} would be left without {alone[0].role.value}; {taker.name} has to finish the "
            "practice tasks of the role first",
            role=alone[0].role.value,
            region=alone[0].region_code,
        )
