"""The life of a change, state by state and act by act."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from smsinfo.domain.changes import RULES, TRANSITIONS, Act, Change, Kind, State, next_state, obstacle
from smsinfo.domain.staff import Grant, Person, Role

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
LIFE = {
    (State.DRAFT, Act.SUBMIT): State.IN_REVIEW,
    (State.IN_REVIEW, Act.RETRACT): State.RETRACTED,
    (State.IN_REVIEW, Act.RETURN): State.RETURNED,
    (State.IN_REVIEW, Act.PUBLISH): State.PUBLISHED,
    (State.IN_REVIEW, Act.SCHEDULE): State.SCHEDULED,
    (State.SCHEDULED, Act.RETRACT): State.RETRACTED,
    (State.SCHEDULED, Act.RETURN): State.RETURNED,
    (State.SCHEDULED, Act.PUBLISH): State.PUBLISHED,
    (State.PUBLISHED, Act.SUPERSEDE): State.SUPERSEDED,
    (State.PUBLISHED, Act.WITHDRAW): State.WITHDRAWN,
}


def a_person(number: int, *grants: tuple[Role, str], practice: bool = False) -> Person:
    """Somebody with these roles."""
    given = tuple(Grant(role, code, practice) for role, code in grants)
    return Person(number, f"p{number}", "P", "62", None, None, True, False, True, True, None, given)


def a_change(state: State, kind: Kind = Kind.EDIT, authors: frozenset[int] = frozenset({1})) -> Change:
    """A change of person 1."""
    return Change(
        7, 1, "ktp", state, kind, 1, "p1", authors, None, "", "", NOW, NOW, None, None, None, None
    )  # fmt: skip


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("act", Act)
def test_only_what_stands_in_the_table_is_done(state: State, act: Act) -> None:
    assert next_state(state, act) == LIFE.get((state, act))


def test_every_state_and_every_act_has_its_rule() -> None:
    assert (set(TRANSITIONS), set(RULES)) == (set(State), set(Act))


PUBLISHER, EDITOR, KATINGAN = (Role.PUBLISHER, "62"), (Role.EDITOR, "62"), (Role.PUBLISHER, "62.06")
HERE = frozenset({"62"})
WAITING = a_change(State.IN_REVIEW)
TWO_HANDS = a_change(State.IN_REVIEW, authors=frozenset({1, 2}))
BACK, AWAY = a_change(State.IN_REVIEW, Kind.ROLLBACK), a_change(State.IN_REVIEW, Kind.WITHDRAWAL)
AUTHOR, OTHER = a_person(1, PUBLISHER), a_person(2, PUBLISHER)
LEARNER, OF_KATINGAN = a_person(2, PUBLISHER, practice=True), a_person(2, KATINGAN)
ROWS: list[tuple[str, Act, Change, frozenset[str], Person, str | None]] = [
    ("another publisher", Act.PUBLISH, WAITING, HERE, OTHER, None),
    ("the author", Act.PUBLISH, WAITING, HERE, AUTHOR, "own"),
    ("the author, later", Act.SCHEDULE, WAITING, HERE, AUTHOR, "own"),
    ("who wrote before", Act.PUBLISH, TWO_HANDS, HERE, OTHER, "own"),
    ("an editor", Act.PUBLISH, WAITING, HERE, a_person(2, EDITOR), "not_yours"),
    ("another regency", Act.PUBLISH, WAITING, frozenset({"62.71"}), OF_KATINGAN, "not_yours"),
    ("a part elsewhere", Act.PUBLISH, WAITING, frozenset({"62.06", "62"}), OF_KATINGAN, "not_yours"),
    ("below", Act.PUBLISH, WAITING, frozenset({"62.06.01"}), OF_KATINGAN, None),
    ("like a prefix", Act.PUBLISH, WAITING, frozenset({"62.060"}), OF_KATINGAN, "not_yours"),
    ("no part", Act.PUBLISH, WAITING, frozenset(), OTHER, "not_yours"),
    ("in practice", Act.PUBLISH, WAITING, HERE, LEARNER, "not_yours"),
    ("a draft", Act.PUBLISH, a_change(State.DRAFT), HERE, OTHER, "not_now"),
    ("twice", Act.PUBLISH, a_change(State.PUBLISHED), HERE, OTHER, "not_now"),
    ("old words alone", Act.PUBLISH, BACK, HERE, AUTHOR, None),
    ("taking away alone", Act.PUBLISH, AWAY, HERE, AUTHOR, None),
    ("old words by an editor", Act.PUBLISH, BACK, HERE, a_person(1, EDITOR), "not_yours"),
    ("own back", Act.RETRACT, WAITING, HERE, a_person(1, EDITOR), None),
    ("another's back", Act.RETRACT, WAITING, HERE, OTHER, "not_author"),
    ("return", Act.RETURN, a_change(State.SCHEDULED), HERE, OTHER, None),
    ("by nobody", Act.SUPERSEDE, a_change(State.PUBLISHED), HERE, OTHER, "not_now"),
]


@pytest.mark.parametrize(
    ("act", "change", "scopes", "person", "reason"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS]
)
def test_who_may_do_what(act: Act, change: Change, scopes: frozenset[str], person: Person, reason: str | None) -> None:
    assert obstacle(act, change, scopes, person) == reason
