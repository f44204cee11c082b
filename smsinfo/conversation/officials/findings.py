"""What the checks found, in words that fit a text: what is missing, as much as one segment holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from smsinfo.domain.findings import Finding
from smsinfo.sms.segments import count

_WORDS: Final = {
    "no_text": "official.lacks.text",
    "no_headline": "official.lacks.text",
    "no_issuer": "official.lacks.issuer",
    "no_issuer_named": "official.lacks.issuer",
    "no_area": "official.lacks.place",
    "unknown_region": "official.lacks.place",
    "no_place_named": "official.lacks.place",
    "no_time_named": "official.lacks.time",
    "no_event_time": "official.lacks.time",
    "no_deed_named": "official.lacks.deed",
    "event_long_ago": "official.lacks.moment",
    "event_far": "official.lacks.moment",
    "event_not_yet": "official.lacks.moment",
    "event_after_expiry": "official.lacks.moment",
    "expired": "official.lacks.moment",
    "relative": "official.lacks.clock",
    "too_long": "official.lacks.short",
    "not_gsm7": "official.lacks.letters",
    "unknown_hole": "official.lacks.letters",
    "personal_number": "official.lacks.personal",
    "marked_as_drill": "official.lacks.drill",
    "first_word": "official.lacks.first",
    "repeats_warning": "official.lacks.repeats",
    "no_number_declared": "official.lacks.number",
    "no_number_named": "official.lacks.number",
}
_OTHER: Final = "official.lacks.other"
Say = Callable[..., str]


def told(say: Say, found: Sequence[Finding]) -> str:
    """One segment: what has to be mended, and how many things are not named for want of room."""
    parts = list(dict.fromkeys(_part(say, one) for one in found))
    for shown in range(len(parts), 0, -1):
        more = f" +{len(parts) - shown}" if shown < len(parts) else ""
        text = say("official.findings", options="; ".join(parts[:shown]) + more)
        if count(text) == 1:
            return text
    return say("official.findings", options=say(_OTHER))


def _part(say: Say, one: Finding) -> str:
    return say(_WORDS.get(one.code, _OTHER), value=one.value[:20])
