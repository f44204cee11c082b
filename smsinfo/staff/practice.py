"""The check before a role goes live: five tasks, noted where they are done.

A role in practice counts in the sandbox only: `Person.may` knows live grants alone. The sandbox are the exercises: they
are invented, and what somebody does in them is noted here and nowhere else, so that nothing of it can reach citizens.
With the fifth task the role goes live by itself. A new task is one line in `Task`, one in `TASKS`, its words in
`web/words_practice.py`, and its kind: an answer in `ANSWERS`, facts in `TEXTS`, or a decision in `DECISIONS`.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import staff as rows
from smsinfo.domain.staff import Grant, Person, Role
from smsinfo.staff.audit import Actor, AuditLog


class Task(StrEnum):
    """Something that a person shows to have done once: on a page of their own account, or in an exercise."""

    AUTHENTICATOR = "authenticator"
    RECOVERY_CODES = "recovery_codes"
    PROVE = "prove"
    PROFILE = "profile"
    RULES = "rules"
    WRITE_SHORT = "write_short"
    PLAIN_LETTERS = "plain_letters"
    SHORTEN = "shorten"
    SOURCE = "source"
    PROMISE = "promise"
    CALLER = "caller"
    ALIAS = "alias"
    FIRST_REVIEW = "first_review"
    SECOND_REVIEW = "second_review"
    OWN_TEXT = "own_text"
    WRONG_NUMBER = "wrong_number"
    ALERT_WORDS = "alert_words"
    ALERT_ORDER = "alert_order"
    ALERT_DRILL = "alert_drill"
    ALERT_MISTAKE = "alert_mistake"
    ALERT_COUNT = "alert_count"
    ALERT_CALL = "alert_call"
    ALERT_OWN = "alert_own"
    TWO_PEOPLE = "two_people"
    LEAVING = "leaving"
    UNMASK = "unmask"
    LOG_GAP = "log_gap"
    LOG_END = "log_end"
    LOG_BROKEN = "log_broken"


TASKS: Final[dict[Role, tuple[Task, ...]]] = {
    Role.CONTRIBUTOR: (Task.RULES, Task.WRITE_SHORT, Task.PLAIN_LETTERS, Task.SOURCE, Task.PROMISE),
    Role.EDITOR: (Task.RULES, Task.WRITE_SHORT, Task.SHORTEN, Task.ALIAS, Task.CALLER),
    Role.PUBLISHER: (Task.RULES, Task.FIRST_REVIEW, Task.SECOND_REVIEW, Task.OWN_TEXT, Task.WRONG_NUMBER),
    Role.ALERT_AUTHOR: (Task.RULES, Task.ALERT_WORDS, Task.ALERT_ORDER, Task.ALERT_DRILL, Task.ALERT_MISTAKE),
    Role.ALERT_APPROVER: (Task.RULES, Task.ALERT_COUNT, Task.ALERT_CALL, Task.ALERT_OWN, Task.ALERT_MISTAKE),
    Role.ADMINISTRATOR: (Task.RULES, Task.RECOVERY_CODES, Task.TWO_PEOPLE, Task.LEAVING, Task.UNMASK),
    Role.AUDITOR: (Task.RULES, Task.PROVE, Task.LOG_GAP, Task.LOG_END, Task.LOG_BROKEN),
}
"""The five tasks of each role, what a role does most or does worst first. A role that needs an authenticator shows
nothing before it is set up, so that is no task of its own."""

ANSWERS: Final[dict[Task, str]] = {
    Task.SOURCE: "b",
    Task.PROMISE: "c",
    Task.CALLER: "a",
    Task.ALIAS: "b",
    Task.OWN_TEXT: "c",
    Task.WRONG_NUMBER: "a",
    Task.ALERT_WORDS: "b",
    Task.ALERT_ORDER: "c",
    Task.ALERT_DRILL: "a",
    Task.ALERT_MISTAKE: "b",
    Task.ALERT_COUNT: "a",
    Task.ALERT_CALL: "c",
    Task.ALERT_OWN: "b",
    Task.TWO_PEOPLE: "b",
    Task.LEAVING: "a",
    Task.UNMASK: "c",
    Task.LOG_GAP: "b",
    Task.LOG_END: "a",
    Task.LOG_BROKEN: "c",
}
"""Questions with three answers: which one is right. Why, the page says after a wrong one too."""

TEXTS: Final[dict[Task, tuple[str, ...]]] = {
    Task.WRITE_SHORT: ("08.00-14.00", "KK", "0536 000000"),
    Task.PLAIN_LETTERS: ("KTP", "KK", "gratis|free"),
    Task.SHORTEN: ("08.00-14.00", "0536 000000"),
}
"""Texts that are written: what must stand in them (`a|b`: one of both), in one segment of letters of every phone."""

DECISIONS: Final[dict[Task, str]] = {Task.FIRST_REVIEW: "return", Task.SECOND_REVIEW: "publish"}
"""Invented changes that are read beside their source: what has to be done with each. A return needs its reason."""


class Practice:
    """Notes tasks; every method works in the caller's transaction."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit

    def done(self, session: Session, person: Person, task: Task, now: datetime) -> bool:
        """Note a task; False where it was noted before. With the last one the roles in practice go live."""
        if not rows.add_task(session, person.id, task.value, now):
            return False
        if any(grant.practice for grant in person.grants):
            self._tell(session, person, now, "task.done", person.region_code, task=task.value)
        done = rows.tasks(session, person.id)
        for grant in person.grants:
            if grant.practice and passed(grant.role, done):
                rows.put_grant(session, person.id, Grant(grant.role, grant.region_code), now)
                self._tell(session, person, now, "role.live", grant.region_code, role=grant.role.value)
        return True

    def _tell(self, session: Session, person: Person, now: datetime, action: str, region: str, **told: str) -> None:
        self._audit.record(session, now, Actor.of(person), action, f"account:{person.name}", region=region, **told)


def passed(role: Role, done: frozenset[str]) -> bool:
    """Whether these tasks are all that the role asks for."""
    return all(task.value in done for task in TASKS[role])
