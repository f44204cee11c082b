"""Siti dials *123#: digits or words, no credit, no spelling; in both ways of networks and on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from smsinfo.bootstrap import Services
from smsinfo.db.models import ConsentEvent, Contact, InboundMessage, OutboundMessage, Subscription, UssdSession
from smsinfo.db.queries.contacts import is_suppressed
from tests.journeys.conftest import Open
from tests.journeys.dialler import Dialler
from tests.support import CITIZEN, OWN_NUMBER, HeldClock, Phone


@pytest.fixture(params=[False, True], ids=["session", "path"])
def siti(request: pytest.FixtureRequest, services: Services, clock: HeldClock) -> Dialler:
    """Her phone, on a network of each kind."""
    return Dialler(services, clock, sends_path=request.param)


def rows(services: Services, model: Any) -> list[Any]:
    """All rows of a table, with what waits to be counted."""
    services.ussd.seen.flush()
    with services.database.read() as session:
        return list(session.scalars(select(model)))


def test_from_the_first_screen_by_digits_to_an_answer_and_on_to_its_end(siti: Dialler) -> None:
    home = siti.dials()
    assert home.startswith("Info warga Kalteng\n1 Cari\n2 Topik")
    assert home.endswith("0 keluar")
    assert "1 Kependudukan" in siti.presses("2")
    assert "2 KTP hilang/rusak" in siti.presses("1")
    answer = siti.presses("2")
    assert "surat kehilangan" in answer
    assert "9 via SMS # lanjut 0 kembali 00 menu" in answer
    while "# lanjut" in siti.screen.text:
        siti.presses("#")
    assert "tanya kantor" in siti.screen.text
    assert siti.presses("0").startswith("Kependudukan:")
    assert siti.presses("00") == home


def test_words_are_understood_on_every_screen(siti: Dialler) -> None:
    siti.dials()
    assert "Ketik kata" in siti.presses("1")
    assert "surat kehilangan" in siti.presses("ktp sy ilang")
    assert "1 PKH" in siti.presses("bansos")
    assert "KKS" in siti.presses("2")


def test_a_wrong_key_repeats_the_screen_with_one_line_that_says_what_to_press(siti: Dialler) -> None:
    home = siti.dials()
    assert siti.presses("77") == f"Pilih angka di layar.\n{home}"
    assert siti.presses("xyzzy") == f"Tak paham. Pilih angka.\n{home}"
    assert "1 Kependudukan" in siti.presses("2")


def test_a_village_is_found_step_by_step_and_subscribed_to_with_consent(siti: Dialler, services: Services) -> None:
    siti.dials()
    assert "2 Kobar" in siti.presses("4")
    assert "Kamipang" in siti.presses("7")
    assert "Galinggang" in siti.presses("2")
    question = siti.presses("2")
    assert question.startswith("Daftar siaran Desa Galinggang (Katingan)? Gratis.")
    assert rows(services, Contact) == []
    assert siti.presses("1").startswith("Terdaftar: siaran Desa Galinggang.")
    (consent,), (subscription,), (contact,) = (rows(services, one) for one in (ConsentEvent, Subscription, Contact))
    assert (consent.kind, consent.region_code, consent.channel) == ("subscribed", subscription.region_code, "ussd")
    assert consent.external_id.startswith("ussd-")
    assert (contact.id, contact.region_code) == (subscription.contact_id, "62.06.01.2001")
    assert "1 Desa Galinggang" in siti.presses("00", "5")


def test_a_part_of_a_name_leads_to_the_places_that_have_it(siti: Dialler) -> None:
    siti.dials()
    several = siti.presses("4", "tumbang man")
    assert several.startswith("Yang mana?\n1 Desa Tumbang Man")
    assert "(Kotim)" in several
    assert siti.presses("samba b").startswith("Yang mana?\n1 Desa Samba Bakumpai (Katingan)\n")
    assert "Desa Samba Bakumpai (Katingan)?" in siti.presses("samba bakumpai")
    assert siti.presses("ya").startswith("Terdaftar: siaran Desa Samba Bakumpai.")
    assert "Daftar siaran Kab Katingan?" in siti.presses("00", "4", "katingn")
    assert "Galinggang" in siti.presses("2", "2")


def test_a_question_may_be_answered_in_words(siti: Dialler, services: Services) -> None:
    siti.dials()
    assert siti.presses("daftar katingan", "tidak").startswith("Info warga")
    siti.presses("daftar katingan", "iya pak")
    assert [one.region_code for one in rows(services, Subscription)] == ["62.06"]


def test_the_answer_comes_by_sms_once(siti: Dialler, services: Services) -> None:
    siti.dials()
    siti.presses("ktp hilang")
    assert siti.presses("9").startswith("SMS dikirim")
    (message,) = rows(services, OutboundMessage)
    assert (message.channel, message.status, message.purpose) == ("phone", "queued", "reply")
    assert message.body.startswith("Hilang: minta surat kehilangan")
    assert message.segments == 3
    assert message.cost_idr == message.segments * services.settings.segment_idr
    siti.presses("0", "9")
    assert len(rows(services, OutboundMessage)) == 1


def test_where_no_channel_can_send_no_sms_is_offered(open_services: Open, clock: HeldClock) -> None:
    twilio = {"kind": "twilio", "account_sid": "AC01", "auth_token": "t", "sender": OWN_NUMBER, "sends": False}
    siti = Dialler(open_services(channels={"twilio": twilio}), clock)
    siti.dials()
    assert "SMS" not in siti.presses("ktp hilang")
    assert siti.presses("9").startswith("Pilih angka")


def test_nobody_gets_more_copies_than_replies_in_an_hour(strict: Services, clock: HeldClock) -> None:
    siti = Dialler(strict, clock)
    topics = list(strict.snapshots.current().topics)[:12]
    for topic in topics:
        siti.dials()
        siti.presses(topic, "9")
    assert "tidak bisa dikirim" in siti.screen.text
    assert len(rows(strict, OutboundMessage)) == strict.settings.rate_per_phone


def test_when_the_money_is_used_up_nothing_is_sent(siti: Dialler, services: Services) -> None:
    siti.dials()
    siti.presses("ktp hilang")
    services.inbox.spend.add(10**9)
    shown = siti.presses("9")
    services.inbox.spend.add(-(10**9))
    assert "tidak bisa dikirim" in shown
    assert rows(services, OutboundMessage) == []


def test_stop_ends_everything_as_by_sms(siti: Dialler, services: Services, citizen: Phone) -> None:
    citizen.texts("DAFTAR katingan")
    siti.dials()
    siti.presses("2", "berhenti")
    assert not siti.screen.more
    assert "berhenti dari semua siaran" in siti.screen.text
    assert rows(services, Subscription) == []
    with services.database.read() as session:
        assert is_suppressed(session, services.contacts.sealer.suppression_digest(CITIZEN))


def test_one_of_several_subscriptions_is_ended_after_a_question(
    siti: Dialler, services: Services, citizen: Phone
) -> None:
    for place in ("DAFTAR katingan", "DAFTAR seruyan"):
        citizen.texts(place)
    siti.dials()
    assert siti.presses("5").endswith("1 Kab Katingan\n2 Kab Seruyan\n0 kembali")
    assert siti.presses("2").startswith("Siaran Kab Seruyan tidak perlu dikirim lagi?")
    assert "Anda berhenti dari siaran Kab Seruyan" in siti.presses("1")
    assert not siti.screen.more
    assert [one.region_code for one in rows(services, Subscription)] == ["62.06"]


def test_a_cry_for_help_is_answered_with_the_number_first(siti: Dialler) -> None:
    siti.dials()
    shown = siti.presses("4", "tolong rumah saya terbakar")
    assert shown.startswith("Ini BUKAN layanan darurat.")
    assert any(number in shown for number in ("110", "112", "113", "119"))


def test_the_language_is_chosen_and_kept(siti: Dialler, services: Services) -> None:
    siti.dials()
    assert "3 English" in siti.presses("7")
    assert siti.presses("3").startswith("OK, English.")
    assert siti.presses("00").startswith("Kalteng information")
    assert "1 Civil papers" in siti.presses("2")
    assert siti.dials().endswith("0 exit") or "Go on?" in siti.screen.text
    assert rows(services, Contact)[0].language == "en"


def test_a_place_by_words_is_remembered_and_its_own_answers_follow(siti: Dialler, services: Services) -> None:
    siti.dials()
    assert siti.presses("lokasi palangka raya").startswith("Lokasi Anda: Kota Palangkaraya.")
    assert rows(services, Contact)[0].region_code == "62.71"
    assert "Daftar siaran Kota Palangkaraya" in siti.presses("1")


def test_the_hoax_list_gives_verdict_reason_and_source(siti: Dialler) -> None:
    siti.dials()
    assert siti.presses("6").startswith("Kabar yang diperiksa:\n1 ")
    assert siti.presses("1").startswith("PENIPUAN:")
    assert "Belum diperiksa" in siti.presses("hoaks kucing saya bisa terbang ke bulan")


def test_all_that_is_kept_can_be_erased(siti: Dialler, services: Services, citizen: Phone) -> None:
    citizen.texts("DAFTAR katingan")
    siti.dials()
    assert siti.presses("hapus data").startswith("Hapus semua data Anda")
    assert "sudah dihapus" in siti.presses("1")
    assert not siti.screen.more
    for model in (Contact, Subscription, UssdSession):
        assert rows(services, model) == []


def test_what_was_looked_up_counts_and_nobody_is_kept_for_it(siti: Dialler, services: Services) -> None:
    siti.dials()
    siti.presses("2", "1", "2", "#", "0", "00", "bansos", "2", "xyzzy nik 6206010101900001")
    seen = rows(services, InboundMessage)
    assert [(one.kind, one.topic_key, one.body) for one in seen] == [
        ("answer", "ktp-hilang", "2"),
        ("menu", None, "bansos"),
        ("answer", "sembako", "2"),
        ("none", None, seen[-1].body),
    ]
    assert {one.contact_id for one in seen} == {None}
    assert "6206010101900001" not in seen[-1].body
    assert rows(services, Contact) == []


def test_home_and_zero_ends_the_dialogue(siti: Dialler) -> None:
    siti.dials()
    assert "Terima kasih" in siti.presses("0")
    assert not siti.screen.more


def test_somebody_whose_number_cannot_be_read_may_look_but_not_subscribe(services: Services, clock: HeldClock) -> None:
    nobody = Dialler(services, clock, number="anonymous")
    nobody.dials()
    assert "surat kehilangan" in nobody.presses("ktp hilang")
    assert "SMS" not in nobody.screen.text
    assert "tidak terbaca" in nobody.presses("daftar katingan")
    nobody.presses("00", "7", "2")
    assert rows(services, Contact) == []
