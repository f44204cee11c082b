"""Nobody is a member by what others wrote down: invited to the phone, joined by a text from it, and out again."""

from __future__ import annotations

import json

import pytest

from smsinfo.db.models import KimGroup, StaffPhone
from smsinfo.domain.community import MemberRole
from smsinfo.errors import BadNumber, CommunityRefused
from smsinfo.staff.accounts import NewAccount
from smsinfo.staff.audit import TERMINAL
from tests.groups.village import ELSEWHERE, NEXT, VILLAGE, C, H, R, Village
from tests.support import CITIZEN, NEIGHBOUR, STRANGER

JOINED = ("joined", "kim-2026-11")


def test_an_invited_phone_joins_with_its_code_and_nobody_before(both: Village) -> None:
    code = both.invites()
    assert both.pushed() == [
        f"Anda diundang ikut KIM Samba sbg kontributor. Balas ke 08110000123: IKUT {code} utk ikut, TIDAK {code} bila "
        "tidak. Bukan Anda? Abaikan."
    ]
    assert (both.states(), both.roles(), both.consents()) == ([("Rina Wati", "contributor", "invited")], [], [])
    told = both.phone().texts(f"ikut {code}")
    assert told is not None
    assert told.startswith(
        "Anda kini kontributor KIM Samba. Bila nama Anda boleh dimuat di halaman umum, balas TAMPIL."
    )
    assert both.states() == [("Rina Wati", "contributor", "active")]
    assert both.roles() == [("member", VILLAGE)]
    assert both.consents() == [JOINED]
    [event] = both.events("member.invited")
    assert json.loads(event.details)["phone"] == "+62812****0001"


def test_a_code_counts_from_its_own_phone_only(village: Village) -> None:
    code = village.invites()
    other = village.phone(NEIGHBOUR)
    assert "belum paham" in str(other.texts(f"IKUT {code}"))  # a text like any other
    village.invites(NEIGHBOUR, name="Budi")
    assert "tidak cocok" in str(other.texts(f"IKUT {code}"))
    assert village.states() == [("Rina Wati", "contributor", "invited"), ("Budi", "contributor", "invited")]


def test_after_five_wrong_codes_the_right_one_is_too_late(village: Village) -> None:
    code = int(village.invites())
    phone = village.phone()
    told = [phone.texts(f"IKUT {(code + n) % 10000:04d}") for n in range(1, 6)]
    assert ["tidak cocok" in str(text) for text in told] == [True] * 4 + [False]
    assert "Minta diundang lagi" in str(phone.texts(f"IKUT {code}"))
    assert village.roles() == []


def test_an_invitation_holds_for_fourteen_days(village: Village) -> None:
    code = village.invites()
    village.clock.forward(days=14, seconds=30)
    assert "tidak berlaku lagi" in str(village.phone().texts(f"IKUT {code}"))
    assert village.roles() == []


def test_a_code_is_used_once_and_after_leaving_it_is_worth_nothing(village: Village) -> None:
    code = village.invites()
    phone = village.phone()
    phone.texts(f"IKUT {code}")
    assert "sudah kontributor KIM Samba" in str(phone.texts(f"IKUT  {code}"))
    assert "sudah keluar" in str(phone.texts("keluar dari kim"))
    assert village.roles() == []
    assert "tidak berlaku lagi" in str(phone.texts(f"ikut {code}"))
    assert [kind for kind, _ in village.consents()] == ["joined", "resigned"]


def test_who_says_no_is_left_in_peace_for_a_month(village: Village) -> None:
    code = village.invites()
    assert "undangan itu kami hapus" in str(village.phone().texts(f"TIDAK {code}"))
    with pytest.raises(CommunityRefused) as refused:
        village.invites()
    assert refused.value.reason == "declined_lately"
    village.clock.forward(days=31)
    assert "kontributor" in village.joins()


def test_the_same_words_of_others_are_only_a_text(village: Village) -> None:
    stranger = village.phone(STRANGER)
    usual = stranger.texts("qwrtz plmk")
    for text in ("IKUT 4821", "KELUAR KIM", "TAMPIL", "SEMBUNYI"):
        assert str(stranger.texts(text)).splitlines()[0] == str(usual).splitlines()[0], text
    # A no with a number behind it says of an answer that it did not help: the stranger has asked nothing.
    assert "Tidak ada nomor 4821 dari Anda" in str(stranger.texts("TIDAK 4821"))
    village.invites()
    assert "kode" not in str(village.phone().texts("ikut lomba desa di mana"))


def test_a_name_is_shown_only_while_its_owner_says_so(village: Village) -> None:
    village.joins()
    assert not village.membership().shown
    assert "tanpa nomor telepon" in str(village.phone().texts("Tampil"))
    assert village.membership().shown
    village.phone().texts("SEMBUNYI")
    assert not village.membership().shown
    assert [kind for kind, _ in village.consents()] == ["joined", "shown", "hidden"]


