"""What goes live at a set time, comes back, goes away, and begins."""

from __future__ import annotations

from datetime import timedelta

import pytest

from smsinfo.content.packs import import_pack
from smsinfo.content.parts import FRAME, Part
from smsinfo.db.queries import changes as rows
from smsinfo.db.queries import topics
from smsinfo.domain.changes import Kind, State
from smsinfo.errors import ContentRefused

from .newsroom import EN, ID, Newsroom, refused
from .samples import a_pack

NEW = "Urus KTP baru di kantor[ {kab}]."


def test_a_change_is_scheduled_and_published_when_it_is_due(both: Newsroom) -> None:
    sent = both.writes("wati", NEW)
    when = both.clock() + timedelta(hours=2)
    both.act("schedule", "pak.edi", sent, when)
    with both.database.read() as session:
        assert rows.due(session, when - timedelta(seconds=1)) == []
        due = rows.due(session, when)
    assert [change.id for change in due] == [sent]
    with both.database.write() as session:
        both.reviewing.publish_scheduled(session, when, due[0])
    assert (both.text(), both.change(sent).reviewer) == (NEW, "pak.edi")
    assert both.events("change.published")[-1].actor == "(worker)"


@pytest.mark.parametrize("minutes", [-1, 0, 60 * 24 * 400])
def test_a_time_that_is_over_or_too_far_is_refused(room: Newsroom, minutes: int) -> None:
    sent = room.writes("wati", NEW)
    with refused("bad_time"):
        room.act("schedule", "pak.edi", sent, room.clock() + timedelta(minutes=minutes))


def test_old_words_come_back_by_one_publisher_and_say_so(room: Newsroom) -> None:
    old = room.case("wati").live[ID]
    published = room.writes("wati", NEW)
    room.act("publish", "pak.edi", published)
    with room.database.write() as session:
        before = {Part.read(row.part): row.before for row in rows.parts(session, published)}
        found = topics.by_key(session, "ktp")
        assert found is not None
        asked = room.reviewing.roll_back(session, room.person("bu.sri"), room.clock(), found, before, "Salah.")
    room.act("publish", "bu.sri", asked)
    assert (room.case("wati").live[ID], room.change(asked).kind) == (old, Kind.ROLLBACK)
    assert room.state(published) is State.SUPERSEDED
    assert room.details("change.published")["alone"] is True


def test_a_writer_asks_for_old_words_and_does_not_publish_them(room: Newsroom) -> None:
    published = room.writes("wati", NEW)
    room.act("publish", "pak.edi", published)
    with room.database.write() as session:
        before = {Part.read(row.part): row.before for row in rows.parts(session, published)}
        found = topics.by_key(session, "ktp")
        assert found is not None
        asked = room.reviewing.roll_back(session, room.person("wati"), room.clock(), found, before, "Salah.")
    with refused("not_yours"):
        room.act("publish", "wati", asked)


def test_a_withdrawn_topic_is_answered_no_more_and_its_words_are_free(room: Newsroom) -> None:
    room.act("publish", "pak.edi", room.writes("wati", NEW))
    with room.database.write() as session:
        found = topics.by_key(session, "ktp")
        assert found is not None
        with refused("no_words"):
            room.reviewing.withdraw(session, room.person("pak.edi"), room.clock(), found, " ")
        asked = room.reviewing.withdraw(session, room.person("pak.edi"), room.clock(), found, "Layanan tutup.")
    with pytest.raises(ContentRefused, match="menu surat leads here"):
        room.act("publish", "pak.edi", asked)


def test_a_new_topic_reaches_citizens_when_all_of_it_is_approved(room: Newsroom) -> None:
    with room.database.write() as session:
        room.editing.open_topic(session, room.person("wati"), room.clock(), "sim", "sehari-hari", "SIM baru")
    assert room.status("sim") == "draft"
    frame = {**room.frame(), "keywords": ["SIM"], "title.id": "SIM baru", "title.en": "New licence"}
    frame |= {"label.id": "SIM", "label.en": "Licence", "aliases.id": ["buat sim"], "aliases.en": []}
    room.save("wati", ID, {"text": "Urus SIM di Polres."}, "sim")
    with pytest.raises(ContentRefused, match="no day by which"):
        room.submit("wati", "sim")
    room.save("wati", FRAME, frame, "sim")
    with pytest.raises(ContentRefused, match="no summary in en"):
        room.submit("wati", "sim")
    room.save("wati", EN, {"text": "Get it at the police station."}, "sim")
    room.act("publish", "pak.edi", room.submit("wati", "sim"))
    assert (room.status("sim"), room.text(ID, "sim")) == ("published", "Urus SIM di Polres.")


@pytest.mark.parametrize(
    ("name", "key", "title", "reason"),
    [
        ("wati", "../etc", "Judul", "key_form"),
        ("wati", "KTP", "Judul", "key_taken"),
        ("wati", "baru", "", "title_form"),
        ("budi", "baru", "Judul", "not_yours"),
        ("ani", "baru", "Judul", "not_yours"),
    ],
)
def test_a_topic_that_can_not_be_begun(room: Newsroom, name: str, key: str, title: str, reason: str) -> None:
    with room.database.write() as session, refused(reason):
        room.editing.open_topic(session, room.person(name), room.clock(), key, "sehari-hari", title)


def test_a_discarded_draft_is_gone_and_with_it_a_topic_that_was_nothing_else(room: Newsroom) -> None:
    with room.database.write() as session:
        room.editing.open_topic(session, room.person("wati"), room.clock(), "sim", "sehari-hari", "SIM baru")
    room.save("wati", ID, {"text": "Urus SIM."}, "sim")
    case = room.case("wati", "sim")
    with room.database.write() as session:
        room.editing.discard(session, room.person("wati"), room.clock(), case)
    assert room.status("sim") is None


def test_a_pack_that_takes_over_supersedes_what_was_published_here(room: Newsroom) -> None:
    published = room.writes("wati", NEW)
    room.act("publish", "pak.edi", published)
    with room.database.write() as session:
        import_pack(session, a_pack(), room.clock())
    assert (room.text(), room.state(published)) == ("Urus ktp di kantor[ {kab}].", State.SUPERSEDED)
