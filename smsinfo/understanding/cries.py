"""People in danger now. They get what to do and whom to call, never a menu, so this runs before everything but STOP.

Two small word models learned from `data/cries.tsv`: is it a cry at all (against texts that use the same words in other
ways, and everyday texts), and which danger it is. Words are read like all others, so slips and dialects count too.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from smsinfo.understanding.affixes import stem
from smsinfo.understanding.lexicon import cries as cry_texts
from smsinfo.understanding.lexicon import local, texting
from smsinfo.understanding.normalise import words
from smsinfo.understanding.spelling import Speller

_SMOOTH = 0.5
_PRIOR = -1.5
LONGEST = 30
_UNSEEN = 3.0
_CLIP = 3.0
_WORD = 0.5
_PAIR = 0.7


class CryDetector:
    """Tells a cry for help and which of the catalogue's safety topics fits."""

    def __init__(
        self, keys: Iterable[str], calm_texts: Iterable[str], examples: Iterable[tuple[str, str]] | None = None
    ) -> None:
        examples = cry_texts() if examples is None else examples
        known = set(keys)
        cries: Counter[str] = Counter()
        calm: Counter[str] = Counter()
        self._by_topic: dict[str, Counter[str]] = {}
        for topic, text in (*examples, *(("-", line) for line in calm_texts)):
            features = _features(words(text))
            target = calm if topic == "-" else cries
            target.update(features)
            if topic in known:
                self._by_topic.setdefault(topic, Counter()).update(features)
        self._odds = _log_odds(cries, calm)
        self._topic_odds = _shares(self._by_topic)
        self._vocabulary = frozenset(f for f in self._odds if " " not in f and not f.startswith("~"))
        self._speller = Speller(self._vocabulary)

    def score(self, found: list[str]) -> float:
        """Log-odds that these words are a cry for help."""
        if not found or len(found) > LONGEST:
            return -math.inf
        return _PRIOR + sum(self._odds.get(feature, 0.0) for feature in self._features(found))

    @property
    def dangers(self) -> frozenset[str]:
        """The topics of the catalogue that a cry can lead to."""
        return frozenset(self._topic_odds)

    def topic_of(self, found: list[str]) -> str:
        """The danger that the words fit best, taken that they are a cry."""
        features = self._features(found)
        seen = [f for f in features if any(f in odds for odds in self._topic_odds.values())]
        return max(self._topic_odds, key=lambda name: sum(self._topic_odds[name].get(f, -_UNSEEN) for f in seen))

    def _features(self, found: list[str]) -> list[str]:
        return _features([self._mended(word) for word in found])

    def _mended(self, word: str) -> str:
        if word in self._vocabulary or word in texting() or word in local():
            return word
        near = self._speller.near(word)
        return near[0][0] if near and near[0][1] >= 0.8 else word


def _features(found: list[str]) -> list[str]:
    """Words, stems and neighbouring pairs, each once."""
    plain = [texting().get(word, (word,))[0].split(" ")[0] for word in found]
    stems = ["~" + stem(word) for word in plain]
    pairs = [f"{a} {b}" for a, b in zip(stems, stems[1:], strict=False)]
    return list(dict.fromkeys((*found, *stems, *pairs)))


def _shares(by_topic: dict[str, Counter[str]]) -> dict[str, dict[str, float]]:
    """Topic -> feature -> log of how often the feature stands in that danger, against all dangers together."""
    total = sum(by_topic.values(), Counter())
    return {
        topic: {f: math.log((n + 0.1) / (total[f] + 0.5)) for f, n in count.items() if total[f] >= 2}
        for topic, count in by_topic.items()
    }


def _log_odds(inside: Counter[str], outside: Counter[str]) -> dict[str, float]:
    total_in, total_out = inside.total() + 1, outside.total() + 1
    odds = {}
    for feature in inside.keys() | outside.keys():
        here, there = inside[feature], outside[feature]
        if here + there < 2:
            continue
        value = math.log((here + _SMOOTH) / total_in) - math.log((there + _SMOOTH) / total_out)
        odds[feature] = max(-_CLIP, min(_CLIP, value)) * (
            _PAIR if " " in feature else 1.0 if feature.startswith("~") else _WORD
        )
    return odds
