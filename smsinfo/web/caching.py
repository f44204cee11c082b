"""What everybody may see, kept for a short while: here, in caches on the way, and in browsers.

After an alert thousands look at the same page within a minute. One of them makes it anew each few seconds; who has it
already hears 304 (RFC 9110, 13.1; RFC 9111, 5.2.2).
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from flask import Response, request

from smsinfo.domain.clock import Clock

KEPT_FOR: Final = timedelta(seconds=5)
"""How long this process shows a page again without asking the database."""
MAX_AGE: Final = 30
"""Seconds for which others may show it without asking us: a correction is on every screen soon after."""
MOST_KEPT: Final = 256


@dataclass(frozen=True, slots=True)
class Made:
    """A page or document as it was made: its bytes, its type, when what it says last changed."""

    body: bytes
    content_type: str
    modified: datetime | None = None


class Kept:
    """The pages that were made last, by their address and language. Threads share it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._made: dict[tuple[str, ...], tuple[datetime, Made]] = {}

    def get(self, key: tuple[str, ...], make: Callable[[], Made]) -> Made:
        """The page of the key, made anew where it is older than a few seconds."""
        now = self._clock()
        kept = self._made.get(key)
        if kept is not None and timedelta() <= now - kept[0] < KEPT_FOR:
            return kept[1]
        made = make()
        if len(self._made) >= MOST_KEPT:
            self._made = {}
        self._made[key] = now, made
        return made


def answer(made: Made, *, varies: str = "", squeeze: bool = False) -> Response:
    """The response: whole, or 304 where the asker has it. `varies` names request headers that it depends on.

    `squeeze`: compressed for who takes that. Only for what holds no secret beside what somebody typed (BREACH).
    """
    squeezed = squeeze and request.accept_encodings.quality("gzip") > 0
    response = Response(_squeezed(made.body) if squeezed else made.body, content_type=made.content_type)
    response.set_etag(hashlib.sha256(made.body).hexdigest()[:32] + ("z" if squeezed else ""))
    if squeezed:
        response.headers["Content-Encoding"] = "gzip"
    if squeeze:
        response.vary.add("Accept-Encoding")
    response.last_modified = made.modified
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if varies:
        response.vary.update(part.strip() for part in varies.split(","))
    response.make_conditional(request)
    return response


@lru_cache(maxsize=64)
def _squeezed(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)
