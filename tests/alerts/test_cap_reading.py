"""What we make of CAP documents: of real agencies, of careless ones, of enemies."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from smsinfo.alerts.cap.feeds import Entry, read_feed
from smsinfo.alerts.cap.reading import read_cap
from smsinfo.domain.cap_document import MsgType, Reference, Scope, Status
from smsinfo.errors import BadCap

from .documents import AREA, corpus, document, made


def test_a_document_of_bmkg_says_all_of_this() -> None:
    alert = read_cap(document(more="<references>a@b.id,x0,2026-11-24T09:00:00+07:00</references>", kind="Update"))
    assert (alert.identifier, alert.sender) == ("bmkg-1", "cuaca.ekstrem@bmkg.go.id")
    assert alert.sent == datetime(2026, 11, 24, 3, tzinfo=UTC)
    assert (alert.status, alert.msg_type, alert.scope) == (Status.ACTUAL, MsgType.UPDATE, Scope.PUBLIC)
    assert alert.references == (Reference("a@b.id", "x0", datetime(2026, 11, 24, 2, tzinfo=UTC)),)
    (info,) = alert.infos
    assert (info.language, info.categories, info.severity) == ("id", ("Met",), "Moderate")
    assert info.expires == datetime(2026, 11, 24, 6, tzinfo=UTC)
    assert info.headline == "Hujan Lebat disertai Petir di Kalimantan Tengah"
    assert info.areas[0].description == "Kab. Katingan: Kec. Katingan Hilir"
    assert alert.remarks == ()


# The corpus of bad inputs: what each row says is wrong, or what it becomes. Rows that a document alone cannot decide
# (replays, regions, what is held) are decided by the import: tests/alerts/test_cap_import.py.
REFUSED = {
    "@quadratic-blowup": "DTD",
    "<!DOCTYPE": "DTD",
    "<alert xmlns:xi=": "no CAP document",
    "@bytes": "1000000 bytes",
    "@depth": "24 deep",
    "not xml": "no XML",
    "@expires-before-sent": "expires before it was sent",
    "@sent-without-timezone": "no time zone",
    "@polygon-lat-lon-swapped": "longitude first",
    "@points": "20000 points",
}


@pytest.mark.parametrize(("written", "expectation"), corpus(), ids=[written[:40] for written, _ in corpus()])
def test_a_bad_document_is_refused_in_words_or_read_safely(written: str, expectation: str) -> None:
    problem = next((words for beginning, words in REFUSED.items() if written.startswith(beginning)), None)
    if problem is None:
        alert = read_cap(made(written))
        assert all("<script" not in info.description and "\u202e" not in info.description for info in alert.infos)
        assert "reject:" not in expectation or "area" in written
    else:
        with pytest.raises(BadCap, match=problem):
            read_cap(made(written))
        assert expectation.startswith("reject")


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "no XML"),
        (b"\xff\xfe", "encoding|no XML"),
        (b'<?xml version="1.0" encoding="big5"?><a/>', "encoding"),
        (document(identifier="a b"), "identifier has a blank"),
        (document(identifier=""), "no identifier"),
        (document(sender="a,b"), "sender has a blank, comma"),
        (document(status="actual"), "status must be one of Actual, Exercise"),
        (document(scope="public"), "scope must be one of"),
        (document(kind="Cancel"), "of type Cancel without references"),
        (document(kind="Update", more="<references>a,b</references>"), "references must be sender,identifier,sent"),
        (document(sent="24-11-2026 10:00"), "no time like"),
        (document(sent="9999-12-31T23:59:59-12:00"), "no time like"),
        (document(infos="<info/>" * 21), "more than 20 infos"),
        (document(infos=f"<info>{AREA * 501}</info>"), "more than 500 areas"),
        (document(more="<note/>" * 20_000), "more than 20000 elements"),
    ],
)
def test_the_refusal_says_what_is_wrong(raw: bytes, problem: str) -> None:
    with pytest.raises(BadCap, match=problem):
        read_cap(raw)


@pytest.mark.parametrize(
    ("raw", "remark"),
    [
        (document(expires=""), "has no expires"),
        (document().replace(b"<certainty>Observed</certainty>", b""), "certainty is missing"),
        (document(sent="2026-11-24T03:00:00Z"), "sent ends in Z"),
        (document().replace(b"cap:1.2", b"cap:1.1"), "CAP 1.1"),
        (document(area="<area><areaDesc>x</areaDesc><polygon>1,2 x</polygon></area>"), "a polygon is empty"),
        (document(area="<area><areaDesc>x</areaDesc><polygon>1,2 1,2 1,2</polygon></area>"), "fewer than three"),
        (document(area="<area><areaDesc>x</areaDesc><circle>1,2</circle></area>"), "a circle is not"),
    ],
)
def test_what_is_odd_is_read_with_a_remark(raw: bytes, remark: str) -> None:
    assert any(remark in one.message for one in read_cap(raw).remarks)


def test_a_polygon_that_is_not_closed_is_closed() -> None:
    area = "<area><areaDesc>x</areaDesc><polygon>1,2 1,3 2,3</polygon><circle>1,2 3.5</circle></area>"
    (found,) = read_cap(document(area=area)).infos[0].areas
    assert found.polygons == (((1, 2), (1, 3), (2, 3), (1, 2)),)
    assert found.circles[0].km == 3.5


def test_an_index_may_be_atom_and_relative_and_leaves_out_what_is_not_https() -> None:
    raw = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a</id><updated>t</updated>
      <link rel="self" href="x"/><link href="page.html"/><link type="application/cap+xml" href="docs/1.xml"/></entry>
      <entry><id>b</id><link href="http://example.org/2.xml"/></entry><entry><id>c</id></entry></feed>"""
    assert read_feed(raw, "https://example.org/cap/feed") == (Entry("https://example.org/cap/docs/1.xml", "a t"),)
    assert read_feed(document(), "https://example.org/") is None
    with pytest.raises(BadCap, match="no document by an https address"):
        read_feed(b"<rss><item><link>ftp://example.org/x</link></item></rss>", "https://example.org/")
