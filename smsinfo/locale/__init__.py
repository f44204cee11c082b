"""What we say to citizens and what they may type, by language. A new language is a new folder here, nothing else.

`<language>/citizen.po` holds the texts (msgid is the key of a text), `<language>/commands.toml` the command keywords,
`<language>/officials.toml` those that officials may type from their registered numbers, `<language>/members.toml` those
of members of the community groups.
The standard library's gettext does the look-up by explicit language, because Babel knows no Ngaju (nij) or Banjar
(bjn).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent
FALLBACK = "id"
_HOLE = re.compile(r"\{\w+\}")
NAMES = {"id": "Indonesia", "en": "English", "bjn": "Banjar", "nij": "Ngaju"}


@cache
def languages() -> tuple[str, ...]:
    """All languages that have a folder, Indonesian first."""
    found = sorted(path.parent.name for path in FOLDER.glob("*/citizen.po"))
    return (FALLBACK, *(code for code in found if code != FALLBACK))


@cache
def _catalogue(language: str) -> GNUTranslations:
    path = FOLDER / language / "citizen.po"
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, ignore_obsolete=True))
    compiled.seek(0)
    return GNUTranslations(compiled)


def has(key: str, language: str) -> bool:
    """True when the language has a text of its own for the key."""
    return _own(key, language) is not None


def say(key: str, language: str, /, **values: object) -> str:
    """Our text of that key in the language, else in Indonesian, with `{values}` put in. Raises LookupError."""
    text = _own(key, language) or _own(key, FALLBACK)
    if text is None:
        raise LookupError(f"no text {key}")
    return text.format(**values) if values else text


def _own(key: str, language: str) -> str | None:
    """The language's own text, or None."""
    text = _catalogue(language).gettext(key) if language in languages() else key
    return text if text != key else None


@cache
def fixed_parts() -> tuple[tuple[str, ...], ...]:
    """The parts between the holes of each text in each language, lower case: by these our own texts are known."""
    found: list[tuple[str, ...]] = []
    for language in languages():
        with (FOLDER / language / "citizen.po").open("rb") as file:
            texts = [str(message.string) for message in read_po(file, ignore_obsolete=True) if message.id]
        split = ([part.strip().lower() for part in _HOLE.split(text)] for text in texts)
        found += [fixed for parts in split if (fixed := tuple(filter(None, parts)))]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class CommandWords:
    """How a command may be typed in all languages. `words` are its keywords (phrases), lower case, spaces single."""

    command: str
    words: tuple[str, ...]


@cache
def command_words() -> tuple[CommandWords, ...]:
    """The keywords of each command, all languages together, in the order of the Indonesian file."""
    merged: dict[str, list[str]] = {}
    for language in languages():
        path = FOLDER / language / "commands.toml"
        if path.exists():
            for command, words in tomllib.loads(path.read_text(encoding="utf-8")).items():
                merged.setdefault(command, []).extend(words)
    return tuple(CommandWords(command, tuple(dict.fromkeys(words))) for command, words in merged.items())


@cache
def language_names() -> dict[str, str]:
    """What people call the languages -> language code (`inggris` -> en)."""
    names: dict[str, str] = {}
    for language in languages():
        path = FOLDER / language / "names.txt"
        if path.exists():
            names.update(
                {
                    line.strip().lower(): language
                    for line in path.read_text(encoding="utf-8").splitlines()
                    if line.strip()
                }
            )
    return names


@dataclass(frozen=True, slots=True)
class OfficialWords:
    """What officials may type: word -> command, word -> severity (CAP's), and how names of issuers begin, the longest
    first. All in small letters."""

    commands: dict[str, str]
    severities: dict[str, str]
    issuers: tuple[str, ...]


@cache
def official_words() -> OfficialWords:
    """The words of all languages together."""
    commands: dict[str, str] = {}
    severities: dict[str, str] = {}
    issuers: list[str] = []
    for language in languages():
        path = FOLDER / language / "officials.toml"
        if path.exists():
            found = tomllib.loads(path.read_text(encoding="utf-8"))
            commands.update({word: command for command, words in found["commands"].items() for word in words})
            severities.update({word: severity for severity, words in found["severities"].items() for word in words})
            issuers.extend(found["issuers"]["names"])
    return OfficialWords(commands, severities, tuple(sorted(dict.fromkeys(issuers), key=lambda name: -len(name))))


@cache
def member_words() -> dict[str, str]:
    """What members of the community groups may type, all languages together: word -> command. In small letters."""
    commands: dict[str, str] = {}
    for language in languages():
        path = FOLDER / language / "members.toml"
        if path.exists():
            found = tomllib.loads(path.read_text(encoding="utf-8"))["commands"]
            commands.update({word: command for command, words in found.items() for word in words})
    return commands


@cache
def news_kinds() -> dict[str, str]:
    """The word that a member puts behind KABAR -> the kind of news (`NewsKind`), all languages together."""
    kinds: dict[str, str] = {}
    for language in languages():
        path = FOLDER / language / "members.toml"
        if path.exists():
            found = tomllib.loads(path.read_text(encoding="utf-8")).get("kinds", {})
            kinds.update({word: kind for kind, words in found.items() for word in words})
    return kinds
