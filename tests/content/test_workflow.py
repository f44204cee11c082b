"""A text goes from who writes it to who may publish it, and only another person publishes it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from smsinfo.content.parts import FRAME, Part
from smsinfo.db.queries import topics
from smsinfo.domain.changes import State
from smsinfo.errors import ContentRefused

from .newsroom import EN, ID, KATINGAN, Newsroom, refused

NEW = "Urus KTP baru di kantor[ {kab}]."


def test_a_text_is_written_returned_mended_and_published_by_another_person(both: Newsroom) -> None:
    before = both.version()
    first = both.writes("wati", "Urus KTP di kantor baru.")
    both.act("send_back", "pak.edi", first, "Kantor yang mana?")
    assert both.state(first) is State.RETURNED
    both.act("mend", "wati", first)
    assert both.save("wati", ID, {"text": NEW}) is None
    second = both.submit("wati", words="Nama kantor ditambah.")
    assert both.change(second).follows_id == first
    both.act("publish", "pak.edi", second)
    assert (both.text(), both.version(), both.state(second)) == (NEW, before + 1, State.PUBLISHED)
    with both.database.read() as session:
        newest = topics.revisions(session, both.case("wati").id, 1)[0]
    assert (newest.author, newest.reviewer, newest.number, newest.text) == ("wati", "pak.edi", 2, NEW)


def test_every_act_is_in_the_audit_log_with_the_digest_of_what_was_approved(room: Newsroom) -> None:
    sent = room.writes("wati", NEW)
    room.act("comment", "bu.sri", sent, "Bagus.")
    room.act("publish", "pak.edi", sent)
    acts = [(event.actor, event.action, event.subject) for event in room.events("change.")]
    assert acts == [
        ("wati", "change.submitted", "topic:ktp"),
        ("bu.sri", "change.commented", "topic:ktp"),
        ("pak.edi", "change.published", "topic:ktp"),
    ]
    assert room.details("change.published")["digest"] == room.details("change.submitted")["digest"]
    assert room.details("change.published")["parts"] == ["id"]
    with room.database.read() as session:
        assert room.staff.audit.verify(session).broken is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("wati", "not_yours"),
        ("budi", "not_yours"),
        ("joko", "not_yours"),
        ("siaga", "not_yours"),
        ("ani", "not_yours"),
    ],
)
def test_who_is_no_publisher_of_the_place_publishes_nothing(room: Newsroom, name: str, reason: str) -> None:
    sent = room.writes("rina", NEW)
    with refused(reason):
        room.act("publish", name, sent)
    assert room.state(sent) is State.IN_REVIEW


def test_a_publisher_never_publishes_what_they_wrote(room: Newsroom) -> None:
    sent = room.writes("pak.edi", NEW)
    with refused("own"):
        room.act("publish", "pak.edi", sent)
    with refused("own"):
        room.act("schedule", "pak.edi", sent, room.clock() + timedelta(hours=1))
    room.act("publish", "bu.sri", sent)
    assert room.text() == NEW


def test_who_mended_somebody_elses_text_is_its_author_too(room: Newsroom) -> None:
    first = room.writes("wati", "Urus KTP di kantor baru.")
    room.act("send_back", "bu.sri", first, "Lengkapi.")
    room.act("mend", "pak.edi", first)
    room.save("pak.edi", ID, {"text": NEW})
    second = room.submit("pak.edi")
    with refused("own"):
        room.act("publish", "pak.edi", second)
    room.act("publish", "bu.sri", second)
    assert room.change(second).authors == {room.person("wati").id, room.person("pak.edi").id}


@pytest.mark.parametrize(
    ("name", "part", "may"),
    [
        ("budi", KATINGAN, True),
        ("budi", Part("id", "62.06.05.2005"), True),
        ("budi", ID, False),
        ("budi", FRAME, False),
        ("budi", Part("id", "62"), False),
        ("kim", Part("id", "62.06.05"), True),
        ("kim", KATINGAN, False),
        ("wati", KATINGAN, True),
        ("wati", FRAME, True),
        ("siaga", ID, False),
        ("ani", ID, False),
    ],
)
def test_who_writes_what_where(room: Newsroom, name: str, part: Part, may: bool) -> None:
    value = room.frame(owner="Lain") if part == FRAME else {"text": "Kasongan: kantor baru."}
    if may:
        assert room.save(name, part, value) is None
        assert room.case(name).drafts[part].scope == part.scope
    else:
        with refused("not_yours"):
            room.save(name, part, value)


def test_a_regency_publishes_its_own_text_and_no_other(room: Newsroom) -> None:
    here = room.writes("budi", "Katingan: kantor Kasongan.", KATINGAN)
    room.act("publish", "joko", here)
    assert room.text(KATINGAN) == "Katingan: kantor Kasongan."
    assert room.save("wati", ID, {"text": NEW}) is None
    assert room.save("wati", KATINGAN, {"text": "Katingan: pindah."}) is None
    mixed = room.submit("wati")
    with refused("not_yours"):
        room.act("publish", "joko", mixed)


def test_what_lint_finds_wrong_is_not_sent(room: Newsroom) -> None:
    room.save("wati", ID, {"text": "x" * 200})
    with pytest.raises(ContentRefused, match="too long for one segment") as found:
        room.submit("wati")
    assert [problem.where for problem in found.value.values["problems"]] == ["id"]  # type: ignore[attr-defined]
    assert room.case("wati").drafts[ID].after != ""


def test_a_word_of_another_topic_is_refused_at_once(room: Newsroom) -> None:
    room.save("wati", FRAME, room.frame(keywords=["KTP", "kk"]))
    with pytest.raises(ContentRefused, match="kk also names kk"):
        room.submit("wati")


def test_a_new_word_and_a_source_go_live_together_with_the_text(room: Newsroom) -> None:
    frame = room.frame(keywords=["KTP", "e-ktp"], sources=[["Dukcapil", "dukcapil.go.id", "2026-11-20"]])
    room.save("wati", FRAME, frame)
    room.save("wati", ID, {"text": NEW})
    room.act("publish", "pak.edi", room.submit("wati"))
    live = room.case("wati").live
    assert live[FRAME]["keywords"] == ["KTP", "e-ktp"]
    assert live[FRAME]["sources"] == [["Dukcapil", "dukcapil.go.id", "2026-11-20"]]
    assert (live[ID]["text"], live[EN]["text"]) == (NEW, "Get ktp at the office[ {kab}].")


def test_the_place_in_menus_stays_where_it_is(room: Newsroom) -> None:
    assert [room.case("wati", key).found.position for key in ("ktp", "kk")] == [0, 1]
    room.act("publish", "pak.edi", room.writes("wati", "Urus KK baru di kantor.", ID, "kk"))
    assert [room.case("wati", key).found.position for key in ("ktp", "kk")] == [0, 1]


def test_a_draft_that_changes_nothing_is_not_sent(room: Newsroom) -> None:
    with refused("empty"):
        room.submit("wati")
    room.save("wati", ID, {"text": NEW})
    room.save("wati", ID, room.case("wati").live[ID])
    with refused("empty"):
        room.submit("wati")


def test_a_word_that_is_only_an_example_elsewhere_may_be_a_keyword(room: Newsroom) -> None:
    room.save("rina", FRAME, {**room.frame("kk"), "examples.id": ["kartu identitas"]}, "kk")
    room.act("publish", "pak.edi", room.submit("rina", "kk"))
    room.save("wati", FRAME, room.frame(keywords=["KTP", "kartu identitas"]))
    sent = room.submit("wati")
    room.act("publish", "pak.edi", sent)
    assert room.case("wati").live[FRAME]["keywords"] == ["KTP", "kartu identitas"]
