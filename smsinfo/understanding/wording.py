"""What the wording of a text as a whole says for each topic, for a cry for help, and for neither.

A linear model over words and their pieces. `bench/calibrate.py` fits it (multinomial logistic regression, hashed
features, few weights a feature) on example questions, everyday texts and the tuning texts, and writes
`data/wording.bin`. It knows topics by key. Of a topic that it does not know it says nothing, neither for nor against,
so what an editor adds tomorrow is found by the other evidence.
"""

from __future__ import annotations

import json
import math
import struct
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from zlib import compress, crc32, decompress

from smsinfo.understanding.affixes import stem
from smsinfo.understanding.lexicon import DATA, function_words

_WORD, _PAIR, _PIECE = 1.0, 0.7, 0.5
_PIECES = (3, 4, 5)
_MOST_CACHED = 4096
_SHELF = 20
"""A feature's number has 32 bits; those above these say on which shelf it stands."""
FILE = DATA / "wording.bin"
CRY = "!"
"""Stands among the keys for cries for help."""


def word_features(word: str, meant: str) -> Iterator[tuple[int, float]]:
    """A word as typed, the stems of what is meant by it, and its pieces of three to five letters with their ends."""
    yield _number("w" + word), _WORD
    for part in meant.split(" "):
        yield _number("s" + stem(part)), _WORD
    framed = f"<{word}>".encode()
    for size in _PIECES:
        for start in range(len(framed) - size + 1):
            yield crc32(framed[start : start + size], _PIECE_START), _PIECE


def pair_features(found: Sequence[str], meant: Sequence[str]) -> Iterator[tuple[int, float]]:
    """Neighbouring stems with the text's ends, and once more without the function words between them."""
    stems = [stem(text.partition(" ")[0]) for text in meant]
    for first, second in pairwise(("<", *stems, ">")):
        yield _number(f"p{first} {second}"), _PAIR
    telling = [stemmed for stemmed, word in zip(stems, found, strict=True) if word not in function_words()]
    for first, second in pairwise(telling):
        yield _number(f"q{first} {second}"), _PAIR


def _number(name: str) -> int:
    return crc32(name.encode())


_PIECE_START = crc32(b"c")


@dataclass(frozen=True, slots=True)
class Table:
    """The model as trained: feature -> classes with weights. The last class is no topic at all."""

    keys: tuple[str, ...]
    constants: tuple[float, ...]
    scale: float
    numbers: array[int]
    starts: array[int]
    classes: bytes
    weights: array[int]

    def packed(self) -> bytes:
        """The table as a file."""
        head = json.dumps({"keys": self.keys, "constants": self.constants, "scale": self.scale}).encode()
        sizes = struct.pack("<III", len(head), len(self.numbers), len(self.classes))
        parts = (self.numbers.tobytes(), self.starts.tobytes(), self.classes, self.weights.tobytes())
        return sizes + compress(head + b"".join(parts), 9)

    @staticmethod
    def unpacked(data: bytes) -> Table:
        """A table from a file; little-endian, as all machines are that this runs on."""
        head, features, entries = struct.unpack_from("<III", data)
        rest = memoryview(decompress(data[12:]))
        named = json.loads(bytes(rest[:head]))
        numbers, starts, weights = array("I"), array("I"), array("h")
        ends = [head, head + 4 * features]
        ends += [ends[1] + 4 * (features + 1)]
        ends += [ends[2] + entries]
        numbers.frombytes(rest[ends[0] : ends[1]])
        starts.frombytes(rest[ends[1] : ends[2]])
        weights.frombytes(rest[ends[3] :])
        classes = bytes(rest[ends[2] : ends[3]])
        return Table(tuple(named["keys"]), tuple(named["constants"]), named["scale"], numbers, starts, classes, weights)


@cache
def shipped() -> Table:
    """The table of `data/wording.bin`."""
    return Table.unpacked(FILE.read_bytes())


