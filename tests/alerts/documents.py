"""CAP documents for tests: one that is right, and what the corpus of bad inputs names."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from smsinfo.content.pack_files import read_pack
from smsinfo.domain.regions import Gazetteer, Place
from tests.support import PACK

CORPUS: Final = Path(__file__).parents[1] / "data" / "badinputs.jsonl"
SPACE: Final = "urn:oasis:names:tc:emergency:cap:1.2"
RING: Final = "-2.0,113.0 -2.0,113.5 -1.5,113.5 -1.5,113.0 -2.0,113.0"
AREA: Final = "<area><areaDesc>Kab. Katingan: Kec. Katingan Hilir</areaDesc></area>"


def document(
    *,
    identifier: str = "bmkg-1",
    sender: str = "cuaca.ekstrem@bmkg.go.id",
    sent: str = "2026-11-24T10:00:00+07:00",
    expires: str = "<expires>2026-11-24T13:00:00+07:00</expires>",
    status: str = "Actual",
    kind: str = "Alert",
    scope: str = "Public",
    language: str = "id",
    headline: str = "Hujan Lebat disertai Petir di Kalimantan Tengah",
    description: str = "Hujan lebat dapat terjadi.",
    instruction: str = "Jauhi pohon besar dan baliho.",
    area: str = AREA,
    more: str = "",
    infos: str | None = None,
) -> bytes:
    """A document as BMKG writes it, with other words where a test wants them."""
    info = f"""<info><language>{language}</language><category>Met</category><event>Hujan Lebat dan Petir</event>
      <urgency>Immediate</urgency><severity>Moderate</severity><certainty>Observed</certainty>
      <effective>{sent}</effective>{expires}<senderName>Badan Meteorologi Klimatologi dan Geofisika</senderName>
      <headline>{headline}</headline><description>{description}</description><instruction>{instruction}</instruction>
      {area}</info>"""
    return f"""<?xml version="1.0" encoding="UTF-8"?><alert xmlns="{SPACE}"><identifier>{identifier}</identifier>
      <sender>{sender}</sender><sent>{sent}</sent><status>{status}</status><msgType>{kind}</msgType>
      <scope>{scope}</scope>{more}{info if infos is None else infos}</alert>""".encode()


def shaped(polygon: str) -> bytes:
    """A document that says by a polygon alone where it holds."""
    return document(headline="Hujan Lebat", area=f"<area><areaDesc>x</areaDesc><polygon>{polygon}</polygon></area>")


MADE: Final[dict[str, Callable[[], bytes]]] = {
    "@quadratic-blowup": lambda: (
        b"<!DOCTYPE a [<!ENTITY e '" + b"x" * 100_000 + b"'>]><alert>" + b"&e;" * 10_000 + b"</alert>"
    ),
    "@bytes": lambda: b"<alert>" + b"x" * 5_000_000,
    "@depth": lambda: b"<a>" * 100_000,
    "@expires-before-sent": lambda: document(expires="<expires>2026-11-24T09:00:00+07:00</expires>"),
    "@sent-without-timezone": lambda: document(sent="2026-11-24T10:00:00"),
    "@polygon-missing-and-no-area-code": lambda: document(headline="Hujan", area="<area><areaDesc>x</areaDesc></area>"),
    "@polygon-self-crossing": lambda: shaped("-2.0,113.0 -1.5,113.5 -2.0,113.5 -1.5,113.0 -2.0,113.0"),
    "@polygon-lat-lon-swapped": lambda: shaped("113.0,-2.0 113.5,-2.0 113.5,-1.5 113.0,-2.0"),
    "@points": lambda: shaped("0,0 " * 200_000),
    "@description-with-<script>-and-CRLF": lambda: document(
        description="Hujan&lt;script&gt;alert(1)&lt;/script&gt;\r\nlebat\x09di &#x202e;sini."
    ),
    "@description-5000-chars": lambda: document(description="Sungai naik 115 cm. " * 250),
    "@replay-of-a-real-alert-from-last-month": lambda: document(
        sent="2026-10-24T10:00:00+07:00", expires="<expires>2026-10-24T13:00:00+07:00</expires>"
    ),
}
"""How a row of the corpus begins -> the document that it stands for."""


def corpus() -> list[tuple[str, str]]:
    """(input, expectation) of each row of the corpus that is about CAP."""
    rows = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    return [(row["input"], row["expect"]) for row in rows if row["where"] == "cap.xml"]


def made(written: str) -> bytes:
    """The bytes of a row: as written, or what its name stands for. Raises LookupError for an unknown name."""
    if not written.startswith("@"):
        return written.encode()
    return MADE[written.partition("(")[0].partition(":")[0]]()


@cache
def gazetteer() -> Gazetteer:
    """The regions of the demo pack."""
    pack = read_pack(PACK)
    aliases: dict[str, list[str]] = {}
    for one in pack.aliases:
        aliases.setdefault(one.code, []).append(one.alias)
    return Gazetteer(tuple(Place(r.code, r.name, tuple(aliases.get(r.code, ()))) for r in pack.regions), {})
