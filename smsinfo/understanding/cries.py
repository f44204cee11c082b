"""People in danger now. They get what to do and whom to call, never a menu, so this runs before everything but STOP.

Is it a cry at all? A logistic regression over words, neighbouring words, groups of words (`dangers.py`) and whether the
topics' own evidence points to a danger; `bench/calibrate.py` fits it on `data/cries.tsv` (cries, and the same words in
peace) and on everyday texts.
Which danger is it? The one whose example cries share most with the text.
"""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from smsinfo.understanding.affixes import stem
from smsinfo.understanding.dangers import groups_of, nothing_but_danger
from smsinfo.understanding.lexicon import DATA, cries, local, texting, word_list
from smsinfo.understanding.normalise import words
from smsinfo.understanding.spelling import Speller

LONGEST = 30
LONG_NUMBER = 10
_PAIR = 0.7
_UNSEEN = 3.0
_SURE_SLIP = 0.8
_MOST_ALARM = 12.0
_WORDING = 0.5
_BARE = 0.5
"""At least so surely a text that says nothing but the danger is a cry: its few words leave the regression undecided."""
_ENGLISH = word_list("english")


@cache
def cry_weights() -> dict[str, float]:
    """Feature -> weight; the constant stands under the empty name."""
    with (DATA / "cry_weights.tsv").open(encoding="utf-8", newline="") as file:
        return {row[0]: float(row[1]) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


def word_features(found: list[str]) -> list[str]:
    """Stems (`~bakar`) and neighbouring stems (`~rumah ~bakar`), abbreviations written out, and groups of words
    (`@fire`), each once."""
    telling = [word for word in found if word not in _ENGLISH]
    stems = ["~" + stem(texting().get(word, (word,))[0].split(" ")[0]) for word in telling]
    groups = sorted({"@" + group for word in found for group in groups_of(word)})
    return list(dict.fromkeys((*stems, *groups, *(f"{a} {b}" for a, b in pairwise(stems)))))


@dataclass(frozen=True, slots=True)
class Around:
    """What the rest of the understanding says of a text: `strength` is that of the best topic, which may be a danger
    or not; `alarm` how much likelier its wording is a cry than anything else (log-odds)."""

    points_to_danger: bool
    strength: float
    questions: int
    alarm: float


def cry_features(found: list[str], around: Around) -> dict[str, float]:
    """What the regression looks at."""
    features = {name: _PAIR if " " in name else 1.0 for name in word_features(found)}
    features[f"#length{min(5, len(found) // 3)}"] = 1.0
    side = "danger" if around.points_to_danger else "other"
    features[f"#{side}{max(0, min(4, int(around.strength / 6)))}"] = 1.0
    features[f"#{side}"] = 1.0
    features["#alarm"] = max(-_MOST_ALARM, min(_MOST_ALARM, around.alarm)) / 4
    if around.questions:
        features[f"#asks{min(2, around.questions)}"] = 1.0
    return features


class CryDetector:
    """Tells a cry for help and which of the catalogue's topics fits it."""

    def __init__(self, keys: Iterable[str], weights: dict[str, float] | None = None) -> None:
        self._weights = cry_weights() if weights is None else weights
        known, by_topic = set(keys), dict[str, Counter[str]]()
        for topic, text in cries():
            if topic in known:
                by_topic.setdefault(topic, Counter()).update(word_features(words(text)))
        self._shares = _shares(by_topic)
        self.dangers: frozenset[str] = frozenset(by_topic)
        self._vocabulary = frozenset(word for _, text in cries() for word in words(text))
        self._speller = Speller(self._vocabulary)

    def score(self, found: list[str], around: Around) -> float:
        """Log-odds that these words are a cry for help; minus infinity for what is too long for one."""
        # Nobody types a NIK or an account number while the house burns.
        numbers = any(word.isdigit() and len(word) >= LONG_NUMBER for word in found)
        if not found or len(found) > LONGEST or numbers or not self.dangers:
            return -math.inf
        mended = [self._mended(word) for word in found]
        features = cry_features(mended, around)
        value = self._weights.get("", 0.0) + sum(self._weights.get(name, 0.0) * v for name, v in features.items())
        bare = around.points_to_danger and not around.questions and nothing_but_danger(mended)
        return max(value, _BARE) if bare else value

    def topic_of(self, found: list[str], wording: dict[str, float]) -> str:
        """The danger that the words fit best, taken that they are a cry. `wording`: log-odds of topics, if known."""
        features = word_features([self._mended(word) for word in found])
        seen = [f for f in features if any(f in odds for odds in self._shares.values())]

        def fits(name: str) -> float:
            odds = self._shares[name]
            return sum(odds.get(f, -_UNSEEN) for f in seen) + _WORDING * wording.get(name, 0.0)

        return max(self._shares, key=fits)

    def _mended(self, word: str) -> str:
        """A slip in a word that cries are made of; words that mean something as they are stay."""
        if word in self._vocabulary or word in texting() or word in local():
            return word
        near = self._speller.near(word)
        return near[0][0] if near and near[0][1] >= _SURE_SLIP else word


def _shares(by_topic: dict[str, Counter[str]]) -> dict[str, dict[str, float]]:
    """Topic -> feature -> log of how much of the feature's use is in that danger."""
    total = sum(by_topic.values(), Counter[str]())
    return {
        topic: {f: math.log((n + 0.1) / (total[f] + 0.5)) for f, n in count.items() if total[f] >= 2}
        for topic, count in by_topic.items()
    }
