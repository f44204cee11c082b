"""An index of CAP documents, Atom or RSS: the addresses of the documents, the newest first as the feed has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from smsinfo.alerts.cap.parse import parse
from smsinfo.errors import BadCap

MOST_ENTRIES: Final = 200
ATOM: Final = "{http://www.w3.org/2005/Atom}"
CAP_TYPES: Final = ("application/cap+xml", "application/common-alerting-protocol+xml")
_PICKED: Final = ("alternate", "")


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a feed. `stamp` changes when the document does, where the feed says anything of that."""

    url: str
    stamp: str


def read_feed(raw: bytes, url: str) -> tuple[Entry, ...] | None:
    """The entries; None where the document is no feed (it may be a CAP document itself). Raises BadCap.

    `url` is where the feed is from: addresses in it may be relative. Only https addresses are kept.
    """
    root = parse(raw)
    if root.tag == f"{ATOM}feed":
        found = [(_atom_link(entry), _all(entry, f"{ATOM}id", f"{ATOM}updated")) for entry in root.iter(f"{ATOM}entry")]
    elif root.tag.rpartition("}")[2] in ("rss", "RDF"):
        found = [(_rss_link(item), _all(item, "guid", "pubDate")) for item in _items(root)]
    else:
        return None
    entries = (Entry(urljoin(url, link), stamp) for link, stamp in found[:MOST_ENTRIES] if link)
    kept = tuple(dict.fromkeys(entry for entry in entries if is_https(entry.url)))
    if found and not kept:
        raise BadCap("the feed names no document by an https address; ask its office for the right feed")
    return kept


def is_https(url: str) -> bool:
    """Whether it is an https address of a host; False for what is no address."""
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and bool(parts.hostname) and (parts.port or 443) > 0
    except ValueError:
        return False


def _items(root: Element) -> Iterator[Element]:
    return (element for element in root.iter() if element.tag.rpartition("}")[2] == "item")


def _rss_link(item: Element) -> str:
    for enclosure in item.findall("enclosure"):
        if enclosure.get("type") in CAP_TYPES:
            return (enclosure.get("url") or "").strip()
    return _text(item, "link")


def _atom_link(entry: Element) -> str:
    links = entry.findall(f"{ATOM}link")
    by_type = [link for link in links if link.get("type") in CAP_TYPES]
    plain = [link for link in links if link.get("rel", "") in _PICKED]
    return next(((link.get("href") or "").strip() for link in [*by_type, *plain]), "")


def _all(parent: Element, *names: str) -> str:
    return " ".join(_text(parent, name) for name in names)[:400]


def _text(parent: Element, name: str) -> str:
    return " ".join((parent.findtext(name) or "").split())
