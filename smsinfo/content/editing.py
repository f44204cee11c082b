"""Writing: drafts that are saved as they are typed, and sent for review as a whole. Nobody overwrites anybody.

A form says which saving of the draft and which published text it was made with (`Window`). Where either has moved on,
nothing is saved and a `Collision` holds all three versions, for a page on which the person puts them together.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from smsinfo.content.cases import Case, by_part, case_of
from smsinfo.content.noting import note
from smsinfo.content.pack_values import KEY_PATTERN
from smsinfo.content.parts import FRAME, Fields, Part, digest, text_of, value_of
from smsinfo.content.publish import refuse_errors, refuse_moved
from smsinfo.content.typed import body, line
from smsinfo.content.words import CATEGORIES
from smsinfo.db.queries import changes as rows
from smsinfo.db.queries import topics as topic_rows
from smsinfo.db.queries.changes import PartRow
from smsinfo.domain.changes import GOING_ON, Act, Change, Kind, State, next_state, obstacle, responsible
from smsinfo.domain.staff import PROVINCE, Permission, Person
from smsinfo.errors import ContentRefused
from smsinfo.staff.audit import Actor, AuditLog

MOST_NOTE = 500


@dataclass(frozen=True, slots=True)
class Window:
    """What a form was made with: the version of the draft's part (0: none) and the digest of the published text."""

    version: int
    before: str


@dataclass(frozen=True, slots=True)
class Collision:
    """Two windows or two people wrote the same part. `window` is what a form made with sight of all of them says."""

    base: Fields | None
    mine: Fields | None
    theirs: Fields | None
    window: Window


