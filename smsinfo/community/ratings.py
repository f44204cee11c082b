"""Whether answers helped: counted by topic and regency, never with the person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.kit import Kit
from smsinfo.db.queries import ratings as rows

REGENCY: Final = 5
"""Characters of a regency's code (`62.06`): a rating of one village could point to one person."""

LEAST_NO: Final = 5
"""So many have to say that an answer did not help, and no fewer than say that it did, until editors see it as a gap."""

WINDOW: Final = timedelta(days=90)
"""How far back pages look."""


class Ratings:
    """The service; works in the caller's transaction."""

    def __init__(self, kit: Kit) -> None:
        self._zone = kit.settings.zone

    def poor(
        self, session: Session, now: datetime, within: Collection[str] | None = None, limit: int = 50
    ) -> list[rows.Rated]:
        """The topics whose answers do not help, the worst first; `within` are the regencies that somebody may see."""
        since = (now - WINDOW).astimezone(self._zone).date()
        return rows.poor(session, since, LEAST_NO, within, limit)

    def of_topic(self, session: Session, topic: str, now: datetime) -> rows.Rated:
        """What was said of one topic in that time, everywhere; whoever shows it hides small counts."""
        return rows.of_topic(session, topic, (now - WINDOW).astimezone(self._zone).date())

    def add(self, session: Session, topic: str, region: str | None, now: datetime, *, helped: bool) -> None:
        """One person said whether an answer helped."""
        rows.add(session, now.astimezone(self._zone).date(), topic, (region or "")[:REGENCY], helped=helped)
