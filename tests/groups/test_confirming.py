"""Numbers change hands: members are asked each 90 days, subscribers once a year, and silence has its consequence."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from smsinfo.db.models import Contact, ContactCheck, Subscription
from smsinfo.jobs.villages import Villages
from tests.groups.village import NEXT, VILLAGE, C, H, R, Village
from tests.support import CITIZEN, NEIGHBOUR, STRANGER

DAYS = {"days": 90, "seconds": 5}


def duty(village: Village) -> tuple[int, int]:
    """The worker looks, as it does each hour; (texts to members, texts to subscribers)."""
    work = Villages(village.services)
    return work.confirm_members(), work.confirm_subscribers()


def check(village: Village) -> ContactCheck | None:
    """What is known of the citizen's number."""
    with village.services.database.read() as session:
        return session.scalars(select(ContactCheck)).one_or_none()


def subscribed(village: Village) -> int:
    """How many subscriptions there are."""
    with village.services.database.read() as session:
        return len(session.scalars(select(Subscription)).all())


def test_a_member_is_asked_after_ninety_days_and_says_yes(both: Village) -> None:
    both.joins()
    both.clock.forward(days=89)
    assert duty(both) == (0, 0)
    both.clock.forward(days=1, seconds=5)
    assert duty(both) == (1, 0)
    assert both.pushed()[-1].startswith("Masih bertugas sbg kontributor KIM Samba di nomor ini? Balas YA ke 0811")
    assert duty(both) == (0, 0)
    assert "tugas Anda berlanjut" in str(both.phone().texts("ya"))
    both.clock.forward(days=89)
    assert duty(both) == (0, 0)
    assert both.states() == [("Rina Wati", "contributor", "active")]


def test_silence_is_reminded_of_once_then_the_role_rests_and_a_yes_brings_it_back(both: Village) -> None:
    both.joins()
    both.clock.forward(**DAYS)
    texts = []
    for _ in range(20):
        texts.append(duty(both)[0])
        both.clock.forward(days=1)
    assert [day for day, told in enumerate(texts) if told] == [0, 7, 14]
    assert (both.states(), both.roles()) == ([("Rina Wati", "contributor", "suspended")], [])
    assert "kami tunda" in both.pushed()[-1]
    assert [event.action for event in both.events("member.silent")] == ["member.silent"]
    assert "tugas Anda berlanjut" in str(both.phone().texts("Ya."))
    assert both.roles() == [("member", VILLAGE)]


def test_one_phone_with_two_roles_is_asked_once_and_answers_for_both(village: Village) -> None:
    village.joins(CITIZEN, C)
    village.joins(CITIZEN, R, NEXT)
    before = len(village.pushed())
    village.clock.forward(**DAYS)
    duty(village)
    assert len(village.pushed()) == before + 1
    village.phone().texts("YA")
    village.clock.forward(days=30)
    assert duty(village) == (0, 0)
    assert len(village.roles()) == 2


def test_a_head_is_asked_too_and_does_not_come_back_where_another_took_over(village: Village) -> None:
    village.joins(CITIZEN, H)
    village.clock.forward(**DAYS)
    duty(village)
    assert "kepala desa Samba Danum" in village.pushed()[-1]
    village.clock.forward(days=15)
    duty(village)
    village.joins(NEIGHBOUR, H, name="Kades baru")
    assert "sudah punya nomor kepala desa" in str(village.phone(CITIZEN).texts("YA"))
    assert village.roles() == [("village_head", VILLAGE)]


def test_a_yes_that_the_conversation_waits_for_is_the_conversations(village: Village) -> None:
    village.joins()
    village.clock.forward(**DAYS)
    duty(village)
    phone = village.phone()
    phone.texts("HAPUS DATA")
    phone.texts("YA")
    assert village.states() == []


def test_a_yes_of_somebody_whom_nobody_asked_is_only_a_text(village: Village) -> None:
    village.joins()
    assert "berlanjut" not in str(village.phone().texts("YA"))
    assert "berlanjut" not in str(village.phone(STRANGER).texts("ya"))


def test_who_said_stop_is_neither_asked_nor_suspended(village: Village) -> None:
    village.joins()
    village.phone().texts("STOP")
    for _ in range(4):
        village.clock.forward(days=30)
        assert duty(village) == (0, 0)
    assert village.states() == [("Rina Wati", "contributor", "active")]


def test_a_subscriber_is_asked_once_a_year_and_a_yes_is_enough(both: Village) -> None:
    both.phone().texts("DAFTAR Katingan")
    both.clock.forward(days=364)
    assert duty(both) == (0, 0)
    both.clock.forward(days=2)
    assert duty(both) == (0, 1)
    assert "Nomor ini masih milik Anda" in both.pushed()[-1]
    assert "langganan Anda tetap" in str(both.phone().texts("YA"))
    both.clock.forward(days=364)
    assert duty(both) == (0, 0)


@pytest.mark.parametrize(("drop", "left"), [(False, 1), (True, 0)])
def test_a_subscriber_who_stays_silent_is_marked_and_dropped_only_where_the_setting_says_so(
    sqlite_url: str, drop: bool, left: int
) -> None:
    village = Village(sqlite_url, drop_unconfirmed=drop)
    village.phone().texts("DAFTAR Katingan")
    village.clock.forward(days=366)
    texts = []
    for _ in range(60):
        texts.append(duty(village)[1])
        village.clock.forward(days=1)
    assert [day for day, told in enumerate(texts) if told] == [0, 14]
    found = check(village)
    assert found is not None
    assert found.unconfirmed_at is not None
    assert subscribed(village) == left
    village.phone().texts("YA")
    found = check(village)
    assert found is not None
    assert found.unconfirmed_at is None
    village.close()


def test_subscribers_are_asked_a_few_in_each_hour_and_by_none_where_it_is_off(sqlite_url: str) -> None:
    village = Village(sqlite_url, subscriber_confirm_hourly=2)
    for number in (CITIZEN, NEIGHBOUR, STRANGER):
        village.phone(number).texts("DAFTAR Katingan")
    village.clock.forward(days=366)
    assert [duty(village)[1] for _ in range(3)] == [2, 1, 0]
    village.close()


def test_of_an_invitation_that_nobody_answered_nothing_stays(both: Village) -> None:
    both.invites()
    work = Villages(both.services)
    both.clock.forward(days=15)
    assert work.tidy() == 0
    assert both.states() == [("Rina Wati", "contributor", "left")]
    both.clock.forward(days=31)
    assert work.tidy() == 1
    with both.services.database.read() as session:
        assert session.scalars(select(Contact)).all() == []
