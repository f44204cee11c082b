"""Each act of the audit log has its words, and a group under which it is looked for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import smsinfo
from smsinfo.domain.staff import RequestStatus
from smsinfo.web.invitations import MAILED
from smsinfo.web.words_audit import ACTS, GROUPS, act

PACKAGE = Path(smsinfo.__file__).parent
WRITERS = {"record", "_record", "_note", "_role", "_tell"}
"""Methods; the functions are called `note`."""
CODE = re.compile(r"[a-z]+\.[a-z_]+")


def written() -> Iterator[str]:
    """The codes of acts that the program writes down."""
    yield MAILED
    yield from (f"request.{status}" for status in RequestStatus if status is not RequestStatus.OPEN)
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(node, "func", None)
            if getattr(called, "attr", "") in WRITERS or getattr(called, "id", "") == "note":
                assert isinstance(node, ast.Call)
                said = (one.value for one in node.args if isinstance(one, ast.Constant))
                yield from (text for text in said if isinstance(text, str) and CODE.fullmatch(text))


def test_each_act_has_its_words_and_its_group() -> None:
    assert set(written()) - set(ACTS) == set()
    assert {code for code in ACTS if not code.startswith(tuple(GROUPS))} == set()
    assert {group for group in GROUPS if not any(code.startswith(group) for code in ACTS)} == set()


def test_an_act_of_which_we_have_no_words_is_shown_by_its_code() -> None:
    assert act("moon.landed") == "moon.landed"
