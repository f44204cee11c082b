"""Which claim a text quotes: by the signs that editors noted and the words of the claim itself."""

from __future__ import annotations

import math
from collections import Counter

from smsinfo.domain.content import CatalogueClaim
from smsinfo.understanding.affixes import stem
from smsinfo.understanding.lexicon import function_words, texting
from smsinfo.understanding.normalise import words

# A verdict on something that was not asked is worse than none: two telling words, or a whole sign of two words.
_ENOUGH = 0.55
_SIGN = 2.0


class ClaimIndex:
    """Finds a claim; None when nothing is close."""

    def __init__(self, claims: tuple[CatalogueClaim, ...]) -> None:
        self._keys = [claim.key for claim in claims]
        self._terms = [_terms(" ".join((*claim.claims.values(), *claim.signs))) for claim in claims]
        self._signs = [[frozenset(_terms(sign)) for sign in claim.signs] for claim in claims]
        spread = Counter(term for terms in self._terms for term in terms)
        self._idf = {term: math.log(1 + len(claims) / count) for term, count in spread.items()}

    def find(self, found: list[str]) -> str | None:
        """The best claim of which the words hold enough."""
        asked = _terms(" ".join(found))
        if not asked:
            return None
        total = sum(self._idf.get(term, 1.2) for term in asked)
        rated = [(self._rate(number, asked, total), key) for number, key in enumerate(self._keys)]
        best = max(rated, default=(0.0, ""))
        return best[1] if best[0] >= _ENOUGH else None

    def _rate(self, number: int, asked: frozenset[str], total: float) -> float:
        shared = asked & self._terms[number]
        if len(shared) < 2 and len(asked) > 1:
            return 0.0
        signs = sum(1 for sign in self._signs[number] if len(sign) >= 2 and sign <= asked)
        return (sum(self._idf[term] for term in shared) + _SIGN * min(signs, 2)) / (total + _SIGN)


def _terms(text: str) -> frozenset[str]:
    plain = [part for word in words(text) for part in texting().get(word, (word,))[0].split()]
    return frozenset(stem(word) for word in plain if word not in function_words())