class Editing:
    """Everything that writers do; every method works in the caller's transaction."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit

    def open_topic(
        self,
        session: Session,
        person: Person,
        now: datetime,
        key: str,
        category: str,
        title: str,
        examples: Sequence[str] = (),
    ) -> None:
        """Begin a topic that citizens get when its frame and texts are published. Raises ContentRefused."""
        key, title = key.strip().lower(), line(title)
        if not person.may(Permission.WRITE, PROVINCE):
            raise ContentRefused("not_yours", "a topic holds everywhere: that is for writers of the province")
        if len(key) > 40 or re.fullmatch(KEY_PATTERN, key) is None:
            raise ContentRefused("key_form", "a key has up to 40 of a-z, 0-9 and single hyphens, as in akta-lahir")
        if category not in CATEGORIES or not title or len(title) > 120:
            raise ContentRefused("title_form", "choose a category and give a title of up to 120 characters")
        row = {"key": key, "category": category, "owner": "", "tag": "", "safety": False, "review_by": now.date()}
        if topic_rows.add(session, row, title, title[:16].strip()) is None:
            raise ContentRefused("key_taken", f"there is a topic {key} already", key=key)
        self._audit.record(session, now, Actor.of(person), "topic.opened", f"topic:{key}", region=PROVINCE)
        case = case_of(session, key, person)
        assert case is not None  # noqa: S101  (it has just been made)
        frame = {
            "category": category,
            "position": case.found.position,
            "title.id": title,
            "keywords": [],
            "sources": [],
        }
        if examples:
            frame["examples.id"] = list(examples)
        self.save(session, person, now, case, FRAME, frame, Window(0, digest("")))

    def save(
        self,
        session: Session,
        person: Person,
        now: datetime,
        case: Case,
        part: Part,
        value: Fields | None,
        seen: Window,
    ) -> Collision | None:
        """Keep what was typed; a Collision where that would overwrite something. Raises ContentRefused."""
        if not person.may(Permission.WRITE, part.scope):
            raise ContentRefused("not_yours", f"{part.name} is outside your jurisdiction")
        row, live, after = case.drafts.get(part), text_of(case.live.get(part)), text_of(value)
        current = Window(row.version if row else 0, digest(live))
        if row is None:
            if seen.before != current.before:
                return Collision(self._base(session, case, part, seen, live), value, value_of(live), current)
            if after == live:
                return None
            before = live
        else:
            if seen.version != row.version and after != row.after:
                return Collision(
                    value_of(row.before), value, value_of(row.after), Window(row.version, digest(row.before))
                )
            known = {digest(live): live, digest(row.before): row.before}
            if seen.before not in known:
                return Collision(value_of(row.before), value, value_of(live), current)
            before = known[seen.before]
        change_id = self._draft(session, person, now, case)
        values = {"scope": part.scope, "before": before, "after": after, "saved_at": now}
        if not rows.put_part(session, change_id, part.name, current.version, values):
            raise ContentRefused("decided", "another window saved at the same moment; open the page again")
        return None

    def discard(self, session: Session, person: Person, now: datetime, case: Case, part: Part | None = None) -> None:
        """Forget a part of the person's draft, or all of it; and a topic that is nothing but that."""
        draft = rows.draft_of(session, case.id, person.id)
        if draft is not None and (part is None or set(case.drafts) <= {part}):
            rows.drop(session, draft.id)
        elif draft is not None and part is not None:
            rows.drop_part(session, draft.id, part.name)
        if part is None and case.found.status == topic_rows.DRAFT and rows.count(session, case.id) == 0:
            if not person.may(Permission.WRITE, PROVINCE):
                raise ContentRefused("not_yours", "a topic holds everywhere: that is for writers of the province")
            topic_rows.drop(session, case.id)
            self._audit.record(session, now, Actor.of(person), "topic.dropped", f"topic:{case.key}", region=PROVINCE)

    def submit(self, session: Session, person: Person, now: datetime, case: Case, words: str) -> int:
        """Send the draft for review as it stands; the change's id. Raises ContentRefused where it can't be."""
        draft = rows.draft_of(session, case.id, person.id)
        real = case.real
        if draft is None or not real:
            raise ContentRefused("empty", "nothing in the draft differs from what is published")
        scopes = frozenset(row.scope for row in real.values())
        if not responsible(person, Permission.WRITE, scopes):
            raise ContentRefused("not_yours", "a part of the draft is outside your jurisdiction")
        problem = obstacle(Act.SUBMIT, draft, scopes, person)
        if problem is not None:
            raise ContentRefused(problem, "this draft can't be sent for review")
        refuse_moved(case.live, real)
        refuse_errors(session, case.found, case.live, case.wanted, now)
        for part in set(case.drafts) - set(real):
            rows.drop_part(session, draft.id, part.name)
        sent = {"submitted_at": now, "note": body(words)[:MOST_NOTE], "digest": digest_of(case.key, real)}
        advance(session, draft, Act.SUBMIT, sent)
        told = {"change": draft.id, "digest": sent["digest"]}
        note(self._audit, session, now, Actor.of(person), "change.submitted", case.key, real, **told)
        return draft.id

    def mend(self, session: Session, person: Person, now: datetime, change: Change) -> None:
        """Go on writing where a returned change ended: a new draft that follows it. Raises ContentRefused."""
        parts = by_part(rows.parts(session, change.id))
        if change.state not in GOING_ON:
            raise ContentRefused("not_now", "only what was returned or taken back is mended")
        if not responsible(person, Permission.WRITE, frozenset(row.scope for row in parts.values())):
            raise ContentRefused("not_yours", "a part of the change is outside your jurisdiction")
        new_id = self._add_draft(session, person, now, change.topic_id, change.authors | {person.id}, change.id)
        if new_id is None:
            raise ContentRefused("have_draft", "send or discard your other draft of this topic first")
        rows.add_parts(session, [_copy(row, new_id, now) for row in parts.values()])
        told = {"change": new_id, "follows": change.id}
        note(self._audit, session, now, Actor.of(person), "change.mended", change.topic, parts, **told)

    def _draft(self, session: Session, person: Person, now: datetime, case: Case) -> int:
        """The person's draft of the topic, made where there is none."""
        known = rows.draft_of(session, case.id, person.id)
        made = known.id if known else self._add_draft(session, person, now, case.id, frozenset({person.id}), None)
        if made is None:
            raise ContentRefused("decided", "another window saved at the same moment; open the page again")
        return made

    def _add_draft(
        self,
        session: Session,
        person: Person,
        now: datetime,
        topic_id: int,
        authors: frozenset[int],
        follows: int | None,
    ) -> int | None:
        values = new_change(topic_id, State.DRAFT, Kind.EDIT, person, now)
        return rows.add(session, values | {"authors": json.dumps(sorted(authors)), "follows_id": follows})

    def _base(self, session: Session, case: Case, part: Part, seen: Window, live: str) -> Fields | None:
        """The published text that the form was made with, as far as somebody's change has kept it."""
        older = rows.value_before(session, case.id, part.name, live)
        return next((value_of(text) for text in older if digest(text) == seen.before), None)


def new_change(topic_id: int, state: State, kind: Kind, person: Person, now: datetime) -> dict[str, Any]:
    """The columns of a change that somebody begins."""
    return {
        "topic_id": topic_id,
        "state": state.value,
        "kind": kind.value,
        "author_id": person.id,
        "authors": json.dumps([person.id]),
        "created_at": now,
    }


def advance(session: Session, change: Change, act: Act, values: dict[str, Any]) -> None:
    """Give a change its next state, by the table. Raises ContentRefused where somebody else was quicker."""
    new = next_state(change.state, act)
    if new is None or not rows.move(session, change.id, change.state, new, values):
        raise ContentRefused("decided", "somebody else has decided this in the meantime")


def digest_of(key: str, parts: dict[Part, PartRow]) -> str:
    """The name of exactly these parts of this topic: what the audit log says was approved."""
    said = [[part.name, parts[part].before, parts[part].after] for part in sorted(parts, key=lambda part: part.order)]
    return digest(json.dumps([key, said], ensure_ascii=True))


def _copy(row: PartRow, change_id: int, now: datetime) -> dict[str, Any]:
    kept = {name: getattr(row, name) for name in ("part", "scope", "before", "after")}
    return {**kept, "change_id": change_id, "version": 1, "saved_at": now}
