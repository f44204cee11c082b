"""Catalogues of any size, and texts to them: the demo pack, and topics that are made up from a seed.

Indonesian-looking words of two to four syllables, drawn in the proportions of Zipf's law from a vocabulary that grows
with the catalogue as Heaps' law has it; every other word is one of the pack's, as often as the pack uses it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from texts import questions, typed_with_slip

from smsinfo.domain.content import Catalogue, CatalogueTopic, SummaryText
from smsinfo.understanding.lexicon import everyday_texts, function_words
from smsinfo.understanding.normalise import words

SEED = 20261125
_ONSETS = "b c d g h j k l m n p r s t w y ng ny b d k l m n p r s t".split()
_VOWELS = "aaaaiiuueeo"
_CODAS = ("", "", "", "", "n", "ng", "r", "s", "t", "k", "h", "l", "m")
_TOKENS = 160
"""Words that a made-up topic holds, about."""
_HEAPS = (10.0, 0.6)
_OWN = 6
"""Words that a topic is about; half of its words are drawn from them."""


@dataclass(frozen=True)
class _Draw:
    """Words with how often they come."""

    words: tuple[str, ...]
    summed: tuple[float, ...]

    def one(self, rnd: random.Random) -> str:
        """A word in proportion."""
        return rnd.choices(self.words, cum_weights=self.summed)[0]


def enlarged(pack: Catalogue, size: int) -> Catalogue:
    """The pack's topics, and as many made-up ones after them as make `size`."""
    rnd = random.Random(SEED + size)
    made = tuple(_Maker(pack, size, rnd).topics(size - len(pack.topics)))
    return replace(pack, topics=(*pack.topics, *made))


class _Maker:
    """Writes topics."""

    def __init__(self, pack: Catalogue, size: int, rnd: random.Random) -> None:
        self._rnd = rnd
        said = Counter(word for topic in pack.topics for line in _examples(topic) for word in words(line))
        self._real = _draw(said)
        self._telling = _draw({word: often for word, often in said.items() if word not in function_words()})
        count = int(_HEAPS[0] * (size * _TOKENS) ** _HEAPS[1])
        fresh = list(dict.fromkeys(self._made_up() for _ in range(2 * count)))[:count]
        self._new = _draw({word: 1 / (rank + 2.7) for rank, word in enumerate(fresh)})
        self._pattern = pack.topics[0]

    def topics(self, count: int) -> Iterator[CatalogueTopic]:
        """Made-up topics: 2 keywords, 10 aliases, 2 titles, 8 hints, 10 questions, one summary."""
        for number in range(count):
            own = [self._word(self._telling) for _ in range(_OWN)]
            keywords = (f"{own[0]}{self._made_up()}"[:12], f"{own[1]} {self._made_up()}")
            text = self._line(own, 18)
            yield replace(
                self._pattern,
                key=f"made-{number}",
                safety=False,
                titles={"id": self._line(own, 3), "en": self._line(own, 3)},
                labels={"id": keywords[1]},
                keywords=keywords,
                aliases={"id": tuple(self._line(own, 1 + n % 3, self._telling) for n in range(10))},
                related={"id": tuple(self._line(own, 1 + n % 2, self._telling) for n in range(8))},
                examples={"id": tuple(self._line(own, 4 + n) for n in range(10))},
                summaries=(SummaryText("id", None, text, self._line(own, 25), self._pattern.review_by),),
            )

    def _line(self, own: list[str], length: int, real: _Draw | None = None) -> str:
        """Words of which every other one is what the topic is about."""
        return " ".join(self._rnd.choice(own) if self._rnd.random() < 0.5 else self._word(real) for _ in range(length))

    def _word(self, real: _Draw | None = None) -> str:
        return ((real or self._real) if self._rnd.random() < 0.5 else self._new).one(self._rnd)

    def _made_up(self) -> str:
        choice = self._rnd.choice
        return "".join(choice(_ONSETS) + choice(_VOWELS) for _ in range(choice((1, 2, 2, 3)))) + (
            choice(_ONSETS) + choice(_VOWELS) + choice(_CODAS)
        )


def mixed_texts(catalogue: Catalogue, count: int) -> list[str]:
    """`count` texts, no two alike: keywords and aliases, the same with a slip, questions, and everyday texts."""
    rnd = random.Random(SEED)
    names = [name for t in catalogue.topics for name in (*t.keywords, *(a for g in t.aliases.values() for a in g))]
    asked = [line for topic in catalogue.topics for line in _examples(topic)]
    ways: tuple[Callable[[], str], ...] = (
        lambda: rnd.choice(names),
        lambda: typed_with_slip(rnd.choice(names), rnd),
        lambda: rnd.choice(questions()),
        lambda: _changed(rnd.choice(asked), rnd),
        lambda: _changed(rnd.choice(everyday_texts()), rnd),
    )
    found: dict[str, None] = {}
    while len(found) < count:
        found[rnd.choice(ways)()] = None
    return list(found)


def _changed(line: str, rnd: random.Random) -> str:
    """The line with one word left out, so that it is no text that the index has read."""
    parts = line.split()
    if len(parts) > 2:
        del parts[rnd.randrange(len(parts))]
    return " ".join(parts)


def _draw(weights: dict[str, float] | Counter[str]) -> _Draw:
    return _Draw(tuple(weights), tuple(accumulate(weights.values())))


def _examples(topic: CatalogueTopic) -> Iterator[str]:
    return (line for group in topic.examples.values() for line in group)
