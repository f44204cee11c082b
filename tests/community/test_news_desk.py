"""What editors make of contributions, what the author hears, and what citizens then get."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from smsinfo.community.news_desk import Edited
from smsinfo.db.models import OutboundMessage
from smsinfo.db.queries import news as rows
from smsinfo.db.queries.news_figures import by_group
from smsinfo.domain.news import NewsAct, NewsKind, NewsState
from smsinfo.domain.staff import Person, Role
from smsinfo.errors import NewsRefused
from smsinfo.jobs.upkeep import forget_news
from tests.community.test_contributions import number_in, stored
from tests.community.village import NEIGHBOUR, REGENCY, VILLAGE, Village

TEXT = "Gotong royong membersihkan parit RT 2, Minggu 6 Desember jam 07.00"
UNTIL = date(2026, 12, 6)


def edited(**changed: Any) -> Edited:
    """What an editor makes of it, with some of it otherwise."""
    values = {
        "words": TEXT, "kind": NewsKind.NEWS, "region_code": VILLAGE, "credit": "KIM Samba", "expires_on": UNTIL,
        "checked": True,
    }  # fmt: skip
    return Edited(**{**values, **changed})


def publish(village: Village, editor: Person, number: int, **changed: Any) -> bool:
    with village.services.database.write() as session:
        told = village.services.community.news_desk.publish(session, editor, village.clock(), number, edited(**changed))
    village.services.snapshots.refresh()
    return told


def says(village: Village, editor: Person, act: str, number: int, words: str) -> bool:
    with village.services.database.write() as session:
        desk = village.services.community.news_desk
        told: bool = getattr(desk, act)(session, editor, village.clock(), number, words)
    village.services.snapshots.refresh()
    return told


def told(village: Village) -> list[str]:
    """What waits to be sent to members, oldest first."""
    with village.services.database.read() as session:
        wanted = select(OutboundMessage.body).where(OutboundMessage.purpose == "ticket").order_by(OutboundMessage.id)
        return list(session.scalars(wanted))


def sent(village: Village, text: str = TEXT) -> int:
    return number_in(village.member.texts(f"KABAR {text}"))


def test_published_it_is_told_to_the_author_and_read_by_citizens_nearest_first(village: Village) -> None:
    editor = village.editor("rini", Role.EDITOR, REGENCY)
    citizen = village.citizen(VILLAGE)
    assert "Belum ada kabar" in (citizen.texts("KABAR") or "")
    number = sent(village)
    assert publish(village, editor, number)
    assert told(village) == [
        f"Kabar no {number} sudah terbit, terima kasih! Warga membacanya dengan KABAR, sampai 06-12-2026."
    ]
    assert "sudah terbit" in (village.member.texts(f"STATUS {number}") or "")
    assert (citizen.texts("KABAR") or "").startswith(f"{TEXT} (KIM Samba, ")
    far = sent(village, "Pasar murah di kantor kecamatan Rabu jam 8")
    publish(village, editor, far, words="Pasar murah di kantor kecamatan", region_code=VILLAGE, kind=NewsKind.EVENT)
    first = citizen.texts("KABAR") or ""
    assert first.startswith("Pasar murah")
    assert "1 Gotong royong" in first
    assert (citizen.texts("1") or "").startswith(TEXT)
    assert "Pasar murah" in (citizen.texts("ACARA") or "")
    village.clock.forward(days=13)
    assert "Belum ada kabar" in (citizen.texts("KABAR") or "")


def test_news_of_the_own_village_comes_before_that_of_the_neighbours(village: Village) -> None:
    editor = village.editor("rini", Role.EDITOR, REGENCY)
    publish(village, editor, sent(village))
    neighbour = village.citizen(NEIGHBOUR)
    assert (neighbour.texts("KABAR") or "").startswith(TEXT)
    assert (neighbour.texts("kabar katingan") or "").startswith(TEXT)
    other = village.citizen("62.71")
    assert "Belum ada kabar dari" in (other.texts("KABAR KAPUAS") or "")


def test_umkm_stays_the_topic_and_has_the_own_region_below(village: Village) -> None:
    editor = village.editor("rini", Role.EDITOR, REGENCY)
    citizen = village.citizen(VILLAGE)
    before = citizen.texts("UMKM") or ""
    number = sent(village, "UMKM anyaman rotan Bu Siti di RT 3")
    publish(village, editor, number, words="Anyaman rotan Bu Siti, RT 3 dekat dermaga", kind=NewsKind.UMKM)
    after = citizen.texts("UMKM") or ""
    assert after.startswith(before.split("\n")[0])
    assert "Dari daerah Anda:\nAnyaman rotan Bu Siti" in after
    assert "Anyaman" not in (citizen.texts("pelatihan umkm kapan") or "")
    assert "Belum ada kabar" in (citizen.texts("KABAR") or "")
    assert "UMKM" in (citizen.texts("KABAR ") or "")


def test_asked_back_the_answer_brings_it_before_the_editor_again(village: Village) -> None:
    editor = village.editor("rini", Role.EDITOR, REGENCY)
    number = sent(village)
    assert says(village, editor, "ask", number, "Siapa yang mengundang?")
    assert told(village) == [
        f"Kabar no {number}, tanya editor: Siapa yang mengundang? Balas: TAMBAH {number} <jawaban>"
    ]
    village.clock.forward(hours=5)
    village.member.texts(f"TAMBAH {number} Ketua RT 2, Pak Jono")
    found = stored(village, number)
    assert (found.state, found.text) == (NewsState.WAITING, f"{TEXT} Ketua RT 2, Pak Jono")
    with village.services.database.read() as session:
        acts = [step.act for step in rows.steps(session, number)]
    assert acts == [NewsAct.RECEIVED, NewsAct.ASKED, NewsAct.ADDED]


def test_declined_and_withdrawn_with_their_reason(village: Village) -> None:
    editor = village.editor("rini", Role.EDITOR, REGENCY)
    declined, published = sent(village), sent(village, f"{TEXT} ya")
    says(village, editor, "decline", declined, "Sudah ada kabar yang sama.")
    assert told(village)[-1] == f"Kabar no {declined} tidak diterbitkan: Sudah ada kabar yang sama."
    publish(village, editor, published)
    citizen = village.citizen(VILLAGE)
    assert TEXT in (citizen.texts("KABAR") or "")
    says(village, editor, "withdraw", published, "Acaranya batal.")
    assert "Acaranya batal." in told(village)[-1]
    assert TEXT not in (citizen.texts("KABAR") or "")
    assert "Tidak ada kabar" in (village.member.texts(f"TAMBAH {declined} kenapa") or "")


def test_of_two_editors_the_second_hears_that_it_is_decided(village: Village) -> None:
    editor, other = village.editor("rini", Role.EDITOR, REGENCY), village.editor("dodi", Role.EDITOR, "62")
    number = sent(village)
    publish(village, editor, number)
    with pytest.raises(NewsRefused, match="decided"):
        says(village, other, "decline", number, "Tidak perlu.")
    assert len(told(village)) == 1


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"words": "  "}, "no_words"),
        ({"words": "kata " * 100}, "long"),
        ({"words": "Selamat kepada siswa bernama Budi"}, "personal"),
        ({"words": "Hubungi 6206010101900001"}, "personal"),
        ({"credit": ""}, "no_credit"),
        ({"credit": "Rina, KIM Samba"}, "unshown"),
        ({"region_code": "62.71"}, "place"),
        ({"region_code": "62.06"}, "place"),
        ({"expires_on": date(2026, 11, 24)}, "date"),
        ({"expires_on": date(2028, 1, 1)}, "date"),
        ({"checked": False}, "unchecked"),
    ],
)
def test_what_can_not_be_published_is_refused_and_changes_nothing(
    village: Village, changed: dict[str, Any], reason: str
) -> None:
    editor, number = village.editor("rini", Role.EDITOR, REGENCY), sent(village)
    with pytest.raises(NewsRefused) as refused:
        publish(village, editor, number, **changed)
    assert refused.value.reason == reason
    assert stored(village, number).state is NewsState.WAITING
    assert told(village) == []


def test_another_region_decides_nothing(village: Village) -> None:
    number = sent(village)
    for stranger in (village.editor("asing", Role.EDITOR, "62.71"), village.editor("luar", Role.ADMINISTRATOR, "62")):
        with pytest.raises(NewsRefused, match="not yours"):
            publish(village, stranger, number)


def test_an_erased_author_leaves_what_was_published_without_a_name(village: Village) -> None:
    editor = village.editor("rini", Role.EDITOR, REGENCY)
    published, waiting = sent(village), sent(village, f"{TEXT} kedua")
    publish(village, editor, published, credit="Ibu RW, KIM Samba")
    village.member.texts("HAPUS DATA")
    village.member.texts("YA")
    village.services.snapshots.refresh()
    for number, state in ((published, NewsState.PUBLISHED), (waiting, NewsState.WITHDRAWN)):
        found = stored(village, number)
        assert (found.state, found.text, found.author, found.contact_id) == (state, "", "", None)
    assert stored(village, published).credit == "KIM Samba"
    assert f"{TEXT} (KIM Samba," in (village.citizen(VILLAGE).texts("KABAR") or "")
    with village.services.database.read() as session:
        assert [step.words for step in rows.steps(session, waiting)] == [""]


def test_after_their_time_only_the_published_words_are_left(village: Village) -> None:
    editor, number = village.editor("rini", Role.EDITOR, REGENCY), sent(village)
    publish(village, editor, number)
    assert forget_news(village.services) == 0
    village.clock.forward(days=91)
    assert forget_news(village.services) == 1
    found = stored(village, number)
    assert (found.text, found.words, found.contact_id) == ("", TEXT, None)
    assert forget_news(village.services) == 0


def test_groups_see_what_they_sent_and_how_soon_it_was_decided(village: Village) -> None:
    editor = village.editor("rini", Role.EDITOR, REGENCY)
    first, _second = sent(village), sent(village, f"{TEXT} kedua")
    village.head.texts(f"KABAR {TEXT} dari kepala desa")
    start = village.clock() - timedelta(hours=1)
    village.clock.forward(hours=3)
    publish(village, editor, first)
    with village.services.database.read() as session:
        figures = by_group(session, start, village.clock() + timedelta(hours=1))
        assert by_group(session, village.clock(), village.clock() + timedelta(days=1)) == {}
    assert list(figures) == [1]
    assert (figures[1].contributions, figures[1].published) == (2, 1)
    assert figures[1].response is not None
    assert timedelta(hours=3) <= figures[1].response < timedelta(hours=3, minutes=1)


def test_who_said_stop_is_not_told_but_may_ask(village: Village) -> None:
    editor, number = village.editor("rini", Role.EDITOR, REGENCY), sent(village)
    village.member.texts("STOP")
    assert not publish(village, editor, number)
    assert told(village) == []
    assert "sudah terbit" in (village.member.texts(f"STATUS {number}") or "")
