"""When a text is stored but not answered: loops of robots, floods, and texts that came too late.

Rules of design section 7 and RFC 3834 (automatic responses must not answer each other). Emergencies and STOP always
pass the limits: a person in danger who texts ten times must hear each time what to do. Only a text that is our own come
back is held even so, because our words on danger would read as a cry, and two robots would call each other for ever.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import takewhile

from smsinfo.config import Settings
from smsinfo.conversation.letters import is_learning
from smsinfo.domain.conversation import Recent, State
from smsinfo.domain.messages import MoMessage
from smsinfo.domain.understanding import Resolution
from smsinfo.locale import fixed_parts

SAME_TEXT_WINDOW = timedelta(minutes=30)
RATE_WINDOW = timedelta(hours=1)
MOST_REMEMBERED = 40

# How auto-replies begin, words of our own texts, and the stamp that ends our answers: `(Dukcapil 11/26`.
_AUTOMATIC = re.compile(
    r"pesan otomatis|auto ?reply|automatic reply|balasan otomatis|out of office|sedang di luar kantor|"
    r"kata kunci tidak dikenal|ketik menu|ketik topik|balas lanjut|rinci: lanjut|ini smsinfo|balas angka|"
    r"reply the number|"
    r"\([^()]{2,30} \d\d/\d\d\b",
    re.IGNORECASE,
)
_SHORTEST_OURS = 20


def digest_of(text: str) -> str:
    """Eight hex digits that stand for a text, blind to case and blanks. One digest for all automatic texts."""
    plain = "automatic" if is_automatic(text) else re.sub(r"\W+", "", text.lower())
    return hashlib.blake2s(plain.encode(), digest_size=4).hexdigest()


def is_automatic(text: str) -> bool:
    """True for a text that looks like ours or like an auto-reply."""
    return _AUTOMATIC.search(text) is not None or _is_ours(text)


def _is_ours(text: str) -> bool:
    if len(text) < _SHORTEST_OURS:  # nearly all that people write
        return False
    plain = " ".join(text.lower().split())
    fitting = takewhile(lambda part: len(part) <= len(plain), _our_parts())
    return any(part in plain for part in fitting) or any(_holds(plain, parts) for parts in _our_shapes())


def _holds(plain: str, parts: tuple[str, ...]) -> bool:
    """Whether a text begins with the first of these and has the others behind it, in this order."""
    at = 0
    for part in parts:
        found = plain.find(part, at)
        if found < 0 or (not at and found):
            return False
        at = found + len(part)
    return True


@cache
def _our_parts() -> tuple[str, ...]:
    longest = {max(parts, key=len) for parts in fixed_parts()}
    return tuple(sorted((part for part in longest if len(part) >= _SHORTEST_OURS), key=len))


@cache
def _our_shapes() -> tuple[tuple[str, ...], ...]:
    """Texts with many holes: no part of them is long enough to be known by, all of them in their order are."""
    short = (parts for parts in fixed_parts() if max(map(len, parts)) < _SHORTEST_OURS)
    return tuple(parts for parts in short if sum(map(len, parts)) >= _SHORTEST_OURS)


def always_passes(resolution: Resolution, text: str) -> bool:
    """Emergencies and STOP are never held back by a limit, nor by the spending cap, nor for their age."""
    return resolution.command == "stop" or (resolution.emergency and not is_automatic(text))


def is_stale(mo: MoMessage, now: datetime, settings: Settings) -> bool:
    """True when the message centre took the text so long ago that an answer would confuse."""
    return mo.sent_at is not None and now - mo.sent_at > timedelta(hours=settings.stale_hours)


def over_limit(state: State, text: str, now: datetime, settings: Settings) -> str | None:
    """Why this text is not answered (`automatic`, `same`, `rate`, `money`), or None."""
    if is_learning(state, text):
        # The same letter may be right five times in a row, and each letter ends the question that it answers.
        return _over_budget(state, now, settings)
    answered = [seen for seen in state.recent if seen.answered and now - seen.at < RATE_WINDOW]
    digest = digest_of(text)
    same = sum(1 for seen in answered if seen.digest == digest and now - seen.at < SAME_TEXT_WINDOW)
    if same and is_automatic(text):
        return "automatic"
    if same >= settings.same_text_limit:
        return "same"
    if len(answered) >= settings.rate_per_phone:
        return "rate"
    return _over_budget(state, now, settings)


def _over_budget(state: State, now: datetime, settings: Settings) -> str | None:
    spent = _spent_today(state, _day(now, settings)) * settings.segment_idr
    return "money" if spent >= settings.spend_cap_phone_idr else None


def remember(
    state: State, text: str, now: datetime, settings: Settings, *, segments: int | None, before: State | None = None
) -> State:
    """The state with this text among the recent ones; what no window needs any more is dropped.

    `segments` are those of the reply, None where the text was not answered. `before` is the state that the text met:
    an answer to its lesson counts for the money only, since who learns must still be able to ask.

    Texts without an answer go first: a flood of them must not push out the answers that the limit counts.
    """
    kept = [seen for seen in state.recent if now - seen.at < RATE_WINDOW]
    if before is None or not is_learning(before, text):
        kept.append(Recent(now, digest_of(text), segments is not None))
    too_many = len(kept) - max(MOST_REMEMBERED, settings.rate_per_phone)
    if too_many > 0:
        dropped = set(sorted(range(len(kept)), key=lambda n: (kept[n].answered, n))[:too_many])
        kept = [seen for n, seen in enumerate(kept) if n not in dropped]
    day = _day(now, settings)
    return replace(state, recent=tuple(kept), spent=(day, _spent_today(state, day) + (segments or 0)))


def _day(now: datetime, settings: Settings) -> int:
    return now.astimezone(settings.zone).toordinal()


def _spent_today(state: State, day: int) -> int:
    return state.spent[1] if state.spent[0] == day else 0
