"""Robots, floods, short codes and strangers: stored, not answered. Emergencies and STOP always pass."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from smsinfo.bootstrap import Services
from smsinfo.db.models import InboundMessage
from tests.journeys.conftest import Open
from tests.support import OWN_NUMBER, HeldClock, Phone


def test_the_same_text_is_answered_three_times_in_half_an_hour(strict: Services, clock: HeldClock) -> None:
    phone = Phone(strict, clock)
    assert [phone.texts("ktp") is None for _ in range(5)] == [False, False, False, True, True]
    clock.forward(minutes=31)
    assert phone.texts("ktp") is not None


def test_a_number_gets_ten_replies_an_hour_but_stop_and_danger_pass(strict: Services, clock: HeldClock) -> None:
    phone = Phone(strict, clock)
    words = ["ktp", "kk", "kia", "sim", "skck", "pbb", "nib", "kur", "pkh", "pip", "lpg", "halal"]
    assert [phone.texts(word) is None for word in words] == [False] * 10 + [True] * 2
    assert "BUKAN layanan darurat" in (phone.texts("tolong kami di atap rumah air naik") or "")
    assert phone.texts("112") is not None
    assert "berhenti" in (phone.texts("STOP") or "")


def test_an_automatic_text_is_answered_once(strict: Services, clock: HeldClock) -> None:
    phone = Phone(strict, clock)
    answers = [phone.texts("Pesan otomatis: saya sedang di luar kota") is None for _ in range(3)]
    assert answers == [False, True, True]


@pytest.mark.parametrize("sender", ["TELKOMSEL", "3636", "anonymous", OWN_NUMBER, "+6591234567", "+266696687"])
def test_who_is_no_person_at_home_is_stored_and_not_answered(strict: Services, clock: HeldClock, sender: str) -> None:
    assert Phone(strict, clock, sender).texts("KTP") is None
    with strict.database.read() as session:
        stored = session.scalars(select(InboundMessage)).one()
    assert (stored.kind, stored.contact_id) == ("silent", None)


def test_a_text_that_is_a_day_old_is_stored_and_not_answered(strict: Services, clock: HeldClock) -> None:
    assert Phone(strict, clock).texts("ktp", sent_at=clock.now - timedelta(hours=25)) is None


def test_the_daily_cap_silences_all_but_stop_and_danger(open_services: Open, clock: HeldClock) -> None:
    services = open_services(spend_cap_idr=1000)
    phone = Phone(services, clock)
    assert phone.texts("ktp") is not None
    services.heart.beat()
    assert phone.texts("kk") is None
    assert phone.texts("STOP") is not None
    clock.forward(days=1)
    services.heart.beat()
    assert phone.texts("kk") is not None


def test_a_flood_does_not_lift_the_limit_that_holds_it_back(strict: Services, clock: HeldClock) -> None:
    phone = Phone(strict, clock)
    answers = [phone.texts(f"pesan nomor {number} dari mesin") for number in range(70)]
    assert len([answer for answer in answers if answer]) == 10


def test_a_stop_counts_however_late_it_comes(strict: Services, clock: HeldClock) -> None:
    phone = Phone(strict, clock)
    phone.texts("DAFTAR katingan")
    assert "berhenti" in (phone.texts("STOP", sent_at=clock.now - timedelta(days=3)) or "")
    assert "Siaran: belum ada" in (phone.texts("STATUS") or "")


def test_a_robot_that_sends_our_words_back_is_soon_left_alone(strict: Services, clock: HeldClock) -> None:
    robot = Phone(strict, clock)
    text = robot.texts("tolong rumah kami kebakaran")
    echoes = 0
    while text is not None and echoes < 20:
        text, echoes = robot.texts(text), echoes + 1
    assert echoes <= 2


def test_who_is_held_back_is_answered_again_an_hour_later(strict: Services, clock: HeldClock) -> None:
    phone = Phone(strict, clock)
    for number in range(12):
        phone.texts(f"kata {number} aneh")
    assert phone.texts("ktp") is None
    clock.forward(minutes=61)
    assert phone.texts("ktp") is not None
