"""A whole week of two villages: what happens there, and every text that anybody got."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import select

from smsinfo.content.pack_files import read_pack
from smsinfo.db.models import Membership, OutboundMessage, TopicRating
from smsinfo.db.queries import members
from smsinfo.domain.community import MemberRole
from tests.journeys.week import GALINGGANG, PEOPLE, TAMPELAS, Week
from tests.support import PACK

NEWS = "Gotong royong membersihkan parit Galinggang, Sabtu 5 Desember jam 07.00 di balai desa"
QUESTION = "siapa pelatih voli putri di RT tiga"
RUMOUR = "katanya bansos harus daftar ulang lewat nomor wa pak rudi"
FLOOD = "Banjir di Kamipang 4/12 pukul 12.00 WIB. Naik ke balai desa. BPBD Katingan"


@pytest.fixture
def week(database_url: str) -> Iterator[Week]:
    """On both engines."""
    found = Week(database_url)
    yield found
    found.close()


def number_in(text: str) -> int:
    found = re.search(r"no (\d+)", text)
    assert found is not None, text
    return int(found.group(1))


def people_settle(week: Week) -> None:
    """Monday: everybody says where they live and wants the alerts of their village."""
    for name in ("siti", "rina"):
        assert week.says(name, "DAFTAR Galinggang").startswith("Terdaftar: siaran Desa Galinggang.")
    for name in ("udin", "maya"):
        assert week.says(name, "DAFTAR Tampelas").startswith("Tampelas yang mana?")  # there is another one
        assert week.says(name, "1").startswith("Terdaftar: siaran Desa Tampelas.")


def members_join(week: Week) -> None:
    """Monday: three are invited, and join from their own phones; a stranger's phone with the code joins nothing."""
    group = week.group()
    code = week.invites("rina", MemberRole.CONTRIBUTOR, GALINGGANG, group)
    week.says("udin", f"IKUT {code}")
    assert "kontributor KIM Kamipang" in week.says("rina", f"IKUT {code}")
    joko = week.invites("joko", MemberRole.RELAY, TAMPELAS, group)
    assert "penyampai KIM Kamipang" in week.says("joko", f"IKUT {joko}")
    ucok = week.invites("ucok", MemberRole.VILLAGE_HEAD, TAMPELAS, None)
    assert "kepala desa" in week.says("ucok", f"IKUT {ucok}")
    with week.read() as session:
        roles = {one.role for one in members.within(session, "62.06", tuple(MemberRole))}
        assert members.active(session, week.services.contacts.find(session, PEOPLE["udin"]) or 0) == ()
    assert roles == set(MemberRole)


def news_is_written_and_read(week: Week) -> None:
    """Tuesday: Rina writes, Wati publishes, Siti reads it."""
    number = number_in(week.says("rina", f"KABAR {NEWS}"))
    assert "Belum ada kabar" in week.says("siti", "KABAR")
    week.publishes(number, NEWS, GALINGGANG, date(2026, 12, 5))
    week.passes()
    assert "sudah terbit" in week.got["rina"][-1]
    assert week.says("siti", "KABAR").startswith(NEWS)


def a_question_is_answered_by_text(week: Week) -> None:
    """Wednesday: nobody has written it down, but Rina knows."""
    with week.services.database.write() as session:
        for member in members.active(session, week.services.contacts.find(session, PEOPLE["rina"]) or 0):
            joined = week.services.community.joining
            found = session.get_one(Membership, member.id)
            joined.trust(session, week.actor("wati"), found, week.clock(), trusted=True)
    number = number_in(week.says("siti", f"TANYA {QUESTION}"))
    week.passes()
    assert f"JAWAB {number}" in week.got["rina"][-1]
    assert PEOPLE["siti"][-6:] not in week.got["rina"][-1]
    week.says("rina", f"JAWAB {number} Pelatihnya Ibu Sari, tiap Sabtu sore di lapangan")
    week.passes()
    assert "Ibu Sari" in week.got["siti"][-1]
    assert "Terima kasih" in week.says("siti", f"Y {number}")


