"""Requests to an aggregator from templates: `{text}` and the like, each value escaped for the place where it stands.

A brace is only the beginning of a placeholder where `{name}` follows in small letters, so JSON and XML can be written
as they are. Query, form and JSON are built by a library from filled values and need no escape of ours.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final
from urllib.parse import quote, quote_plus
from xml.sax.saxutils import escape

from smsinfo.domain.sending import Mt

PLACEHOLDERS: Final = {
    "to": "the number as +628123456789",
    "to_digits": "the number as 628123456789",
    "to_local": "the number as 08123456789",
    "text": "the text",
    "sender": "the channel's sender",
    "key": "our own name of the message, at most 64 characters",
    "validity_minutes": "how long the text is worth delivering, in minutes, at least 1",
    "coding": "one of the two values of `coding`",
    "user": "the channel's user",
    "secret": "the channel's secret",
    "basic": "user and secret in base64, for Authorization: Basic",
}
"""What a template may hold."""

OF_ACCOUNT: Final = frozenset({"sender", "user", "secret", "basic"})
"""Placeholders that stand for the channel, not for a message."""

RECEIVER: Final = frozenset({"to", "to_digits", "to_local"})

_PLACEHOLDER = re.compile(r"\{([a-z][a-z_]*)\}")
_HOME: Final = "+62"
_MSISDN = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_NOT_XML = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")  # XML 1.0, 2.2

Escape = Callable[[str], str]


def as_it_is(value: str) -> str:
    """For plain text, and for what a library escapes."""
    return value


def for_address(value: str) -> str:
    """For a part of an address (RFC 3986): no value can begin another part, a query or a host."""
    return quote(value, safe="")


def for_header(value: str) -> str:
    """For a header: whatever is not printable ASCII goes as %XX, so no value can end its line."""
    return "".join(char if " " <= char <= "~" else quote(char, safe="") for char in value)


def for_json(value: str) -> str:
    """For the inside of a JSON string."""
    return json.dumps(value)[1:-1]


def for_xml(value: str) -> str:
    """For text and quoted attributes of XML 1.0; characters that it can't hold become blanks."""
    return escape(_NOT_XML.sub(" ", value), {'"': "&quot;", "'": "&apos;"})


BODY_ESCAPES: Final[dict[str, Escape]] = {
    "application/json": for_json,
    "application/xml": for_xml,
    "text/xml": for_xml,
    "application/x-www-form-urlencoded": quote_plus,
    "text/plain": as_it_is,
}
"""Type of a body -> how a value is escaped in it."""


def escape_for(content_type: str) -> Escape:
    """The escape for a body of this type. Raises ValueError for a type whose rules we don't know."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in BODY_ESCAPES:
        raise ValueError(f"values can't be escaped for {kind!r}; known are {', '.join(BODY_ESCAPES)}")
    return BODY_ESCAPES[kind]


def placeholders(template: Any) -> frozenset[str]:
    """The placeholders in a text, or in all texts of a table or list."""
    if isinstance(template, str):
        return frozenset(_PLACEHOLDER.findall(template))
    inner = template.values() if isinstance(template, dict) else template if isinstance(template, list | tuple) else ()
    return frozenset[str]().union(*map(placeholders, inner))


def fill(template: str, values: Mapping[str, str], escaped: Escape = as_it_is) -> str:
    """The template with its values, in one pass: a value that looks like a placeholder stays as it is."""
    return _PLACEHOLDER.sub(lambda found: escaped(values[found.group(1)]), template)


def fill_all(templates: Mapping[str, str], values: Mapping[str, str], escaped: Escape = as_it_is) -> dict[str, str]:
    """A table of templates with its values."""
    return {name: fill(template, values, escaped) for name, template in templates.items()}


def fill_tree(template: Any, values: Mapping[str, str]) -> Any:
    """Tables, lists and texts with their values; numbers and truth values as they are."""
    if isinstance(template, str):
        return fill(template, values)
    if isinstance(template, dict):
        return {name: fill_tree(inner, values) for name, inner in template.items()}
    return [fill_tree(inner, values) for inner in template] if isinstance(template, list | tuple) else template


def account_values(sender: str, user: str, secret: str) -> dict[str, str]:
    """The values that stand for the channel."""
    basic = b64encode(f"{user}:{secret}".encode()).decode()
    return {"sender": sender, "user": user, "secret": secret, "basic": basic}


def message_values(mt: Mt, coding: Mapping[Any, str]) -> dict[str, str]:
    """The values of one message. A foreign number has no `to_local`, what is no number at all has none of the three."""
    values = {
        "text": mt.text.encode(errors="replace").decode(),  # half a surrogate pair would break every encoding
        "key": mt.key,
        "validity_minutes": str(max(1, int(mt.valid_for / timedelta(minutes=1)))),
        "coding": coding.get(mt.encoding, ""),
    }
    if _MSISDN.fullmatch(mt.to):
        values |= {"to": mt.to, "to_digits": mt.to[1:]}
        if mt.to.startswith(_HOME):
            values["to_local"] = "0" + mt.to.removeprefix(_HOME)
    return values
