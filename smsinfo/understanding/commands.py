"""Command words, alone or first with an argument that fits, and commands said in other words."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import product

from rapidfuzz.distance import OSA

from smsinfo.locale import CommandWords
from smsinfo.understanding.lexicon import everyday, texting, word_list
from smsinfo.understanding.phrases import FILL, phrase_of, plays, roles_of
from smsinfo.understanding.places import PlaceIndex
from smsinfo.understanding.spelling import by_ear, is_slip

_POLITE = word_list("polite")
_OBJECTS = word_list("subscription_object")
_CODE = re.compile(r"\d{3,6}|(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{4,5}")
_DIGITS = re.compile(r"\d{1,6}")
# What may stand around the name of a language; the first three tell that a language is meant and no people or place.
_TONGUE = ("tongue", "speak", "change")
_AROUND = (*_TONGUE, "choose", FILL, "i", "want", "you", "from", "this", "receive", "again", "how", "if")
# The words that may stand around a place in a text that subscribes, tells where somebody lives, or stops.
JOINING = tuple(
    "fill i want join gather send receive may again alert hazard news subscription list from this number live you"
    " spot".split()
)
LIVING = tuple("fill i this from change spot move live belong new".split())
ENDING = tuple("fill i stop ending subscription list info sms from want alert".split())
# Roles that together wish for alerts without the word DAFTAR: `ikut siaran`, `mau dapat siaran`.
_WISHING = (
    {"gather", "alert"},
    {"gather", "number"},
    {"send", "siaran", "want"},
    {"send", "news", "i"},
    {"receive", "siaran", "want"},
)
_LONGEST = 14
# Nobody lives there, and nobody is called so.
_UNMISTAKABLE = ("english", "inggris")
# Names of languages that are better known as places.
_CITIES = ("banjarmasin",)
_ALONE = ("more", "help", "status", "topics", "mydata", "about", "thanks", "forget")
SHORTEST_SLIP = 5
# Commands of which we can tell whether what follows fits: a place, the name of a language, a code. Before such an
# argument a slip is mended in short words too (`rge mandomai`, `cel 4821`), two in long ones, and a lost blank.
_CHECKED = ("subscribe", "region", "language", "verify", "stop")
_SHORTEST_CHECKED = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A command with what followed it, as words. `whole`: no word is left over, and `places` are what it names."""

    command: str
    rest: tuple[str, ...] = ()
    slip: bool = False
    whole: bool = False
    places: tuple[str, ...] = ()


