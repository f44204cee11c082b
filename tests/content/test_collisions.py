"""Two people, or two windows, at the same text: nobody writes over anybody, and nothing is lost."""

from __future__ import annotations

from smsinfo.content.editing import Collision
from smsinfo.domain.changes import State

from .newsroom import ID, Newsroom, refused

NEW = "Urus KTP baru di kantor[ {kab}]."


def test_what_another_person_published_meanwhile_is_never_written_over(both: Newsroom) -> None:
    both.save("wati", ID, {"text": "Urus KTP: tulisan Wati."})
    both.act("publish", "pak.edi", both.writes("rina", "Urus KTP: tulisan Rina."))
    with refused("moved"):
        both.submit("wati")
    late = both.writes("rina", "Urus KTP: Rina lagi.")
    both.act("publish", "pak.edi", both.writes("bu.sri", "Urus KTP: tulisan Sri."))
    with refused("moved"):
        both.act("publish", "pak.edi", late)
    assert (both.text(), both.state(late)) == ("Urus KTP: tulisan Sri.", State.IN_REVIEW)


def test_a_merge_takes_up_what_stands_there_now(room: Newsroom) -> None:
    room.save("wati", ID, {"text": "Urus KTP: tulisan Wati."})
    room.act("publish", "pak.edi", room.writes("rina", "Urus KTP: tulisan Rina."))
    case = room.case("wati")
    assert case.moved == (ID,)
    window = room.seen(case, ID)
    now = type(window)(window.version, room.seen(room.case("rina"), ID).before)
    assert room.save("wati", ID, {"text": "Urus KTP: tulisan Rina dan Wati."}, seen=now) is None
    room.act("publish", "pak.edi", room.submit("wati"))
    assert room.text() == "Urus KTP: tulisan Rina dan Wati."


def test_two_windows_of_one_person_collide_and_nothing_is_lost(room: Newsroom) -> None:
    room.save("wati", ID, {"text": "Satu."})
    old = room.seen(room.case("wati"), ID)
    room.save("wati", ID, {"text": "Dua."})
    found = room.save("wati", ID, {"text": "Tiga."}, seen=old)
    assert isinstance(found, Collision)
    assert (found.mine, found.theirs) == ({"text": "Tiga."}, {"text": "Dua."})
    assert found.base == room.case("wati").live[ID]
    assert room.save("wati", ID, {"text": "Dua dan tiga."}, seen=found.window) is None


def test_a_form_that_was_open_while_somebody_published_collides_with_all_three_texts(room: Newsroom) -> None:
    old = room.seen(room.case("wati"), ID)
    base = room.case("wati").live[ID]
    room.act("publish", "pak.edi", room.writes("rina", "Tulisan Rina."))
    found = room.save("wati", ID, {"text": "Tulisan Wati."}, seen=old)
    assert isinstance(found, Collision)
    assert (found.base, found.mine, found.theirs) == (base, {"text": "Tulisan Wati."}, {"text": "Tulisan Rina."})
    assert room.case("wati").drafts == {}
