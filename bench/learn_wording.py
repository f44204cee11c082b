"""What `calibrate.py` learns the wording model from, and how a fitted one becomes `data/wording.bin`.

Example questions, keywords, aliases and titles; everyday and look-alike texts and texts about what we don't serve;
cries and the same words in peace; the tuning texts. Each once as written and once with slips and lost vowels.
The test half is never read.
"""

from __future__ import annotations

import csv
import random
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from softmax import Fitted, Row

from smsinfo.content.catalogue import catalogue_of
from smsinfo.content.pack_files import read_pack
from smsinfo.domain.content import Catalogue
from smsinfo.understanding import lexicon
from smsinfo.understanding.index import Index
from smsinfo.understanding.normalise import words
from smsinfo.understanding.places import PlaceIndex
from smsinfo.understanding.readings import Reader
from smsinfo.understanding.wording import CRY, Table, pair_features, word_features

ROOT = Path(__file__).parents[1]
FOLDS = 5
EVERY = -1
"""The fold of what is never held out."""
NAMED, TUNED, NOISY = 0.5, 2.0, 0.5
SLIPS = 0.3
MOST_CLASSES = 8
SMALLEST = 0.1
_LETTERS = "qwertyuiopasdfghjklzxcvbnm"


Targets = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Text:
    """One text to learn from: `targets` are classes with their shares; texts of a fold are held out together."""

    text: str
    targets: Targets
    weight: float
    fold: int


def texts_of(catalogue: Catalogue) -> list[Text]:
    """All that is learned from. The classes are the topics, a cry for help, and none of them."""
    keys = {topic.key: n for n, topic in enumerate(catalogue.topics)}
    found: list[Text] = []
    for n, topic in enumerate(catalogue.topics):
        examples = (line for group in topic.examples.values() for line in group)
        found.extend(Text(line, ((n, 1.0),), 1.0, at % FOLDS) for at, line in enumerate(examples))
        groups = (topic.keywords, *topic.aliases.values(), topic.titles.values(), topic.labels.values())
        found.extend(Text(line, ((n, 1.0),), NAMED, EVERY) for group in groups for line in group)
    cry, none = ((len(keys), 1.0),), ((len(keys) + 1, 1.0),)
    for lines in (lexicon.everyday_texts(), lexicon.lookalikes(), lexicon.unserved()):
        found.extend(Text(line, none, 1.0, at % FOLDS) for at, line in enumerate(lines))
    for at, (danger, line) in enumerate(lexicon.cries()):
        found.append(Text(line, none if danger == "-" else cry, 1.0, at % FOLDS))
    found.extend(_tuning(keys, cry, none))
    return found


def tuning_rows() -> list[dict[str, str]]:
    """The tuning half: expected, text, kind, persona, and the fold of the persona."""
    with (ROOT / "bench" / "eval" / "tuning.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    personas = sorted({row["persona"] for row in rows})
    return [{**row, "fold": str(personas.index(row["persona"]) % FOLDS)} for row in rows]


def _tuning(keys: dict[str, int], cry: Targets, none: Targets) -> Iterator[Text]:
    for row in tuning_rows():
        expected, targets = row["expected"], cry
        wanted = [keys[key] for key in expected.split("|") if key in keys]
        if expected == "-" or expected.startswith("cmd:"):
            targets = none
        elif row["kind"] != "cry":
            targets = tuple((n, 1 / len(wanted)) for n in wanted)
        if targets and not expected.startswith("menu:"):
            yield Text(row["text"], targets, TUNED, int(row["fold"]))


class Speaker:
    """Turns texts into rows, with one reader for all."""

    def __init__(self, catalogue: Catalogue) -> None:
        places = PlaceIndex(catalogue.gazetteer)
        self._reader = Reader(Index(catalogue), places.names)
        self._random = random.Random(1)

    def features(self, found: list[str]) -> tuple[array[int], array[float]]:
        """The features of a text with their values: words each once, and its pairs."""
        meant = [self._reader.meant(word) for word in found]
        all_of: dict[int, float] = {}
        pieces = [f for word, text in dict(zip(found, meant, strict=True)).items() for f in word_features(word, text)]
        for name, value in (*pieces, *pair_features(found, meant)):
            all_of[name] = all_of.get(name, 0.0) + value
        return array("I", all_of), array("f", all_of.values())

    def rows(self, text: Text) -> Iterator[Row]:
        """A text as written, and with slips."""
        found = words(text.text)
        slipped = [self._slip(word) if self._random.random() < SLIPS else word for word in found]
        for these, share in ((found, 1.0), (slipped, NOISY)):
            if these:
                features = self.features(these)
                yield from (Row(*features, n, text.weight * part * share) for n, part in text.targets)

    def _slip(self, word: str) -> str:
        if len(word) < 4 or not word.isalpha():
            return word
        kind, at = self._random.random(), self._random.randrange(1, len(word) - 1)
        if kind < 0.3:
            return word[:at] + word[at + 1 :]
        if kind < 0.5:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if kind < 0.7:
            return word[0] + "".join(char for char in word[1:] if char not in "aeiou")
        if kind < 0.85:
            return word[:at] + self._random.choice(_LETTERS) + word[at + 1 :]
        return word[:at] + word[at] + word[at:]


def table_of(keys: Iterable[str], fitted: Fitted) -> Table:
    """Only the largest weights of each feature, as small integers."""
    weights = fitted.weights - fitted.weights.mean(axis=1, keepdims=True)
    scale = 32000 / float(np.abs(weights).max())
    order = np.argsort(fitted.numbers)
    numbers, starts, classes, kept = array("I"), array("I", (0,)), bytearray(), array("h")
    for place in order:
        row = weights[place]
        best = [int(n) for n in np.argsort(-np.abs(row))[:MOST_CLASSES] if abs(row[n]) >= SMALLEST]
        if best:
            numbers.append(int(fitted.numbers[place]))
            classes.extend(best)
            kept.extend([round(float(row[n]) * scale) for n in best])
            starts.append(len(classes))
    constants = tuple(round(float(value), 4) for value in fitted.constants)
    return Table((*keys, CRY), constants, scale, numbers, starts, bytes(classes), kept)


def demo_pack() -> Catalogue:
    """The pack whose topics the model learns."""
    return catalogue_of(read_pack(ROOT / "smsinfo" / "packs" / "kalteng"))
