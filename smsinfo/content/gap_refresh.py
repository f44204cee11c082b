"""Brings new texts without an answer into the gap list, hour by hour, and forgets what nobody asks for any more.

Reading and comparing hold no transaction; what they came to is written in one, which begins by moving the mark: of two
workers that do the same at once the second finds it moved and leaves it at that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.config import Settings
from smsinfo.content.gap_clusters import Cluster, Clusters
from smsinfo.content.gap_texts import Comparer
from smsinfo.content.gaps import open_again
from smsinfo.db.engine import Database
from smsinfo.db.models import GapCluster
from smsinfo.db.queries import changes, marks, privacy, watching
from smsinfo.db.queries import gaps as rows
from smsinfo.db.queries.gaps import Grown, Unanswered
from smsinfo.domain.clock import Clock
from smsinfo.domain.gaps import GapState
from smsinfo.domain.privacy import Rule

LOOKED_TO: Final = "gaps_looked_to"
PAGE: Final = 1000
MOST_PAGES: Final = 20
SETTLED: Final = timedelta(minutes=30)
"""A text is looked at so long after it came: a menu may be answered until then."""
JUST_CLOSED: Final = timedelta(minutes=1)
"""So long after a gap was closed a text may still have been answered from the content before."""
PATIENCE: Final = timedelta(days=30)
"""So long a gap stays closed while a change of its topic waits for review, or its topic is being written."""
IGNORED_LEAST: Final = 5


@dataclass(slots=True)
class _News:
    """The texts of one page for one cluster."""

    texts: list[Unanswered] = field(default_factory=list)
    counts: Counter[tuple[date, str]] = field(default_factory=Counter)


class GapRefresh:
    """The duty. `places` gives words that name places: those say where, not what."""

    def __init__(
        self, database: Database, clock: Clock, settings: Settings, places: Callable[[], Collection[str]]
    ) -> None:
        self._database = database
        self._clock = clock
        self._zone = settings.zone
        self._places = places
        self._open_days = timedelta(days=settings.body_days)
        self._closed_days = timedelta(days=settings.id_days)

    def refresh(self) -> int:
        """Take over what came since the last time, at most twenty thousand texts; how many found a cluster."""
        taken = 0
        for _ in range(MOST_PAGES):
            found, more = self._page()
            taken += found
            if not more:
                break
        now = self._clock()
        with self._database.write() as session:
            gone = rows.drop_old(session, now - self._open_days, now - self._closed_days)
            privacy.note_run(session.connection(), Rule.GAPS, gone, None, now)
        return taken

    def _page(self) -> tuple[int, bool]:
        with self._database.read() as session:
            before = marks.get(session.connection(), LOOKED_TO)
            page = rows.unanswered(session, int(before or 0), self._clock() - SETTLED, PAGE)
            known = rows.clusters(session) if page.texts else []
        if page.next_id == int(before or 0):
            return 0, False
        news = self._compared(page.texts, known)
        with self._database.write() as session:
            if not _move_mark(session, before, str(page.next_id), self._clock()):
                return 0, False
            self._write(session, news)
        return sum(len(one.texts) for _, one in news), page.more

    def _compared(self, texts: list[Unanswered], known: list[rows.ClusterRow]) -> list[tuple[Cluster, _News]]:
        clusters = Clusters(Cluster.load(*row) for row in known)
        comparer = Comparer(self._places() if texts else ())
        for cluster in clusters.all:
            for term in cluster.terms:
                comparer.learn(term)
        news: defaultdict[int, _News] = defaultdict(_News)
        of: dict[int, Cluster] = {}
        for text in texts:
            read = comparer.read(text.text)
            if not read.vector:
                continue
            cluster = clusters.put(read)
            for term in read.vector:
                comparer.learn(term)
            of[id(cluster)] = cluster
            news[id(cluster)].texts.append(text)
            news[id(cluster)].counts[self._week(text.received_at), text.region] += 1
        return [(of[key], one) for key, one in news.items()]

    def _week(self, moment: datetime) -> date:
        """The Monday of the local week."""
        day = moment.astimezone(self._zone).date()
        return day - timedelta(days=day.weekday())

    def _write(self, session: Session, news: list[tuple[Cluster, _News]]) -> None:
        grown: dict[int, Grown] = {}
        numbers: dict[int, _News] = {}
        # One that was forgotten meanwhile begins anew.
        there = {row.id for row in rows.locked(session, [c.id for c, _ in news if c.id is not None])}
        for cluster, one in news:
            last = max(text.received_at for text in one.texts)
            values = Grown(title=cluster.title, terms=cluster.dump(), asked=cluster.asked, last_asked_at=last)
            if cluster.id is None or cluster.id not in there:
                number = rows.add_cluster(session, values, min(text.received_at for text in one.texts))
            else:
                number = cluster.id
                grown[number] = values
            numbers[number] = one
        rows.grow(session, grown)
        rows.add_messages(session, [(text.id, number) for number, one in numbers.items() for text in one.texts])
        counted = {(n, *key): times for n, one in numbers.items() for key, times in one.counts.items()}
        rows.count(session, counted)
        session.expire_all()
        on_its_way = changes.topics_on_their_way(session)
        for cluster_row in rows.locked(session, list(grown)):
            if _comes_back(cluster_row, cluster_row.topic_key in on_its_way):
                open_again(cluster_row)


def _comes_back(cluster: GapCluster, on_its_way: bool) -> bool:
    """True for a closed gap that has been asked for in vain again, and whose answer nobody is about to publish."""
    if cluster.state == GapState.OPEN or cluster.closed_at is None:
        return False
    if on_its_way and cluster.last_asked_at <= cluster.closed_at + PATIENCE:
        return False
    if cluster.state == GapState.OUT_OF_SCOPE:
        return cluster.asked - cluster.closed_asked >= max(IGNORED_LEAST, cluster.closed_asked)
    return cluster.last_asked_at > cluster.closed_at + JUST_CLOSED


def _move_mark(session: Session, before: str | None, after: str, now: datetime) -> bool:
    """Take the page; False when another worker has it."""
    connection = session.connection()
    if before is None:
        return watching.begin(connection, LOOKED_TO, after, now)
    return watching.change(connection, LOOKED_TO, before, after)