def a_rumour_rises_and_is_refuted(week: Week) -> None:
    """Thursday: two hear it, both are told not to pass it on, and each hears of the verdict once."""
    for name in ("siti", "udin"):
        assert "Jangan sebarkan dulu" in week.says(name, f"HOAKS {RUMOUR}")
    week.refutes(RUMOUR)
    week.passes(2)
    for name in ("siti", "udin"):
        assert "PENIPUAN: tidak ada daftar ulang" in week.got[name][-1]
    assert "PENIPUAN" in week.says("maya", f"HOAKS {RUMOUR}")


def a_flood_is_read_out(week: Week) -> None:
    """Friday: Ani warns, Budi agrees, Joko reads it out to those without a phone."""
    code = week.siar(place="Kamipang", text=FLOOD)
    week.texts("budi", f"SETUJU {code} {week.reach(code)} {week.code('budi')}")
    week.passes(3)
    for name in ("siti", "udin", "maya", "rina"):
        assert week.got[name][-1].startswith("Banjir di Kamipang")
    assert week.got["joko"][-1].startswith("Bacakan di")
    week.passes(11)
    assert week.got["joko"][-1].startswith(f"Peringatan {code}")
    assert "25 orang" in week.says("joko", f"SUDAH {code} 25 orang")
    week.passes(31)
    assert not week.got["joko"][-1].startswith("Peringatan")


def a_course_is_finished(week: Week) -> None:
    """Saturday: Udin learns to write a clear message."""
    week.says("udin", "BELAJAR 1")
    for lesson in read_pack(PACK).courses[0].lessons:
        week.says("udin", lesson.right)
    assert "sertifikat" in week.got["udin"][-1]


def an_answer_is_rated_and_somebody_is_forgotten(week: Week) -> None:
    """Sunday: Siti says that an answer helped, which is counted without her; Maya wants to be forgotten."""
    assert week.says("siti", "BPBD").endswith("Membantu? Balas Y/T")
    assert "Terima kasih" in week.says("siti", "Y")
    week.says("maya", "HAPUS DATA")
    assert week.says("maya", "YA").startswith("Data Anda sudah dihapus")
    with week.read() as session:
        assert [(row.topic_key, row.yes, row.no) for row in session.scalars(select(TopicRating))] == [("bpbd", 1, 0)]
        assert week.services.contacts.find(session, PEOPLE["maya"]) is None
        kept = session.scalars(select(OutboundMessage.body).where(OutboundMessage.contact_id.is_(None)))
        assert [text for text in kept if text] == [week.got["maya"][-1]]  # until it has left


def test_a_week(week: Week) -> None:
    for day, happens in enumerate(DAYS):
        week.morning(day)
        for story in happens:
            story(week)
    week.passes(5)
    assert {name: len(texts) for name, texts in week.got.items()} == TEXTS
    assert [text for texts in week.got.values() for text in texts if "Maaf" in text] == [NOT_A_MEMBER]


DAYS: tuple[tuple[Callable[[Week], None], ...], ...] = (
    (people_settle, members_join),
    (news_is_written_and_read,),
    (a_question_is_answered_by_text,),
    (a_rumour_rises_and_is_refuted,),
    (a_flood_is_read_out,),
    (a_course_is_finished,),
    (an_answer_is_rated_and_somebody_is_forgotten,),
)
NOT_A_MEMBER = (
    "Maaf, belum paham. Kirim kata kunci, contoh: KTP, BPJS, PUPUK, BANJIR. Ketik TOPIK utk daftar, MENU utk bantuan. "
    "Bahaya? Telepon 110/119."
)
TEXTS = {
    # settled 1, news 2, question 3, rumour 2, flood 1, rating 2
    "siti": 11,
    # settled 2, not joined 1, rumour 2, flood 1, course 6
    "udin": 12,
    # settled 2, rumour 1, flood 1, forgotten 2
    "maya": 6,
    # settled 1, joined 2, news 2, question 2, flood 1
    "rina": 8,
    # joined 2, read out 1, reminded 1, thanked 1
    "joko": 5,
    # joined 2
    "ucok": 2,
    # asked 1, done 1
    "budi": 2,
    # waits 1, approved 1
    "ani": 2,
}
"""What each phone was shown in the week, to the last text."""
