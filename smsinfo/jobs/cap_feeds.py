"""Reads the configured feeds of CAP documents, each two minutes, whichever worker is first. No session is open while a
server is asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Protocol

from sqlalchemy.orm import Session

from smsinfo.alerts.cap.feeds import Entry, read_feed
from smsinfo.alerts.cap.fetching import Fetched, Fetcher
from smsinfo.alerts.cap.opening import Arrival
from smsinfo.alerts.cap.outcome import Outcome
from smsinfo.alerts.cap.reading import read_cap
from smsinfo.alerts.history import BY_WORKER
from smsinfo.bootstrap import Services
from smsinfo.db.queries import alerting, marks, watching
from smsinfo.errors import BadCap, SmsinfoError
from smsinfo.logs import get_logger
from smsinfo.outbox.alarms import FEED, feed_label

log = get_logger(__name__)
EVERY: Final = timedelta(minutes=2)
MOST_A_READING: Final = 50
"""Documents of one feed: BMKG's index of all provinces has fewer."""
POLLED: Final = "cap:polled"


class Fetches(Protocol):
    """What fetches."""

    def fetch(self, url: str, etag: str = "") -> Fetched:
        """What is at an address. Raises BadCap."""


class CapFeeds:
    """One worker's reading. What it has seen is remembered here; what has become a draft, in the database."""

    def __init__(self, services: Services, fetcher: Fetches | None = None) -> None:
        self._services = services
        self._fetcher = fetcher or Fetcher()
        self._etags: dict[str, str] = {}
        self._seen: dict[str, dict[str, str]] = {}

    def tick(self) -> int:
        """Read all feeds if it is time; how many documents were new here."""
        feeds = self._services.settings.cap_feeds
        if not feeds or not self._claimed(self._services.clock()):
            return 0
        return sum(self._read(feed) for feed in feeds)

    def _claimed(self, now: datetime) -> bool:
        with self._services.database.write() as session:
            last = marks.get(session.connection(), POLLED)
            if last is not None and datetime.fromisoformat(last) > now - EVERY:
                return False
            marks.put(session.connection(), POLLED, now.isoformat(), now)
        return True

    def _read(self, feed: str) -> int:
        try:
            fetched = self._fetcher.fetch(feed, self._etags.get(feed, ""))
            entries = () if fetched.raw is None else read_feed(fetched.raw, feed)
        except BadCap as error:
            self._note(feed, str(error))
            return 0
        self._note(feed, "")
        if fetched.raw is None:
            return 0
        if entries is None:  # the address is that of one document
            self._take(feed, fetched.raw)
            return 1
        seen = self._seen.get(feed, {})
        new = [entry for entry in entries if seen.get(entry.url) != entry.stamp]
        done = {entry.url: entry.stamp for entry in new[:MOST_A_READING] if self._document(entry)}
        self._seen[feed] = {e.url: e.stamp for e in entries if e not in new or e.url in done}
        # While something of it is still to be had, the feed itself has to be read again.
        self._etags[feed] = fetched.etag if len(done) == len(new) else ""
        return len(done)

    def _document(self, entry: Entry) -> bool:
        """Take one document; False where it could not be had, so that it is asked for again."""
        try:
            fetched = self._fetcher.fetch(entry.url)
        except BadCap as error:
            log.warning("cap_document_away", origin=entry.url, problem=str(error))
            return False
        if fetched.raw is not None:
            self._take(entry.url, fetched.raw)
        return True

    def _take(self, origin: str, raw: bytes) -> None:
        services = self._services
        try:
            alert = read_cap(raw)
            with services.database.write() as session:
                result = services.cap.take(session, Arrival(alert, origin, BY_WORKER, services.clock()))
                if result.outcome is Outcome.DRAFT:
                    self._tell(session, result.code)
        except SmsinfoError as error:
            log.warning("cap_document_refused", origin=origin, problem=str(error))
            return
        log.info("cap_document", origin=origin, outcome=result.outcome.value, code=result.code)

    def _tell(self, session: Session, code: str) -> None:
        """Whoever is on duty hears of a draft with the draft itself: nobody looks at a page for it at night."""
        draft = alerting.by_code(session, code)
        if draft is not None:
            self._services.office.asking.tell_of_draft(session, draft, self._services.clock())

    def _note(self, feed: str, problem: str) -> None:
        """Since when a feed fails; operators are told once, by the alarms."""
        name = FEED + feed_label(feed)
        with self._services.database.write() as session:
            connection = session.connection()
            if not problem:
                watching.end(connection, name)
            else:
                watching.begin(connection, name, problem[:200], self._services.clock())
