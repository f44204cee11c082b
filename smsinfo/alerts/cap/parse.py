"""XML of strangers, safely: no DTD, no entity, no reference outward, no huge or deep tree.

Parsing is defusedxml's. What is counted here is what it leaves open: bytes, depth, elements.
"""

from __future__ import annotations

from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from smsinfo.errors import BadCap

MOST_BYTES: Final = 1_000_000
"""The largest real document that we know, an alert of NOAA with every county, has 143,000."""

MOST_DEPTH: Final = 24
"""CAP itself is five deep; a signature in it has a few more."""

MOST_ELEMENTS: Final = 20_000
"""A feed of 500 entries of 20 elements has half of them."""


class _Bounded(TreeBuilder):
    """Builds a tree, up to the limits."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > MOST_DEPTH:
            raise BadCap("elements lie more than {most} deep; ask the sender for a plain CAP document", most=MOST_DEPTH)
        if self._count > MOST_ELEMENTS:
            raise BadCap("has more than {most} elements; ask the sender for a smaller one", most=MOST_ELEMENTS)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def parse(raw: bytes) -> Element:
    """The first element of the document. Raises BadCap for what is no XML or not safe."""
    if len(raw) > MOST_BYTES:
        raise BadCap("has more than {most} bytes; ask the sender for a smaller one", most=MOST_BYTES)
    parser: Any = DefusedXMLParser(target=_Bounded(), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(raw)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise BadCap("has a DTD or an entity, which CAP never needs; ask the sender for one without") from error
    except ParseError as error:
        raise BadCap(
            "is no XML (line {line}); ask the sender for the CAP document itself", line=error.position[0]
        ) from error
    except (ValueError, LookupError) as error:
        raise BadCap("is written in an encoding that is not read; save it as UTF-8") from error
    return root


def space_of(element: Element) -> str:
    """The namespace of an element; nothing where it has none."""
    return element.tag[1:].partition("}")[0] if element.tag.startswith("{") else ""
