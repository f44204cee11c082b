"""The index of our documents: Atom for machines that read CAP, RSS for people's readers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from smsinfo.alerts.cap.writing import put, to_bytes

ATOM: Final = "http://www.w3.org/2005/Atom"
CAP_TYPE: Final = "application/cap+xml"


@dataclass(frozen=True, slots=True)
class Item:
    """One alert of an index: where its document and its page are, and a few words."""

    identifier: str
    title: str
    summary: str
    author: str
    document: str
    page: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Channel:
    """What an index says of itself. `here` is its own address, `home` the page that it belongs to."""

    title: str
    here: str
    home: str
    language: str
    updated: datetime


def atom(channel: Channel, items: Iterable[Item]) -> bytes:
    """The Atom feed (RFC 4287)."""
    root = Element("feed", xmlns=ATOM)
    put(root, "id", channel.here)
    put(root, "title", channel.title)
    put(root, "updated", channel.updated.isoformat())
    SubElement(root, "link", rel="self", type="application/atom+xml", href=channel.here)
    SubElement(root, "link", rel="alternate", type="text/html", href=channel.home)
    put(SubElement(root, "author"), "name", channel.title)
    for item in items:
        entry = SubElement(root, "entry")
        # An identifier is no address; a feed wants one, and this one never changes.
        put(entry, "id", item.document)
        put(entry, "title", item.title)
        put(entry, "updated", item.at.isoformat())
        put(entry, "published", item.at.isoformat())
        put(SubElement(entry, "author"), "name", item.author)
        put(entry, "summary", item.summary)
        SubElement(entry, "link", rel="alternate", type=CAP_TYPE, href=item.document)
        SubElement(entry, "link", rel="related", type="text/html", href=item.page)
    return to_bytes(root)


def rss(channel: Channel, items: Iterable[Item]) -> bytes:
    """The RSS feed (2.0)."""
    root = Element("rss", version="2.0")
    top = SubElement(root, "channel")
    put(top, "title", channel.title)
    put(top, "link", channel.home)
    put(top, "description", channel.title)
    put(top, "language", channel.language)
    put(top, "lastBuildDate", format_datetime(channel.updated))
    for item in items:
        entry = SubElement(top, "item")
        put(entry, "title", item.title)
        put(entry, "link", item.page)
        put(entry, "description", item.summary)
        SubElement(entry, "guid", isPermaLink="false").text = item.identifier
        put(entry, "pubDate", format_datetime(item.at))
    return to_bytes(root)
