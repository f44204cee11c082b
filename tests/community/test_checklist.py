"""The list that reviewers go through: whole in both languages of the pages, each point known by one key."""

from __future__ import annotations

import pytest

from smsinfo.community.checklist import CHECKLIST, Check, Concern


def test_every_concern_has_its_points_and_they_stand_together() -> None:
    order = [check.concern for check in CHECKLIST]
    assert [concern for at, concern in enumerate(order) if concern not in order[:at]] == list(Concern)
    assert order == sorted(order, key=list(Concern).index)


def test_keys_name_their_concern_and_one_point_each() -> None:
    assert len({check.key for check in CHECKLIST}) == len(CHECKLIST)
    assert all(check.key.startswith(f"{check.concern.value}.") for check in CHECKLIST)


@pytest.mark.parametrize("check", CHECKLIST, ids=lambda check: check.key)
def test_each_point_is_a_question_in_both_languages(check: Check) -> None:
    assert set(check.texts) == {"id", "en"}
    assert all(text.endswith("?") for text in check.texts.values())


def test_other_languages_read_it_in_indonesian() -> None:
    check = CHECKLIST[0]
    assert check.text("nij") == check.texts["id"] != check.text("en")
