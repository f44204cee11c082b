"""Are the sources still there? Against a real server on this machine, which only a test may be asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest

from smsinfo.content.link_fetch import Look, Looker, is_public, web_address
from smsinfo.content.link_kinds import Link
from smsinfo.content.links import LinkWalk
from smsinfo.content.pack_model import PackSource
from smsinfo.content.packs import import_pack
from smsinfo.db.engine import Database
from smsinfo.db.queries import links
from tests.support import HeldClock

from .samples import CHECKED, NOW, a_pack, a_topic


class _Pages(BaseHTTPRequestHandler):
    asked: list[tuple[str, str]]

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.asked.append((self.command, self.path))
        status, place = {
            "/here": (200, ""),
            "/gone": (404, ""),
            "/closed": (403, ""),
            "/ill": (503, ""),
            "/moved": (301, "/here"),
            "/elsewhere": (302, "/here"),
            "/away": (302, "http://10.0.0.1/secret"),
            "/file": (302, "file:///etc/passwd"),
            "/round": (302, "/round"),
        }.get(self.path, (200, ""))
        if self.path == "/get-only":
            status = 405 if self.command == "HEAD" else 200
        self.send_response(status)
        if place:
            self.send_header("Location", place)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    """A web server on a port of its own."""
    _Pages.asked = []
    made = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def look(server: ThreadingHTTPServer, path: str) -> Look:
    """A look at a page of the server, by somebody who may ask this machine."""
    port = server.server_port
    return Looker(lambda address: address == "127.0.0.1", frozenset((80, port))).look(f"http://127.0.0.1:{port}{path}")


@pytest.mark.parametrize(
    ("path", "result", "status"),
    [
        ("/here", Link.OK, 200),
        ("/gone", Link.BROKEN, 404),
        ("/closed", Link.UNSURE, 403),
        ("/ill", Link.AWAY, 503),
        ("/moved", Link.MOVED, 200),
        ("/elsewhere", Link.OK, 200),
        ("/get-only", Link.OK, 200),
        ("/away", Link.NO_LINK, None),
        ("/file", Link.NO_LINK, None),
        ("/round", Link.UNSURE, None),
    ],
)
def test_what_a_page_answers(server: ThreadingHTTPServer, path: str, result: Link, status: int | None) -> None:
    found = look(server, path)
    assert (found.result, found.status) == (result, status)


def test_a_moved_page_is_told_with_its_new_place(server: ThreadingHTTPServer) -> None:
    assert look(server, "/moved").detail == f"http://127.0.0.1:{server.server_port}/here"


def test_head_is_enough_where_it_is_understood(server: ThreadingHTTPServer) -> None:
    look(server, "/here")
    look(server, "/get-only")
    assert _Pages.asked == [("HEAD", "/here"), ("HEAD", "/get-only"), ("GET", "/get-only")]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://localhost/admin",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
        "http://10.1.2.3/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://8.8.8.8:22/",
        "http://user:secret@8.8.8.8/",
        "ftp://8.8.8.8/",
    ],
)
def test_this_machine_and_its_network_are_never_asked(address: str) -> None:
    assert Looker().look(address).result is Link.NO_LINK


@pytest.mark.parametrize(
    ("address", "public"),
    [("8.8.8.8", True), ("2001:4860:4860::8888", True), ("224.0.0.1", False), ("fe80::1%eth0", False), ("::", False)],
)
def test_what_belongs_to_the_open_web(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://kompas.com/a?b=1", "https://kompas.com/a?b=1"),
        ("money.kompas.com/read/2022", "https://money.kompas.com/read/2022"),
        ("dukcapil.kalbarprov.go.id", "https://dukcapil.kalbarprov.go.id"),
        ("scribd 661594684", None),
        ("surat Dinkes 12/2026", None),
        ("javascript:alert(1)", None),
    ],
)
def test_a_source_may_have_no_address(text: str, url: str | None) -> None:
    assert web_address(text) == url


class Told:
    """A web of which a test knows all answers."""

    def __init__(self, answers: dict[str, Look]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def look(self, text: str) -> Look:
        """As it was told."""
        self.asked.append(text)
        return self.answers.get(text, Look(Link.AWAY, detail="NameResolutionError"))


def walk(database: Database, web: Told, clock: HeldClock, days: int = 0) -> tuple[dict[str, str], bool, list[float]]:
    """Results as they are stored, whether we were offline, and how long was waited."""
    pauses: list[float] = []
    done = LinkWalk(database, clock, web, pauses.append).run(timedelta(days=days))
    with database.read() as session:
        return {a: row.result for a, row in links.results(session).items()}, done.offline, pauses


@pytest.fixture
def sourced(database: Database) -> Database:
    """A pack with eight sources on two hosts."""
    sources = tuple(PackSource(f"Sumber {n}", f"{'ab'[n % 2]}.go.id/{n}", CHECKED) for n in range(8))
    with database.write() as session:
        import_pack(session, a_pack(a_topic(sources=sources), a_topic("kk", sources=sources[:1]), claims=()), NOW)
    return database


def test_a_walk_is_slow_goes_by_turns_and_remembers(sourced: Database) -> None:
    clock = HeldClock()
    web = Told({f"{'ab'[n % 2]}.go.id/{n}": Look(Link.OK, 200) for n in range(8)})
    stored, offline, pauses = walk(sourced, web, clock)
    assert (set(stored.values()), offline, pauses) == ({"ok"}, False, [1.0] * 7)
    hosts = [address[0] for address in web.asked]
    assert all(one != other for one, other in pairwise(hosts))
    web.asked.clear()
    clock.forward(days=3)
    walk(sourced, web, clock, days=30)
    assert web.asked == []


def test_being_offline_says_nothing_of_any_page(sourced: Database) -> None:
    web = Told({})
    stored, offline, _ = walk(sourced, web, HeldClock())
    assert (stored, offline, len(web.asked)) == ({}, True, 5)


def test_not_being_able_to_ask_never_replaces_what_was_found(sourced: Database) -> None:
    clock = HeldClock()
    answers = {f"{'ab'[n % 2]}.go.id/{n}": Look(Link.OK, 200) for n in range(8)}
    walk(sourced, Told({**answers, "a.go.id/0": Look(Link.BROKEN, 404)}), clock)
    clock.forward(days=1)
    stored, _, _ = walk(sourced, Told({**answers, "a.go.id/0": Look(Link.AWAY)}), clock)
    assert stored["a.go.id/0"] == "broken"
    clock.forward(days=1)
    walk(sourced, Told({**answers, "a.go.id/0": Look(Link.BROKEN, 404)}), clock)
    with sourced.read() as session:
        row = links.results(session)["a.go.id/0"]
    assert (row.since, row.checked_at) == (datetime(2026, 11, 24, 3, tzinfo=UTC), datetime(2026, 11, 26, 3, tzinfo=UTC))


def test_what_no_source_names_any_more_is_forgotten(sourced: Database) -> None:
    web = Told({f"{'ab'[n % 2]}.go.id/{n}": Look(Link.OK, 200) for n in range(8)})
    walk(sourced, web, HeldClock())
    with sourced.write() as session:
        import_pack(session, a_pack(a_topic(), a_topic("kk"), claims=()), NOW)
    assert set(walk(sourced, web, HeldClock())[0]) == {"kompas.com/1"}
