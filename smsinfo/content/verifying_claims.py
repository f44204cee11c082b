"""A claim that somebody looked at again and whose verdict still holds: new dates, and no new word.

The rule is that of topics (`verifying`): one person who answers for its region, a line in its history and in the log.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from smsinfo.content.claim_values import live, put, scope
from smsinfo.content.parts import Fields, digest, text_of
from smsinfo.content.verifying import LONGEST
from smsinfo.db.queries import proposals as rows
from smsinfo.db.queries.content import StateRow, content_state, save_state
from smsinfo.domain.changes import OPEN, Kind, State
from smsinfo.domain.proposals import Proposal, Sort, Subject
from smsinfo.domain.staff import Permission, Person
from smsinfo.errors import ContentRefused
from smsinfo.staff.audit import Actor, AuditLog

VERIFIED = "claim.verified"
HISTORY = 30
"""So many proposals are looked through for one that waits."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A published claim as somebody looks at it: its value, whose it is, what waits for it."""

    key: str
    value: Fields
    scope: str
    waiting: tuple[Proposal, ...]

    @property
    def seen(self) -> str:
        """The name of what is published: a form says by it what was looked at."""
        return digest(text_of(self.value))


def look(session: Session, key: str) -> Looked | None:
    """The published claim; None where citizens get none."""
    value = live(session, key)
    if value is None:
        return None
    found = rows.of_subject(session, Subject(Sort.CLAIM, key), HISTORY)
    return Looked(key, value, scope(key, value, value), tuple(one for one in found if one.state in OPEN))


def verify_claim(
    session: Session,
    audit: AuditLog,
    person: Person,
    now: datetime,
    today: date,
    key: str,
    seen: str,
    review_by: date | None,
) -> None:
    """Set the day on which its sources were looked at to today, and the day of its next review.

    Works in the caller's transaction. Raises ContentRefused.
    """
    state = content_state(session, lock=True)
    found = look(session, key)
    if found is None:
        raise ContentRefused("gone", f"there is no published claim {key}")
    if not person.may(Permission.VERIFY, found.scope):
        raise ContentRefused("not_yours", f"{key} is outside your jurisdiction")
    if found.seen != seen:
        raise ContentRefused("changed", "the claim was changed since the page was opened")
    if review_by is None or not today < review_by <= today + LONGEST:
        raise ContentRefused("bad_day", "the next review is on a day to come, within two years")
    if found.waiting:
        raise ContentRefused("proposal_waits", "a proposal for it waits; what is in it may be the truth by now")
    sources = [[title, address, today.isoformat()] for title, address, _on in found.value["sources"]]
    wanted: Fields = {**found.value, "sources": sources, "review_by": review_by.isoformat()}
    if wanted == found.value:
        raise ContentRefused("empty", "it was verified today already")
    put(session, key, wanted, now)
    save_state(session, StateRow(state.version + 1, state.mark, state.pack), now)
    _note(session, audit, person, now, found, text_of(wanted))


def _note(session: Session, audit: AuditLog, person: Person, now: datetime, found: Looked, after: str) -> None:
    """Its place in the history of the claim and in the log."""
    subject, before = Subject(Sort.CLAIM, found.key), text_of(found.value)
    values = {
        "subject": subject.name,
        "scope": found.scope,
        "state": State.PUBLISHED.value,
        "kind": Kind.VERIFICATION.value,
        "author_id": person.id,
        "authors": json.dumps([person.id]),
        "follows_id": None,
        "before": before,
        "after": after,
        "note": "",
        "answer": "",
        "digest": digest(json.dumps([subject.name, before, after], ensure_ascii=True)),
        "sent_at": now,
        "reviewer_id": person.id,
        "decided_at": now,
    }
    told = {"proposal": rows.add(session, values), "digest": values["digest"]}
    audit.record(session, now, Actor.of(person), VERIFIED, subject.name, region=found.scope, **told)
