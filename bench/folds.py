"""Texts as an understanding sees them that has learned nothing from them: each fold is read by an index, a wording
model and a list of cries made without it."""

from __future__ import annotations

import multiprocessing
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from learn_wording import FOLDS, Speaker, table_of, texts_of, tuning_rows
from softmax import Row, fit

from smsinfo.domain.content import Catalogue, CatalogueTopic
from smsinfo.understanding import lexicon
from smsinfo.understanding.cries import Around
from smsinfo.understanding.decide import strength
from smsinfo.understanding.evidence import TopicScore
from smsinfo.understanding.index import Index
from smsinfo.understanding.normalise import normal, words
from smsinfo.understanding.places import PlaceIndex
from smsinfo.understanding.readings import Reader
from smsinfo.understanding.score import Picture, Scorer
from smsinfo.understanding.wording import Table, Wording

PROCESSES = 2
MOST_PAIRS = 2500
T = TypeVar("T")


@dataclass(frozen=True)
class Seen:
    """One text as an index saw it that had not learned from it. `persona` is empty but for tuning texts."""

    group: str
    wanted: frozenset[str]
    text: str
    picture: Picture
    ranked: tuple[TopicScore, ...]
    best: str
    fold: int
    persona: str = ""

    @property
    def right(self) -> bool:
        """True when the best topic is one that the text deserves."""
        return self.best in self.wanted

    def around(self, dangers: frozenset[str]) -> Around:
        """What a cry detector is told of the text."""
        opinion = self.picture.opinion
        return Around(
            points_to_danger=self.best in dangers,
            strength=strength(self.ranked[0]) if self.ranked else 0.0,
            questions=self.picture.questions,
            alarm=opinion.alarm if opinion is not None else 0.0,
        )


class Eye:
    """An index and a wording model without one fold of the texts; with `whole` only the wording model is without."""

    def __init__(self, catalogue: Catalogue, fold: int, table: Table, *, whole: bool = False) -> None:
        self.fold = fold
        places = PlaceIndex(catalogue.gazetteer)
        if whole:
            self._index = Index(catalogue)
        else:
            topics = tuple(
                replace(topic, examples={"id": tuple(_without(_examples(topic), fold))}) for topic in catalogue.topics
            )
            elsewhere = (_without(lexicon.everyday_texts(), fold), _without(lexicon.lookalikes(), fold))
            self._index = Index(replace(catalogue, topics=topics), elsewhere, list(_without(lexicon.cries(), fold)))
        reader = Reader(self._index, places.names)
        self._scorer = Scorer(self._index, reader, places.names, Wording(self._index.keys, table))

    def look(self, group: str, wanted: frozenset[str], text: str, persona: str = "") -> Seen:
        """The text's evidence."""
        picture = self._scorer.picture(words(text))
        ranked = tuple(sorted(picture.scores, key=strength, reverse=True))
        best = self._index.keys[ranked[0].topic] if ranked else ""
        return Seen(group, wanted, text, picture, ranked, best, self.fold, persona)


class Folds:
    """Reads everything fold by fold. The rows to learn from are made once, before the processes part."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        speaker = Speaker(catalogue)
        self._rows: list[tuple[int, list[Row]]] = [
            (text.fold, list(speaker.rows(text))) for text in texts_of(catalogue)
        ]

    def table(self, without: int | None = None) -> Table:
        """The wording model, fitted on all but one fold."""
        rows = [row for fold, made in self._rows if fold != without for row in made]
        keys = [topic.key for topic in self._catalogue.topics]
        return table_of(keys, fit(rows, len(keys) + 2))

    def read(self, fold: int) -> tuple[Table, list[Seen]]:
        """What a fold looks like to what was fitted without it."""
        table = self.table(fold)
        eye = Eye(self._catalogue, fold, table)
        seen: list[Seen] = []
        for topic in self._catalogue.topics:
            group = "danger example" if topic.safety or topic.category == "bencana" else "example"
            seen.extend(eye.look(group, frozenset({topic.key}), line) for line in _only(_examples(topic), fold))
        seen.extend(eye.look("everyday", frozenset(), line) for line in _only(lexicon.everyday_texts(), fold))
        seen.extend(eye.look("lookalike", frozenset(), line) for line in _only(lexicon.lookalikes(), fold))
        seen.extend(
            eye.look("peace" if danger == "-" else "cry", frozenset({danger}), line)
            for danger, line in _only(lexicon.cries(), fold)
        )
        whole = Eye(self._catalogue, fold, table, whole=True)
        seen.extend(
            whole.look("everyday words", frozenset(), line) for line in _only(short_texts(self._catalogue), fold)
        )
        for row in tuning_rows():
            if int(row["fold"]) == fold:
                group, wanted = _tuned(row)
                seen.append(whole.look(group, wanted, row["text"], row["persona"]))
        return table, seen

    def read_all(self) -> tuple[list[Table], list[Seen]]:
        """All folds, in processes of their own."""
        global _shared
        _shared = self
        with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("fork")) as pool:
            read = list(pool.map(_read, range(FOLDS)))
        return [table for table, _ in read], [text for _, seen in read for text in seen]


def short_texts(catalogue: Catalogue) -> list[str]:
    """Words of everyday texts, and some of their pairs of neighbours, that name no topic: each as a text of its own.

    So the decision learns that one word of a topic beside one that is none of its is no question about it.
    """
    named = set(_named(catalogue))
    singles, pairs = Counter[str](), Counter[str]()
    for line in (*lexicon.everyday_texts(), *lexicon.lookalikes()):
        found = words(line)
        telling = {w for w in found if w not in lexicon.function_words() and w.isalpha() and len(w) > 2}
        singles.update(sorted(telling))
        pairs.update(sorted({f"{a} {b}" for a, b in pairwise(found) if a in telling and b in telling}))
    once = [pair for pair in pairs if pair not in named]
    random.Random(1).shuffle(once)
    return [word for word, times in singles.items() if times > 1 and word not in named] + once[:MOST_PAIRS]


def _named(catalogue: Catalogue) -> Iterator[str]:
    for topic in catalogue.topics:
        groups = (topic.keywords, *topic.aliases.values(), *topic.related.values())
        for group in (*groups, topic.titles.values(), topic.labels.values()):
            yield from map(normal, group)
    for menu in catalogue.menus:
        yield from map(normal, menu.words)


_shared: Folds | None = None


def _read(fold: int) -> tuple[Table, list[Seen]]:
    assert _shared is not None
    return _shared.read(fold)


def _tuned(row: dict[str, str]) -> tuple[str, frozenset[str]]:
    wanted = frozenset(row["expected"].split("|"))
    if row["kind"] == "cry":
        return "tuning cry", wanted
    if wanted == {"-"}:
        return "tuning negative", frozenset()
    return ("tuning other" if "-" in wanted or ":" in row["expected"] else "tuning"), wanted


def _examples(topic: CatalogueTopic) -> tuple[str, ...]:
    return tuple(line for group in topic.examples.values() for line in group)


def _without(texts: Sequence[T], fold: int) -> Iterator[T]:
    return (text for n, text in enumerate(texts) if n % FOLDS != fold)


def _only(texts: Sequence[T], fold: int) -> Iterator[T]:
    return (text for n, text in enumerate(texts) if n % FOLDS == fold)
