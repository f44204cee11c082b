"""Official alerts as everybody sees them: pages, RSS, the feed of CAP documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import etree, html  # type: ignore[import-untyped]
from sqlalchemy import event

from smsinfo.alerts.cap.reading import read_cap
from smsinfo.bootstrap import Services
from smsinfo.domain.cap_document import MsgType, Status
from smsinfo.web.app import create_app
from tests.alerts.official import put_alert

from .corpus import TWILIO
from .real import HeldClock, real_services

ATOM = {"a": "http://www.w3.org/2005/Atom"}


class Board:
    """A service with alerts, and a visitor without an account."""

    def __init__(self, folder: Path, *, https: bool = True) -> None:
        self.clock = HeldClock()
        channels = {"twilio": TWILIO | {"number": "+628110000123"}}
        self.services: Services = real_services(folder, self.clock, channels, https=https)
        self.web: FlaskClient = create_app(self.services).test_client()
        put = self.put
        first = put("4821")
        put("4822", form="correction", msg_type="Update", references_id=first, headline="Ralat banjir")
        put("4823", "62.03", headline="Banjir Kapuas", texts={"id": "BANJIR <b>Kapuas</b> & hulu", "nij": "Danum"})
        put("4824", "62.03", headline="Angin Kapuas", status="cancelled", stopped_at=self.clock())
        put("4825", headline="Sudah lama", status="completed", expires_at=self.clock() - timedelta(hours=1))
        put("4826", headline="Latihan", drill=True, texts={"id": "UJI COBA banjir"})
        put("4827", headline="Rancangan", status="draft", approved_at=None)
        put("4828", headline="Batal rancangan", status="cancelled", approved_at=None)
        self.clock.forward(timedelta(minutes=1))

    def put(self, code: str, *regions: str, **values: Any) -> int:
        """An alert."""
        return put_alert(self.services, code, *regions, **values)

    def page(self, path: str, language: str = "id") -> Any:
        """A page as a tree."""
        answer = self.web.get(path, headers={"Accept-Language": language})
        assert answer.status_code == 200, path
        return html.document_fromstring(answer.get_data())

    def close(self) -> None:
        """End it."""
        self.services.heart.stop()
        self.services.database.close()


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """Made once; tests only look."""
    found = Board(tmp_path_factory.mktemp("siaran"))
    yield found
    found.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Board]:
    """For tests that change something."""
    found = Board(tmp_path)
    yield found
    found.close()


def titles(page: Any, part: str) -> list[str]:
    """The alerts of one part of the list."""
    return [one.text_content() for one in page.xpath(f"//section[@aria-labelledby='{part}']//a[not(ancestor::p)]")]


def test_the_list_shows_what_is_in_force_and_what_was(board: Board) -> None:
    page = board.page("/siaran")
    assert titles(page, "now") == ["Banjir Kapuas", "Ralat banjir", "Banjir Katingan Hilir"]
    assert titles(page, "past") == ["Sudah lama", "Angin Kapuas"]
    text = page.text_content()
    assert "Yang baru: siaran 4822" in text
    assert "Sudah diralat: baca yang baru" in text
    assert "Dibatalkan: tidak berlaku lagi" in text
    assert "Kec Katingan Hilir" in text
    assert "25-11-2026 10.00 WIB" in text
    assert "Info: 08110000123" in text
    assert page.xpath("//script[not(@src)]") == []


def test_it_is_narrowed_to_a_region(board: Board) -> None:
    assert titles(board.page("/siaran?wilayah=62.03"), "now") == ["Banjir Kapuas"]
    assert titles(board.page("/siaran?wilayah=62.03"), "past") == ["Angin Kapuas"]
    # The district itself, the village in it, the province around it.
    for region in ("62.06.02", "62.06", "62.06.02.2001"):
        assert titles(board.page(f"/siaran?wilayah={region}"), "now") == ["Ralat banjir", "Banjir Katingan Hilir"]
    assert len(titles(board.page("/siaran?wilayah=62"), "now")) == 3
    chosen = board.page("/siaran?wilayah=62.03").xpath("//option[@selected]")
    assert [one.text_content() for one in chosen] == ["Kab Kapuas"]
    assert board.web.get("/siaran?wilayah=99.99").status_code == 404


def test_the_list_is_there_in_english(board: Board) -> None:
    text = board.page("/siaran", "en").text_content()
    assert "In force now" in text
    assert "FLOOD. BANJIR" in text


def test_past_alerts_go_on_by_pages(own: Board) -> None:
    for n in range(25):
        own.put(str(6000 + n), headline=f"Lama {n}", expires_at=own.clock() - timedelta(minutes=1))
    first = own.page("/siaran")
    assert len(titles(first, "past")) == 20
    (older,) = first.xpath("//a[text()='Siaran sebelumnya']/@href")
    rest = own.page(older)
    assert titles(rest, "past")[-2:] == ["Sudah lama", "Angin Kapuas"]
    assert rest.xpath("//section[@aria-labelledby='now']") == []
    assert own.web.get("/siaran?sebelum=x;drop").status_code == 200


def test_one_alert_shows_its_words_in_each_language_as_text(board: Board) -> None:
    page = board.page("/siaran/4823")
    assert [(one.get("lang"), one.text_content()) for one in page.xpath("//p[@class='words']")] == [
        ("id", "BANJIR <b>Kapuas</b> & hulu"),
        ("nij", "Danum"),
    ]
    assert "BPBD Katingan" in page.text_content()
    assert "Kode 4823: kirim CEK 4823" in page.text_content()
    assert [one.get("lang") for one in board.page("/siaran/4821", "en").xpath("//p[@class='words']")] == ["en", "id"]


def test_corrections_lead_both_ways(board: Board) -> None:
    assert board.page("/siaran/4821").xpath("//a[@href='/siaran/4822']")
    assert board.page("/siaran/4822").xpath("//a[@href='/siaran/4821']")


def test_a_drill_can_be_looked_up_is_marked_and_stands_in_no_list(board: Board) -> None:
    assert board.page("/siaran/4826").xpath("//p[contains(@class, 'standing')]")[0].text_content() == (
        "Uji coba: bukan kejadian nyata"
    )
    for path in ("/siaran", "/siaran/rss.xml", "/cap/feed.xml"):
        assert b"4826" not in board.web.get(path).data


@pytest.mark.parametrize("code", ["4827", "4828", "1111", "x", "48 21", "%D9%A4", "9" * 40])
def test_what_was_never_official_is_not_there(board: Board, code: str) -> None:
    for path in (f"/siaran/{code}", f"/cap/{code}.xml"):
        assert board.web.get(path).status_code == 404, path


def test_a_cap_address_answers_errors_to_machines(board: Board) -> None:
    answer = board.web.get("/cap/1111.xml")
    assert answer.content_type == "text/plain; charset=utf-8"


def test_the_feed_leads_to_documents_that_can_be_read(board: Board) -> None:
    answer = board.web.get("/cap/feed.xml")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = etree.fromstring(answer.data)
    links = feed.xpath("a:entry/a:link[@type='application/cap+xml']/@href", namespaces=ATOM)
    assert len(links) == 5
    codes = [link.removeprefix("https://sms.example.org/cap/").removesuffix(".xml") for link in links]
    for code in codes:
        document = board.web.get(f"/cap/{code}.xml")
        assert document.content_type == "application/cap+xml; charset=utf-8"
        assert read_cap(document.data).sender == "sms.example.org"
    stopped = read_cap(board.web.get("/cap/4824.xml").data)
    assert (stopped.msg_type, stopped.references[0].identifier) == (MsgType.CANCEL, "smsinfo-2026-4824")
    assert read_cap(board.web.get("/cap/4826.xml").data).status is Status.EXERCISE


def test_the_rss_names_pages_in_the_order_of_their_sending(board: Board) -> None:
    answer = board.web.get("/siaran/rss.xml")
    assert answer.content_type == "application/rss+xml; charset=utf-8"
    feed = etree.fromstring(answer.data)
    assert len(feed.xpath("//item")) == 5
    assert feed.xpath("//item/link/text()")[0].startswith("https://sms.example.org/siaran/48")
    assert "BANJIR <b>Kapuas</b> & hulu" in feed.xpath("//item/description/text()")


PATHS = ("/siaran", "/siaran?wilayah=62.06", "/siaran/4821", "/siaran/rss.xml", "/cap/feed.xml", "/cap/4821.xml")


@pytest.mark.parametrize("path", PATHS)
def test_who_has_it_already_hears_so(board: Board, path: str) -> None:
    first = board.web.get(path)
    assert first.headers["Cache-Control"] == "public, max-age=30"
    assert "Set-Cookie" not in first.headers
    again = board.web.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    if "wilayah" not in path and path != "/siaran":
        modified = first.headers["Last-Modified"]
        assert board.web.get(path, headers={"If-Modified-Since": modified}).status_code == 304


def test_a_page_is_kept_by_language(board: Board) -> None:
    answers = {language: board.web.get("/siaran", headers={"Accept-Language": language}) for language in ("id", "en")}
    assert answers["id"].headers["ETag"] != answers["en"].headers["ETag"]
    assert {"Cookie", "Accept-Language"} <= set(answers["id"].vary)


def test_for_seconds_nobody_asks_the_database_again(own: Board) -> None:
    own.web.get("/siaran")
    asked: list[str] = []
    event.listen(own.services.database.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    own.web.get("/siaran")
    assert asked == []
    own.put("7001", headline="Baru saja")
    asked.clear()
    own.clock.forward(timedelta(seconds=6))
    assert "Baru saja" in own.web.get("/siaran").text
    assert 0 < len(asked) < 20


def test_a_correction_changes_the_page_and_its_time(own: Board) -> None:
    before = own.web.get("/siaran/4823")
    own.clock.forward(timedelta(minutes=2))
    with own.services.database.read() as session:
        first = session.connection().exec_driver_sql("SELECT id FROM alert WHERE code = '4823'").scalar_one()
    own.put("7002", form="cancel", msg_type="Cancel", references_id=first, headline="Batal")
    after = own.web.get("/siaran/4823")
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.last_modified is not None
    assert before.last_modified is not None
    assert after.last_modified > before.last_modified
    assert "Dibatalkan" in after.text


def test_the_way_to_the_page_stands_on_the_first_one(board: Board) -> None:
    assert board.page("/").xpath("//a[@href='/siaran']")
    assert board.page("/help").xpath("//a[@href='/siaran']")
