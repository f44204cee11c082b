"""Puts texts into the database as revisions: a changed text supersedes the old one, a missing one is withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from smsinfo.content.pack_model import PackSummary, PackTopic
from smsinfo.db.queries import publishing as rows
from smsinfo.db.queries.content import PUBLISHED

Spot = tuple[int, str, str | None]
"""Where a text stands: topic id, language, region code or None."""


@dataclass(frozen=True, slots=True)
class By:
    """Who brings a text, who approved it (nobody, where a pack does), and when."""

    author: str
    now: datetime
    reviewer: str = ""


def put_texts(session: Session, topics: Mapping[int, PackTopic], by: By) -> list[tuple[int, str]]:
    """Publish the texts of these topics, by topic id. What was withdrawn is returned: topic id, language and region."""
    wanted = {(number, text.language, text.region): text for number in topics for text in topics[number].summaries}
    places = _places(session, topics)
    missing = [spot for spot in wanted if spot not in places]
    if missing:
        new = [rows.SummaryValues(topic_id=topic, language=lang, region_code=region) for topic, lang, region in missing]
        rows.add_summaries(session, new)
        places = _places(session, topics)
    fresh = {spot: text for spot, text in wanted.items() if not _same(places[spot], text, topics[spot[0]])}
    gone = [spot for spot, place in places.items() if spot not in wanted and place.revision_id is not None]
    rows.retire(session, _revisions(places, list(fresh)), rows.SUPERSEDED)
    rows.retire(session, _revisions(places, gone), rows.WITHDRAWN)
    rows.add_revisions(session, [_revision(places[spot], text, topics[spot[0]], by) for spot, text in fresh.items()])
    return [(topic_id, f"{language} {region or ''}".rstrip()) for topic_id, language, region in gone]


def _places(session: Session, topics: Mapping[int, PackTopic]) -> dict[Spot, rows.LiveText]:
    return {(row.topic_id, row.language, row.region_code): row for row in rows.live_texts(session, topics)}


def _same(live: rows.LiveText, text: PackSummary, topic: PackTopic) -> bool:
    """True when citizens already get exactly this, checked on the same day."""
    wanted = (text.text, text.more, text.needs_native, text.checked_on or topic.checked_on)
    return live.revision_id is not None and (live.text, live.more, live.needs_native, live.checked_on) == wanted


def _revisions(places: Mapping[Spot, rows.LiveText], spots: list[Spot]) -> list[int]:
    found = (places[spot].revision_id for spot in spots)
    return [revision_id for revision_id in found if revision_id is not None]


def _revision(live: rows.LiveText, text: PackSummary, topic: PackTopic, by: By) -> rows.RevisionValues:
    return rows.RevisionValues(
        summary_id=live.summary_id,
        number=live.last_number + 1,
        text=text.text,
        more=text.more,
        needs_native=text.needs_native,
        state=PUBLISHED,
        author=by.author,
        reviewer=by.reviewer,
        checked_on=text.checked_on or topic.checked_on,
        created_at=by.now,
    )
