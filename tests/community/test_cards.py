"""ISI: the village card is filled by the village, accepted by an editor, read below answers, and grows old."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete

from smsinfo.community.cards import NotFilled, day_in
from smsinfo.db.models import VillageCard
from smsinfo.db.queries import cards
from smsinfo.domain.cards import CardField
from smsinfo.domain.community import MemberRole
from smsinfo.domain.staff import Person, Role
from smsinfo.errors import NewsRefused
from smsinfo.jobs.upkeep import remind_of_cards
from tests.community.test_news_desk import told
from tests.community.village import CITIZEN, NEIGHBOUR, REGENCY, VILLAGE, Village

TODAY = date(2026, 11, 24)


@pytest.fixture
def cardless(village: Village) -> Village:
    """No village has said anything of itself."""
    with village.services.database.write() as session:
        session.execute(delete(VillageCard))
    village.services.snapshots.refresh()
    return village


def decide(village: Village, editor: Person, field: CardField, act: str = "accept") -> None:
    with village.services.database.write() as session:
        line = cards.of_village(session, VILLAGE)[field]
        getattr(village.services.community.cards, act)(session, editor, village.clock(), line.id)
    village.services.snapshots.refresh()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("12/1 08.00 balai", date(2027, 1, 12)),
        ("24/11 sore", date(2026, 11, 24)),
        ("23/11 08.00", NotFilled.PAST),
        ("12/1/2026 08.00", NotFilled.PAST),
        ("12/1/2027 08.00", date(2027, 1, 12)),
        ("1/9 08.00", NotFilled.PAST),
        ("31/2 08.00", NotFilled.NO_DAY),
        ("13/13 08.00", NotFilled.NO_DAY),
        ("besok jam 8", NotFilled.NO_DAY),
        ("", NotFilled.NO_DAY),
    ],
)
def test_a_day_is_read_strictly_day_before_month(text: str, meant: date | NotFilled) -> None:
    assert day_in(text, TODAY) == meant


def test_filled_accepted_and_read_by_the_own_village_until_the_day_has_passed(cardless: Village) -> None:
    village, editor = cardless, cardless.editor("rini", Role.EDITOR, REGENCY)
    citizen, neighbour = village.citizen(VILLAGE), village.citizen(NEIGHBOUR, "+628125550022")
    assert "diterima" in (village.head.texts("ISI POSYANDU 12/12 08.00 balai desa") or "")
    assert "POSYANDU:?" in (village.head.texts("ISI") or "")
    assert "Desa Anda" not in (citizen.texts("POSYANDU") or "")
    decide(village, editor, CardField.POSYANDU)
    assert "POSYANDU:ok" in (village.member.texts("ISI") or "")
    assert "12/12 08.00 balai desa" in (village.member.texts("ISI POSYANDU") or "")
    assert (citizen.texts("POSYANDU") or "").endswith("Desa Anda: 12/12 08.00 balai desa")
    assert "Desa Anda" not in (neighbour.texts("POSYANDU") or "")
    assert told(village) == ["POSYANDU di kartu desa sudah diterima, terima kasih. Warga desa sekarang membacanya."]
    village.clock.forward(days=19)
    assert "Desa Anda" not in (citizen.texts("POSYANDU") or "")


def test_unconfirmed_for_ninety_days_it_is_said_no_more(cardless: Village) -> None:
    village, editor = cardless, cardless.editor("rini", Role.EDITOR, REGENCY)
    citizen = village.citizen(VILLAGE)
    village.head.texts("ISI LPG Pangkalan Bu Tini RT 3")
    decide(village, editor, CardField.LPG)
    assert remind_of_cards(village.services) == 0
    village.clock.forward(days=76)
    assert remind_of_cards(village.services) == 2
    assert remind_of_cards(village.services) == 0
    assert "ISI SEMUA BENAR" in told(village)[-1]
    assert "1 isi kartu" in (village.member.texts("ISI SEMUA BENAR") or "")
    village.services.snapshots.refresh()
    village.clock.forward(days=80)
    assert "Bu Tini" in (citizen.texts("LPG") or "")
    village.clock.forward(days=11)
    assert "Bu Tini" not in (citizen.texts("LPG") or "")
    assert "LPG:lama" in (village.head.texts("ISI") or "")


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("ISI POSYANDU 12/10 08.00 balai", "sudah lewat"),
        ("ISI POSYANDU besok di balai", "tanggalnya dulu"),
        ("ISI BIDAN Bu Ani 081255501234", "Jangan tulis"),
        ("ISI KANTOR " + "a" * 61, "terlalu panjang"),
        ("ISI SEMUA BENAR", "masih kosong"),
        ("ISI MEJA bundar", "Kartu desa"),
    ],
)
def test_what_can_not_stand_there_is_refused_and_changes_nothing(cardless: Village, text: str, refused: str) -> None:
    assert refused in (cardless.head.texts(text) or "")
    with cardless.services.database.read() as session:
        assert cards.of_village(session, VILLAGE) == {}


def test_others_have_no_card_to_fill(cardless: Village) -> None:
    wide = cardless.joins("+628125550041", MemberRole.CONTRIBUTOR, REGENCY, "Kabupaten")
    for phone in (cardless.phone(CITIZEN), wide):
        assert "diterima" not in (phone.texts("ISI BIDAN Bu Ani di RT 2") or "")
    with cardless.services.database.read() as session:
        assert cards.of_village(session, VILLAGE) == {}


def test_only_an_editor_of_the_region_accepts_and_only_what_they_saw(cardless: Village) -> None:
    village = cardless
    village.head.texts("ISI BIDAN Bu Ani di RT 2")
    with pytest.raises(NewsRefused, match="not yours"):
        decide(village, village.editor("asing", Role.EDITOR, "62.71"), CardField.BIDAN)
    editor = village.editor("rini", Role.EDITOR, REGENCY)
    decide(village, editor, CardField.BIDAN, "refuse")
    assert "belum bisa dipakai" in told(village)[-1]
    with pytest.raises(NewsRefused, match="decided"):
        decide(village, editor, CardField.BIDAN)


def test_an_erased_person_leaves_the_card_of_the_village(cardless: Village) -> None:
    village, editor = cardless, cardless.editor("rini", Role.EDITOR, REGENCY)
    village.head.texts("ISI BIDAN Bu Ani di RT 2")
    village.head.texts("HAPUS DATA")
    village.head.texts("YA")
    with village.services.database.read() as session:
        assert cards.of_village(session, VILLAGE)[CardField.BIDAN].contact_id is None
    decide(village, editor, CardField.BIDAN)
    assert told(village) == []
