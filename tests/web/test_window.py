"""The window for everybody: what can be texted, what is published, what a text would be answered."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from smsinfo.conversation.looking import Onlooker, look
from tests.alerts.official import put_alert

from .corpus import TWILIO
from .windowseat import NUMBER, Seat

MOST_STATEMENTS = 12
FRAMED = (
    "/", "/info", "/info/ktp", "/hoaks", "/angka", "/data", "/poster", "/luring", "/belajar", "/kim", "/kabar",
    "/siaran", "/siaran/4821", "/help",
)  # fmt: skip
"""Every page that needs nothing but the seat; `/kim/<number>` needs a group."""
PAGES = (*FRAMED, "/info/ktp?wilayah=62.06", "/info?q=ktp+hilang")
WEAK = ("bagaimana nasib kebun saya", "anak tetangga mau ke kota", "kartu saya di bank")
EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def seat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """Made once; tests only look."""
    found = Seat(tmp_path_factory.mktemp("window"))
    yield found
    found.close()


def bubbles(page: Any) -> list[str]:
    """What a phone would show."""
    return [one.text_content() for one in page.xpath("//p[@class='bubble']")]


def test_the_front_door_says_what_to_text_where_to_and_what_holds_now(seat: Seat) -> None:
    text = seat.text("/")
    assert f"Kirim SMS ke {NUMBER}" in text
    assert "Banjir Katingan Hilir (4821)" in text
    assert "Kec Katingan Hilir · sampai 25-11-2026 10.00 WIB" in text
    assert "DAFTAR KASONGAN" in text
    page = seat.page("/")
    assert page.xpath(f"//a[@href='sms:{NUMBER}']")
    assert page.xpath("//a[@href='/info/ktp' and text()='KTP baru']")
    assert page.xpath("//a[@href='/info#kesehatan' and contains(text(), 'Kesehatan (')]")
    assert page.xpath("//a[@href='/simulator']") == []


def test_each_operators_people_are_told_their_number(tmp_path: Path) -> None:
    own = Seat(tmp_path, telkomsel=TWILIO | {"number": "8888", "operators": ["Telkomsel"]})
    try:
        assert f"8888 (Telkomsel) · {NUMBER}" in own.text("/")
    finally:
        own.close()


def test_with_no_alert_the_front_door_says_so_and_old_ones_are_not_there(tmp_path: Path) -> None:
    own = Seat(tmp_path)
    try:
        put_alert(own.services, "4822", status="cancelled", stopped_at=own.clock())
        put_alert(own.services, "4823", drill=True)
        first = own.text("/")
        assert "4821" in first
        assert "4822" not in first
        assert "4823" not in first
        put_alert(own.services, "4824", form="cancel", references_id=1)
        own.clock.now = own.clock.now.replace(minute=5)
        assert "Banjir Katingan Hilir (4821)" not in own.text("/")
    finally:
        own.close()


def test_all_topics_stand_by_category_with_source_and_month(seat: Seat) -> None:
    page = seat.page("/info")
    assert len(page.xpath("//section//li/a")) == len(seat.services.snapshots.current().topics)
    (line,) = page.xpath("//section[@aria-labelledby='kependudukan']//li[a[@href='/info/ktp']]")
    assert " ".join(line.text_content().split()) == "KTP-el (buat baru) KTP · Dukcapil 11/2026"
    assert "ID card (new KTP-el)" in seat.text("/info", "en")


def test_a_topic_is_shown_as_the_phone_shows_it_in_each_language(seat: Seat) -> None:
    page = seat.page("/info/ktp")
    told = [(one.get("lang"), one.text_content()) for one in page.xpath("//p[@class='bubble']")]
    assert sorted({language for language, _ in told}) == ["bjn", "en", "id", "nij"]
    assert told[0][1].startswith(
        "Umur 17 th/sudah kawin: bawa fotokopi KK, datang sendiri ke kecamatan/Disdukcapil untuk"
    )
    assert "(Dukcapil 11/26 DEMO)" in told[0][1]
    text = " ".join(page.text_content().split())
    assert "Sumber: Dukcapil, dicek 24-11-2026" in text
    assert "Kompas.com (2 Jun 2022)" in text
    assert page.xpath("//a[@href='https://money.kompas.com/read/2022/06/02/073000326']")
    assert f"Tanyakan lewat SMS: KTP ke {NUMBER}" in text
    assert page.xpath(f"//a[@href='sms:{NUMBER}?body=KTP']")


def test_a_topic_is_answered_for_the_region_that_is_chosen(seat: Seat) -> None:
    assert "Disdukcapil Katingan untuk" in bubbles(seat.page("/info/ktp?wilayah=62.06"))[0]
    assert seat.page("/info/ktp?wilayah=62.06.02.2001").xpath("//option[@selected]/@value") == ["62.06.02.2001"]
    for path in ("/info/ktp?wilayah=99", "/info?wilayah=x", "/info/nothing", "/info/..", "/info/%00"):
        assert seat.get(path).status_code == 404, path


def test_a_search_says_what_the_sms_would_say(seat: Seat) -> None:
    page = seat.page("/info?q=gmn+cr+bkin+ktp&wilayah=62.06")
    assert bubbles(page)[0].startswith("Umur 17 th/sudah kawin")
    assert "Disdukcapil Katingan" in bubbles(page)[0]
    assert page.xpath("//input[@name='wilayah' and @value='62.06']")
    assert page.xpath("//section[@aria-labelledby='found']//a[@href='/info/ktp?wilayah=62.06']")


def test_a_weak_search_says_that_it_is_weak_and_a_strong_one_does_not(seat: Seat) -> None:
    assert "Kurang dipahami" in seat.text("/info?q=qwrtzx")
    assert seat.page("/info?q=qwrtzx").xpath("//section[@aria-labelledby='found']//li") == []
    assert "Kurang dipahami" not in seat.text("/info?q=ktp+hilang")
    assert "Kami kurang yakin" not in seat.text("/info?q=ktp+hilang")


def test_what_is_weak_names_the_nearest_topics(seat: Seat) -> None:
    snapshot, settings = seat.services.snapshots.current(), seat.services.settings
    who = Onlooker(snapshot, "id", None, seat.clock(), settings.zone)
    found = [look(who, text) for text in WEAK]
    assert all(one.weak for one in found)
    assert any(one.near for one in found)
    assert all(set(one.near).isdisjoint(one.resolution.topics) for one in found)


def test_a_question_and_a_rumour_are_answered_and_nothing_is_passed_on(seat: Seat) -> None:
    assert bubbles(seat.page("/info?q=TANYA+syarat+ktp"))[0].startswith("Umur 17 th")
    assert "PENIPUAN" in bubbles(seat.page("/info?q=HOAKS+undian+telkomsel"))[0]
    assert "Halaman ini tidak melakukannya" in seat.text("/info?q=TANYA+kapan+jembatan+gantung+itu+selesai+dicat")


@pytest.mark.parametrize(
    "text", ["DAFTAR KASONGAN", "STOP", "HAPUS DATA", "BAHASA NGAJU", "LAPOR jembatan putus", "USUL sumur bor"]
)
def test_a_command_is_explained_and_does_nothing(seat: Seat, text: str) -> None:
    page = seat.page(f"/info?q={text}")
    assert "Halaman ini tidak melakukannya" in page.text_content()
    assert bubbles(page) == []


def test_a_code_leads_to_its_alert_and_thanks_to_nothing(seat: Seat) -> None:
    assert seat.page("/info?q=CEK+4821").xpath("//a[@href='/siaran/4821']")
    assert bubbles(seat.page("/info?q=makasih"))[0].startswith("Halo, silakan tanya")


def test_who_cries_for_help_hears_that_nobody_reads_this(seat: Seat) -> None:
    assert "telepon 112 atau 110 sekarang" in seat.text("/info?q=tolong+rumah+kebakaran+sekarang")


@pytest.mark.parametrize("path", ["/info", "/hoaks"])
def test_whatever_somebody_types_is_shown_as_text_and_kept_by_no_cache(seat: Seat, path: str) -> None:
    answer = seat.web.get(path, query_string={"q": EVIL})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    for typed in ("\x00", "\ud7ff" * 50, "=SUM(1)", "😀" * 60, "' OR 1=1 --", "%s%n{{7*7}}", "\r\nSet-Cookie: a=b"):
        assert seat.web.get("/info", query_string={"q": typed}).status_code == 200, typed


def test_a_text_longer_than_an_sms_is_refused_in_both_languages(seat: Seat) -> None:
    assert "Tulis paling banyak 160 huruf" in seat.text("/info?q=" + "a" * 161, status=400)
    assert "Write at most 160 letters" in seat.text("/hoaks?q=" + "a" * 5000, "en", 400)
    assert seat.get("/info?q=" + "a" * 160).status_code == 200


def test_claims_stand_with_verdict_reason_source_and_day(seat: Seat) -> None:
    page = seat.page("/hoaks")
    claims = seat.services.snapshots.current().catalogue.claims
    assert len(page.xpath("//article")) == len(claims)
    (one,) = page.xpath("//article[@id='begal-palangka']")
    text = " ".join(one.text_content().split())
    assert "Hoaks · Kota Palangkaraya" in text
    assert "dibantah Kapolda Kalteng" in text
    assert "Sumber: Kompas, dicek 24-11-2026" in text
    assert "denied by the Kalteng police chief" in seat.text("/hoaks", "en")


def test_what_somebody_heard_is_looked_up_as_by_sms(seat: Seat) -> None:
    assert "PENIPUAN" in bubbles(seat.page("/hoaks?q=dapat+undian+telkomsel"))[0]
    assert "Jangan sebarkan dulu" in bubbles(seat.page("/hoaks?q=ular+naga+di+kahayan"))[0]
    for number in ("0", "2", "-1", "x", "9" * 30):
        assert seat.get(f"/hoaks?halaman={number}").status_code == 404, number


@pytest.mark.parametrize("path", PAGES)
def test_a_page_takes_few_statements_and_no_script_of_its_own(seat: Seat, path: str) -> None:
    seat.clock.now = seat.clock.now.replace(second=(seat.clock.now.second + 10) % 60)
    assert seat.statements(path) <= MOST_STATEMENTS
    page = seat.page(path)
    assert page.xpath("//script[not(@src)]|//style|//@style|//*[starts-with(name(@*), 'on')]") == []
    assert "Set-Cookie" not in seat.get(path).headers


@pytest.mark.parametrize("path", ["/", "/info", "/info/ktp", "/hoaks", "/siaran", "/siaran/4821", "/kim", "/help"])
def test_a_page_is_kept_by_caches_and_comes_compressed(seat: Seat, path: str) -> None:
    whole = seat.get(path)
    assert whole.headers["Cache-Control"] == "public, max-age=30"
    assert {"Cookie", "Accept-Language", "Accept-Encoding"} <= set(whole.headers["Vary"].split(", "))
    assert seat.get(path, **{"If-None-Match": whole.headers["ETag"]}).status_code == 304
    small = seat.get(path, **{"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert small.headers["ETag"] != whole.headers["ETag"]
    assert gzip.decompress(small.data) == whole.data
    assert len(small.data) < 7_000


def test_the_pages_lead_to_each_other(seat: Seat) -> None:
    page = seat.page("/")
    led = set(page.xpath("//nav[contains(@class, 'window-menu')]//a/@href"))
    assert {"/info", "/siaran", "/hoaks", "/kim", "/help", "/angka", "/data", "/poster", "/belajar"} <= led
    for path in led:
        assert seat.get(path).status_code == 200, path
    assert seat.page("/hoaks").xpath("//a[@aria-current='page']/@href") == ["/hoaks"]


def test_only_the_window_may_be_installed(seat: Seat) -> None:
    for path, may in (
        ("/", True),
        ("/info", True),
        ("/hoaks", True),
        ("/siaran", True),
        ("/help", True),
        ("/staff/login", False),
        ("/nowhere", False),
    ):
        policy = seat.get(path).headers["Content-Security-Policy"]
        assert ("manifest-src 'self'" in policy, "worker-src 'self'" in policy) == (may, may), path
        assert "script-src 'self';" in f"{policy};", path


def test_the_manifest_names_what_is_there(seat: Seat) -> None:
    answer = seat.get("/manifest.webmanifest", "en")
    assert answer.content_type == "application/manifest+json"
    told = json.loads(answer.data)
    assert (told["start_url"], told["scope"], told["lang"]) == ("/", "/", "en")
    for icon in told["icons"]:
        with seat.get(icon["src"]) as found:
            assert found.content_type.partition(";")[0] == icon["type"]
    with seat.get("/static/icon-192.png") as picture:
        assert picture.data[16:24] == (192).to_bytes(4) * 2


def test_the_worker_is_asked_for_anew_and_what_comes_first_is_there(seat: Seat) -> None:
    answer = seat.get("/sw.js")
    assert answer.content_type == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert "ini salinan di ponsel Anda" in answer.text
    assert "your phone kept" in answer.text
    assert seat.get("/sw.js", "en").data == answer.data
    first = json.loads(answer.text.partition("const FIRST = ")[2].partition(";")[0])
    assert first[0] == "/luring"
    for path in first:
        with seat.get(path) as found:
            assert found.status_code == 200, path
            assert "public" in found.headers["Cache-Control"], path
