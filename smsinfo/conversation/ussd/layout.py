"""Cuts a view to the screen of a phone: notice, text, whole option lines, and the keys that move.

A screen begins at a position: characters of the text first, then the options. So a part that is shown with a line of
explanation above it, and therefore ends earlier, still goes on where it ended, and nothing is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from smsinfo.conversation.ussd.visit import View, Visit
from smsinfo.sms.gsm7 import septets, to_gsm7
from smsinfo.sms.wrap import next_page

KEPT_TOGETHER = 3
"""So few options are not torn apart: a question and its yes stand on one screen."""

COPY_KEY, MORE_KEY = "9", "#"


@dataclass(frozen=True, slots=True)
class Page:
    """One screen, and the position of the next one; None where this is the last."""

    text: str
    next_at: int | None


def page(visit: Visit, view: View, at: int, notice: str, depth: int) -> Page:
    """The screen of a view from a position on; linear in the size of the view.

    `depth`: screens from home, which has 1; 0 where the dialogue ends and no key is named.
    """
    text = to_gsm7(view.text).strip()
    lines = [f"{number} {to_gsm7(option.label)}" for number, option in enumerate(view.options, 1)]
    above = f"{to_gsm7(notice)}\n" if notice else ""
    room = visit.limit - septets(above)
    rest = [text[at:], *lines] if at < len(text) else lines[max(0, at - len(text) - 1) :]
    last = _keys(visit, view, depth, more=False)
    if sum(septets(part) + 1 for part in rest) - 1 <= room - _height(last):
        return Page(above + "\n".join(filter(None, [*rest, last])), None)
    more = _keys(visit, view, depth, more=True)
    shown, next_at = _fill(text, lines, at, room - _height(more))
    below = more if next_at is not None else last
    return Page(above + "\n".join(filter(None, [*shown, below])), next_at)


def shorten(text: str, room: int) -> str:
    """A text that is at most so many septets, cut at a word, with two points where something is missing."""
    text = to_gsm7(" ".join(text.split()))
    if septets(text) <= room:
        return text
    kept = text[:room]
    while septets(kept) > room - 2:
        kept = kept[:-1]
    whole, blank, _ = kept.rpartition(" ")
    return (whole if blank and len(whole) * 2 > len(kept) else kept).rstrip(" ,.;:(-") + ".."


def _height(keys: str) -> int:
    return septets(keys) + 1 if keys else 0


def _keys(visit: Visit, view: View, depth: int, *, more: bool) -> str:
    """The last line: what can be pressed besides the options."""
    keys = [visit.say("ussd.copy")] if view.copy else []
    if more:
        keys.append(visit.say("ussd.more"))
    if depth:
        keys.append(visit.say("ussd.back") if depth > 1 else visit.say("ussd.exit"))
    if depth > 2:
        keys.append(visit.say("ussd.first"))
    return " ".join(keys)


def _fill(text: str, lines: list[str], at: int, room: int) -> tuple[list[str], int | None]:
    """As much as fits from a position on, at least one word or line; the position after it, None at the end."""
    shown: list[str] = []
    if at < len(text):
        chunk, after = next_page(text, at, lambda part: septets(part) <= room, room, "")
        shown.append(chunk)
        if after < len(text):
            return shown, after
        room -= septets(chunk) + 1
    first = max(0, at - len(text) - 1)
    rest = lines[first:]
    if shown and len(rest) <= KEPT_TOGETHER and sum(septets(line) + 1 for line in rest) - 1 > room:
        return shown, len(text) + 1 + first
    for number, line in enumerate(rest, first):
        if septets(line) > room:
            if shown:
                return shown, len(text) + 1 + number
            line = shorten(line, room)
        shown.append(line)
        room -= septets(line) + 1
    return shown, None
