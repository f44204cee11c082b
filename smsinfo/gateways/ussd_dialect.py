"""What a dialect makes of a request, and of a screen: the whole of USSD that is not a channel's own.

Bounds, so that nothing endless is handed on: a session id has 128 visible ASCII characters at most, an input what 160
octets of USSD hold (182), a path 100 inputs. A network ends a dialogue after some minutes, long before that.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Literal
from urllib.parse import parse_qsl

from smsinfo.domain.gateway import GatewayRequest, GatewayResponse
from smsinfo.domain.ussd import Scalar, Screen, UssdTurn
from smsinfo.errors import BadRequest
from smsinfo.gateways.aggregator_places import Place, Received, of_request
from smsinfo.gateways.aggregator_templates import escape_for, fill, placeholders
from smsinfo.gateways.reading import Form
from smsinfo.gateways.ussd_settings import LARGEST_SCREEN, Dialect, Template

LONGEST_INPUT: Final = LARGEST_SCREEN
MOST_INPUTS: Final = 100
LONGEST_NUMBER: Final = 32
LONGEST_ECHO: Final = 256
ROUTE: Final = "ussd"
"""The action of the address; what a dialect calls `below` comes after it."""

_JOINT: Final = "*"
_SESSION = re.compile(r"[!-~]{1,128}")
_SEQUENCE = re.compile(r"[0-9]{1,4}")
_PART = re.compile(r"\\\{([a-z]+)\\\}")

_When = Literal["first", "later", "ended"]


def read_turn(dialect: Dialect, request: GatewayRequest, channel: str, code: str, now: datetime) -> UssdTurn:
    """The turn that a request tells of. Raises BadRequest, whose message holds nothing that came."""
    received = _received(dialect, request)
    when = _when(dialect, received)
    session = received.once(dialect.session)
    if not _SESSION.fullmatch(session):
        raise BadRequest(f"the session at {dialect.session} must be 1 to 128 visible ASCII characters")
    written = _input(dialect, received, when)
    text = written.rpartition(_JOINT)[2] if dialect.resends else written
    if len(text) > LONGEST_INPUT:
        raise BadRequest(f"the input has more than {LONGEST_INPUT} characters")
    return UssdTurn(
        channel=channel,
        session=session,
        sender=_sender(dialect, received, when),
        text=text,
        first=when == "first",
        received_at=now,
        path=_checked_path(written) if dialect.resends else None,
        number=_sequence(dialect, received),
        code=_shown(received.find(dialect.code)) or code,
        ended=when == "ended",
        echo={name: _kept(received, place) for name, place in dialect.kept.items()},
    )


def show(dialect: Dialect, turn: UssdTurn, screen: Screen) -> GatewayResponse:
    """The answer that holds a screen; without one where the network has ended the dialogue."""
    if turn.ended:
        return _answer(dialect, dialect.ended_answer, turn.echo)
    template, headers = (
        (dialect.answer, dialect.answer_headers) if screen.more else (dialect.last_answer, dialect.last_headers)
    )
    return replace(_answer(dialect, template, {**turn.echo, "text": screen.text}), headers=headers)


def refuse(dialect: Dialect, message: str, status: int) -> GatewayResponse:
    """The answer to a request that can't be read or not be trusted, and to one that nobody can answer now."""
    answer = _answer(dialect, dialect.error, {"message": message, "status": status})
    return replace(answer, status=dialect.away_status if status >= 500 else status, headers=dialect.last_headers)


def _received(dialect: Dialect, request: GatewayRequest) -> Received:
    received = of_request(request, dialect.charset)
    if dialect.charset != "utf-8":
        received = replace(
            received,
            query=_pairs(request.url.partition("?")[2], dialect.charset),
            form=_pairs(request.body.decode("ascii", errors="replace"), dialect.charset) if request.form else Form(),
        )
    if dialect.reads_json and not isinstance(received.data, dict):
        raise BadRequest("the body must be one JSON object in which each name stands once")
    return replace(received, path=_path(dialect.below, request.url)) if dialect.below else received


def _pairs(encoded: str, charset: str) -> Form:
    """The parameters once more; how many there may be was checked before."""
    return Form.of(parse_qsl(encoded, keep_blank_values=True, encoding=charset))


