"""Where a value stands in what an aggregator sends: `json:results.0.id`, `form:status`, `query:id`, `header:x-id`,
`re:^0=(\\w+)`.

`json:` is a path of names and list positions from the top; `re:` a Python regular expression that is searched in the
body, its first group or, without one, all that it matches.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator

from smsinfo.domain.gateway import GatewayRequest
from smsinfo.errors import BadRequest
from smsinfo.gateways.http import Answer
from smsinfo.gateways.reading import Form

KINDS: Final = ("json", "re", "header", "query", "form")
IN_PATH: Final = "path"
"""A part of the address that a dialect names; kind http has none."""
IN_BODY: Final = frozenset({"json", "re", "form"})
"""Kinds of places that a signature over the body covers."""

LONGEST_SEARCHED: Final = 16 * 1024
"""Characters of a body in which a regular expression is searched."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place: its kind, and the path, name or pattern there."""

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}"


def place_of(text: object, kinds: tuple[str, ...] = KINDS) -> object:
    """The place that a setting names. Raises ValueError that says how one is written."""
    if not isinstance(text, str):
        return text
    kind, _, name = text.partition(":")
    if kind not in kinds or not name:
        raise ValueError(f"{text!r} is no place; a place begins with one of {', '.join(f'{k}:' for k in kinds)}")
    if kind == "re":
        try:
            re.compile(name)
        except re.error as error:
            raise ValueError(f"{text!r} is no regular expression: {error}") from None
    return Place(kind, name.lower() if kind == "header" else name)


PlaceSetting = Annotated[Place, BeforeValidator(place_of)]


@dataclass(frozen=True, slots=True)
class Received:
    """A request or an answer, ready to be read. `data` is its JSON, None where it has none. In a request a position of
    a list (`.0`) stands for the only element: a second one would be lost in silence."""

    body: str
    headers: Mapping[str, str]
    query: Form = field(default_factory=Form)
    form: Form = field(default_factory=Form)
    data: Any = None
    only: bool = False
    path: Form = field(default_factory=Form)

    def find(self, place: Place | None) -> str | None:
        """The value there; None where there is none. Raises BadRequest where there are several."""
        if place is None:
            return None
        match place.kind:
            case "json":
                return _as_text(_walk(self.data, place.name, self.only))
            case "re":
                found = re.search(place.name, self.body[:LONGEST_SEARCHED])
                return None if found is None else found.group(1 if found.re.groups else 0)
            case "header":
                return self.headers.get(place.name)
            case "query":
                return self.query.at_most_once(place.name)
            case "path":
                return self.path.at_most_once(place.name)
            case _:
                return self.form.at_most_once(place.name)

    def raw(self, place: Place) -> Any:
        """As `find`, but a value of JSON keeps its type."""
        return _walk(self.data, place.name, self.only) if place.kind == "json" else self.find(place)

    def once(self, place: Place) -> str:
        """The value of a place that must be there. Raises BadRequest."""
        found = self.find(place)
        if found is None:
            raise BadRequest(f"there is nothing at {place}")
        return found

    def each(self, place: Place | None) -> tuple[Received, ...]:
        """One for each element of the JSON list there, which places are then read from; itself without a place.

        Raises BadRequest where no list stands there.
        """
        if place is None:
            return (self,)
        items = self.data if place.name == "." else _walk(self.data, place.name, self.only)
        if not isinstance(items, list):
            raise BadRequest(f"there is no list at {place}")
        return tuple(replace(self, data=item) for item in items)


def of_request(request: GatewayRequest, charset: str = "utf-8") -> Received:
    """A webhook's request. `query` and `form` are as the web layer has read them, in UTF-8."""
    body = request.body.decode(charset, errors="replace")
    return Received(body, request.headers, Form.of(request.query), Form.of(request.form), _json(body), only=True)


def of_answer(answer: Answer) -> Received:
    """An answer to our own request."""
    return Received(answer.text, answer.headers, data=_json(answer.text))


def time_of(text: str | None, form: str, zone: ZoneInfo) -> datetime | None:
    """A provider's time in UTC; None where it can't be read, since a clock must not cost a text.

    `form` is `iso`, `unix` (seconds), `unix_ms` or a pattern of strptime; `zone` counts where the time tells none.
    """
    if not text:
        return None
    try:
        if form in ("unix", "unix_ms"):
            return datetime.fromtimestamp(float(text) / (1000 if form == "unix_ms" else 1), UTC)
        found = datetime.fromisoformat(text) if form == "iso" else datetime.strptime(text, form)  # noqa: DTZ007
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _json(body: str) -> Any:
    if not body.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(body, object_pairs_hook=_once_each)
    except (ValueError, RecursionError):
        return None


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, unless it has a name twice: the two could be read differently elsewhere."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _walk(data: Any, path: str, only: bool) -> Any:
    for step in path.split("."):
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and step.isascii() and step.isdigit():
            if only and len(data) > 1:
                raise BadRequest(f"there are {len(data)} elements before json:{path}; send one a request")
            data = data[int(step)] if int(step) < len(data) else None
        else:
            return None
    return data


def _as_text(value: Any) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.2f}"  # not 350.125, which written so would be 350 thousand
    return str(value) if isinstance(value, str | int) else None