class CommandParser:
    """Finds a command at the start of a text, with typing slips."""

    def __init__(self, table: tuple[CommandWords, ...], places: PlaceIndex, languages: dict[str, str]) -> None:
        self._by_phrase = {tuple(phrase.split()): entry.command for entry in table for phrase in entry.words}
        self._by_phrase |= {("".join(phrase),): command for phrase, command in self._by_phrase.items()}
        self._longest = max((len(phrase) for phrase in self._by_phrase), default=1)
        self.singles = {phrase[0]: command for phrase, command in self._by_phrase.items() if len(phrase) == 1}
        self._slippable: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for known, command in self.singles.items():
            if len(known) >= SHORTEST_SLIP:
                self._slippable[known[0]].append((known, _without_vowels(known), command))
        self._places = places
        self._languages = dict(languages)
        self._names = frozenset(word for name in languages for word in name.split()) - {"bahasa"}

    def head(self, found: list[str]) -> Found | None:
        """The command that the text is as a whole, or begins with (politeness skipped, `rest` is all that follows)."""
        named = self._named_language(found)
        if named:
            return Found("language", (named,), whole=True)
        opening = self._opening(found)
        said = phrase_of(found)
        if said is None:
            return self._subscribing(found) or self._living(found, opening) or opening
        same = opening is not None and opening.command == said and said == "forget"
        numbers = tuple(word for word in found if _DIGITS.fullmatch(word))
        return Found(said, opening.rest if same and opening is not None else numbers, whole=True)

    def _opening(self, found: list[str]) -> Found | None:
        start = next((n for n, word in enumerate(found) if word not in _POLITE), 0)
        body = found[start:] or found
        for size in range(min(self._longest, len(body)), 0, -1):
            command = self._by_phrase.get(tuple(body[:size]))
            if command:
                # To the letter, with nothing around it: HELP alone is no cry for help.
                return Found(command, tuple(body[size:]), whole=size == len(found) and command in _ALONE)
        if not body:
            return None
        return self._loosely(body) or self._slipped(body) or self._short(body) or self._checked(body)

    def _named_language(self, found: list[str]) -> str | None:
        """The name of a language among words that ask for it: `pakai bahasa banjar aja`, `can you speak english`."""
        asked = found[:-1] if found and plays(found[-1], "no") else found
        asking = next((n for n, word in enumerate(asked) if plays(word, *_TONGUE) or word in _UNMISTAKABLE), None)
        if asking is None or len(found) > 9 or any(word in self._names for word in asked[:asking]):
            return None
        name = " ".join(word for word in asked if word in self._names or not plays(word, *_AROUND))
        if name in self._languages:
            return name
        return name if any(plays(word, "tongue") for word in asked) and self.language((name,)) else None

    def _subscribing(self, found: list[str]) -> Found | None:
        """`saya mau langganan info desa bukit batu`: all but the place is understood."""
        played = frozenset().union(*(roles_of(word) for word in found))
        if not played & {"join", "subscription"} and not any(pair <= played for pair in _WISHING):
            return None
        named = self.place_among(found, JOINING)
        return Found("subscribe", tuple(named[0].split()), whole=True, places=named[1]) if named else None

    def _living(self, found: list[str], opening: Found | None) -> Found | None:
        """`lokasi saya di sampit`: LOKASI in front, and nothing but words around a place."""
        if opening is None or opening.command != "region" or not plays(found[0], "spot", "change", "move"):
            return None
        named = self.place_among(found, LIVING)
        return Found("region", tuple(named[0].split()), whole=True, places=named[1]) if named else None

    def place_among(
        self, found: list[str], around: tuple[str, ...], *, slips: bool = True
    ) -> tuple[str, tuple[str, ...]] | None:
        """The place that is left when the words with one of these roles are taken away at both ends, and its codes."""
        strange = [n for n, word in enumerate(found) if not plays(word, *around)]
        if not strange or len(found) > _LONGEST:
            return None
        first, last = strange[0], strange[-1] + 1
        # A word of the name may have a role as well: `gunung mas`, `desa bukit batu`.
        for start, end in product((max(0, first - 1), first), (min(len(found), last + 1), last)):
            codes = self._places.find(found[start:end], slips=False)
            if codes:
                return " ".join(found[start:end]), codes
        # A word of every day is no slip of a village's name.
        mended = slips and not any(word in everyday() for word in found[first:last])
        codes = self._places.find(found[first:last]) if mended else ()
        return (" ".join(found[first:last]), codes) if codes else None

    def bare_language(self, found: list[str]) -> str | None:
        """The code of a language when the text is only its name."""
        name = " ".join(word for word in found if not plays(word, FILL, "tongue", "from"))
        if len(name) < SHORTEST_SLIP or name in _CITIES:
            return None
        slipped = (sure for sure in _UNMISTAKABLE if name not in everyday() and OSA.distance(name, sure) == 1)
        return self._languages.get(name) or self._languages.get(next(slipped, ""))

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
        found = self._places.find(kept) if kept else ()
        return found or (self.place_among(list(rest), (*JOINING, *LIVING)) or ("", ()))[1]

    @staticmethod
    def code(rest: tuple[str, ...]) -> str | None:
        """The alert code after CEK: 3 to 6 digits, perhaps with the word `kode` before.

        Or four or five letters and digits mixed, as other senders have them: whoever asks is told whether it is ours.
        """
        kept = [word for word in rest if word not in _POLITE and word not in ("kode", "nomor", "no", "siaran")]
        return kept[0] if len(kept) == 1 and _CODE.fullmatch(kept[0]) else None

    def _slipped(self, body: list[str]) -> Found | None:
        """One slip in a command word of five letters or more: `DAFTAT`, `LAPRO`, `BNATUAN`, `lanjt`."""
        word = body[0]
        near = self._alone(word) if len(body) == 1 else None
        if near:
            return Found(self.singles[near], slip=True)
        bones = _without_vowels(word)
        for known, known_bones, command in self._slippable.get(word[0], ()) if len(word) >= SHORTEST_SLIP - 1 else ():
            lost = bones == known_bones and len(word) < len(known)
            close = abs(len(word) - len(known)) <= 1 and OSA.distance(word, known, score_cutoff=1) == 1
            if lost or (close and (len(known) >= 6 or is_slip(word, known) or len(word) != len(known))):
                return Found(command, tuple(body[1:]), slip=True)
        return None

    def _alone(self, word: str) -> str | None:
        """The command word that a text of one word stands for: written short (`lg`), with a slip, by ear (`inpo`)."""
        short = next((meaning for meaning in texting().get(word, ()) if meaning in self.singles), None)
        if short or len(word) < SHORTEST_SLIP - 1 or word in everyday():
            return short
        return next((w for w in self.singles if len(w) >= 4 and (is_slip(word, w) or by_ear(word, w))), None)

    def _short(self, body: list[str]) -> Found | None:
        """A command word as people shorten it before an argument: `lpr jalan amblas`, `dftr kapuas`."""
        meant = next((meaning for meaning in texting().get(body[0], ()) if meaning in self.singles), None)
        return Found(self.singles[meant], tuple(body[1:]), slip=True) if meant and len(body[0]) > 2 else None

    def _loosely(self, body: list[str]) -> Found | None:
        """A command of several words with slips in the longer ones: `daftra info`."""
        for phrase, command in self._by_phrase.items():
            if len(phrase) == len(body) > 1 and all(map(_is_nearly, body, phrase)):
                return Found(command, slip=True)
        return None

    def _checked(self, body: list[str]) -> Found | None:
        """A command word with more slips than one, or run into the next word, before an argument that fits exactly."""
        word, rest = body[0], tuple(body[1:])
        if len(word) < _SHORTEST_CHECKED or word in everyday():
            return None
        for known, command in self.singles.items():
            if command not in _CHECKED or known[0] != word[0]:
                continue
            if rest and _slips_into(word, known) and self._fits(command, rest):
                return Found(command, rest, slip=True)
            tail = word.removeprefix(known)
            if tail != word and tail and self._fits(command, (tail, *rest)):
                return Found(command, (tail, *rest), slip=True)
        return None

    def _fits(self, command: str, rest: tuple[str, ...]) -> bool:
        """True when the words are just what the command wants."""
        if command == "language":
            return " ".join(rest) in self._languages
        return self.code(rest) is not None if command == "verify" else bool(self._places.find(list(rest), slips=False))


def _is_nearly(typed: str, known: str) -> bool:
    return typed == known or (len(known) >= SHORTEST_SLIP and typed not in everyday() and _slips_into(typed, known))


def _slips_into(typed: str, known: str) -> bool:
    """One slip of the thumb in a word of any length, two of any kind from five letters on."""
    if is_slip(typed, known):
        return True
    return min(len(typed), len(known)) >= SHORTEST_SLIP and OSA.distance(typed, known, score_cutoff=2) <= 2


def _without_vowels(word: str) -> str:
    return re.sub(r"[aeiou]", "", word)