def test_a_relay_and_a_head_are_of_one_village_and_a_village_has_one_head(both: Village) -> None:
    both.joins(CITIZEN, R, name="Sari")
    told = both.joins(NEIGHBOUR, H, name="Pak Kades")
    assert "nomor kepala desa/lurah Samba Danum" in told
    assert both.roles() == [("relay", VILLAGE), ("village_head", VILLAGE)]
    with pytest.raises(CommunityRefused) as refused:
        both.invites(STRANGER, H, name="Orang lain")
    assert refused.value.reason == "head_there"
    assert both.membership().group_id is None


def test_two_heads_who_were_invited_at_once_are_one_in_the_end(village: Village) -> None:
    first, second = village.invites(CITIZEN, H), village.invites(NEIGHBOUR, H)
    village.phone(CITIZEN).texts(f"IKUT {first}")
    assert "sudah punya nomor kepala desa" in str(village.phone(NEIGHBOUR).texts(f"IKUT {second}"))
    assert village.roles() == [("village_head", VILLAGE)]


@pytest.mark.parametrize(
    ("number", "role", "region", "name", "reason"),
    [
        (CITIZEN, R, "62.06.05", "Rina", "no_village"),
        (CITIZEN, C, ELSEWHERE, "Rina", "outside_group"),
        (CITIZEN, C, "62.99", "Rina", "no_region"),
        (CITIZEN, C, VILLAGE, "0812 5555", "person_name"),
        (CITIZEN, C, VILLAGE, "=cmd()", "person_name"),
        (CITIZEN, C, VILLAGE, "", "person_name"),
        ("+60123456789", C, VILLAGE, "Rina", "abroad"),
    ],
)
def test_an_invitation_that_a_rule_forbids_changes_nothing(
    village: Village, number: str, role: MemberRole, region: str, name: str, reason: str
) -> None:
    with pytest.raises(CommunityRefused) as refused:
        village.invites(number, role, region, name)
    assert refused.value.reason == reason
    assert village.states() == []
    assert village.pushed(number) == []


def test_what_is_no_mobile_number_is_refused(village: Village) -> None:
    with pytest.raises(BadNumber):
        village.invites("0511 123456")


def test_who_said_stop_is_not_invited_and_a_member_who_says_it_stays_one(village: Village) -> None:
    village.joins(CITIZEN)
    village.phone(CITIZEN).texts("STOP")
    assert village.states() == [("Rina Wati", "contributor", "active")]
    for number in (CITIZEN, NEIGHBOUR):
        village.phone(number).texts("STOP")
        with pytest.raises(CommunityRefused) as refused:
            village.invites(number, R, NEXT)
        assert refused.value.reason == "said_stop"
    assert len(village.pushed(CITIZEN)) == 1


def test_who_was_erased_is_gone_and_is_not_invited(both: Village) -> None:
    both.joins()
    phone = both.phone()
    phone.texts("HAPUS DATA")
    phone.texts("YA")
    assert (both.states(), both.roles()) == ([], [])
    with pytest.raises(CommunityRefused) as refused:
        both.invites()
    assert refused.value.reason == "said_stop"


def test_the_phone_of_somebody_who_works_here_is_not_invited(village: Village) -> None:
    """Nobody may review what they send themselves."""
    village.phone().texts("KTP")
    with village.services.database.write() as session:
        contact_id = village.services.contacts.find(session, CITIZEN)
        made = village.services.staff.accounts.open(
            session, TERMINAL, village.clock(), NewAccount("wati", "Wati", "62.06")
        )
        session.add(StaffPhone(account_id=made.id, contact_id=contact_id, confirmed_at=village.clock()))
    with pytest.raises(CommunityRefused) as refused:
        village.invites()
    assert refused.value.reason == "own_staff"


def test_the_same_role_twice_or_an_invitation_in_the_same_hour_is_refused(village: Village) -> None:
    village.invites()
    for reason in ("invited_lately", "member_already"):
        with pytest.raises(CommunityRefused) as refused:
            village.invites()
        assert refused.value.reason == reason
        village.clock.forward(hours=2)
        if reason == "invited_lately":
            village.joins()


def test_what_staff_suspend_no_text_brings_back(village: Village) -> None:
    village.joins()
    joining = village.services.community.joining
    with village.services.database.write() as session:
        one = session.merge(village.membership())
        joining.suspend(session, TERMINAL, one, village.clock())
    assert village.roles() == []
    village.phone().texts("YA")
    assert village.states() == [("Rina Wati", "contributor", "suspended")]
    with village.services.database.write() as session:
        joining.resume(session, TERMINAL, session.merge(village.membership()), village.clock())
    assert village.roles() == [("member", VILLAGE)]


def test_a_group_that_closes_ends_all_that_hung_on_it(village: Village) -> None:
    village.joins(CITIZEN)
    village.invites(NEIGHBOUR, name="Budi")
    with village.services.database.write() as session:
        group = session.get_one(KimGroup, village.group_id)
        assert village.services.community.groups.close(session, TERMINAL, group, village.clock()) == 2
    assert {state for _, _, state in village.states()} == {"left"}
    assert village.roles() == []
    with pytest.raises(CommunityRefused) as refused:
        village.invites(STRANGER)
    assert refused.value.reason == "group_closed"
