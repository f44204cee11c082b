"""The published content in memory, ready to answer: immutable, swapped whole when a publication moves the version."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from smsinfo.domain.content import Catalogue, CatalogueTopic
from smsinfo.domain.regions import Gazetteer, Place
from smsinfo.locale import command_words, language_names
from smsinfo.understanding.normalise import normal
from smsinfo.understanding.resolve import Understanding


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of everything that a turn needs to answer.

    `inside` are the codes directly below each region, in their order ('': the provinces); `place_names` are (code, name
    in the form in which it is compared), the largest regions first. `memo` holds what is made of this version again
    and again.
    """

    catalogue: Catalogue
    understanding: Understanding
    topics: dict[str, CatalogueTopic]
    places: dict[str, Place]
    inside: dict[str, tuple[str, ...]]
    place_names: tuple[tuple[str, str], ...]
    memo: dict[Hashable, Any] = field(default_factory=dict)

    def fields(self, region: str | None) -> dict[str, str]:
        """The region fields that hold for a person who lives there."""
        return self.catalogue.gazetteer.fields_for(region)


def build_snapshot(catalogue: Catalogue) -> Snapshot:
    """Index a catalogue. Takes a fraction of a second at 64 topics; done beside the answering, never in its way."""
    return Snapshot(
        catalogue,
        Understanding(catalogue, command_words(), language_names()),
        {topic.key: topic for topic in catalogue.topics},
        {place.code: place for place in catalogue.gazetteer.places},
        _inside(catalogue.gazetteer),
        tuple(sorted(((p.code, normal(p.name)) for p in catalogue.gazetteer.places), key=lambda one: len(one[0]))),
    )


def _inside(gazetteer: Gazetteer) -> dict[str, tuple[str, ...]]:
    below: defaultdict[str, list[str]] = defaultdict(list)
    for place in gazetteer.places:
        below[place.code.rpartition(".")[0]].append(place.code)
    return {code: tuple(sorted(codes)) for code, codes in below.items()}


def with_topic(snapshot: Snapshot, topic: CatalogueTopic, *, anew: bool) -> Snapshot:
    """The snapshot as it would be with this topic in the place of the published one, or beside the others.

    `anew` indexes everything again, which takes seconds: where the words change by which topics are found. Without it
    only the texts are other ones; the few words that a text adds to the index count from its publication on.
    """
    known = topic.key in snapshot.topics
    others = tuple(topic if one.key == topic.key else one for one in snapshot.catalogue.topics)
    catalogue = replace(snapshot.catalogue, topics=others if known else (*others, topic))
    if anew or not known:
        return build_snapshot(catalogue)
    return replace(snapshot, catalogue=catalogue, topics=snapshot.topics | {topic.key: topic}, memo={})


def with_texts(snapshot: Snapshot, catalogue: Catalogue) -> Snapshot | None:
    """The snapshot with another version's answers; None where it differs in more than those.

    Making it takes no time, so a wrong number is out of the answers before everything is indexed anew.
    """
    if _found_by(snapshot.catalogue) != _found_by(catalogue):
        return None
    return replace(snapshot, catalogue=catalogue, topics={topic.key: topic for topic in catalogue.topics}, memo={})


def _found_by(catalogue: Catalogue) -> tuple[object, ...]:
    """All by which a text leads to something. The few words that a summary adds to the index can wait."""
    topics = tuple(replace(topic, summaries=(), owner="", tag="", review_by=date.min) for topic in catalogue.topics)
    return topics, catalogue.claims, catalogue.menus, catalogue.gazetteer.places


def _only_local(before: Catalogue, catalogue: Catalogue) -> bool:
    """Whether two versions differ in nothing but what the villages say: nothing has to be indexed for that."""
    return replace(before, version=catalogue.version, local=catalogue.local) == catalogue


class Snapshots:
    """Holds the current snapshot of this process. `refresh` is called twice a second beside the answering."""

    def __init__(
        self,
        load: Callable[[], Catalogue],
        version: Callable[[], int],
        ready: Snapshot | None = None,
        build: Callable[[Catalogue], Snapshot] = build_snapshot,
    ) -> None:
        self._load = load
        self._version = version
        self._build = build
        self._lock = threading.Lock()
        self._current = ready
        self._indexed = ready.catalogue if ready is not None else None
        """What the index was made of: answers that were swapped early are not in it yet."""

    def current(self) -> Snapshot:
        """The newest snapshot that is ready; builds the first one."""
        if self._current is None:
            self.refresh()
        assert self._current is not None  # noqa: S101  (refresh builds one or raises)
        return self._current

    def refresh(self) -> bool:
        """Build and swap when the version has moved; True when it had. Where only answers differ they are swapped at
        once, before the indexing, and again with it."""
        with self._lock:
            before = self._current
            if before is not None and self._version() == before.catalogue.version:
                return False
            catalogue = self._load()
            if before is not None and self._indexed is not None and _only_local(self._indexed, catalogue):
                self._current, self._indexed = replace(before, catalogue=catalogue, memo={}), catalogue
                return True
            if before is not None:
                # Still under the old version's number: where the indexing fails, the next look tries again.
                early = with_texts(before, replace(catalogue, version=before.catalogue.version))
                self._current = early or before
            made = self._build(catalogue)
            if before is not None:
                made.understanding.resolve("xyzzy")  # makes the tables that the first strange word would wait for
            self._current, self._indexed = made, catalogue
            return True
