"""Deciding: what somebody wrote is published by another person, now or at a set time, or goes back with a comment.

Taking something back needs one publisher only (`ALONE`), as cancelling an alert does: a wrong number must be gone
before anybody has been found who agrees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from smsinfo.content.cases import by_part, live_parts
from smsinfo.content.editing import MOST_NOTE, advance, digest_of, new_change
from smsinfo.content.noting import note
from smsinfo.content.parts import Part, text_of
from smsinfo.content.publish import make_live
from smsinfo.content.put_texts import By
from smsinfo.content.typed import body
from smsinfo.db.queries import changes as rows
from smsinfo.db.queries import staff as people
from smsinfo.db.queries.changes import PartRow
from smsinfo.db.queries.topics import Found
from smsinfo.domain.changes import Act, Change, Kind, State, obstacle, responsible
from smsinfo.domain.staff import Permission, Person
from smsinfo.errors import ContentRefused
from smsinfo.staff.audit import WORKER, Actor, AuditLog

LONGEST_WAIT: Final = timedelta(days=366)
MOST_COMMENT: Final = 2000

REASONS: Final = {
    "not_now": "that can't be done to it any more",
    "own": "nobody approves what they wrote",
    "not_author": "only who wrote it can do that",
    "not_yours": "a part of it is outside your jurisdiction",
}


class Reviewing:
    """Everything that is decided about changes; every method works in the caller's transaction."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit

    def retract(self, session: Session, person: Person, now: datetime, change: Change) -> None:
        """Take back what one sent. Raises ContentRefused."""
        parts = self._check(session, person, Act.RETRACT, change)
        advance(session, change, Act.RETRACT, {"decided_at": now, "publish_at": None})
        self._tell(session, now, Actor.of(person), "change.retracted", change, parts)

    def comment(self, session: Session, person: Person, now: datetime, change: Change, text: str) -> None:
        """Say something about it. Raises ContentRefused."""
        said = body(text)[:MOST_COMMENT]
        if not said:
            raise ContentRefused("no_words", "write what you want to say")
        rows.add_comment(session, change.id, person.id, said, now)
        parts = by_part(rows.parts(session, change.id))
        self._tell(session, now, Actor.of(person), "change.commented", change, parts)

    def send_back(self, session: Session, person: Person, now: datetime, change: Change, text: str) -> None:
        """Return it to its author, who is told why. Raises ContentRefused."""
        parts, said = self._check(session, person, Act.RETURN, change), body(text)[:MOST_COMMENT]
        if not said:
            raise ContentRefused("no_words", "write what has to be mended")
        rows.add_comment(session, change.id, person.id, said, now)
        advance(session, change, Act.RETURN, {"reviewer_id": person.id, "decided_at": now, "publish_at": None})
        self._tell(session, now, Actor.of(person), "change.returned", change, parts)

    def publish(self, session: Session, person: Person, now: datetime, change: Change) -> None:
        """Approve it and make it what citizens get. Raises ContentRefused."""
        parts = self._check(session, person, Act.PUBLISH, change)
        advance(session, change, Act.PUBLISH, {"reviewer_id": person.id, "decided_at": now, "publish_at": None})
        make_live(session, change.topic, parts, By(change.author, now, person.name))
        alone = person.id in change.authors
        self._tell(session, now, Actor.of(person), "change.published", change, parts, alone=alone)

    def schedule(self, session: Session, person: Person, now: datetime, change: Change, at: datetime) -> None:
        """Approve it for a set time. Raises ContentRefused."""
        if not now < at <= now + LONGEST_WAIT:
            raise ContentRefused("bad_time", "choose a time to come, within a year")
        parts = self._check(session, person, Act.SCHEDULE, change)
        values = {"reviewer_id": person.id, "decided_at": now, "publish_at": at}
        advance(session, change, Act.SCHEDULE, values)
        told = {"publish_at": at.isoformat()}
        self._tell(session, now, Actor.of(person), "change.scheduled", change, parts, **told)

    def publish_scheduled(self, session: Session, now: datetime, change: Change) -> None:
        """Publish what is due, where its approver may still approve it. Raises ContentRefused."""
        approver = people.by_id(session, change.reviewer_id or 0)
        parts = by_part(rows.parts(session, change.id))
        scopes = frozenset(row.scope for row in parts.values())
        if approver is None or not approver.active or not responsible(approver, Permission.PUBLISH, scopes):
            raise ContentRefused("no_approver", "who approved it is no publisher here any more")
        advance(session, change, Act.PUBLISH, {"decided_at": now})
        make_live(session, change.topic, parts, By(change.author, now, approver.name))
        self._tell(session, now, WORKER, "change.published", change, parts, approved_by=approver.name)

    def return_scheduled(
        self, session: Session, now: datetime, change: Change, reason: str, names: Sequence[str] = ()
    ) -> None:
        """Give back what was due and no longer fits. The comment holds the reason as a code."""
        advance(session, change, Act.RETURN, {"decided_at": now, "publish_at": None})
        rows.add_comment(session, change.id, None, f"{reason}: {', '.join(names)}", now)
        parts = by_part(rows.parts(session, change.id))
        self._tell(session, now, WORKER, "change.returned", change, parts, why=reason)

    def roll_back(
        self, session: Session, person: Person, now: datetime, found: Found, old: Mapping[Part, str], words: str
    ) -> int:
        """Ask for texts that citizens had before; the change's id. Raises ContentRefused."""
        return self._ask(session, person, now, found, old, Kind.ROLLBACK, words)

    def withdraw(self, session: Session, person: Person, now: datetime, found: Found, words: str) -> int:
        """Ask for a topic to be taken out of the answers; the change's id. Raises ContentRefused."""
        if not body(words):
            raise ContentRefused("no_words", "write why")
        nothing = dict.fromkeys(live_parts(session, found), "")
        return self._ask(session, person, now, found, nothing, Kind.WITHDRAWAL, words)

    def _ask(
        self,
        session: Session,
        person: Person,
        now: datetime,
        found: Found,
        wanted: Mapping[Part, str],
        kind: Kind,
        words: str,
    ) -> int:
        live = {part: text_of(value) for part, value in live_parts(session, found).items()}
        changed = {part: after for part, after in wanted.items() if live.get(part, "") != after}
        if not changed:
            raise ContentRefused("empty", "citizens get exactly this already")
        if not responsible(person, Permission.WRITE, frozenset(part.scope for part in changed)):
            raise ContentRefused("not_yours", "a part of it is outside your jurisdiction")
        values = new_change(found.row.id, State.IN_REVIEW, kind, person, now) | {"submitted_at": now}
        change_id = rows.add(session, values | {"note": body(words)[:MOST_NOTE]})
        assert change_id is not None  # noqa: S101  (only drafts are one a person)
        rows.add_parts(
            session, [_part(change_id, part, live.get(part, ""), after, now) for part, after in changed.items()]
        )
        parts = by_part(rows.parts(session, change_id))
        rows.set_digest(session, change_id, digest_of(found.row.key, parts))
        told = {"change": change_id, "digest": digest_of(found.row.key, parts), "kind": kind.value}
        note(self._audit, session, now, Actor.of(person), "change.submitted", found.row.key, parts, **told)
        return change_id

    def _check(self, session: Session, person: Person, act: Act, change: Change) -> dict[Part, PartRow]:
        """The parts of a change to which the person may do this. Raises ContentRefused."""
        parts = by_part(rows.parts(session, change.id))
        problem = obstacle(act, change, frozenset(row.scope for row in parts.values()), person)
        if problem is not None:
            raise ContentRefused(problem, REASONS[problem])
        return parts

    def _tell(
        self,
        session: Session,
        now: datetime,
        actor: Actor,
        action: str,
        change: Change,
        parts: Mapping[Part, PartRow],
        **more: object,
    ) -> None:
        told = {"change": change.id, "digest": change.digest, "kind": change.kind.value, **more}
        note(self._audit, session, now, actor, action, change.topic, parts, **told)


def _part(change_id: int, part: Part, before: str, after: str, now: datetime) -> dict[str, Any]:
    return {
        "change_id": change_id,
        "part": part.name,
        "scope": part.scope,
        "before": before,
        "after": after,
        "version": 1,
        "saved_at": now,
    }
