"""Fits the two calibrations of the understanding and writes them to its data folder.

    python bench/calibrate.py [--show]

`weights.toml`: is the best topic an answer that the text deserves? `cry_weights.tsv`: is the text a cry for help?
Both are fitted on texts that the index did not learn from: the pack's example questions, everyday texts and cries are
divided into folds, each scored by an index built from the others. The tuning half of the evaluation set is added to the
first fit; the test half is never read here.
"""

from __future__ import annotations

import csv
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from logistic import fit, score

from smsinfo.content.catalogue import catalogue_of
from smsinfo.content.pack_files import read_pack
from smsinfo.domain.content import Catalogue, CatalogueTopic
from smsinfo.understanding import lexicon
from smsinfo.understanding.cries import cry_features
from smsinfo.understanding.decide import NAMES, features, strength
from smsinfo.understanding.index import Index
from smsinfo.understanding.normalise import words
from smsinfo.understanding.places import PlaceIndex
from smsinfo.understanding.readings import Reader
from smsinfo.understanding.score import Picture, Scorer, TopicScore

ROOT = Path(__file__).parents[1]
FOLDS = 4
ANSWER_WEIGHTS = {"example": 0.3, "everyday": 1.0, "lookalike": 0.25, "tuning": 1.0, "tuning negative": 3.0}
T = TypeVar("T")
KEPT = ("answer", "safety", "others", "cry", "whole_text")


@dataclass(frozen=True)
class Seen:
    """One text as an index saw it that had not learned from it."""

    group: str
    wanted: frozenset[str]
    text: str
    picture: Picture
    ranked: tuple[TopicScore, ...]
    best: str
    fold: int

    @property
    def right(self) -> bool:
        """True when the best topic is one that the text deserves."""
        return self.best in self.wanted


class Eye:
    """An index without one fold of the texts."""

    def __init__(self, catalogue: Catalogue, fold: int, places: PlaceIndex) -> None:
        self.fold = fold
        topics = tuple(
            replace(topic, examples={"id": tuple(_without(_examples(topic), fold))}) for topic in catalogue.topics
        )
        background = lexicon.background_of(
            _without(lexicon.everyday_texts(), fold), _without(lexicon.lookalikes(), fold)
        )
        self._index = Index(replace(catalogue, topics=topics), background, list(_without(lexicon.cries(), fold)))
        self._scorer = Scorer(self._index, Reader(self._index, places.names), places.names)

    def look(self, group: str, wanted: frozenset[str], text: str) -> Seen:
        """The text's evidence."""
        picture = self._scorer.picture(words(text))
        ranked = tuple(sorted(picture.scores, key=strength, reverse=True))
        best = self._index.keys[ranked[0].topic] if ranked else ""
        return Seen(group, wanted, text, picture, ranked, best, self.fold)


def _examples(topic: CatalogueTopic) -> tuple[str, ...]:
    return tuple(line for group in topic.examples.values() for line in group)


def _without(texts: tuple[T, ...], fold: int) -> Iterator[T]:
    return (text for n, text in enumerate(texts) if n % FOLDS != fold)


def _only(texts: tuple[T, ...], fold: int) -> Iterator[T]:
    return (text for n, text in enumerate(texts) if n % FOLDS == fold)


def look_at_everything(catalogue: Catalogue) -> tuple[list[Seen], list[Seen]]:
    """(texts for the answer fit, texts for the cry fit)."""
    places = PlaceIndex(catalogue.gazetteer)
    dangers = {topic for topic, _ in lexicon.cries()} - {"-"}
    asked: list[Seen] = []
    cried: list[Seen] = []
    for fold in range(FOLDS):
        eye = Eye(catalogue, fold, places)
        for topic in catalogue.topics:
            seen = [eye.look("example", frozenset({topic.key}), line) for line in _only(_examples(topic), fold)]
            asked.extend(seen)
            # Questions about dangers and disasters are left out of the cry fit: many of them are cries.
            if topic.key not in dangers and not topic.safety and topic.category != "bencana":
                cried.extend(seen)
        everyday = [eye.look("everyday", frozenset(), line) for line in _only(lexicon.everyday_texts(), fold)]
        everyday.extend(eye.look("lookalike", frozenset(), line) for line in _only(lexicon.lookalikes(), fold))
        asked.extend(everyday)
        cried.extend(everyday)
        cried.extend(
            eye.look("peace" if t == "-" else "cry", frozenset({t}), x) for t, x in _only(lexicon.cries(), fold)
        )
    whole = Eye(catalogue, -1, places)
    asked.extend(whole.look(group, wanted, text) for group, wanted, text in _tuning())
    return asked, cried


