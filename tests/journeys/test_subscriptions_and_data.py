"""Places, subscriptions, STOP, and what we hold of a person."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select

from smsinfo.bootstrap import Services
from smsinfo.db.models import ConsentEvent, Contact, InboundMessage, OutboundMessage, Subscription, Suppression
from tests.support import CITIZEN, HeldClock, Phone


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
    assert "DAFTAR" in reply
    assert "Terdaftar" in (citizen.texts("1") or "")


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
    assert "Balas HAPUS DATA YA" in (citizen.texts("HAPUS DATA") or "")
    assert "sudah dihapus" in (citizen.texts("HAPUS DATA YA") or "")
    assert (rows(services, Contact), rows(services, Subscription), rows(services, Suppression)) == (0, 0, 1)
    with services.database.read() as session:
        assert set(session.scalars(select(InboundMessage.body))) == {""} | {"HAPUS DATA YA"} - {"HAPUS DATA YA"}
        assert session.scalars(select(InboundMessage.contact_id)).all().count(None) == rows(services, InboundMessage)


def test_an_erasure_that_is_confirmed_too_late_asks_again(citizen: Phone, services: Services, clock: HeldClock) -> None:
    citizen.texts("HAPUS DATA")
    clock.forward(minutes=31)
    assert "Balas HAPUS DATA YA" in (citizen.texts("HAPUS DATA YA") or "")
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
