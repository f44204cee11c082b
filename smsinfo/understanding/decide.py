"""Answer, menu or none: a logistic regression over what the evidence looks like, never over which topic it is.

So it holds for topics that an editor adds tomorrow. `bench/calibrate.py` fits the weights on the tuning texts, on the
pack's own example questions (each scored without itself) and on everyday texts; nothing else in here is fitted.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache

from smsinfo.understanding.evidence import TopicScore
from smsinfo.understanding.lexicon import DATA
from smsinfo.understanding.score import Picture

_EXACT = 0.95

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
    "civic_pairs",
    "near",
    "near_mean",
    "elsewhere",
    "elsewhere_mean",
    "covered",
    "left_over",
    "left_over_short",
    "left_over_unasked",
)
# What the wording says besides, of a topic that it knows.
WORDED = ("topic_over_none", "ours_over_none", "behind", "leads")


@dataclass(frozen=True, slots=True)
class Weights:
    """What `data/weights.toml` holds: one weight a feature, and the probabilities (for cries the log-odds) from
    which on we answer. `plain` are for topics that the wording model does not know, `worded` for the others."""

    plain: tuple[float, ...]
    worded: tuple[float, ...]
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
    plain, worded = found["plain"], found["worded"]
    return Weights(tuple(plain[name] for name in NAMES), tuple(worded[name] for name in (*NAMES, *WORDED)), **levels)


def strength(score: TopicScore) -> float:
    """One number by which topics are ranked: what the words say, and the wording."""
    return said(score) + score.wording


def said(score: TopicScore) -> float:
    """What the words of the text say for a topic: one by one, plus half of the best whole keyword or alias."""
    return score.bag + 0.5 * score.phrase + 2.0 * (score.whole if score.whole >= 0.99 else 0.0)


def _other_subject(best: TopicScore, other: TopicScore) -> bool:
    """True for `kk` beside `ktp` in `ktp sama kk`: another keyword is a second wish, no doubt of the first."""
    if best.matched is None or other.matched is None or not (best.matched.keyword and other.matched.keyword):
        return False
    return other.keyword >= _EXACT and set(other.matched.words).isdisjoint(best.matched.words)


def worded_features(picture: Picture, best: TopicScore) -> tuple[float, ...]:
    """What the wording says of the best topic; nothing of one that it does not know."""
    opinion = picture.opinion
    if opinion is None or best.topic not in opinion.topics:
        return ()
    mine, ours = opinion.topics[best.topic] - opinion.other, opinion.ours - opinion.other
    return (mine / 5, ours / 5, opinion.of(best.topic) / 5, 1.0 if opinion.of(best.topic) >= 0 else 0.0)


def features(picture: Picture, ranked: tuple[TopicScore, ...]) -> tuple[float, ...]:
    """The evidence for the best topic as numbers of about the same size."""
    best = ranked[0]
    second = max((strength(other) for other in ranked[1:] if not _other_subject(best, other)), default=0.0)
    second, top = max(0.0, second), max(0.1, strength(best))
    content = max(1, picture.content)
    asked = min(1.0, picture.questions / 2)
    short = 1.0 if content <= 2 else 0.0
    # What the best topic says nothing of: `lelang` and `dinas` in `lelang motor dinas`.
    left_over = max(0.0, picture.content - best.covered)
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
        picture.civic_pairs,
        picture.near.ours,
        picture.near.ours_mean,
        picture.near.elsewhere,
        picture.near.elsewhere_mean,
        best.covered / content,
        min(left_over, 6.0) / 3,
        left_over / content if picture.content <= 3 else 0.0,
        left_over / content if picture.questions == 0 else 0.0,
    )


def probability(picture: Picture, ranked: tuple[TopicScore, ...], given: Weights) -> float:
    """How likely the text deserves an answer about the best topic (0 to 1)."""
    if not ranked:
        return 0.0
    found = (*features(picture, ranked), *worded_features(picture, ranked[0]))
    total = sum(w * x for w, x in zip(given.worded if len(found) > len(NAMES) else given.plain, found, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
