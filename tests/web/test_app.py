"""The application as a whole: health, headers, languages, errors, and what it refuses to start with."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask.testing import FlaskClient
from lxml import html  # type: ignore[import-untyped]

import smsinfo.web
from smsinfo.errors import BadSetting
from smsinfo.web.app import create_app
from smsinfo.web.i18n import FOLDER, LANGUAGES

from .fakes import SIMULATOR, TWILIO, fake_services

WEB = Path(smsinfo.web.__file__).parent


def client(channels: dict[str, Any] | None = None, **values: Any) -> FlaskClient:
    """A client of an application with one Twilio channel, if nothing else is said."""
    return create_app(fake_services(channels or {"sms": TWILIO}, **values)).test_client()


def test_healthz_asks_nobody() -> None:
    services = fake_services({"sms": TWILIO})
    services.database.close()
    answer = create_app(services).test_client().get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_without_a_simulator_the_front_door_says_what_this_is() -> None:
    web = client()
    page = web.get("/")
    assert page.status_code == 200
    assert "Jawaban untuk warga, lewat SMS" in page.text
    assert web.get("/simulator").status_code == 404
    assert web.get("/simulator/login").status_code == 404


def test_with_a_simulator_the_front_door_leads_there() -> None:
    page = client({"phone": SIMULATOR}).get("/")
    assert html.document_fromstring(page.text).xpath("//a[@href='/simulator']")


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/smsinfo.css"])
def test_everything_that_a_browser_shows_carries_the_security_headers(path: str) -> None:
    with client().get(path) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Strict-Transport-Security"].startswith("max-age=")


def test_hsts_is_for_https_only() -> None:
    assert "Strict-Transport-Security" not in client(public_url="http://127.0.0.1:8000").get("/").headers


def test_pages_are_not_kept_by_caches_but_public_ones_and_static_files_are() -> None:
    web = client({"phone": SIMULATOR})
    assert web.get("/simulator").headers["Cache-Control"] == "no-store"
    assert web.get("/").headers["Cache-Control"] == "public, max-age=30"
    with web.get("/static/smsinfo.css") as file:
        assert file.headers["Cache-Control"] == "public, max-age=3600"


def test_all_of_a_page_comes_from_here_and_is_small() -> None:
    static = [file for file in (WEB / "static").iterdir() if file.is_file()]
    assert sum(file.stat().st_size for file in static) < 60_000  # of all pages; what one loads is measured in Chromium
    readable = [file for file in static if file.suffix != ".png"]
    texts = [file.read_text(encoding="utf-8") for file in (*readable, *(WEB / "templates").rglob("*.html"))]
    outside = [address for text in texts for address in re.findall(r"(?:https?:)?//[\w.-]+\.\w+", text)]
    assert [address for address in outside if "www.w3.org" not in address] == []
    assert [text for text in texts if re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", text)] == []


@pytest.mark.parametrize(
    ("accepted", "shown"),
    [("", "id"), ("en-GB,en;q=0.9", "en"), ("id-ID,id;q=0.9,en;q=0.5", "id"), ("fr", "id"), ("ms, en;q=0.1", "en")],
)
def test_a_page_speaks_the_browsers_language_else_indonesian(accepted: str, shown: str) -> None:
    assert f'<html lang="{shown}">' in client().get("/", headers={"Accept-Language": accepted}).text


def test_the_language_that_somebody_chose_stays() -> None:
    web = client()
    chosen = web.get("/?lang=en", headers={"Accept-Language": "id"})
    assert (chosen.status_code, chosen.headers["Location"]) == (303, "/")
    assert "Answers for citizens" in web.get("/", headers={"Accept-Language": "id"}).text
    assert '<html lang="en">' in web.get("/?lang=xx").text
    assert '<html lang="id">' in web.get("/nowhere?lang=id").text


def test_another_language_keeps_what_else_the_address_asks_for() -> None:
    web = client()
    link = html.document_fromstring(web.get("/?a=1&a=%26").text).xpath("//a[@lang='en']/@href")
    assert link == ["?a=1&a=%26&lang=en"]
    assert web.get("/" + link[0]).headers["Location"] == "/?a=1&a=%26"


@pytest.mark.parametrize("path", ["//evil.example/?lang=en", "//evil.example/..?lang=en", "/%2F/evil.example?lang=en"])
def test_a_language_link_never_leads_to_another_site(path: str) -> None:
    answer = client().get(path)
    assert not answer.headers.get("Location", "/").startswith("//")


@pytest.mark.parametrize("path", ["/gw/sms/mo", "/healthz", "/readyz", "/gw/nowhere"])
def test_machines_choose_no_language(path: str) -> None:
    answer = client().get(path + "?lang=en")
    assert answer.status_code in (200, 404, 405)
    assert "Set-Cookie" not in answer.headers


def test_an_error_for_people_is_a_page_in_their_language() -> None:
    web = client()
    page = web.get("/nowhere")
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "Tidak ada halaman di alamat ini." in page.text
    assert "There is no page at this address." in web.get("/nowhere", headers={"Accept-Language": "en"}).text


def test_cookies_are_for_this_site_only() -> None:
    cookie = client({"phone": SIMULATOR}).get("/simulator").headers["Set-Cookie"]
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    assert (
        "Secure"
        not in client({"phone": SIMULATOR}, public_url="http://localhost").get("/simulator").headers["Set-Cookie"]
    )


@pytest.mark.parametrize(("language", "wanted"), [("id", "9 Mei 2027"), ("en", "9 May 2027")])
def test_a_day_is_written_in_the_language_of_the_page(language: str, wanted: str) -> None:
    app = create_app(fake_services({"sms": TWILIO}))
    for _ in range(2):
        with app.test_request_context(headers={"Accept-Language": language}):
            template = app.jinja_env.from_string("{{ day | dateformat('d MMM y') }} {{ day | dateformat('yyyy') }}")
            assert template.render(day=date(2027, 5, 9)) == f"{wanted} 2027"


def test_it_does_not_start_without_a_key_for_its_sessions() -> None:
    with pytest.raises(BadSetting, match="SMSINFO_SECRET_KEY"):
        create_app(fake_services({"sms": TWILIO}, secret_key=None))


def texts_of_the_pages() -> set[str | tuple[str, str]]:
    """Every text that the web package marks for translation."""
    methods = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
    found = extract_from_dir(str(WEB), method_map=methods)
    return {(text[0], text[1]) if isinstance(text, tuple) else text for _, _, text, _, _ in found}


def catalogue(language: str) -> Catalog:
    """The source of a catalogue."""
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_exactly_the_texts_of_the_pages(language: str) -> None:
    entries = {tuple(m.id) if isinstance(m.id, (list, tuple)) else m.id for m in catalogue(language) if m.id}
    assert entries == texts_of_the_pages()


def test_each_text_is_translated_into_indonesian_with_its_values() -> None:
    for message in catalogue("id"):
        texts = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        assert all(texts), message.id
        assert not message.fuzzy or not message.id, message.id
        source = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
        if source:
            assert re.findall(r"%\(\w+\)\w", source) == re.findall(r"%\(\w+\)\w", str(texts[0])), source
