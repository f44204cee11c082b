"""Stylesheets that a browser reads to the end: what follows an open brace counts in one window only, or nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

import smsinfo.web

SHEETS = sorted((Path(smsinfo.web.__file__).parent / "static").glob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_each_brace_of_a_stylesheet_is_closed(sheet: Path) -> None:
    depth = 0
    for number, line in enumerate(sheet.read_text(encoding="utf-8").splitlines(), 1):
        depth += line.count("{") - line.count("}")
        assert depth in (0, 1, 2), (sheet.name, number)
        if line.startswith("@media") and line.rstrip().endswith("}"):
            assert depth == 0, (sheet.name, number)
    assert depth == 0
