"""What is wrong with a value of the wrong shape, in words for the person who wrote it."""

from __future__ import annotations

import difflib
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from smsinfo.content.pack_values import Odd

SAID: Final[dict[str, str]] = {
    "unseen": "{place} has a character that nobody sees ({char}); type the words again (found {found})",
    "blanks": "{place} has blanks around it; take them away (found {found})",
    "one_line": "{place} must be one line without tabs (found {found})",
    "string_type": "{place} should be a valid string (found {found})",
    "string_too_long": "{place} should have at most {max_length} characters (found {found})",
    "string_too_short": "{place} should have at least {min_length} character (found {found})",
    "string_pattern_mismatch": "{place} should match pattern '{pattern}' (found {found})",
    "bool_type": "{place} should be a valid boolean (found {found})",
    "int_type": "{place} should be a valid integer (found {found})",
    "date_type": "{place} should be a valid date (found {found})",
    "tuple_type": "{place} should be a valid tuple (found {found})",
    "dict_type": "{place} should be a valid dictionary (found {found})",
}
"""By pydantic's type of the error (docs.pydantic.dev, "Validation Errors") or our own of `pack_model`."""

UNKNOWN: Final = "unknown field {place}; take it away"
MEANT: Final = "unknown field {place}; did you mean {near}?"
MISSING: Final = "the field {place} is missing; add it"
OTHER: Final = "{place} {problem} (found {found})"
_LONGEST: Final = 40


def first_problem(error: ValidationError, shape: TypeAdapter[Any]) -> tuple[str, dict[str, Any]]:
    """The first problem of a validation, as a template that the pages translate and its values.

    It says which field, what is wrong, what to do. Unknown fields come first: a misspelt field is reported twice by
    pydantic, as one that is missing and one too many, and the second says more.
    """
    problems = error.errors(include_url=False)
    problem = next((p for p in problems if p["type"] == "unexpected_keyword_argument"), problems[0])
    place = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "unexpected_keyword_argument":
        near = _nearest(place, shape)
        return (MEANT, {"place": place, "near": near}) if near else (UNKNOWN, {"place": place})
    if problem["type"] in ("missing", "missing_argument"):
        return MISSING, {"place": place}
    found = repr(problem["input"])
    values = {"place": place, "found": found if len(found) <= _LONGEST else found[: _LONGEST - 3] + "..."}
    context = problem.get("ctx", {})
    odd = context.get("error")
    kind, more = (odd.kind, odd.values) if isinstance(odd, Odd) else (problem["type"], context)
    if kind in SAID:
        return SAID[kind], {**more, **values}
    return OTHER, {"problem": _plain(problem["msg"]), **values}


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ").replace("Input should", "should").replace("String should", "should")


def _nearest(place: str, shape: TypeAdapter[Any]) -> str:
    """The name of a field that the writer may have meant; empty where none is near."""
    names = _field_names(shape.json_schema())
    return next(iter(difflib.get_close_matches(place.rpartition(".")[2], names, 1)), "")


def _field_names(schema: dict[str, Any]) -> list[str]:
    """All field names of a shape and of the shapes in it."""
    parts = (schema, *schema.get("$defs", {}).values())
    return sorted({name for part in parts for name in part.get("properties", {})})
