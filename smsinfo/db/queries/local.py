"""What the villages published, as it is kept in memory with the catalogue, and the version by which it is noticed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from smsinfo.db.models import ContentVersion, Contribution
from smsinfo.db.queries import cards
from smsinfo.domain.local import Local
from smsinfo.domain.news import Entry, NewsKind, NewsState

MOST = 2000
"""The newest entries that are kept; older ones are on the page."""


def load(session: Session) -> Local:
    """All that is published, the newest first."""
    one = Contribution
    columns = (one.id, one.kind, one.region_code, one.words, one.credit, one.published_at, one.expires_on)
    wanted = select(*columns).where(one.state == NewsState.PUBLISHED.value).order_by(one.id.desc()).limit(MOST)
    entries = (
        Entry(number, NewsKind(kind), region, words, credit, at, until)
        for number, kind, region, words, credit, at, until in session.execute(wanted)
        if at is not None and until is not None
    )
    return Local(tuple(entries), cards.said(session))


def moved(session: Session, now: datetime) -> None:
    """Let every process load the catalogue anew."""
    session.execute(update(ContentVersion).values(version=ContentVersion.version + 1, changed_at=now))
