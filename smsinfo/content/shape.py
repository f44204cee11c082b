"""What is wrong with a value of the wrong shape, in words for the person who wrote it."""

from __future__ import annotations

import difflib
from typing import Any

from pydantic import TypeAdapter, ValidationError


def first_problem(error: ValidationError, shape: TypeAdapter[Any]) -> str:
    """The first problem of a validation: which field, what is wrong, what to do. Unknown fields come first.

    A misspelt field is reported twice by pydantic, as one that is missing and one too many: the second says more.
    """
    problems = error.errors(include_url=False)
    problem = next((p for p in problems if p["type"] == "unexpected_keyword_argument"), problems[0])
    place = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "unexpected_keyword_argument":
        return f"unknown field {place}; {_suggestion(place, shape)}"
    if problem["type"] in ("missing", "missing_argument"):
        return f"the field {place} is missing; add it"
    found = repr(problem["input"])
    shown = found if len(found) <= 40 else found[:37] + "..."
    return f"{place} {_plain(problem['msg'])} (found {shown})"


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ").replace("Input should", "should").replace("String should", "should")


def _suggestion(place: str, shape: TypeAdapter[Any]) -> str:
    names = _field_names(shape.json_schema())
    near = difflib.get_close_matches(place.rpartition(".")[2], names, 1)
    return f"did you mean {near[0]}?" if near else "take it away"


def _field_names(schema: dict[str, Any]) -> list[str]:
    """All field names of a shape and of the shapes in it."""
    parts = (schema, *schema.get("$defs", {}).values())
    return sorted({name for part in parts for name in part.get("properties", {})})
