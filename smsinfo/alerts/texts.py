"""The checks of one text of an alert. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from smsinfo.alerts.known import Known
from smsinfo.alerts.words import named, patterns, plain, word_list
from smsinfo.domain.alerts import ALONE, DRILL_WORDS, FIRST_WORDS, Alert, Form, Kind
from smsinfo.domain.findings import Finding
from smsinfo.domain.regions import ancestors
from smsinfo.errors import Refused
from smsinfo.outbox.numbers import PLACE
from smsinfo.sms.gsm7 import is_gsm7, odd_characters
from smsinfo.sms.masking import has_personal_number

MOST_SEGMENTS: Final = 3
SHORTEST_REPEATED: Final = 4
"""Shorter words of a headline (`di`, `RT 3`) say nothing of a danger."""

_CLOCK: Final = r"\b(?:[01]?\d|2[0-4])[.:][0-5]\d\s?"
_HOLES: Final = re.compile(r"\{[^{}]*\}?")
_WORD: Final = re.compile(r"[^\W\d_]+")
_NO_DEED: Final = frozenset({Form.CORRECTION, Form.CANCEL, Form.ALL_CLEAR})


def text_findings(alert: Alert, language: str, text: str, known: Known) -> Iterator[Finding]:
    """All that is wrong with one text."""
    if not text.strip():
        return  # a missing Indonesian text is told of the whole alert
    yield from _bytes(language, text, known)
    yield from _parts(alert, language, text, known)
    yield from _moments(language, text)
    yield from _beginning(alert, language, text)
    if alert.form in ALONE:
        yield from _repeats(alert, language, text, known)


def _bytes(language: str, text: str, known: Known) -> Iterator[Finding]:
    for hole in _HOLES.findall(text):
        if hole != PLACE:
            yield Finding("unknown_hole", language, hole)
    if not is_gsm7(text.replace(PLACE, "")):
        yield Finding("not_gsm7", language, " ".join(dict.fromkeys(odd_characters(text.replace(PLACE, "")))))
    if has_personal_number(text):
        yield Finding("personal_number", language)
    try:
        segments = known.measure(text).count
    except Refused:
        yield Finding("no_number_declared", language)
    else:
        if segments > MOST_SEGMENTS:
            yield Finding("too_long", language, str(segments))


def _parts(alert: Alert, language: str, text: str, known: Known) -> Iterator[Finding]:
    """Who, where, when, what to do, and the number to text."""
    if alert.issuer.strip() and plain(alert.issuer) not in plain(text):
        yield Finding("no_issuer_named", language, alert.issuer)
    if PLACE not in text:
        yield Finding("no_number_named", language)
    elsewhere = plain(text).replace(plain(alert.issuer), " ") if alert.issuer.strip() else text  # an office is no place
    if known.names and not named(tuple(places(alert.regions, known)), elsewhere):
        yield Finding("no_place_named", language)
    if alert.kind is not Kind.ALERT:
        return
    if not re.search(rf"{_CLOCK}{re.escape(known.zone)}\b", text, re.IGNORECASE):
        yield Finding("no_time_named", language, known.zone)
    if alert.form not in _NO_DEED and not named(word_list("deeds"), text):
        yield Finding("no_deed_named", language)


def places(regions: tuple[str, ...], known: Known) -> Iterator[str]:
    """Names of which a text must say one, small letters: of a region; where there are several, of what holds them, too.

    A province alone is no place to act on, unless it is what the alert is for.
    """
    for code in regions:
        outer = ancestors(code)[1:-1] if len(regions) > 1 else ()
        for one in (code, *outer):
            yield from (plain(name) for name in known.names.get(one, ()))


def _moments(language: str, text: str) -> Iterator[Finding]:
    """Words that mean another moment when the text is read late."""
    for word in named(word_list("relative"), text):
        yield Finding("relative", language, word)
    for pattern in patterns("relative_patterns"):
        for match in pattern.finditer(plain(text)):
            yield Finding("relative", language, match.group())


def _beginning(alert: Alert, language: str, text: str) -> Iterator[Finding]:
    marked, rest = text.startswith(DRILL_WORDS), text
    if alert.drill:
        if not marked:
            yield Finding("drill_unmarked", language, DRILL_WORDS)
        rest = text.removeprefix(DRILL_WORDS).lstrip(" .,:!-\n")
        for words in named(word_list("denials"), text):
            yield Finding("drill_denied", language, words)
    elif plain(DRILL_WORDS) in plain(text):
        yield Finding("marked_as_drill", language, DRILL_WORDS)
    first = FIRST_WORDS.get(alert.form)
    if first is not None and not re.match(rf"{first}\b", rest):
        yield Finding("first_word", language, first)


def _repeats(alert: Alert, language: str, text: str, known: Known) -> Iterator[Finding]:
    """Words of the warning, said again by what takes it back."""
    said = {word for first in known.first for word in named(word_list("dangers"), first)}
    said |= {word for first in known.first for word in _loud(first)}
    harmless = {word for name in (alert.issuer, *places(alert.regions, known)) for word in plain(name).split()}
    said -= harmless | {plain(known.zone), *(plain(word) for word in FIRST_WORDS.values())}
    for word in named(tuple(sorted(said)), text):
        yield Finding("repeats_warning", language, word)


def _loud(text: str) -> Iterator[str]:
    """Words in capitals, as a headline shouts them."""
    shouted = text.replace(DRILL_WORDS, "").replace(PLACE, "")
    yield from (word.casefold() for word in _WORD.findall(shouted) if word.isupper() and len(word) >= SHORTEST_REPEATED)
