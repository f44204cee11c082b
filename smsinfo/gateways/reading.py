"""What all gateways read alike: their own settings, and parameters that must be there exactly once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, ClassVar, Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from smsinfo.config import read_secret
from smsinfo.errors import BadRequest, BadSetting

LONGEST_ID: Final = 128
"""Characters of an external id that the database keeps."""


class Options(BaseModel):
    """The base of a gateway's own settings; each field has an example. Each of `secrets` may also be `<name>_file`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    secrets: ClassVar[frozenset[str]] = frozenset()


OptionsT = TypeVar("OptionsT", bound=Options)


def read_options(model: type[OptionsT], channel: str, options: Mapping[str, Any]) -> OptionsT:
    """The checked settings of one channel. Raises BadSetting for the first wrong one, channels.<channel>.<field>."""
    values = dict(options)
    for name in model.secrets:
        path = values.pop(f"{name}_file", None)
        if path is None:
            continue
        place = f"channels.{channel}.{name}_file"
        if name in values:
            raise BadSetting(place, f"{name} is set too; keep one of them", f'{name}_file = "/run/secrets/{channel}"')
        values[name] = read_secret(place, str(path))
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _first_problem(model, channel, error) from None


def _first_problem(model: type[Options], channel: str, error: ValidationError) -> BadSetting:
    found = error.errors(include_url=False, include_input=False, include_context=False)[0]
    name = str(found["loc"][0]) if found["loc"] else ""
    field = model.model_fields.get(name)
    if field is None:
        near = get_close_matches(name, model.model_fields, 1)
        known = ", ".join(model.model_fields)
        problem = f"no such setting; did you mean {near[0]}?" if near else f"no such setting; known are: {known}"
        return BadSetting(f"channels.{channel}.{name}", problem, "see docs/settings.md")
    problem = "is missing" if found["type"] == "missing" else found["msg"].removeprefix("Value error, ")
    example = str(field.examples[0]) if field.examples else ""
    return BadSetting(f"channels.{channel}.{name}", problem, example)


class Form(dict[str, list[str]]):
    """Parameters by name, each with all its values in their order: repeats are seen, never merged."""

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Form:
        """The parameters of a request, blanks and empty values kept."""
        form = cls()
        for name, value in pairs:
            form.setdefault(name, []).append(value)
        return form

    def getall(self, name: str) -> list[str]:
        """All values of a parameter that is there."""
        return self[name]

    def at_most_once(self, name: str) -> str | None:
        """The value, or None where it is absent. Raises BadRequest where it came twice."""
        values = self.get(name)
        if values is None:
            return None
        if len(values) > 1:
            raise BadRequest(f"the parameter {name} came {len(values)} times; send it once")
        return values[0]

    def once(self, name: str) -> str:
        """The value of a parameter that must be there exactly once. Raises BadRequest."""
        value = self.at_most_once(name)
        if value is None:
            raise BadRequest(f"the parameter {name} is missing")
        return value


def check_external_id(text: str) -> str:
    """A provider's id that can be a key: 1 to 128 characters that print. Raises BadRequest.

    A NUL or half a surrogate pair in it would be an error of the database, at each repeat again.
    """
    if not 0 < len(text) <= LONGEST_ID or not text.isprintable():
        raise BadRequest(f"the id of the message must have 1 to {LONGEST_ID} printable characters")
    return text
