"""Which command a text is, if it is one: command words with a fitting argument, a bare place, who-are-you, manners."""

from __future__ import annotations

import re

from smsinfo.domain.understanding import Resolution
from smsinfo.understanding.commands import CommandParser, Found
from smsinfo.understanding.lexicon import elsewhere, everyday, function_words, patterns
from smsinfo.understanding.manners import is_about
from smsinfo.understanding.places import PlaceIndex

# From here on a text with a command word in front is read as a question all the same (`daftar nikah`, `cek bpjs
# aktif`).
_QUESTION = 0.5
_HELP = re.compile(patterns("how_to")[0])
_LIVE = re.compile(patterns("lives_in")[0])
_WISH = re.compile(patterns("wishes")[0])


def command_of(
    parser: CommandParser, places: PlaceIndex, head: Found | None, found: list[str], text: str, question: float
) -> Resolution | None:
    """The command, or None. `question` is how likely the whole text asks about a topic."""
    if is_about(found):
        return _command("about")
    alone = parser.alone(head)
    if alone:
        return _command(alone, " ".join(head.rest) if alone == "forget" and head is not None else "")
    if head is not None:
        command = _with_argument(parser, head, found, text, question)
        if command is not None:
            return command
    if _HELP.search(" ".join(found)):
        return _command("help")
    return _place_only(places, found, question) or _in_a_sentence(parser, found, question)


def language_switch(parser: CommandParser, head: Found | None) -> Resolution | None:
    """BAHASA with the name of a language that we speak, before any topic that has the word `bahasa` in it."""
    code = parser.language(head.rest) if head is not None and head.command == "language" and head.rest else None
    return _command("language", code) if code else None


def _command(name: str, argument: str = "", places: tuple[str, ...] = ()) -> Resolution:
    return Resolution("command", command=name, argument=argument, places=places, score=1.0)


def _with_argument(
    parser: CommandParser, head: Found, found: list[str], text: str, question: float
) -> Resolution | None:
    rest = " ".join(head.rest)
    if head.command in ("subscribe", "region"):
        return _placed(parser, head, rest, question)
    if head.command == "language":
        return None if head.rest else _command("language")
    if head.command == "verify":
        code = parser.code(head.rest)
        return _command("verify", code or "") if code or not head.rest else None
    if head.command in ("hoax", "ask", "report"):
        return _told(head, rest, text, found, question)
    return _command("forget", rest) if head.command == "forget" else None


def _placed(parser: CommandParser, head: Found, rest: str, question: float) -> Resolution | None:
    if not head.rest:
        return None if head.slip and question >= _QUESTION else _command(head.command)
    places = parser.place(head.rest)
    if places:
        return _command(head.command, rest, places)
    if question >= _QUESTION or head.slip or len(head.rest) > 4:
        return None
    telling = [word for word in head.rest if word not in function_words()]
    if telling and all(word in elsewhere() for word in telling):
        return _command(head.command, rest)
    return _command(head.command, rest) if telling and not any(word in everyday() for word in telling) else None


def _told(head: Found, rest: str, text: str, found: list[str], question: float) -> Resolution | None:
    """HOAKS, TANYA and LAPOR take the rest of the text as it was typed. Politeness in front makes them ordinary
    words."""
    first = len(found) - len(head.rest) == 1 or head.command == "hoax"
    if not rest:
        return _command(head.command) if head.command != "hoax" else None
    if not first or (head.slip and question >= 0.9 and head.command != "report"):
        return None
    typed = text.strip().split(None, 1)
    return _command(head.command, typed[1] if len(typed) > 1 else rest)


def _place_only(places: PlaceIndex, found: list[str], question: float) -> Resolution | None:
    """A text that is only the name of a place says where somebody lives."""
    if len(found) > 6:
        return None
    exact = places.find(found, slips=False)
    if exact:
        large = any(code.count(".") <= 1 for code in exact)
        plain = len(found) == 1 and (found[0] in everyday() or found[0] in function_words())
        return _command("region", " ".join(found), exact) if large or not plain else None
    if question >= 0.3 or sum(map(len, found)) < 6 or any(word in everyday() for word in found):
        return None
    near = places.find(found)
    return _command("region", " ".join(found), near) if near else None


def _in_a_sentence(parser: CommandParser, found: list[str], question: float) -> Resolution | None:
    """`saya mau langganan info desa bukit batu`, `saya tinggal di kasongan`: the whole rest has to be a place."""
    if len(found) > 12:
        return None
    joined = " ".join(found)
    for pattern, command in ((_WISH, "subscribe"), (_LIVE, "region")):
        match = pattern.fullmatch(joined)
        places = parser.place(tuple(match[1].split())) if match else ()
        if places and (question < 0.9 or command == "subscribe"):
            return _command(command, match[1] if match else "", places)
    return None
