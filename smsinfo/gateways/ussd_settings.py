"""The settings of kind ussd: a channel, and the dialect that its network speaks."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field, field_validator

from smsinfo.gateways.aggregator_places import IN_PATH, Place, place_of
from smsinfo.gateways.aggregator_settings import ProofOptions, Written
from smsinfo.gateways.aggregator_templates import escape_for, placeholders
from smsinfo.gateways.reading import Options

LARGEST_SCREEN: Final = 182
"""Septets in 160 octets of USSD data (3GPP TS 23.038, 6.1.2.3)."""

SMALLEST_SCREEN: Final = 100
"""Septets that a menu needs: a heading, an option and the ways back."""

_KINDS: Final = ("json", "form", "query", "header", IN_PATH)
_BELOW: Final = r"^(([A-Za-z0-9_-]+|\{[a-z]+\})(/([A-Za-z0-9_-]+|\{[a-z]+\}))*)?$"
_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}")


def _place(text: object) -> object:
    return place_of(text, _KINDS)


DialectPlace = Annotated[Place, BeforeValidator(_place)]
Template = str | dict[str, Any]
"""A text, or a table that becomes JSON; each `{name}` in it stands for a value."""


class UssdOptions(ProofOptions):
    """`[channels.<name>]` of kind ussd; what proves a request is as in the table callbacks of kind http."""

    code: str = Field(pattern=r"^[*#][0-9*#]{1,30}#$", description="What people dial.", examples=['code = "*123*45#"'])
    dialect: str | dict[str, Any] = Field(
        description="How the network asks and is answered: the name of a preset, or a table.",
        examples=['dialect = "hubtel"'],
    )
    screen_limit: int = Field(
        160,
        ge=SMALLEST_SCREEN,
        le=LARGEST_SCREEN,
        description="Septets that a screen may hold.",
        examples=["screen_limit = 182"],
    )


class Dialect(Options):
    """`[channels.<name>.dialect]`, and each preset: where things stand in a request, and what an answer looks like."""

    methods: tuple[Literal["GET", "POST", "PUT"], ...] = Field(
        ("POST",), min_length=1, description="Methods that it calls by.", examples=['methods = ["GET"]']
    )
    below: str = Field(
        "",
        pattern=_BELOW,
        description="What follows /ussd/ in the address, where it differs from turn to turn.",
        examples=['below = "session/{session}/{step}"'],
    )
    charset: str = Field("utf-8", description="Of requests and answers.", examples=['charset = "iso-8859-1"'])
    session: DialectPlace = Field(description="The dialogue's id.", examples=['session = "json:sessionId"'])
    number: DialectPlace = Field(description="The citizen's number.", examples=['number = "json:msisdn"'])
    input: DialectPlace = Field(description="What they typed.", examples=['input = "json:text"'])
    code: DialectPlace | None = Field(
        None, description="What they dialled, if told.", examples=['code = "json:shortCode"']
    )
    sequence: DialectPlace | None = Field(
        None, description="The how manieth turn, counted from 1.", examples=['sequence = "json:seq"']
    )
    turn: DialectPlace | None = Field(
        None, description="What tells which turn it is; without it, an empty path.", examples=['turn = "json:type"']
    )
    first: tuple[Written, ...] = Field(
        (), description="What stands there at the first turn.", examples=['first = ["begin"]']
    )
    later: tuple[Written, ...] = Field(
        (), description="What stands there later; empty: anything else.", examples=['later = ["continue"]']
    )
    ended: tuple[Written, ...] = Field(
        (), description="What stands there when the network has ended it.", examples=['ended = ["end", "timeout"]']
    )
    dialled: bool = Field(
        False, description="The first input is what was dialled, no answer.", examples=["dialled = true"]
    )
    resends: bool = Field(
        False, description="The input holds all inputs so far, joined by *.", examples=["resends = true"]
    )
    echo: dict[str, DialectPlace] = Field(
        {}, description="More that answers give back.", examples=['echo = { network = "json:operator" }']
    )
    answer: Template = Field(description="A screen that is answered.", examples=['answer = "CON {text}"'])
    last_answer: Template = Field(description="The last screen.", examples=['last_answer = "END {text}"'])
    ended_answer: Template = Field(
        "", description="What it gets when it has ended the dialogue.", examples=['ended_answer = "OK"']
    )
    error: Template = Field(description="A refusal.", examples=['error = "END {message}"'])
    answer_type: str = Field(
        "text/plain", description="Type of answers that are texts.", examples=['answer_type = "application/xml"']
    )
    answer_headers: dict[str, Written] = Field(
        {}, description="Headers with a screen that is answered.", examples=['answer_headers = { Freeflow = "FC" }']
    )
    last_headers: dict[str, Written] = Field(
        {}, description="Headers with the last screen and errors.", examples=['last_headers = { Freeflow = "FB" }']
    )
    away_status: int = Field(
        503,
        ge=200,
        le=599,
        description="Status while smsinfo can't answer; 200 where only then the text is shown.",
        examples=["away_status = 200"],
    )

    @field_validator("charset")
    @classmethod
    def _check_charset(cls, charset: str) -> str:
        try:
            "aé".encode(charset)
        except (LookupError, UnicodeError, ValueError):
            raise ValueError(f"there is no charset {charset!r}; write utf-8 or iso-8859-1") from None
        return charset

    @field_validator("answer_type")
    @classmethod
    def _check_type(cls, content_type: str) -> str:
        escape_for(content_type)
        return content_type

    @field_validator("answer", "last_answer", "ended_answer")
    @classmethod
    def _check_answer(cls, template: Template) -> Template:
        for name in sorted(placeholders(template)):
            if name in ("message", "status"):
                raise ValueError(f"{{{name}}} stands in an error only")
        return template

    @field_validator("error")
    @classmethod
    def _check_error(cls, template: Template) -> Template:
        if unknown := sorted(placeholders(template) - {"message", "status"}):
            raise ValueError(f"{{{unknown[0]}}} stands for nothing in an error; known are {{message}}, {{status}}")
        return template

    @field_validator("answer_headers", "last_headers")
    @classmethod
    def _check_headers(cls, headers: dict[str, str]) -> dict[str, str]:
        for name, value in headers.items():
            if not _HEADER.fullmatch(name) or not (value.isascii() and value.isprintable()) or placeholders(value):
                raise ValueError(f"{name!r} must be a header's name with a fixed value in printable ASCII")
        return headers

    @cached_property
    def places(self) -> dict[str, Place]:
        """All places that are read: setting -> place."""
        own = {name: value for name, value in dict(self).items() if isinstance(value, Place)}
        return own | {f"echo.{name}": place for name, place in self.echo.items()}

    @cached_property
    def reads_json(self) -> bool:
        """The body has to be JSON."""
        return any(place.kind == "json" for place in self.places.values())

    @cached_property
    def kept(self) -> dict[str, Place]:
        """What answers may give back: placeholder -> place."""
        own = {"session": self.session, "number": self.number}
        return own | ({"code": self.code} if self.code else {}) | self.echo
