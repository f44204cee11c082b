"""An answer that somebody looked at again and found right: new dates, and no new word.

That needs one person, since nothing is said that another has not approved; it is a change all the same, with its place
in the history and in the audit log. And an auditor's signature below all answers as they stand.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.content.cases import Case, by_part, case_of
from smsinfo.content.editing import digest_of, new_change
from smsinfo.content.noting import note
from smsinfo.content.pack_model import canonical_topic
from smsinfo.content.parts import FRAME, Fields, Part, Parts, assembled, digest, parts_of, position_of, text_of
from smsinfo.content.publish import make_live
from smsinfo.content.put_texts import By
from smsinfo.db.queries import changes as rows
from smsinfo.db.queries import content
from smsinfo.domain.changes import OPEN, Kind, State
from smsinfo.domain.staff import PROVINCE, Permission, Person
from smsinfo.errors import ContentRefused
from smsinfo.staff.audit import Actor, AuditLog

USUAL: Final = timedelta(days=182)
"""The next review, where nobody says another day."""
LONGEST: Final = timedelta(days=2 * 366)
SIGNED: Final = "answers.signed"


@dataclass(frozen=True, slots=True)
class Answers:
    """All published texts of topics at one version of the content: how many, and the digest of exactly these."""

    version: int
    count: int
    digest: str


def seen_of(case: Case) -> str:
    """The name of what is published of a topic now: a form says by it what was looked at."""
    return digest(json.dumps(sorted((part.name, text_of(value)) for part, value in case.live.items())))


def own_parts(case: Case, person: Person) -> tuple[Part, ...]:
    """The parts that the person may verify: of the province all, of a regency its own texts."""
    return tuple(part for part in case.live if person.may(Permission.VERIFY, part.scope))


class Verifying:
    """The acts; every method works in the caller's transaction."""

    def __init__(self, audit: AuditLog) -> None:
        self._audit = audit

    def verify(
        self, session: Session, person: Person, now: datetime, today: date, key: str, seen: str, review_by: date | None
    ) -> None:
        """Set the day on which the answer was looked at to today, and the day of its next review.

        Only of the parts that the person is responsible for; the day of review is the frame's. Raises ContentRefused.
        """
        case = case_of(session, key, person)
        if case is None or not case.found.published:
            raise ContentRefused("gone", f"there is no published topic {key}")
        own = own_parts(case, person)
        if not own:
            raise ContentRefused("not_yours", "none of its texts is of your jurisdiction")
        if seen_of(case) != seen:
            raise ContentRefused("changed", "the answer was changed since the page was opened")
        if FRAME in own and (review_by is None or not today < review_by <= today + LONGEST):
            raise ContentRefused("bad_day", "the next review is on a day to come, within two years")
        if rows.of_topic(session, case.id, OPEN, 1):
            raise ContentRefused("waits", "a change of this topic waits; what is in it may be the truth by now")
        wanted = _dated(case, own, today, review_by)
        changed = {part: value for part, value in wanted.items() if value != case.live.get(part)}
        if not changed:
            raise ContentRefused("empty", "it was verified today already")
        self._publish(session, person, now, case, changed)

    def sign(self, session: Session, person: Person, now: datetime, version: int) -> Answers:
        """Sign all answers of a version of the content. Raises ContentRefused where it has moved on."""
        found = answers(session)
        if not person.may(Permission.AUDIT, PROVINCE):
            raise ContentRefused("not_yours", "the list holds all answers of the province")
        if found.version != version:
            raise ContentRefused("changed", "the answers were changed since the page was opened")
        told = {"version": found.version, "answers": found.count, "digest": found.digest}
        self._audit.record(session, now, Actor.of(person), SIGNED, "answers", region=PROVINCE, **told)
        return found

    def _publish(self, session: Session, person: Person, now: datetime, case: Case, changed: Parts) -> None:
        decided = {"submitted_at": now, "reviewer_id": person.id, "decided_at": now}
        change = rows.add(session, new_change(case.id, State.PUBLISHED, Kind.VERIFICATION, person, now) | decided)
        assert change is not None  # noqa: S101  (only drafts are one a person)
        kept = {"change_id": change, "version": 1, "saved_at": now}
        values = [
            {
                **kept,
                "part": part.name,
                "scope": part.scope,
                "before": text_of(case.live[part]),
                "after": text_of(value),
            }
            for part, value in changed.items()
        ]
        rows.add_parts(session, values)
        parts = by_part(rows.parts(session, change))
        rows.set_digest(session, change, digest_of(case.key, parts))
        make_live(session, case.key, parts, By(person.name, now, person.name))
        told = {"change": change, "digest": digest_of(case.key, parts)}
        note(self._audit, session, now, Actor.of(person), "topic.verified", case.key, parts, **told)


def answers(session: Session) -> Answers:
    """What an auditor signs: each text with its sources and dates, in a fixed order, as one digest."""
    topics = {topic.id: topic for topic in content.topics(session)}
    texts = sorted(
        (topics[text.topic_id].key, text.language, text.region_code or "", text.text, text.more, str(text.checked_on))
        for text in content.texts(session)
        if text.topic_id in topics
    )
    sources = sorted(
        (topics[source.topic_id].key, source.title, source.address, str(source.checked_on))
        for source in content.sources(session)
        if source.topic_id in topics
    )
    reviews = sorted((topic.key, topic.owner, str(topic.review_by)) for topic in topics.values())
    whole = hashlib.sha256(json.dumps([texts, sources, reviews], ensure_ascii=True).encode()).hexdigest()
    return Answers(content.content_version(session), len(texts), whole)


def _dated(case: Case, own: tuple[Part, ...], today: date, review_by: date | None) -> Parts:
    """The topic as it is stored with today's dates in the person's own parts."""
    wanted = {
        part: _with_dates(part, value, today, review_by) if part in own else value for part, value in case.live.items()
    }
    topic = canonical_topic(assembled(case.key, wanted, today))
    return parts_of(topic, position_of(wanted))


def _with_dates(part: Part, value: Fields, today: date, review_by: date | None) -> Fields:
    day = today.isoformat()
    if part != FRAME:
        return {**value, "checked_on": day}
    sources = [[title, address, day] for title, address, _on in value["sources"]]
    return {**value, "sources": sources, "review_by": review_by.isoformat() if review_by else value["review_by"]}
