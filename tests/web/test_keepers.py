"""Who looks after a topic: set on its page, found again in verification, moved by a handover."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from smsinfo.db.queries import keepers
from smsinfo.staff import handover

from .pressroom import PressRoom, read, words
from .staffroom import said

KTP = "/staff/topics/ktp"


@pytest.fixture
def press(database_url: str) -> Iterator[PressRoom]:
    """The press room."""
    found = PressRoom(database_url)
    yield found
    found.close()


def keeps(press: PressRoom, name: str) -> list[str]:
    """The topics that somebody looks after."""
    with press.services.database.read() as session:
        return keepers.topics_of(session, press.look(name).id)


def sets(press: PressRoom, who: str, keeper: str, topic: str = KTP) -> list[str]:
    """Somebody says who looks after a topic; what the page then says."""
    desk = press.desk(who)
    desk.get(topic)
    answer = desk.post(f"{topic}/keeper", keeper=keeper)
    return said(desk.get(answer.headers["Location"])) if answer.status_code == 303 else [str(answer.status_code)]


def listed(press: PressRoom, who: str, query: str) -> list[str]:
    """The topics that verification shows."""
    return list(read(press.desk(who).get(f"/staff/verification{query}")).xpath("//section[1]//td//a/b/text()"))


def test_an_editor_names_the_keeper_and_the_keeper_finds_the_topic(press: PressRoom) -> None:
    assert sets(press, "wati", " Rina ") == ["Tersimpan."]
    assert "Rina (rina)" in words(press.desk("pak.edi").get(KTP))
    assert listed(press, "rina", "?keeper=mine") == ["Judul ktp"]
    assert listed(press, "wati", "?keeper=mine") == []
    assert listed(press, "wati", "") == ["Judul kk", "Judul ktp"]
    assert "Penjaga: Rina" in words(press.desk("wati").get("/staff/verification"))
    event = press.events("topic.kept")[0]
    assert (event.actor, event.subject) == ("wati", "topic:ktp")
    assert sets(press, "pak.edi", "") == ["Tersimpan."]
    assert keeps(press, "rina") == []


@pytest.mark.parametrize("keeper", ["nobody.here", "kim", "siaga", "<script>"])
def test_only_who_may_verify_answers_looks_after_one(press: PressRoom, keeper: str) -> None:
    sets(press, "wati", "rina")
    assert "Pilih seorang editor atau penerbit" in sets(press, "wati", keeper)[0]
    assert keeps(press, "rina") == ["ktp"]


def test_who_answers_for_a_regency_alone_names_nobody(press: PressRoom) -> None:
    assert "di luar wilayah" in sets(press, "budi", "budi")[0]
    assert sets(press, "ani", "ani") == ["403"]
    assert len(read(press.desk("wati").get(KTP)).xpath("//input[@name='keeper']")) == 1
    assert read(press.desk("budi").get(KTP)).xpath("//input[@name='keeper']") == []
    assert press.events("topic.kept") == []
    press.desk("wati").get(KTP)
    assert press.desk("wati").post("/staff/topics/none/keeper", keeper="rina").status_code == 303
    assert press.events("topic.kept") == []


def test_a_handover_moves_the_topics_that_somebody_looks_after(press: PressRoom) -> None:
    sets(press, "wati", "rina")
    sets(press, "wati", "rina", "/staff/topics/kk")
    leaving, taker = press.look("rina"), press.look("wati")
    with press.services.database.write() as session:
        items = handover.items(session, leaving, press.clock())
        handover.move(session, leaving, taker, press.clock())
    assert [item.name for item in items if item.kind == handover.TOPICS] == ["ktp", "kk"]
    assert keeps(press, "rina") == []
    assert keeps(press, "wati") == ["ktp", "kk"]
