"""A small menu that keeps the contract of `UssdTurns` in memory: who answers where only the way there is looked at.

Home, a list of more screens, an answer and its end:  1 documents -> 1 an identity card (more by 9) | 2 search, any word
| 0 end. A wrong key repeats the screen with a line; a repeated turn gets the same screen and does nothing again, a late
one the screen that stands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from smsinfo.domain.ussd import Screen, UssdTurn
from smsinfo.errors import BadNumber, BadRequest
from smsinfo.sms.msisdn import parse
from smsinfo.sms.ussd import screens

HOME: Final = "Info warga Kalteng\n1 Surat\n2 Cari kata\n0 Selesai"
PAPERS: Final = "Surat\n1 KTP hilang\n0 Kembali"
SEARCH: Final = "Ketik kata, contoh KTP"
LOST: Final = (
    "KTP hilang: minta surat kehilangan di polsek, bawa KK ke Disdukcapil. Gratis, jangan bayar siapa pun. "
    "Kantor buka Senin sampai Jumat pukul 08.00-15.00, istirahat 12.00-13.00. Sumber: Disdukcapil, 10/2026."
)
WRONG: Final = "Pilih angkanya.\n"
BYE: Final = "Terima kasih."


@dataclass
class _Session:
    """One dialogue: whose it is, and its turns with the screens that they got."""

    sender: str
    turns: list[tuple[str, int | None, Screen]] = field(default_factory=list)


@dataclass
class MenuInMemory:
    """Answers by itself. `seen` and `limits` hold what it was asked, `problem` is raised instead of an answer."""

    problem: Exception | None = None
    seen: list[UssdTurn] = field(default_factory=list)
    limits: list[int] = field(default_factory=list)
    sessions: dict[tuple[str, str], _Session] = field(default_factory=dict)

    def turn(self, turn: UssdTurn, limit: int) -> Screen:
        """The screen after this turn."""
        if self.problem is not None:
            raise self.problem
        self.seen.append(turn)
        self.limits.append(limit)
        if turn.ended:
            self.sessions.pop((turn.channel, turn.session), None)
            return Screen("", more=False)
        sender = _who(turn.sender)
        if turn.path is not None:
            return _screen([part for part in turn.path.split("*") if part], limit)
        session = self.sessions.setdefault((turn.channel, turn.session), _Session(sender))
        if session.sender != sender:
            raise BadRequest("the session belongs to another number")
        if turn.first and turn.number is None:
            session.turns.clear()
        return self._answered(session, turn, limit)

    def _answered(self, session: _Session, turn: UssdTurn, limit: int) -> Screen:
        number = turn.number
        if number is not None and session.turns and number <= (session.turns[-1][1] or 0):
            return next((screen for _, one, screen in session.turns if one == number), session.turns[-1][2])
        inputs = [text for text, _, _ in session.turns[1:]] + ([] if turn.first else [turn.text])
        screen = _screen(inputs, limit)
        session.turns.append((turn.text, turn.number, screen))
        return screen


def _who(number: str) -> str:
    """The number in one form; as it came where it is none, for nothing is done in its name."""
    try:
        return parse(number)
    except BadNumber:
        return number


def _screen(inputs: Iterable[str], limit: int) -> Screen:
    place, line = "home", ""
    for typed in inputs:
        place, line = _after(place, _plain(typed), limit)
    text = {"home": HOME, "papers": PAPERS, "search": SEARCH, "bye": BYE}.get(place)
    if text is not None:
        return Screen(line + text, more=place != "bye")
    pages = screens(LOST, limit, "\n9 lanjut")
    page = int(place)
    return Screen(pages[page], more=page + 1 < len(pages))


def _after(place: str, typed: str, limit: int) -> tuple[str, str]:
    ways = {
        "home": {"1": "papers", "2": "search", "0": "bye"},
        "papers": {"1": "0", "0": "home"},
        "search": {"0": "home"},
        "bye": {"": "bye"},
    }
    if place.isdigit():
        return (str(int(place) + 1), "") if typed == "9" else (place, "")
    if typed in ways[place]:
        return ways[place][typed], ""
    if place == "search" and typed.casefold().strip("* ") == "ktp":
        return "0", ""
    return place, WRONG


def _plain(typed: str) -> str:
    return "".join(char if (digit := unicodedata.decimal(char, None)) is None else str(digit) for char in typed)
