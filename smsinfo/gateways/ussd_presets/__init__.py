"""Dialects of USSD networks as data, one file each, and how a channel's dialect is read and held against itself."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from smsinfo.errors import BadSetting
from smsinfo.gateways.aggregator_places import IN_BODY, IN_PATH
from smsinfo.gateways.aggregator_templates import placeholders
from smsinfo.gateways.reading import read_options
from smsinfo.gateways.ussd_settings import Dialect

PRESETS: Final = ("africastalking", "arkesel", "hubtel", "infobip", "nalo")
"""Names of the files beside this one."""

LIKE: Final = "like"
"""In a dialect's table: the preset whose settings count where the table has none."""


def read_dialect(channel: str, written: str | dict[str, Any]) -> Dialect:
    """The dialect of a channel, a preset's name or a table. Raises BadSetting for the first wrong setting."""
    place = f"{channel}.dialect"
    if isinstance(written, str):
        table = _preset(f"channels.{place}", written)
    else:
        table = dict(written)
        like = table.pop(LIKE, None)
        table = (_preset(f"channels.{place}.{LIKE}", str(like)) if like is not None else {}) | table
    dialect = read_options(Dialect, place, table)
    _check_turns(f"channels.{place}", dialect)
    _check_places(f"channels.{place}", dialect)
    _check_answers(f"channels.{place}", dialect)
    return dialect


def _preset(place: str, name: str) -> dict[str, Any]:
    if name not in PRESETS:
        near = get_close_matches(name, PRESETS, 1)
        guess = f"; did you mean {near[0]}?" if near else ""
        problem = f"there is no dialect {name!r} (known are {', '.join(PRESETS)}){guess}"
        raise BadSetting(place, problem, 'dialect = "hubtel", or a table [channels.umb.dialect]')
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


def _check_turns(place: str, dialect: Dialect) -> None:
    if dialect.turn is None and not dialect.resends:
        problem = "is needed where only the newest input comes: an empty one may be a later turn"
        raise BadSetting(f"{place}.turn", problem, 'turn = "json:type", first = ["begin"]')
    if (dialect.turn is None) == bool(dialect.first):
        raise BadSetting(f"{place}.first", "turn and first need each other", 'turn = "json:type", first = ["begin"]')
    if dialect.resends and dialect.dialled:
        raise BadSetting(f"{place}.dialled", "resends is set too; a path has no dialled code", "resends = false")


def _check_places(place: str, dialect: Dialect) -> None:
    parts = placeholders(dialect.below)
    for name, found in dialect.places.items():
        if found.kind == IN_PATH and found.name not in parts:
            problem = f"{found} is no part of the setting below"
            raise BadSetting(f"{place}.{name}", problem, 'below = "session/{session}/{step}"')
        if found.kind in IN_BODY and dialect.methods == ("GET",):
            raise BadSetting(f"{place}.{name}", "a GET has no body; use query:", 'session = "query:session"')


def _check_answers(place: str, dialect: Dialect) -> None:
    for name in ("answer", "last_answer", "ended_answer"):
        used = placeholders(getattr(dialect, name))
        if name != "ended_answer" and "text" not in used:
            raise BadSetting(f"{place}.{name}", "must hold {text}, the screen", f'{name} = "{{text}}"')
        known = dialect.kept.keys() | ({"text"} if name != "ended_answer" else set())
        if unknown := sorted(used - known):
            shown = ", ".join(f"{{{known_name}}}" for known_name in sorted(known))
            problem = f"{{{unknown[0]}}} stands for nothing; known are {shown}, and more by echo"
            raise BadSetting(f"{place}.{name}", problem, 'echo = { network = "json:operator" }')
