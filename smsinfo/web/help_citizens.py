"""What citizens may text, made from the tables that the answering reads: no list beside them that could grow old."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from smsinfo.locale import command_words

COMMANDS: Final[dict[str, LazyString]] = {
    "subscribe": _("subscribe to the alerts of a place"),
    "stop": _("no more alerts, of one place or of all"),
    "status": _("place, language and subscriptions"),
    "language": _("switch the language, or choose from a list"),
    "region": _("say where one lives"),
    "help": _("what one can do"),
    "more": _("the rest of a long answer"),
    "topics": _("the list of topics"),
    "verify": _("is this alert code ours?"),
    "hoax": _("look up what one heard, or have it checked"),
    "ask": _("a question; what we do not know goes to people of the region"),
    "report": _("a report to the office, or how to reach SP4N"),
    "report_danger": _("a report of danger to life, told to people on duty"),
    "report_topic": _("a report of violence or illness: the answer first, then its number"),
    "propose": _("a proposal for the village meeting"),
    "rate_case": _("whether an answer helped"),
    "about": _("who we are and what it costs"),
    "thanks": _("no reply after an answer"),
    "mydata": _("what we hold"),
    "forget": _("erase it, after a confirmation"),
    "lesson": _("courses by SMS; a number begins one, a letter answers"),
    "category": _("the topics of a category"),
    "news": _("what villages published, the nearest first"),
    "entry": _("one of it in full"),
}
"""Command -> what it does, in the words of docs/commands.md (a guard compares them)."""

TYPED: Final[dict[str, LazyString]] = {
    "category": _("a digit after TOPIK"),
    "report_danger": _("LAPOR before a cry for help"),
    "report_topic": _("LAPOR before words of a safety topic"),
    "rate_case": _("Y or T with the number of a question"),
    "news": _("KABAR, alone or with a place"),
    "entry": _("a digit after KABAR"),
}
"""Commands that no word of their own calls."""
EXAMPLES: Final[dict[str, str]] = {
    "subscribe": "DAFTAR BUKIT BATU",
    "stop": "STOP",
    "language": "BAHASA NGAJU",
    "region": "LOKASI KASONGAN",
    "verify": "CEK 4821",
    "hoax": "HOAKS undian Telkomsel",
    "ask": "TANYA syarat KTP",
    "report": "LAPOR jalan rusak",
    "propose": "USUL sumur bor di RT 03",
    "lesson": "BELAJAR 2",
}
"""Command -> a text, where it takes more than its word; in no language, because it is typed so."""


@dataclass(frozen=True, slots=True)
class Line:
    """One command: what it does, how it may be typed (the first word is the usual one), an example."""

    command: str
    does: LazyString
    words: tuple[str, ...]
    typed: LazyString | None
    example: str


def lines() -> list[Line]:
    """All commands in the order of the keywords' file, those without words last."""
    words = {entry.command: tuple(word.upper() for word in entry.words) for entry in command_words()}
    ordered = sorted(COMMANDS, key=lambda name: list(words).index(name) if name in words else len(words))
    return [Line(n, COMMANDS[n], words.get(n, ()), TYPED.get(n), EXAMPLES.get(n, "")) for n in ordered]