def _tuning() -> Iterator[tuple[str, frozenset[str], str]]:
    with (ROOT / "bench" / "eval" / "tuning.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            wanted = row["expected"].split("|")
            if wanted == ["-"]:
                yield "tuning negative", frozenset(), row["text"]
            elif "-" not in wanted and row["kind"] != "cry" and not row["expected"].startswith(("menu:", "cmd:")):
                yield "tuning", frozenset(wanted), row["text"]


def fit_answer(asked: list[Seen]) -> dict[str, float]:
    """Weights of `decide.features`."""
    rows = [
        (dict(zip(NAMES[1:], features(s.picture, s.ranked)[1:], strict=True)), int(s.right), ANSWER_WEIGHTS[s.group])
        for s in asked
        if s.ranked
    ]
    found = fit(rows, l2=2.0, steps=600)
    return {"one": found.pop(""), **{name: found.get(name, 0.0) for name in NAMES[1:]}}


def fit_cry(cried: list[Seen]) -> dict[str, float]:
    """Weights of `cries.cry_features`."""
    dangers = {topic for topic, _ in lexicon.cries()} - {"-"}
    rows = [(_cry_row(s, dangers), int(s.group == "cry"), 1.5 if s.group == "peace" else 1.0) for s in cried]
    return fit(rows, l2=0.3)


def _cry_row(seen: Seen, dangers: set[str]) -> dict[str, float]:
    top = strength(seen.ranked[0]) if seen.ranked else 0.0
    return cry_features(
        words(seen.text), points_to_danger=seen.best in dangers, strength=top, questions=seen.picture.questions
    )


def show(asked: list[Seen], weights: dict[str, float], cried: list[Seen]) -> None:
    """How the thresholds trade right answers for false ones, on texts that the index had not learned."""
    by_group: dict[str, list[tuple[float, bool]]] = {}
    for seen in asked:
        total = (
            sum(weights[n] * x for n, x in zip(NAMES, features(seen.picture, seen.ranked), strict=True))
            if seen.ranked
            else -30
        )
        by_group.setdefault(seen.group, []).append((1 / (1 + math.exp(-total)), seen.right))
    for level in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        said = {g: sum(p >= level for p, _ in found) / len(found) for g, found in by_group.items()}
        right = {g: sum(p >= level and r for p, r in found) / len(found) for g, found in by_group.items()}
        print(f"{level:.2f} " + "  ".join(f"{g}: said {said[g]:.3f} right {right[g]:.3f}" for g in by_group))
    dangers = {topic for topic, _ in lexicon.cries()} - {"-"}
    held: list[tuple[float, str]] = []
    for fold in range(FOLDS):
        model = fit_cry([s for s in cried if s.fold != fold])
        held.extend((score(model, _cry_row(s, dangers)), s.group) for s in cried if s.fold == fold)
    for level in (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0):
        shares = {
            g: sum(v >= level for v, h in held if h == g) / sum(h == g for _, h in held)
            for g in ("cry", "peace", "everyday", "example")
        }
        print(f"cry {level:+.1f} " + "  ".join(f"{g}: {share:.4f}" for g, share in shares.items()))


def main() -> None:
    """Fit, write, and show the trade-offs when asked."""
    asked, cried = look_at_everything(catalogue_of(read_pack(ROOT / "smsinfo" / "packs" / "kalteng")))
    answer = fit_answer(asked)
    if "--show" in sys.argv:
        show(asked, answer, cried)
    file = lexicon.DATA / "weights.toml"
    kept = [line for line in file.read_text(encoding="utf-8").splitlines() if line.split(" ")[0] in KEPT]
    lines = [f"{name} = {weight:.4f}" for name, weight in answer.items()]
    file.write_text(
        "\n".join(
            [
                "# Written by bench/calibrate.py, but for the thresholds, which people set.",
                *kept,
                "",
                "[features]",
                *lines,
            ]
        )
        + "\n",
        encoding="utf-8",
    )
    cry = {name: weight for name, weight in fit_cry(cried).items() if abs(weight) >= 0.05 or not name}
    rows = "".join(f"{name}\t{weight:.3f}\n" for name, weight in sorted(cry.items()))
    (lexicon.DATA / "cry_weights.tsv").write_text(rows, encoding="utf-8")


if __name__ == "__main__":
    main()
