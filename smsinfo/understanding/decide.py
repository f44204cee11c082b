"""Answer, menu or none: a logistic regression over what the evidence looks like, never over which topic it is.

So it holds for topics that an editor adds tomorrow. `bench/calibrate.py` fits the weights on the tuning texts, on the
pack's own example questions (each scored without itself) and on everyday texts; nothing else in here is fitted.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache

from smsinfo.understanding.lexicon import DATA
from smsinfo.understanding.score import Picture, TopicScore

NAMES = (
    "one",
    "bag",
    "bag_per_word",
    "phrase",
    "keyword",
    "whole",
    "whole_short",
    "margin",
    "best_hit",
    "hits",
    "explained",
    "unknown",
    "question",
    "everyday",
    "length",
    "everyday_unasked",
    "keyword_unasked",
    "weak_single",
    "civic",
    "civic_unasked",
    "mended",
    "short_unasked",
    "keyword_asked",
)


@dataclass(frozen=True, slots=True)
class Weights:
    """What `data/weights.toml` holds: one weight a feature, and the probabilities (for cries the log-odds) from
    which on we answer."""

    values: tuple[float, ...]
    answer: float
    safety: float
    others: float
    cry: float
    whole_text: float


@cache
def weights() -> Weights:
    """The calibrated weights."""
    found = tomllib.loads((DATA / "weights.toml").read_text(encoding="utf-8"))
    levels = {name: float(found[name]) for name in ("answer", "safety", "others", "cry", "whole_text")}
    return Weights(tuple(found["features"][name] for name in NAMES), **levels)


def strength(score: TopicScore) -> float:
    """One number by which topics are ranked: words one by one plus half of the best whole keyword or alias."""
    return score.bag + 0.5 * score.phrase + 2.0 * (score.whole if score.whole >= 0.99 else 0.0)


def features(picture: Picture, ranked: tuple[TopicScore, ...]) -> tuple[float, ...]:
    """The evidence for the best topic as numbers of about the same size."""
    best = ranked[0]
    second = strength(ranked[1]) if len(ranked) > 1 else 0.0
    top = strength(best)
    content = max(1, picture.content)
    asked = min(1.0, picture.questions / 2)
    short = 1.0 if content <= 2 else 0.0
    return (
        1.0,
        min(best.bag, 25.0) / 10,
        best.bag / content / 5,
        min(best.phrase, 15.0) / 10,
        best.keyword,
        best.whole,
        best.whole * short,
        (top - second) / (top + 1e-9),
        best.best_hit / 5,
        min(best.hits, 8) / 4,
        picture.explained,
        picture.unknown / content,
        asked,
        picture.everyday,
        min(content, 12) / 10,
        picture.everyday * (1.0 if picture.questions == 0 else 0.0),
        best.keyword * (1.0 if picture.questions == 0 and content > 2 else 0.0),
        1.0 if best.hits <= 1 and best.whole < 0.99 else 0.0,
        picture.civic,
        picture.civic * (1.0 if picture.questions == 0 else 0.0),
        best.mended / (best.bag + 1e-9),
        1.0 if picture.questions == 0 and content <= 3 and best.whole < 0.6 else 0.0,
        best.keyword * (1.0 if picture.questions and content <= 4 else 0.0),
    )


def probability(picture: Picture, ranked: tuple[TopicScore, ...]) -> float:
    """How likely the text deserves an answer about the best topic (0 to 1)."""
    if not ranked:
        return 0.0
    total = sum(w * x for w, x in zip(weights().values, features(picture, ranked), strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
