"""Which command a text is, if it is one: command words with a fitting argument, a bare place, a place in a sentence."""

from __future__ import annotations

import re

from smsinfo.domain.understanding import Resolution
from smsinfo.understanding.commands import ENDING, LIVING, CommandParser, Found
from smsinfo.understanding.lexicon import elsewhere, everyday, function_words, patterns
from smsinfo.understanding.phrases import FILL, plays
from smsinfo.understanding.places import PlaceIndex
from smsinfo.understanding.stopping import said_in_clauses, stop_clause, stop_cues

# From here on a text with a command word in front is read as a question all the same (`daftar nikah`, `cek bpjs
# aktif`).
_QUESTION = 0.5
_CERTAIN = 0.9
_WHERE_TO_REPORT = re.compile(patterns("where_to_report")[0])


def command_of(
    parser: CommandParser, places: PlaceIndex, head: Found | None, found: list[str], text: str, question: float
) -> Resolution | None:
    """The command, or None. `question` is how likely the whole text asks about a topic."""
    stop = _stop(parser, found, text, question)
    if stop is not None:
        return stop
    alone = parser.alone(head)
    if alone:
        return _command(alone)
    if head is not None:
        command = _with_argument(parser, head, found, text, question)
        if command is not None:
            return command
    language = parser.bare_language(found) if question < _QUESTION else None
    if language:
        return _command("language", language)
    return _place_only(places, found, question) or _in_a_sentence(parser, found, question)


def language_switch(parser: CommandParser, head: Found | None, text: str) -> Resolution | None:
    """A command that no topic may overrule: BAHASA with the name of a language, or a text that is a command to the
    last word, as a whole or in each clause."""
    if head is None or not head.whole:
        said = said_in_clauses(text)
        if said == "about":
            return _command(said)
    if head is None:
        return None
    if head.command == "language" and head.rest:
        code = parser.language(head.rest)
        return _command("language", code) if code else None
    return _command(head.command, " ".join(head.rest), head.places) if head.whole else None


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
    if head.command == "stop":  # `stopkapuas`; all other forms were found before
        places = parser.place(head.rest) if head.slip else ()
        return _command("stop", rest, places) if places else None
    if head.command == "verify":
        code = parser.code(head.rest)
        return _command("verify", code or "") if code or not head.rest else None
    if head.command in ("hoax", "ask", "report", "propose"):
        return _told(head, rest, text, found, question)
    if head.command == "forget" and all(plays(word, FILL, "no", "ending") for word in head.rest):
        return _command("forget", rest)
    return None


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
    """HOAKS, TANYA, LAPOR and USUL take the rest of the text as it was typed. Politeness in front makes them ordinary
    words."""
    first = len(found) - len(head.rest) == 1 or head.command == "hoax"
    if not rest:
        return _command(head.command) if head.command != "hoax" else None
    limit = _QUESTION if head.command == "ask" else _CERTAIN
    if not first or (head.slip and question >= limit and head.command != "report"):
        return None
    asks_where = _WHERE_TO_REPORT.search(" ".join(head.rest)) or any(plays(word, "how") for word in head.rest)
    if question >= _QUESTION and head.command == "report" and asks_where:
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
    """`saya pindah ke kasongan`, `lokasi saya di sampit`: all but the place has to be understood."""
    mine = _has(found, "i")
    spot = _has(found, "spot") and (mine or plays(found[0], "spot") or _has(found, "change", "move"))
    moved = spot or (mine and _has(found, "move"))
    if not moved and (question >= _CERTAIN or not (mine or _has(found, "live"))):
        return None
    named = parser.place_among(found, LIVING, slips=moved or _has(found, "live", "from"))
    return _command("region", *named) if named else None


def _stop(parser: CommandParser, found: list[str], text: str, question: float) -> Resolution | None:
    """STOP for one place (`stop reg katingan`, `sampit stop`), or with a reason beside it."""
    if _has(found[:1] + found[-1:], "stop") or plays(found[0], "ending"):
        named = parser.place_among(found, ENDING)
        if named:
            return _command("stop", *named)
    sure = max(stop_clause(text), stop_cues(found))
    return _command("stop") if sure and question < _QUESTION * (1 + sure) else None


def _has(found: list[str], *roles: str) -> bool:
    return any(plays(word, *roles) for word in found)
