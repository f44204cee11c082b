"""Each code of cases has its words."""

from __future__ import annotations

import re
from pathlib import Path

from smsinfo import community
from smsinfo.domain.cases import CaseKind, CaseState, Closing, Outcome, RumourState
from smsinfo.web import words_cases as words
from smsinfo.web.pages import cases

FOLDER = Path(community.__file__).parent


def test_each_refusal_has_its_words() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (*FOLDER.glob("*.py"), Path(cases.__file__))]
    assert {name for text in sources for name in re.findall(r'CaseRefused\("(\w+)"', text)} == set(words.REASONS)


def test_each_code_has_its_words() -> None:
    assert set(words.KINDS) == set(CaseKind)
    assert set(words.STATES) == set(CaseState)
    assert set(words.OUTCOMES) == set(Outcome)
    assert set(words.CLOSINGS) == set(Closing)
    assert set(words.RUMOURS) == set(RumourState)


def test_each_line_of_a_history_has_its_words() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("case*.py"))
    noted = set(re.findall(r'rows\.note\([^,]+, [^,]+, [^,]+, "(\w+)"', source))
    assert noted >= {"opened", "added", "rated", "suggested", "asked"}
    assert noted | set(Outcome) <= set(words.HAPPENED)
