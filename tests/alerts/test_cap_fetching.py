"""Fetching over the network: https, the open web, little, soon."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from smsinfo.alerts.cap.fetching import Fetched, Fetcher
from smsinfo.errors import BadCap


class _Office(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, headers, body = {
            "/doc": (200, {"ETag": '"1"'}, b"<alert/>"),
            "/moved": (302, {"Location": "/doc"}, b""),
            "/round": (302, {"Location": "/round"}, b""),
            "/file": (302, {"Location": "file:///etc/passwd"}, b""),
            "/inside": (302, {"Location": "http://10.0.0.1/"}, b""),
            "/large": (200, {}, b"x" * 1_000_001),
        }.get(self.path, (404, {}, b""))
        if self.headers.get("If-None-Match") == '"1"':
            status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def office() -> Iterator[str]:
    """The address of a server of this machine."""
    made = ThreadingHTTPServer(("127.0.0.1", 0), _Office)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    thread.join()
    made.server_close()


def fetcher(office: str) -> Fetcher:
    """One that may ask this machine, over plain HTTP."""
    port = int(office.rpartition(":")[2])
    found = Fetcher(lambda address: address == "127.0.0.1", frozenset((80, port)))
    found.schemes = ("http",)
    return found


def test_a_document_is_fetched_and_not_again_while_it_stays(office: str) -> None:
    assert fetcher(office).fetch(f"{office}/moved") == Fetched(b"<alert/>", '"1"')
    assert fetcher(office).fetch(f"{office}/doc", '"1"') == Fetched(None)


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/gone", "status 404"),
        ("/round", "leads on and on"),
        ("/file", "not asked .not https"),
        ("/inside", "not asked"),
        ("/large", "1000000 bytes"),
    ],
)
def test_what_can_not_be_had_is_said(office: str, path: str, problem: str) -> None:
    with pytest.raises(BadCap, match=problem):
        fetcher(office).fetch(f"{office}{path}")


@pytest.mark.parametrize(
    "url",
    ["http://example.org/feed", "file:///etc/passwd", "https://127.0.0.1/feed", "https://[::1]/", "https:///x", "x"],
)
def test_other_addresses_are_never_asked(url: str) -> None:
    with pytest.raises(BadCap, match="is not asked"):
        Fetcher().fetch(url)


def test_a_server_that_is_away_is_said() -> None:
    closed = Fetcher(lambda _: True, frozenset((9,)))
    closed.schemes = ("http",)
    with pytest.raises(BadCap, match="can't be reached"):
        closed.fetch("http://127.0.0.1:9/")
