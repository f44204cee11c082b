"""Places, subscriptions, STOP, and what we hold of a person."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from smsinfo.bootstrap import Services
from smsinfo.contacts.service import CONSENT_VERSION
from smsinfo.db.models import ConsentEvent, Contact, InboundMessage, OutboundMessage, Subscription, Suppression
from smsinfo.sms.segments import count
from tests.support import CITIZEN, HeldClock, Phone, make_services


def rows(services: Services, model: type) -> int:
    with services.database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_slip_in_the_place_is_no_obstacle(citizen: Phone, services: Services) -> None:
    assert "Terdaftar: siaran Kab Katingan" in (citizen.texts("DAFTAR katingn") or "")
    assert "Kab Katingan" in (citizen.texts("STATUS") or "")
    assert rows(services, Subscription) == 1
    assert rows(services, ConsentEvent) == 1


def test_namesakes_get_a_menu_and_nothing_is_subscribed_until_one_is_chosen(citizen: Phone, services: Services) -> None:
    menu = citizen.texts("DAFTAR Bukit Batu") or ""
    assert "1 Kec Bukit Batu (Palangka Raya)" in menu
    assert rows(services, Subscription) == 0
    assert "Kec Bukit Batu" in (citizen.texts("1") or "")
    assert rows(services, Subscription) == 1


def test_without_a_place_we_ask_and_a_bare_place_is_the_answer(citizen: Phone) -> None:
    assert "daerah mana" in (citizen.texts("DAFTAR") or "")
    assert "Terdaftar: siaran Kab Kapuas" in (citizen.texts("kapuas") or "")


def test_a_bare_place_sets_where_one_lives_and_offers_its_alerts(citizen: Phone) -> None:
    reply = citizen.texts("sampit") or ""
    assert "Kab Kotawaringin Timur" in reply
    assert "Balas 1" in reply
    assert "Terdaftar: siaran Kab Kotawaringin Timur" in (citizen.texts("1") or "")


def test_a_place_elsewhere_is_not_served_and_nothing_is_stored(citizen: Phone, services: Services) -> None:
    assert "tidak kami kenal" in (citizen.texts("DAFTAR JAKARTA") or "")
    assert rows(services, Subscription) == 0


def test_stop_ends_one_place_or_everything_and_only_an_own_word_lifts_it(citizen: Phone, services: Services) -> None:
    citizen.texts("DAFTAR katingan")
    citizen.texts("DAFTAR kapuas")
    assert "Kab Kapuas" in (citizen.texts("UNREG kapuas") or "")
    assert rows(services, Subscription) == 1
    assert "berhenti dari semua siaran" in (citizen.texts("STOP STOP STOP") or "")
    assert (rows(services, Subscription), rows(services, Suppression)) == (0, 1)
    citizen.texts("DAFTAR katingan")
    assert (rows(services, Subscription), rows(services, Suppression)) == (1, 0)


def test_erasure_asks_once_and_then_leaves_only_the_wish_not_to_be_texted(citizen: Phone, services: Services) -> None:
    citizen.texts("DAFTAR katingan")
    assert "bahasa Indonesia" in (citizen.texts("DATAKU") or "")
    assert "Balas YA sampai jam 10.30 WIB" in (citizen.texts("HAPUS DATA") or "")
    assert "sudah dihapus" in (citizen.texts("HAPUS DATA YA") or "")
    assert (rows(services, Contact), rows(services, Subscription), rows(services, Suppression)) == (0, 0, 1)
    with services.database.read() as session:
        assert set(session.scalars(select(InboundMessage.body))) == {""}
        assert session.scalars(select(InboundMessage.contact_id)).all().count(None) == rows(services, InboundMessage)


def test_an_erasure_that_is_confirmed_too_late_asks_again(citizen: Phone, services: Services, clock: HeldClock) -> None:
    citizen.texts("HAPUS DATA")
    clock.forward(minutes=31)
    assert "Balas YA" in (citizen.texts("HAPUS DATA YA") or "")
    assert rows(services, Contact) == 1


def test_a_nik_is_masked_where_it_is_stored(citizen: Phone, services: Services) -> None:
    reply = citizen.texts("NIK saya 6271011234567890 tolong cek bansos") or ""
    assert "Jangan kirim NIK" in reply
    with services.database.read() as session:
        assert "6271011234567890" not in session.scalars(select(InboundMessage.body)).one()


def test_the_number_is_nowhere_in_the_database(citizen: Phone, services: Services) -> None:
    citizen.texts("DAFTAR katingan")
    citizen.texts("ktp")
    with services.database.read() as session:
        kept = [
            value
            for model in (Contact, InboundMessage, OutboundMessage, ConsentEvent)
            for row in session.scalars(select(model))
            for value in vars(row).values()
        ]
    assert not any(
        CITIZEN.lstrip("+")[2:] in (value.decode("latin-1") if isinstance(value, bytes) else str(value))
        for value in kept
    )


def test_two_people_have_conversations_of_their_own(citizen: Phone, phone_of: Callable[[str], Phone]) -> None:
    citizen.texts("BANSOS")
    assert "tidak ada di pilihan" in (phone_of("+628125550009").texts("2") or "")


@pytest.mark.parametrize("yes", ["1", "ya", "YA", "iya pak", "mau"])
def test_a_yes_to_the_offer_of_alerts_is_as_good_as_its_digit(citizen: Phone, yes: str) -> None:
    citizen.texts("kasongan")
    assert "Terdaftar: siaran Kab Katingan" in (citizen.texts(yes) or "")


@pytest.mark.parametrize("other", ["ok", "tidak", "makasih"])
def test_nobody_is_subscribed_who_did_not_say_yes(citizen: Phone, services: Services, other: str) -> None:
    citizen.texts("kasongan")
    citizen.texts(other)
    assert rows(services, Subscription) == 0


def test_of_namesakes_that_one_ends_to_which_one_is_subscribed(citizen: Phone, services: Services) -> None:
    citizen.texts("DAFTAR katingan")
    citizen.texts("DAFTAR Bukit Batu")
    citizen.texts("1")
    assert "Kec Bukit Batu" in (citizen.texts("UNREG bukit batu") or "")
    assert "Siaran: Kab Katingan." in (citizen.texts("STATUS") or "")


def test_many_subscriptions_are_told_in_one_segment(citizen: Phone) -> None:
    citizen.texts("halo")
    for place in ("katingan", "kapuas", "kotim", "kobar", "lamandau", "seruyan", "barsel", "bartim", "murung raya"):
        assert "Terdaftar" in (citizen.texts(f"DAFTAR {place}") or ""), place
    status = citizen.texts("STATUS") or ""
    assert count(status) == 1
    assert "Siaran: Kab Murung Raya" in status
    assert " +" in status


@pytest.mark.parametrize("yes", ["YA", "ya", "HAPUS DATA YA", "iya"])
def test_a_plain_yes_confirms_the_erasure(citizen: Phone, services: Services, yes: str) -> None:
    citizen.texts("HAPUS DATA")
    assert "sudah dihapus" in (citizen.texts(yes) or "")
    assert rows(services, Contact) == 0


@pytest.mark.parametrize("no", ["tidak", "BATAL", "jangan"])
def test_a_no_keeps_the_data_and_the_alerts(citizen: Phone, services: Services, no: str) -> None:
    citizen.texts("DAFTAR katingan")
    citizen.texts("HAPUS DATA")
    assert "tidak dihapus" in (citizen.texts(no) or "")
    citizen.texts("ya")
    assert (rows(services, Contact), rows(services, Subscription)) == (1, 1)


def test_a_yes_to_something_else_erases_nobody(citizen: Phone, services: Services) -> None:
    citizen.texts("HAPUS DATA")
    citizen.texts("STATUS")
    citizen.texts("ya")
    assert rows(services, Contact) == 1


def test_after_an_erasure_one_is_a_stranger_and_still_not_texted(citizen: Phone, services: Services) -> None:
    citizen.texts("DAFTAR katingan", external_id="D1")
    citizen.texts("HAPUS DATA")
    citizen.texts("YA")
    assert citizen.texts("DAFTAR katingan", external_id="D1") is None  # a late repeat of the provider
    assert rows(services, Subscription) == 0
    again = citizen.texts("STATUS") or ""
    assert "Lokasi: belum ada" in again
    assert "Ini smsinfo" in again
    assert rows(services, Suppression) == 1
    citizen.texts("DAFTAR kapuas")
    assert rows(services, Suppression) == 0


def test_each_consent_is_logged_with_its_message_and_wording(citizen: Phone, services: Services) -> None:
    for number, text in enumerate(("DAFTAR katingan", "DAFTAR katingan", "UNREG katingan", "DAFTAR kapuas", "STOP")):
        citizen.texts(text, external_id=f"C{number}")
    with services.database.read() as session:
        events = session.scalars(select(ConsentEvent).order_by(ConsentEvent.id)).all()
    assert [(e.kind, e.region_code, e.external_id) for e in events] == [
        ("subscribed", "62.06", "C0"),
        ("unsubscribed", "62.06", "C2"),
        ("subscribed", "62.03", "C3"),
        ("stopped", None, "C4"),
    ]
    assert {e.text_version for e in events} == {CONSENT_VERSION}


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("no kk 6271010101010001 ktp 6271011234567890 tolong", "6271011234567890"),
        ("kartu saya 4111 1111 1111 1111 hilang", "4111 1111 1111 1111"),
    ],
)
def test_personal_numbers_are_masked_before_they_are_stored(
    citizen: Phone, services: Services, text: str, secret: str
) -> None:
    citizen.texts(text)
    with services.database.read() as session:
        assert secret not in session.scalars(select(InboundMessage.body)).one()


def test_the_number_is_nowhere_in_the_files_of_the_database(
    tmp_path: Path, clock: HeldClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    services = make_services(f"sqlite:///{tmp_path / 'smsinfo.db'}", clock)
    phone = Phone(services, clock, "+6281255500017")
    for text in ("DAFTAR katingan", "ktp", "DATAKU", "STOP"):
        phone.texts(text)
    services.database.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"katingan" in kept.lower()
    assert b"81255500017" not in kept
    assert "81255500017" not in caplog.text
