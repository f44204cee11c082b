"""Every language says what it says with the same holes, in GSM-7, within its budget."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from smsinfo.conversation.commands import COMMANDS
from smsinfo.locale import FALLBACK, FOLDER, command_words, languages
from smsinfo.sms.gsm7 import is_gsm7
from smsinfo.sms.segments import count

HOLE = re.compile(r"\{(\w+)\}")
# The longest value that each hole can get; lists of options are counted by the texts' own tests.
LONGEST = {
    "darurat": "110/119",
    "place": "Kec Kotawaringin Lama",
    "name": "KOTAWARINGIN LAMA",
    "example": "LOKASI",
    "language": "Indonesia",
    "region": "Kec Kotawaringin Lama",
    "subscriptions": "Kab Katingan",
    "since": "24-11-2026",
    "until": "23.59",
    "options": "",
    "nomor": "0812345678901",
    "clock": "24/11 18.00 WIB",
    "fact": "",
    "words": "",
    "code": "48211",
    "at": "24-11-2026 10.05 WIB",
    "end": "24-11-2026 23.59 WIB",
    "count": "99",
    "issuer": "BPBD Kabupaten Kotawaringin Barat",
    # What fills the rest of a draft is measured with it: tests/alerts/test_cap_drafting.py.
    "what": "",
    "advice": "",
    "people": "999.999",
    "segments": "3",
    "cost": "999.999.999",
    "minutes": "9.999",
    "severity": "EXTREME",
    "position": "2",
    "value": "0812345678901",
    "days": "365",
    "number": "999999",
    # Lint measures a lesson and what is said to its answer: content/lint_courses.py.
    "why": "",
    "right": "B",
    "most": "480",
    "group": "KIM Kotawaringin Lama Jaya",
    "role": "kontributor",
    "word": "TANYA",
    "thing": "Pertanyaan",
    "day": "24-11-2026",
    "verdict": "",
    "credit": "KIM Kotawaringin Lama",
    "reason": "",
    "text": "",
    "heard": "99999",
    "roles": "9",
    "lessons": "9",
    "tasks": "999",
}
# Reached by a digit, by LAPOR before a cry, or to the letter (understanding/asked.py).
INTERNAL = {"category", "report_danger", "report_topic", "rate_case", "entry", "news"}


PACKAGE = Path(__file__).parents[2] / "smsinfo"
# Keys of which a part is put on while it runs: how they begin, how they end.
BEGINNINGS = (
    *("level.", "category.", "alert.event.", "verify."),
    *("case.stands.", "case.kind.", "case.most_", "case.closed.", "case.proposal.", "answer.not."),
)
ENDINGS = (".ask",)


def strings(node: ast.AST) -> Iterator[str]:
    """All texts in quotes below a node."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def trees() -> list[ast.Module]:
    """The whole program."""
    return [ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")]


def said() -> set[str]:
    """All keys, and parts of keys, that the program hands to `say`."""
    return {
        key
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) == "say"
        for argument in node.args[:1]
        for key in strings(argument)
    }


def texts(language: str) -> dict[str, str]:
    """key -> text of one language."""
    with (FOLDER / language / "citizen.po").open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id}


@pytest.mark.parametrize("language", languages())
def test_a_language_knows_no_key_that_the_others_do_not(language: str) -> None:
    ours, theirs = texts(FALLBACK), texts(language)
    assert set(theirs) <= set(ours)
    assert language in ("bjn", "nij") or set(theirs) == set(ours)


@pytest.mark.parametrize("language", languages())
def test_the_holes_of_a_text_are_the_same_in_every_language(language: str) -> None:
    ours = texts(FALLBACK)
    odd = {key for key, text in texts(language).items() if set(HOLE.findall(text)) != set(HOLE.findall(ours[key]))}
    assert odd == set()


@pytest.mark.parametrize("language", languages())
def test_every_text_is_one_gsm7_segment_with_its_longest_values(language: str) -> None:
    filled = {key: text.format(**LONGEST) if HOLE.search(text) else text for key, text in texts(language).items()}
    assert [key for key, text in filled.items() if not is_gsm7(text)] == []
    assert {key: len(text) for key, text in filled.items() if count(text) > 1} == {}


def test_every_command_can_be_typed() -> None:
    assert {entry.command for entry in command_words()} == set(COMMANDS) - INTERNAL


def test_no_keyword_stands_for_two_commands() -> None:
    owners: dict[str, set[str]] = {}
    for entry in command_words():
        for word in entry.words:
            owners.setdefault(word, set()).add(entry.command)
    assert {word: sorted(found) for word, found in owners.items() if len(found) > 1} == {}


def test_each_text_that_the_program_says_is_there() -> None:
    assert said() - set(texts(FALLBACK)) - {*BEGINNINGS, *ENDINGS} == set()


def test_no_text_is_left_that_nobody_says() -> None:
    anywhere = {text for tree in trees() for text in strings(tree)}
    fixed = {key for key in texts(FALLBACK) if not key.startswith(BEGINNINGS) and not key.endswith(ENDINGS)}
    assert fixed - anywhere == set()
