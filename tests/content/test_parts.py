"""Parts of a topic as values: there and back, merged, typed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from smsinfo.content.pack_model import Pack, canonical_topic
from smsinfo.content.parts import FRAME, Part, assembled, merge, parts_of, text_of, value_of
from smsinfo.content.typed import body, typed_frame, typed_problems, typed_text

from .samples import NOW, a_topic

TODAY = NOW.date()


def test_every_topic_of_the_pack_is_its_parts(kalteng: Pack) -> None:
    for place, topic in enumerate(kalteng.topics):
        parts = {
            part: value_of(text_of(value)) or {} for part, value in parts_of(canonical_topic(topic), place).items()
        }
        assert canonical_topic(assembled(topic.key, parts, TODAY)) == canonical_topic(topic)


@pytest.mark.parametrize(
    ("name", "part", "scope"),
    [
        ("frame", FRAME, "62"),
        ("id", Part("id"), "62"),
        ("nij 62.06.05.2005", Part("nij", "62.06.05.2005"), "62.06.05.2005"),
    ],
)
def test_a_part_has_a_name_and_a_region_that_answers_for_it(name: str, part: Part, scope: str) -> None:
    assert (part.name, Part.read(name), part.scope) == (name, part, scope)


MERGES: list[tuple[str, Any, Any, Any, dict[str, Any], tuple[str, ...]]] = [
    ("only mine", {"text": "a"}, {"text": "b"}, {"text": "a"}, {"text": "b"}, ()),
    ("only theirs", {"text": "a"}, {"text": "a"}, {"text": "b"}, {"text": "b"}, ()),
    ("both the same", {"text": "a"}, {"text": "b"}, {"text": "b"}, {"text": "b"}, ()),
    ("both another", {"text": "a"}, {"text": "b"}, {"text": "c"}, {"text": "b"}, ("text",)),
    ("other fields", {"text": "a"}, {"text": "b"}, {"text": "a", "more": "m"}, {"text": "b", "more": "m"}, ()),
    ("taken away", {"text": "a", "more": "m"}, {"text": "a"}, {"text": "b", "more": "m"}, {"text": "b"}, ()),
    ("words of both", {"keywords": [*"ab"]}, {"keywords": [*"abc"]}, {"keywords": [*"bd"]}, {"keywords": [*"bdc"]}, ()),
    ("no base", None, {"text": "b"}, {"text": "c"}, {"text": "b"}, ("text",)),
    ("theirs is gone", {"text": "a"}, {"text": "b"}, None, {"text": "b"}, ("text",)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "value", "conflicts"), [m[1:] for m in MERGES], ids=[m[0] for m in MERGES]
)
def test_two_versions_are_put_together(
    base: Any, mine: Any, theirs: Any, value: Any, conflicts: tuple[str, ...]
) -> None:
    found = merge(base, mine, theirs)
    assert (found.value, found.conflicts) == (value, conflicts)


WORDS = st.lists(st.sampled_from("abcdef"), unique=True)


@given(WORDS, WORDS, WORDS)
def test_no_word_that_somebody_added_is_lost(base: list[str], mine: list[str], theirs: list[str]) -> None:
    found = set(merge({"keywords": base}, {"keywords": mine}, {"keywords": theirs}).value["keywords"])
    assert (set(mine) | set(theirs)) - set(base) <= found
    assert found & ((set(base) - set(mine)) | (set(base) - set(theirs))) <= (set(mine) ^ set(base)) & (
        set(theirs) ^ set(base)
    )


def test_a_form_is_read_field_by_field_and_nothing_else_is() -> None:
    form = MultiDict(
        [
            ("keywords", "KTP\r\n\r\n e-ktp \u200b"),
            ("title.id", " Judul "),
            ("title.xx", "?"),
            ("status", "published"),
            ("author", "x"),
            ("position", "-1"),
            ("source_title", "Dukcapil"),
            ("source_address", "dukcapil.go.id"),
            ("source_checked_on", "2026-11-20"),
            ("source_title", ""),
            ("source_address", ""),
            ("source_checked_on", ""),
        ]
    )
    assert typed_frame(form) == {
        "category": "",
        "owner": "",
        "tag": "",
        "review_by": "",
        "safety": False,
        "position": 0,
        "keywords": ["KTP", "e-ktp"],
        "sources": [["Dukcapil", "dukcapil.go.id", "2026-11-20"]],
        "title.id": "Judul",
    }


def test_a_text_keeps_its_lines_and_loses_what_nobody_sees() -> None:
    form = MultiDict({"text": "Satu \r\n\u202edua\x00", "more": " ", "state": "published", "needs_native": "1"})
    assert typed_text(form) == {"text": "Satu\ndua", "needs_native": True}
    assert body("x" * 5000) == "x" * 4000


@pytest.mark.parametrize(
    ("part", "changes", "said"),
    [
        (Part("id"), {"text": "x" * 2001}, "text has 2001 characters; at most 2000 fit"),
        (Part("id"), {"checked_on": "besok"}, "besok is no day"),
        (FRAME, {"review_by": "besok"}, "no day by which it is reviewed"),
        (FRAME, {"owner": ""}, "no owner"),
        (FRAME, {"keywords": ["x" * 81]}, "keywords has 81 characters; at most 80 fit"),
        (FRAME, {"sources": [["Dukcapil", "", "2026-11-20"]]}, "give both its name and its address"),
        (FRAME, {"sources": [["Dukcapil", "x", "kapan"]]}, "no day on which it was looked at"),
        (FRAME, {"sources": [["x" * 201, "x", "2026-11-20"]]}, "at most 200 fit"),
    ],
)
def test_what_can_not_stay_is_said(part: Part, changes: dict[str, Any], said: str) -> None:
    whole = parts_of(a_topic(), 0).get(part, {})
    assert list(typed_problems(part, whole)) == []
    assert said in "; ".join(problem.message for problem in typed_problems(part, {**whole, **changes}))
