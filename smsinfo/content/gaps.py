"""The gap list for editors: look at it, close a gap by an alias, a topic or a decision, and open it again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.content.aliases import add_alias
from smsinfo.content.gap_texts import masked
from smsinfo.db.models import GapCluster
from smsinfo.db.queries import gaps as rows
from smsinfo.domain.gaps import Gap, GapState
from smsinfo.errors import BadInput

MOST_TEXTS: Final = 20
LONGEST_ALIAS: Final = 80


def list_gaps(
    session: Session,
    states: Collection[GapState] = (GapState.OPEN,),
    region: str | None = None,
    *,
    week: date | None = None,
    within: Collection[str] | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[Gap]:
    """Gaps in these states, most asked first. Three statements, however many.

    `region` is a regency's code, `week` a Monday; both choose gaps and leave their counts whole. `within` are the
    regencies that somebody may see: nothing of other regions is told, neither gaps nor counts nor texts.
    """
    there = within if region is None else {region} if within is None or region in within else set()
    found = rows.page_of_clusters(session, {state.value for state in states}, there, week, limit, offset)
    return _with_details(session, found, within)


def get_gap(session: Session, number: int, within: Collection[str] | None = None) -> Gap:
    """One gap with up to twenty texts; `within` as in the list. Raises BadInput where there is none."""
    cluster = rows.one_cluster(session, number)
    gap = _with_details(session, [cluster], within)[0] if cluster is not None else None
    if gap is None or (within is not None and not gap.regions):
        raise _no_gap(number)
    return gap


def suggested_alias(gap: Gap) -> str | None:
    """The text that was sent most, where it may be an alias; else None."""
    usable = Counter(text for text in plain_texts(gap) if len(text) <= LONGEST_ALIAS and "\n" not in text)
    return min(usable, key=lambda text: (-usable[text], len(text), text), default=None)


def plain_texts(gap: Gap) -> list[str]:
    """The texts in which nothing had to be masked: only those may be copied into content."""
    return [text for text in gap.texts if text == masked(text) and text and "[" not in text]


def alias(session: Session, number: int, key: str, words: str, language: str, by: str, now: datetime) -> int:
    """Let a topic answer the gap under these words; the content version that then holds. Raises BadInput."""
    cluster = _cluster(session, number)
    version = add_alias(session, key, words, language, now)
    _close(cluster, GapState.ALIASED, by, now, key)
    return version


def propose(session: Session, number: int, key: str, by: str, now: datetime) -> None:
    """An alias of the topic waits for review; the gap is closed meanwhile. Raises BadInput."""
    _close(_cluster(session, number), GapState.ALIASED, by, now, key)


def start_topic(session: Session, number: int, by: str, now: datetime, key: str | None = None) -> None:
    """Somebody writes a topic (its key, if it has one yet) that will answer the gap. Raises BadInput."""
    _close(_cluster(session, number), GapState.TOPIC_STARTED, by, now, key)


def ignore(session: Session, number: int, by: str, now: datetime) -> None:
    """This is nothing that we answer. Raises BadInput."""
    _close(_cluster(session, number), GapState.OUT_OF_SCOPE, by, now, None)


def reopen(session: Session, number: int) -> None:
    """Back on the list. Raises BadInput where there is no such gap."""
    open_again(_cluster(session, number))


def open_again(cluster: GapCluster) -> None:
    """A closed cluster waits for an editor again; an open one stays as it is."""
    if cluster.state != GapState.OPEN:
        cluster.state, cluster.closed_at, cluster.closed_by = GapState.OPEN.value, None, ""
        cluster.topic_key, cluster.reopened = None, cluster.reopened + 1


def _cluster(session: Session, number: int) -> GapCluster:
    found = rows.locked(session, [number])
    if not found:
        raise _no_gap(number)
    return found[0]


def _no_gap(number: int) -> BadInput:
    return BadInput(f"there is no gap {number}; smsinfo gaps list shows what there is")


def _close(cluster: GapCluster, state: GapState, by: str, now: datetime, key: str | None) -> None:
    cluster.state, cluster.closed_at, cluster.closed_by = state.value, now, by[:80]
    cluster.closed_asked, cluster.topic_key = cluster.asked, key


def _with_details(session: Session, found: list[GapCluster], within: Collection[str] | None) -> list[Gap]:
    numbers = [cluster.id for cluster in found]
    said = rows.texts_of(session, numbers, MOST_TEXTS, within)
    weeks: defaultdict[int, Counter[date]] = defaultdict(Counter)
    regions: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for number, week, region, asked in rows.counts_of(session, numbers, within):
        weeks[number][week] += asked
        regions[number][region] += asked
    return [
        Gap(
            cluster.id,
            cluster.title,
            GapState(cluster.state),
            cluster.asked if within is None else regions[cluster.id].total(),
            cluster.first_asked_at,
            cluster.last_asked_at,
            cluster.topic_key,
            cluster.reopened,
            tuple(masked(text) for text in said.get(cluster.id, ())),
            tuple(sorted(regions[cluster.id].items(), key=lambda item: (-item[1], item[0]))),
            tuple(weeks[cluster.id].items()),
        )
        for cluster in found
    ]
