"""Each code of the content layer has its words, and lint speaks Indonesian too."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from smsinfo.content import checks, lint_words, pack_files, shape, sheet_read, typed
from smsinfo.content.parts import BY_LANGUAGE, parts_of
from smsinfo.content.words import CATEGORIES, VERDICTS
from smsinfo.domain.changes import Kind, State
from smsinfo.locale import languages
from smsinfo.web import words_content as words
from smsinfo.web.i18n import FOLDER, LANGUAGES
from tests.content.samples import a_topic

CONTENT = Path(checks.__file__).parent
NAMED = {
    "TOO_LONG": typed.TOO_LONG,
    "NO_DAY": typed.NO_DAY,
    "ALSO_NAMES": lint_words.ALSO_NAMES,
    "IN_MENU": checks.IN_MENU,
    "UNREADABLE": sheet_read.UNREADABLE,
    "CELLS": pack_files.CELLS,
    "template": "",
}
PLACES = {"error": 1, "warning": 1, "BadPack": 1, "BadLine": 2}
"""Which argument is the template."""
HOLE = re.compile(r"{+\w+}+")


def templates() -> set[str]:
    """All that lint says, and why a file can't be read."""
    found = {shape.UNKNOWN, shape.MEANT, shape.MISSING, shape.OTHER, *shape.SAID.values()}
    for path in CONTENT.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in PLACES:
                said = node.args[PLACES[node.func.id]]  # type: ignore[attr-defined]
                name = getattr(said, "attr", getattr(said, "id", ""))
                # A template that is passed on is found where it is written.
                found |= {str(said.value)} if isinstance(said, ast.Constant) else {NAMED[name]} - {""}
    return found


def reasons() -> set[str]:
    """All reasons for which an act on content is refused."""
    found = set()
    for path in CONTENT.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ContentRefused":
                first = node.args[0]
                found |= (
                    {str(first.value)}
                    if isinstance(first, ast.Constant)
                    else {"not_now", "own", "not_author", "not_yours"}
                )
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_lint_finds_wrong_is_said_in_each_language_of_the_pages(language: str) -> None:
    with (FOLDER / language / "LC_MESSAGES" / "lint.po").open("rb") as file:
        said = {str(message.id): str(message.string) for message in read_po(file) if message.id}
    assert set(said) == templates()
    if language == "id":
        odd = {
            t
            for t, s in said.items()
            if sorted(HOLE.findall(t)) != sorted(HOLE.findall(s.replace("isian}}", "field}}")))
        }
        assert odd == set()


def test_each_code_has_its_words() -> None:
    assert (set(words.STATES), set(words.KINDS)) == (set(State), set(Kind))
    assert set(words.LANGUAGES) == set(languages())
    assert reasons() == set(words.REASONS)
    kinds = {name.partition(".")[0] for value in parts_of(a_topic(), 0).values() for name in value}
    assert kinds | set(BY_LANGUAGE) | {"checked_on", "needs_native"} == set(words.FIELDS)
    assert set(words.VERDICTS) == set(VERDICTS)
    assert CATEGORIES