@dataclass(frozen=True, slots=True)
class Opinion:
    """Log-odds by topic number of the catalogue, for a cry, for no topic (`other`), and for any of the topics
    (`ours`)."""

    topics: dict[int, float]
    cry: float
    other: float
    ours: float
    best: float

    def of(self, topic: int) -> float:
        """How far a topic lies behind the likeliest, 0 or less; 0 for a topic that the model does not know."""
        found = self.topics.get(topic)
        return 0.0 if found is None else found - self.best

    @property
    def alarm(self) -> float:
        """How much likelier a cry is than anything else."""
        return self.cry - _together([self.ours, self.other])

    def leading(self, most: int) -> list[int]:
        """The likeliest topics, best first."""
        return sorted(self.topics, key=lambda topic: -self.topics[topic])[:most]


@dataclass(frozen=True, slots=True)
class _Word:
    """One word's share of each class, and the square of its length."""

    values: array[float]
    square: float


class Wording:
    """Reads texts with one table for one catalogue."""

    def __init__(self, keys: Sequence[str], table: Table | None = None) -> None:
        self._table = shipped() if table is None else table
        places = {key: number for number, key in enumerate(keys)}
        self._topics = [(places[key], n) for n, key in enumerate(self._table.keys) if key in places]
        # A topic that the catalogue no longer has is none of ours.
        self._absent = [n for n, key in enumerate(self._table.keys) if key not in places and key != CRY]
        self._cry = self._table.keys.index(CRY)
        # Where the numbers with the same first bits begin: a look-up then bisects a few dozen of them.
        self._begins = array(
            "I", (bisect_left(self._table.numbers, first << _SHELF) for first in range((1 << 32 - _SHELF) + 1))
        )
        self._absent.append(len(self._table.keys))
        self._words: dict[tuple[str, str], _Word] = {}

    def opinion(self, found: Sequence[str], meant: Sequence[str]) -> Opinion | None:
        """What the wording says; None where the model knows none of the topics. `meant`: each word written out."""
        if not self._topics or not found:
            return None
        words = [
            self._word(word, text) for word, text in {w: (w, m) for w, m in zip(found, meant, strict=True)}.values()
        ]
        pairs = self._sum(pair_features(found, meant))
        words.append(pairs)
        length = math.sqrt(sum(word.square for word in words)) * self._table.scale
        sums = list(map(sum, zip(*[word.values for word in words], strict=True)))
        logits = [c + value / length for c, value in zip(self._table.constants, sums, strict=True)]
        topics = {topic: logits[n] for topic, n in self._topics}
        other = _together([logits[n] for n in self._absent])
        return Opinion(topics, logits[self._cry], other, _together(list(topics.values())), max(topics.values()))

    def _word(self, word: str, meant: str) -> _Word:
        known = self._words.get((word, meant))
        if known is None:
            if len(self._words) >= _MOST_CACHED:
                self._words.clear()
            known = self._words[word, meant] = self._sum(word_features(word, meant))
        return known

    def _sum(self, features: Iterator[tuple[int, float]]) -> _Word:
        table, square = self._table, 0.0
        numbers, starts, classes, weights = table.numbers, table.starts, table.classes, table.weights
        begins = self._begins
        values = array("d", bytes(8 * (len(table.keys) + 1)))
        for number, value in features:
            square += value * value
            shelf = number >> _SHELF
            end = begins[shelf + 1]
            place = bisect_left(numbers, number, begins[shelf], end)
            if place < end and numbers[place] == number:
                start, stop = starts[place], starts[place + 1]
                for part, weight in zip(classes[start:stop], weights[start:stop], strict=True):
                    values[part] += weight * value
        return _Word(values, square)


def _together(logits: list[float]) -> float:
    top = max(logits)
    exp = math.exp
    return top + math.log(sum([exp(logit - top) for logit in logits]))
