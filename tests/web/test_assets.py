"""Style sheets and pictures: small on the way, kept for long, and what is not ours is as its makers gave it."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

import smsinfo.web
from smsinfo.web.app import create_app

from .fakes import TWILIO, fake_services

STATIC = Path(smsinfo.web.__file__).parent / "static"
BOOTSTRAP = "vendor/bootstrap-5.3.9.min.css"


def test_each_file_of_others_is_as_its_digest_says() -> None:
    lines = (STATIC / "vendor" / "SHA256SUMS").read_text().splitlines()
    told = {name: digest for digest, name in (line.split() for line in lines)}
    found = {path.name for path in (STATIC / "vendor").iterdir()} - {"SHA256SUMS"}
    assert set(told) == found
    for name, digest in told.items():
        assert hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_each_block_of_a_style_sheet_of_ours_is_closed(path: Path) -> None:
    """One that is not swallows all that follows: no picture of a wide screen shows what a phone then lacks."""
    text = path.read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("name", [BOOTSTRAP, "staff.css", "icon.svg", "phone.js"])
def test_a_text_goes_compressed_to_who_takes_that(name: str) -> None:
    client = create_app(fake_services({"sms": TWILIO})).test_client()
    with client.get(f"/static/{name}", headers={"Accept-Encoding": "gzip, br"}) as small:
        assert small.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(small.data) == (STATIC / name).read_bytes()
        assert small.headers["Vary"] == "Accept-Encoding"
        mimetype = small.mimetype
    for accepted in ("", "identity", "gzip;q=0"):
        with client.get(f"/static/{name}", headers={"Accept-Encoding": accepted}) as plain:
            assert "Content-Encoding" not in plain.headers
            assert plain.data == (STATIC / name).read_bytes()
            assert plain.mimetype == mimetype


def test_a_file_under_its_digest_is_kept_for_a_year() -> None:
    client = create_app(fake_services({"sms": TWILIO})).test_client()
    page = client.get("/staff/login").text
    address = next(part for part in page.split('"') if part.startswith("/static/office.css"))
    with client.get(address, headers={"Accept-Encoding": "gzip"}) as file:
        assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    with client.get("/static/staff.css", headers={"Accept-Encoding": "gzip"}) as file:
        assert file.headers["Cache-Control"] == "public, max-age=3600"


def test_sheets_that_come_as_one_are_whole_and_in_their_order() -> None:
    """Bootstrap first, ours over it: a browser never shows the one without the other."""
    client = create_app(fake_services({"sms": TWILIO})).test_client()
    whole = (STATIC / BOOTSTRAP).read_bytes() + b"\n" + (STATIC / "staff.css").read_bytes()
    with client.get("/static/office.css", headers={"Accept-Encoding": "gzip"}) as small:
        assert gzip.decompress(small.data) == whole
    with client.get("/static/office.css", headers={"Accept-Encoding": "identity"}) as plain:
        assert (plain.data, plain.mimetype) == (whole, "text/css")


@pytest.mark.parametrize("path", ["../app.py", "vendor/../../app.py", "nothing.css", "%2e%2e/app.py", "vendor"])
def test_nothing_else_is_served(path: str) -> None:
    client = create_app(fake_services({"sms": TWILIO})).test_client()
    assert client.get(f"/static/{path}", headers={"Accept-Encoding": "gzip"}).status_code == 404
