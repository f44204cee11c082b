"""A CAP document in the length of an SMS: words for a person to edit, never to send as they are.

Each draft ends in a mark in braces. It is a hole that no text may have, so the checks of alerts refuse the text until
somebody has been through it and taken the mark out. Only whole sentences are left out or cut at a blank between two
words; a number is never cut, nor parted from its unit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from smsinfo.domain.cap_document import CapAlert, CapInfo
from smsinfo.locale import FALLBACK, languages, say
from smsinfo.outbox.numbers import PLACE
from smsinfo.sms.gsm7 import to_gsm7
from smsinfo.sms.segments import count

MOST_SEGMENTS: Final = 3
MOST_PLACES: Final = 4
LONGEST_NUMBER: Final = "0812345678901"
LONGEST_ISSUER: Final = 120
SHORT_ADVICE: Final = 160
"""Characters of instruction that are kept before what happens is told with more words."""

_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+")
_BRACES: Final = str.maketrans("{}[]", "()()")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the texts of one draft have in common: its code, its places by name, until when it holds, in which zone."""

    code: str
    places: tuple[str, ...]
    until: datetime
    zone: ZoneInfo
    zone_word: str

    def moment(self, at: datetime) -> str:
        """A time as our texts write it."""
        return f"{at.astimezone(self.zone):%d-%m %H.%M} {self.zone_word}"


def draft_texts(alert: CapAlert, setting: Setting, first: Mapping[str, str]) -> dict[str, str]:
    """Language -> text, in at most three segments with the longest number. `first` is language -> how it must begin.

    Always one in Indonesian: where the document has none, of the words that it has.
    """
    infos = by_language(alert.infos)
    if FALLBACK not in infos and infos:
        infos = {FALLBACK: next(iter(infos.values())), **infos}
    return {language: _text(info, language, setting, first.get(language, "")) for language, info in infos.items()}


def by_language(infos: Sequence[CapInfo]) -> dict[str, CapInfo]:
    """Our languages that a document speaks, each with its first info (`id-ID` is `id`)."""
    found: dict[str, CapInfo] = {}
    for info in infos:
        language = info.language.partition("-")[0].lower()
        language = "id" if language in ("in", "ind") else language
        if language in languages():
            found.setdefault(language, info)
    return found or dict.fromkeys([FALLBACK][: len(infos)], *infos[:1])


def _text(info: CapInfo, language: str, setting: Setting, first: str) -> str:
    what = _plain(info.headline or info.event or info.description)
    advice = [sentence for sentence in _SENTENCE.split(_plain(info.instruction)) if sentence]
    places = list(setting.places)
    mark = f"{{{say('cap.draft.mark', language)}}}"
    while True:
        made = say(
            "cap.draft",
            language,
            issuer=_plain(info.sender_name)[:LONGEST_ISSUER] or "?",
            what=what.rstrip(". "),
            place=named(places, len(setting.places), language),
            end=setting.moment(setting.until),
            advice=" ".join(advice),
            code=setting.code,
            nomor=PLACE,
        )
        text = " ".join(f"{first} {made} {mark}".split())
        if not what or count(text.replace(PLACE, LONGEST_NUMBER)) <= MOST_SEGMENTS:
            return text
        if len(advice) > 1 or (advice and len(advice[0]) > SHORT_ADVICE):
            advice.pop()
        elif len(places) > 1:
            places.pop()
        elif advice:
            advice.pop()
        else:
            what = cut(what, len(what) - 20)


def named(places: Sequence[str], total: int, language: str) -> str:
    """Some of the places by name, and how many more there are."""
    shown = list(places[:MOST_PLACES])
    words = ", ".join(shown) or "?"
    left = total - len(shown)
    return say("cap.draft.more", language, place=words, count=left) if left > 0 else words


def cut(words: str, most: int) -> str:
    """The words that fit; none with a digit stands at the cut, so that no number loses its unit."""
    if len(words) <= most:
        return words
    kept = words[: max(most, 1)].rsplit(" ", 1)[0].split(" ") if " " in words[: max(most, 1)] else []
    following = words[len(" ".join(kept)) :].split()
    if following and any(char.isdigit() for char in following[0]):
        while kept and not kept[-1].isalpha():
            kept.pop()
    while kept and any(char.isdigit() for char in kept[-1]):
        kept.pop()
    return " ".join(kept)


def _plain(text: str) -> str:
    """In GSM-7, without the signs that mean something in our texts."""
    return to_gsm7(" ".join(text.split())).translate(_BRACES)