def _path(below: str, url: str) -> Form:
    """The parts of the address after /ussd/, by their names. Not by urlsplit: that drops line ends."""
    pattern = _PART.sub(r"(?P<\1>[^/]+)", re.escape(below))
    found = re.search(rf"/{ROUTE}/{pattern}\Z", url.partition("?")[0])
    if found is None:
        raise BadRequest(f"the address must end with /{ROUTE}/{below}")
    return Form.of(found.groupdict().items())


def _when(dialect: Dialect, received: Received) -> _When:
    if dialect.turn is None:
        return "later" if received.once(dialect.input) else "first"
    word = received.once(dialect.turn).strip().casefold()
    marks: tuple[tuple[_When, tuple[str, ...]], ...]
    marks = (("first", dialect.first), ("ended", dialect.ended), ("later", dialect.later))
    for when, words in marks:
        if word in (known.casefold() for known in words):
            return when
    if dialect.later:
        known = ", ".join((*dialect.first, *dialect.later, *dialect.ended))
        raise BadRequest(f"what stands at {dialect.turn} is none of {known}")
    return "later"


def _input(dialect: Dialect, received: Received, when: _When) -> str:
    """What was typed; nothing where there was nobody to type, or where it is the code that was dialled."""
    if when == "ended" or (when == "first" and dialect.dialled):
        return ""
    return received.once(dialect.input) if when == "later" else received.find(dialect.input) or ""


def _sender(dialect: Dialect, received: Received, when: _When) -> str:
    """The number as it came; at an end it may be missing."""
    sender = received.find(dialect.number) or "" if when == "ended" else received.once(dialect.number)
    if len(sender) > LONGEST_NUMBER:
        raise BadRequest(f"the number at {dialect.number} has more than {LONGEST_NUMBER} characters")
    return sender


def _checked_path(path: str) -> str:
    if path.count(_JOINT) >= MOST_INPUTS or len(path) > MOST_INPUTS * (LONGEST_INPUT + 1):
        raise BadRequest(f"the path has more than {MOST_INPUTS} inputs")
    return path


def _sequence(dialect: Dialect, received: Received) -> int | None:
    written = received.find(dialect.sequence)
    if written is None:
        return None
    if not _SEQUENCE.fullmatch(written):
        raise BadRequest(f"what stands at {dialect.sequence} is no number of a turn")
    return int(written)


def _kept(received: Received, place: Place) -> Scalar:
    """A value to give back, with its type. Whatever could break an answer is no such value."""
    value = received.raw(place)
    if isinstance(value, dict | list):
        raise BadRequest(f"what stands at {place} must be one value")
    if isinstance(value, float) and not math.isfinite(value):
        raise BadRequest(f"what stands at {place} is no number of JSON")
    return _shown(value) if isinstance(value, str) else value


def _shown(text: str | None) -> str:
    """A text of the network's own, which is short and prints. Raises BadRequest."""
    if text and (len(text) > LONGEST_ECHO or not text.isprintable()):
        raise BadRequest(f"a value to give back must have at most {LONGEST_ECHO} printable characters")
    return text or ""


def _answer(dialect: Dialect, template: Template, values: Mapping[str, Scalar]) -> GatewayResponse:
    if not isinstance(template, str):
        # ASCII only, so that it is the same in every charset.
        return GatewayResponse(json.dumps(_tree(template, values)), content_type="application/json")
    written = {name: _as_text(value) for name, value in values.items()}
    body = fill(template, written, escape_for(dialect.answer_type))
    content_type = f"{dialect.answer_type.partition(';')[0]}; charset={dialect.charset}"
    return GatewayResponse(body, content_type=content_type, charset=dialect.charset)


def _tree(template: Any, values: Mapping[str, Scalar]) -> Any:
    """The table with its values; what is one placeholder and nothing else keeps the value's type."""
    if isinstance(template, dict):
        return {name: _tree(inner, values) for name, inner in template.items()}
    if isinstance(template, list):
        return [_tree(inner, values) for inner in template]
    if not isinstance(template, str):
        return template
    names = placeholders(template)
    if len(names) == 1 and template == f"{{{next(iter(names))}}}":
        return values[next(iter(names))]
    return fill(template, {name: _as_text(value) for name, value in values.items()})


def _as_text(value: Scalar) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
