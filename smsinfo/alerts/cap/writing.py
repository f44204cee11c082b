"""A `CapAlert` as XML that the XSD takes: the elements in its order, times in its form."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from smsinfo.alerts.cap.times import write_time
from smsinfo.domain.cap_document import CapAlert, CapArea, CapInfo, Point, Reference
from smsinfo.sms.clean import clean

SPACE: Final = "urn:oasis:names:tc:emergency:cap:1.2"
LONGEST: Final = 20_000


def write_cap(alert: CapAlert) -> bytes:
    """The document, in UTF-8 with its declaration."""
    # The namespace as a plain attribute: the tags stay short, and readers without namespaces find them.
    root = Element("alert", xmlns=SPACE)
    put(root, "identifier", alert.identifier)
    put(root, "sender", alert.sender)
    put(root, "sent", write_time(alert.sent))
    put(root, "status", alert.status.value)
    put(root, "msgType", alert.msg_type.value)
    put(root, "scope", alert.scope.value)
    put(root, "note", alert.note)
    put(root, "references", " ".join(map(_reference, alert.references)))
    for info in alert.infos:
        _info(root, info)
    return to_bytes(root)


def to_bytes(root: Element) -> bytes:
    """A tree as a document."""
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def put(parent: Element, name: str, text: str) -> None:
    """An element with a text that XML can hold; none for no text."""
    if text:
        SubElement(parent, name).text = clean(text, LONGEST)


def _info(root: Element, info: CapInfo) -> None:
    node = SubElement(root, "info")
    put(node, "language", info.language)
    for category in info.categories:
        put(node, "category", category)
    put(node, "event", info.event)
    for response in info.responses:
        put(node, "responseType", response)
    put(node, "urgency", info.urgency)
    put(node, "severity", info.severity)
    put(node, "certainty", info.certainty)
    for name, time in (("effective", info.effective), ("onset", info.onset), ("expires", info.expires)):
        put(node, name, write_time(time) if time is not None else "")
    put(node, "senderName", info.sender_name)
    put(node, "headline", info.headline)
    put(node, "description", info.description)
    put(node, "instruction", info.instruction)
    put(node, "web", info.web)
    put(node, "contact", info.contact)
    for area in info.areas:
        _area(node, area)


def _area(parent: Element, area: CapArea) -> None:
    node = SubElement(parent, "area")
    put(node, "areaDesc", area.description)
    for polygon in area.polygons:
        SubElement(node, "polygon").text = " ".join(map(_point, polygon))
    for circle in area.circles:
        SubElement(node, "circle").text = f"{_point(circle.centre)} {circle.km:g}"
    for kind, value in area.geocodes:
        code = SubElement(node, "geocode")
        put(code, "valueName", kind)
        put(code, "value", value)


def _reference(one: Reference) -> str:
    return f"{one.sender},{one.identifier},{write_time(one.sent)}"


def _point(one: Point) -> str:
    """Six decimals are a tenth of a metre."""
    return ",".join(f"{degrees:.6f}".rstrip("0").rstrip(".") for degrees in one)
