"""Command words, in command position only: alone, or first with an argument that fits."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from smsinfo.locale import CommandWords
from smsinfo.understanding.lexicon import word_list
from smsinfo.understanding.places import PlaceIndex
from smsinfo.understanding.spelling import is_slip

_POLITE = word_list("polite")
_OBJECTS = word_list("subscription_object")
_CODE = re.compile(r"\d{3,6}")
_ALONE = ("more", "help", "status", "topics", "mydata", "about", "thanks", "forget")
SHORTEST_SLIP = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A command with what followed it, as words, and the places named there."""

    command: str
    rest: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    slip: bool = False


class CommandParser:
    """Finds a command at the start of a text, with typing slips."""

    def __init__(self, table: tuple[CommandWords, ...], places: PlaceIndex, languages: dict[str, str]) -> None:
        self._by_phrase = {tuple(phrase.split()): entry.command for entry in table for phrase in entry.words}
        self._longest = max((len(phrase) for phrase in self._by_phrase), default=1)
        self.singles = {phrase[0]: command for phrase, command in self._by_phrase.items() if len(phrase) == 1}
        self._slippable: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for known, command in self.singles.items():
            if len(known) >= SHORTEST_SLIP:
                self._slippable[known[0]].append((known, _without_vowels(known), command))
        self._places = places
        self._languages = dict(languages)

    def head(self, found: list[str]) -> Found | None:
        """The command that the text begins with, politeness before it skipped; `rest` is all that follows."""
        start = next((n for n, word in enumerate(found) if word not in _POLITE), 0)
        body = found[start:] or found
        for size in range(min(self._longest, len(body)), 0, -1):
            command = self._by_phrase.get(tuple(body[:size]))
            if command:
                return Found(command, tuple(body[size:]))
        return self._slipped(body) if body else None

    def alone(self, head: Found | None) -> str | None:
        """The command that the whole text is, politeness aside: LANJUT, MENU, STATUS, DATAKU, ..."""
        if head is None or head.command not in _ALONE:
            return None
        loose = [word for word in head.rest if word not in _POLITE and self.singles.get(word) != head.command]
        return head.command if not loose else None

    def language(self, rest: tuple[str, ...]) -> str | None:
        """The language code that the words name, with one slip; None when they name none."""
        kept = [
            word
            for word in rest
            if word not in _POLITE and word not in ("ke", "jadi", "pakai", "pake", "bahasa", "ganti")
        ]
        name = " ".join(kept)
        if name in self._languages:
            return self._languages[name]
        near = [
            code
            for known, code in self._languages.items()
            if len(known) >= 4 and OSA.distance(name, known) <= (2 if len(known) > 6 else 1)
        ]
        return near[0] if near else None

    def place(self, rest: tuple[str, ...]) -> tuple[str, ...]:
        """The regions that the words after DAFTAR or LOKASI name; filling words around them don't matter."""
        if len(set(rest)) == 1:
            rest = rest[:1]
        found = self._places.find(list(rest))
        if found:
            return found
        kept = [word for word in rest if word not in _OBJECTS and word not in _POLITE]
        return self._places.find(kept) if kept else ()

    @staticmethod
    def code(rest: tuple[str, ...]) -> str | None:
        """The alert code after CEK: 3 to 6 digits, perhaps with the word `kode` before."""
        kept = [word for word in rest if word not in _POLITE and word not in ("kode", "nomor", "no", "siaran")]
        return kept[0] if len(kept) == 1 and _CODE.fullmatch(kept[0]) else None

    def _slipped(self, body: list[str]) -> Found | None:
        """One slip in a command word of five letters or more: `DAFTAT`, `LAPRO`, `BNATUAN`, `lanjt`."""
        word = body[0]
        if len(word) < SHORTEST_SLIP - 1:
            return None
        bones = _without_vowels(word)
        for known, known_bones, command in self._slippable.get(word[0], ()):
            lost = bones == known_bones and len(word) < len(known)
            close = abs(len(word) - len(known)) <= 1 and OSA.distance(word, known, score_cutoff=1) == 1
            if lost or (close and (len(known) >= 6 or is_slip(word, known) or len(word) != len(known))):
                return Found(command, tuple(body[1:]), slip=True)
        return None


def _without_vowels(word: str) -> str:
    return re.sub(r"[aeiou]", "", word)
