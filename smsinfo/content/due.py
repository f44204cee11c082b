"""Which answers have to be looked at again, and what becomes of those that nobody looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import content as rows
from smsinfo.db.queries import publishing
from smsinfo.db.queries.content import StateRow

SOON: Final = timedelta(days=30)
"""So long before its day of review a topic is shown as due soon."""


OWNER_OF_CLAIMS: Final = {"id": "Kabar yang beredar", "en": "Claims that went round"}
"""What stands in lists by office where a topic has its office."""


class Standing(StrEnum):
    """How a topic stands on a day: `OVERDUE` answers say that they may be out of date."""

    FRESH = "fresh"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Due:
    """One topic or claim with the day by which its owner has to look at it."""

    key: str
    title: str
    owner: str
    review_by: date
    safety: bool
    standing: Standing


def standing(review_by: date, today: date) -> Standing:
    """How a day of review stands today. On the day itself it is not yet over."""
    if review_by < today:
        return Standing.OVERDUE
    return Standing.SOON if review_by <= today + SOON else Standing.FRESH


def due_topics(session: Session, today: date, within: timedelta = SOON, language: str = "id") -> list[Due]:
    """The published topics whose day of review lies behind us or within a time, by owner, the oldest first."""
    titles = rows.titles(session, language)
    found = [
        Due(
            topic.key,
            titles.get(topic.key, topic.key),
            topic.owner,
            topic.review_by,
            topic.safety,
            standing(topic.review_by, today),
        )
        for topic in rows.topics(session)
        if topic.review_by <= today + within
    ]
    return sorted(found, key=lambda due: (due.owner, due.review_by, due.key))


def due_claims(session: Session, today: date, within: timedelta = SOON, language: str = "id") -> list[Due]:
    """The published claims whose verdict has to be looked at again, the oldest first. No office owns one."""
    late = [claim for claim in rows.claims(session) if claim.review_by <= today + within]
    said = {(text.claim_id, text.language): text.claim for text in rows.claim_texts(session)} if late else {}
    found = [
        Due(
            claim.key,
            said.get((claim.id, language)) or said.get((claim.id, "id")) or claim.key,
            OWNER_OF_CLAIMS.get(language, OWNER_OF_CLAIMS["id"]),
            claim.review_by,
            False,
            standing(claim.review_by, today),
        )
        for claim in late
    ]
    return sorted(found, key=lambda due: (due.review_by, due.key))


def withdraw_overdue(session: Session, before: date, now: datetime) -> tuple[str, ...]:
    """Withdraw the topics whose day of review was before `before`; their keys. Citizens then get no answer of them.

    Never a safety topic: the old number of an ambulance, said to be old, is better than none. Importing or publishing
    a topic again brings it back.
    """
    state = rows.content_state(session, lock=True)
    old = [topic for topic in rows.topics(session) if topic.review_by < before and not topic.safety]
    if old:
        publishing.set_status(session, [topic.id for topic in old], publishing.WITHDRAWN)
        rows.save_state(session, StateRow(state.version + 1, state.mark, state.pack), now)
    return tuple(sorted(topic.key for topic in old))
