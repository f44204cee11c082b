"""Siti asks, and gets the right short answer for where she lives."""

from __future__ import annotations

from dataclasses import replace

from smsinfo.bootstrap import Services
from smsinfo.content.pack_files import read_pack
from smsinfo.content.packs import import_pack
from smsinfo.sms.segments import count
from tests.journeys.conftest import Open
from tests.support import PACK, HeldClock, Phone


def test_the_first_answer_comes_with_one_line_on_what_this_is(citizen: Phone) -> None:
    first, second = citizen.texts("KTP") or "", citizen.texts("ktp") or ""
    assert first.startswith("Umur 17 th")
    assert "tidak pernah minta OTP" in first
    assert count(first) <= 2
    assert "OTP" not in second
    assert count(second) == 1
    assert "11/26 DEMO)" in second


def test_people_ask_in_their_own_words(citizen: Phone) -> None:
    for text in ("ktp hilang", "KTP HILANG!!", "ktp sy ilang", "ktp saya jatuh di sungai"):
        assert "surat kehilangan" in (citizen.texts(text) or ""), text


def test_the_answer_is_that_of_the_region_and_falls_back_to_the_general_one(citizen: Phone) -> None:
    citizen.texts("ktp")
    general = citizen.texts("darurat") or ""
    citizen.texts("LOKASI palangka raya")
    local = citizen.texts("darurat") or ""
    citizen.texts("LOKASI katingan")
    assert general != local
    assert (citizen.texts("nomor darurat") or "") == general


def test_a_long_answer_is_continued_and_ends(citizen: Phone) -> None:
    citizen.texts("ktp")
    more = citizen.texts("LANJUT") or ""
    assert more
    assert count(more) <= 3
    while (page := citizen.texts("lanjut ya") or "") and "Tidak ada lanjutan" not in page:
        assert page != more
    assert "Tidak ada lanjutan" in (citizen.texts("LANJUT") or "")


def test_a_word_that_is_open_gets_a_menu_and_a_digit_chooses(citizen: Phone) -> None:
    menu = citizen.texts("BANSOS") or ""
    assert "1 PKH" in menu
    assert "2 Sembako" in menu
    assert "KKS" in (citizen.texts("2") or "")
    assert "Tak ada daftar lewat tautan" in (citizen.texts("no 1") or "")
    assert "tidak ada di pilihan" in (citizen.texts("9") or "")


def test_a_text_that_nobody_understands_says_so_and_how_to_ask(citizen: Phone) -> None:
    reply = citizen.texts("xyzzy") or ""
    assert reply.startswith("Maaf, belum paham")
    assert "110/119" in reply


def test_a_cry_for_help_gets_the_number_first(citizen: Phone) -> None:
    citizen.texts("LOKASI palangka raya")
    reply = citizen.texts("tolong rumah saya terbakar") or ""
    assert reply.startswith("Ini BUKAN layanan darurat.")
    assert "112" in reply[:70]


def test_the_language_is_switched_and_missing_texts_fall_back(citizen: Phone) -> None:
    assert "1 Indonesia" in (citizen.texts("BAHASA") or "")
    assert "English" in (citizen.texts("BAHASA inggris") or "")
    assert "Free" in (citizen.texts("ktp") or "") or "free" in (citizen.texts("ktp") or "")
    assert "Banjar" in (citizen.texts("bahasa banjar") or "")
    assert citizen.texts("skck")


def test_thanks_after_an_answer_cost_nobody_a_text(citizen: Phone) -> None:
    assert "silakan tanya" in (citizen.texts("selamat pagi") or "")
    citizen.texts("ktp")
    assert citizen.texts("makasih banyak pak") is None


def test_the_same_message_twice_gets_the_same_answer_and_does_nothing_again(citizen: Phone) -> None:
    first = citizen.texts("DAFTAR katingan", external_id="X1")
    assert citizen.texts("DAFTAR katingan", external_id="X1") == first
    assert "sudah terdaftar" in (citizen.texts("DAFTAR katingan", external_id="X2") or "")


def test_an_old_answer_says_that_it_may_be_outdated(citizen: Phone, clock: HeldClock) -> None:
    clock.forward(days=400)
    assert "Mungkin usang" in (citizen.texts("ktp") or "")


def test_a_publication_is_answered_from_the_next_heartbeat_on(open_services: Open, clock: HeldClock) -> None:
    services = open_services()
    citizen = Phone(services, clock)
    pack = read_pack(PACK)
    changed = tuple(
        replace(t, summaries=tuple(replace(s, text="Baru sekali.") if s.language == "id" else s for s in t.summaries))
        if t.key == "skck"
        else t
        for t in pack.topics
    )
    assert "Baru sekali." not in (citizen.texts("skck") or "")
    with services.database.write() as session:
        import_pack(session, replace(pack, topics=changed), clock())
    services.heart.beat()
    assert "Baru sekali." in (citizen.texts("skck") or "")


def test_other_readings_are_named_in_the_last_line_and_have_their_digits(citizen: Phone) -> None:
    citizen.texts("halo")
    reply = citizen.texts("surat tanah desa") or ""
    assert "\nLain: 2 " in reply
    second = citizen.texts("2") or ""
    assert second != reply
    assert (citizen.texts("1") or "").split("(")[0] == reply.split("(")[0]
    assert citizen.texts("2") == second


def test_a_digit_means_nothing_when_the_menu_is_long_gone(citizen: Phone, clock: HeldClock) -> None:
    citizen.texts("BANSOS")
    clock.forward(hours=7)
    assert "tidak ada di pilihan" in (citizen.texts("2") or "")


def test_whoever_begins_in_another_language_is_welcomed_in_it(citizen: Phone) -> None:
    reply = citizen.texts("BAHASA inggris") or ""
    assert "we never ask for OTP" in reply
    assert "tidak pernah" not in reply


def test_an_emergency_is_not_held_up_by_a_welcome_which_comes_with_the_next_answer(citizen: Phone) -> None:
    assert "OTP" not in (citizen.texts("tolong rumah kami kebakaran") or "")
    assert "tidak pernah minta OTP" in (citizen.texts("ktp") or "")


def test_a_greeting_of_another_day_is_answered_again(citizen: Phone, clock: HeldClock) -> None:
    citizen.texts("ktp")
    assert citizen.texts("makasih pak") is None
    clock.forward(days=3)
    assert "silakan tanya" in (citizen.texts("halo") or "")
    assert citizen.texts("halo") is None


def test_the_list_of_topics_leads_to_every_topic_by_two_digits(citizen: Phone) -> None:
    assert "1 Kependudukan" in (citizen.texts("TOPIK") or "")
    assert "Kependudukan, balas angkanya: 1 " in (citizen.texts("1") or "")
    assert "DEMO)" in (citizen.texts("1") or "")


def test_a_checked_claim_carries_its_source_and_month(citizen: Phone, services: Services) -> None:
    claim = services.snapshots.current().catalogue.claims[0]
    reply = citizen.texts(f"HOAKS {claim.claims['id']}") or ""
    assert f"({claim.tag} {claim.checked_on:%m/%y} DEMO)" in reply
    assert "Belum diperiksa" in (citizen.texts("HOAKS kucing saya bisa terbang ke bulan") or "")
