"""How a text looks where it is read: segments as the operator bills them, screens as USSD shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from smsinfo.content.catalogue import catalogue_topic
from smsinfo.content.parts import Part, Parts, assembled
from smsinfo.content.render import compose, render, stamp
from smsinfo.content.snapshot import Snapshot
from smsinfo.locale import say
from smsinfo.sms.gsm7 import BASIC, EXTENSION, is_gsm7, odd_characters, to_gsm7
from smsinfo.sms.segments import Encoding, split, units
from smsinfo.sms.ussd import screens

__all__ = ["BASIC", "EXTENSION", "Preview", "Shown", "preview", "shown"]
ENCODINGS: Final[dict[Encoding, str]] = {"gsm7": "GSM-7", "ucs2": "UCS-2"}
ROOM: Final[dict[Encoding, tuple[int, int]]] = {"gsm7": (160, 153), "ucs2": (70, 67)}
"""Units of a message in one segment, and of each of several; `sms.segments` has the source."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A message on a phone: its segments, what is left in the last, and the USSD screens of the same words."""

    text: str
    parts: tuple[str, ...]
    encoding: str
    used: int
    left: int
    screens: tuple[str, ...]

    @property
    def count(self) -> int:
        """Billed segments."""
        return len(self.parts)


@dataclass(frozen=True, slots=True)
class Odd:
    """A character that forces UCS-2, and what would stand for it."""

    char: str
    twin: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A text of a topic as a citizen gets it, and what is odd in what was typed."""

    answer: Shown
    more: Shown | None
    odd: tuple[Odd, ...]
    marked: tuple[tuple[str, bool], ...]
    stamp: str
    hint: str
    fields: dict[str, str]


def shown(text: str) -> Shown:
    """A message on a phone."""
    found = split(text)
    single, multi = ROOM[found.encoding]
    room = single if found.count == 1 else multi
    used = units(text)
    left = room - units(found.parts[-1])
    return Shown(text, found.parts, ENCODINGS[found.encoding], used, left, screens(text))


def preview(key: str, parts: Parts, part: Part, region: str | None, snapshot: Snapshot, today: date) -> Preview:
    """What somebody in the region gets of this text; the region of an override, where it has one."""
    value = parts.get(part) or {"text": ""}
    topic = catalogue_topic(assembled(key, {**parts, part: value}, today))
    summary = next(one for one in topic.summaries if (one.language, one.region) == (part.language, part.region))
    typed, more = summary.text, summary.more
    fields = snapshot.fields(region or part.region)
    hint = say("answer.hint", part.language) if more else ""
    mark = snapshot.catalogue.mark
    answer = compose(topic, summary, fields, mark, hint)
    return Preview(
        answer=shown(answer),
        more=shown(to_gsm7(render(more, fields))) if more else None,
        odd=tuple(Odd(char, to_gsm7(char).strip()) for char in odd_characters(typed + more)),
        marked=tuple(_marked(typed)) if not is_gsm7(typed) else (),
        stamp=stamp(topic.tag, summary.checked_on, mark),
        hint=say("answer.hint", part.language),
        fields=fields,
    )


def _marked(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, those that force UCS-2 marked."""
    odd = re.compile("([" + "".join(map(re.escape, odd_characters(text))) + "]+)")
    return [(piece, bool(at % 2)) for at, piece in enumerate(odd.split(text)) if piece]
