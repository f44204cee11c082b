"""Who looks after what: an administrator's people, and the roles that a jurisdiction is never left without."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from smsinfo.domain.staff import APPROVER_ROLES, Grant, Permission, Person, Role

KEPT_ROLES: Final = APPROVER_ROLES | {Role.ADMINISTRATOR}


def manages(actor: Person, subject: Person) -> bool:
    """Whether an administrator's jurisdiction holds all of a person: their office and each of their grants."""
    return all(actor.may(Permission.PEOPLE, code) for code in regions_of(subject))


def regions_of(person: Person, *more: str) -> frozenset[str]:
    """The regions that a change of this person is about."""
    return frozenset({person.region_code, *(grant.region_code for grant in person.grants), *more})


def seconds(people: Iterable[Person], actor: Person, regions: Iterable[str]) -> list[Person]:
    """The other administrators who may confirm what `actor` asks for in these regions."""
    wanted = list(regions)
    return [
        person
        for person in people
        if person.id != actor.id and is_ready(person) and all(person.may(Permission.PEOPLE, code) for code in wanted)
    ]


def left_alone(before: Sequence[Person], after: Sequence[Person]) -> list[Grant]:
    """The kept roles that somebody who can log in held before, and that nobody holds there afterwards."""
    held = {
        (grant.role, grant.region_code)
        for person in before
        if is_ready(person)
        for grant in person.grants
        if grant.role in KEPT_ROLES and not grant.practice
    }
    ready = [person for person in after if is_ready(person)]
    return sorted(
        (Grant(role, code) for role, code in held if not any(person.holds(role, code) for person in ready)),
        key=lambda grant: (grant.region_code, grant.role),
    )


def is_ready(person: Person) -> bool:
    """Whether the person can log in and work."""
    return person.active and person.has_password
