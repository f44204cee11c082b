"""Open data: what a data set is, how it is written as JSON and CSV, and the JSON Schema that it keeps to.

A data set is a list of flat rows; each field says what it is, so that page, schema and both files follow from one list.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from smsinfo.content.snapshot import Snapshot
from smsinfo.reports.csv_text import safe
from smsinfo.reports.shape import Words
from smsinfo.reports.small import Count, Hidden

Row = dict[str, Any]
LICENCE: Final = "CC-BY-4.0"
LICENCE_ADDRESS: Final = "https://creativecommons.org/licenses/by/4.0/"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
REGION: Final = r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$"


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    REGION = "region"
    REGIONS = "regions"
    DAY = "day"
    MONTH = "month"
    TIME = "time"
    COUNT = "count"
    DEGREES = "degrees"
    FLAG = "flag"
    HIDDEN = "hidden"


_TYPES: Final[dict[Kind, dict[str, Any]]] = {
    Kind.TEXT: {"type": "string"},
    Kind.REGION: {"type": "string", "pattern": REGION},
    Kind.REGIONS: {"type": "array", "items": {"type": "string", "pattern": REGION}, "uniqueItems": True},
    Kind.DAY: {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"},
    Kind.MONTH: {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"},
    Kind.TIME: {"type": "string", "format": "date-time"},
    Kind.COUNT: {"type": "integer", "minimum": 0},
    Kind.DEGREES: {"type": "number", "minimum": -180, "maximum": 180},
    Kind.FLAG: {"type": "boolean"},
    Kind.HIDDEN: {"enum": ["", Hidden.SMALL.value, Hidden.BESIDE.value]},
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `empty`: it may be null in JSON and nothing in CSV. `choices`: the only words that it may hold."""

    name: str
    kind: Kind
    about: Words
    unit: str = ""
    empty: bool = False
    choices: tuple[str, ...] = ()

    def schema(self) -> dict[str, Any]:
        """The field's own JSON Schema."""
        kind = {"enum": list(self.choices)} if self.choices else dict(_TYPES[self.kind])
        if self.empty:
            kind = {"anyOf": [kind, {"type": "null"}]}
        return {**kind, "description": self.about.en + (f" Unit: {self.unit}." if self.unit else "")}


@dataclass(frozen=True, slots=True)
class Source:
    """What data sets are made from. `public` fills an official text with the number that anybody may text."""

    session: Session
    snapshot: Snapshot
    now: datetime
    zone: ZoneInfo
    public: Callable[[str], str]

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.astimezone(self.zone).date()

    def place(self, code: str) -> str:
        """The name of a region as the register has it; "" where there is none."""
        found = self.snapshot.places.get(code)
        return found.name if found is not None else ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One data set. `names_regions`: it holds names and codes of regions, which have a licence of their own."""

    name: str
    title: Words
    about: Words
    fields: tuple[Field, ...]
    make: Callable[[Source], list[Row]]
    names_regions: bool = True


def schema(found: Dataset, address: str) -> dict[str, Any]:
    """The JSON Schema of the whole file, as it is served at `address`."""
    row = {
        "type": "object",
        "properties": {field.name: field.schema() for field in found.fields},
        "required": [field.name for field in found.fields],
        "additionalProperties": False,
    }
    head = {name: {"type": "string"} for name in ("title", "licence_address", "schema", "region_licence")}
    return {
        "$schema": DIALECT,
        "$id": address,
        "title": found.title.en,
        "description": found.about.en,
        "type": "object",
        "properties": {
            "name": {"const": found.name},
            "licence": {"const": LICENCE},
            "as_of": _TYPES[Kind.DAY],
            **head,
            "rows": {"type": "array", "items": row},
        },
        "required": ["name", "title", "licence", "licence_address", "schema", "as_of", "rows"],
        "additionalProperties": False,
    }


def as_json(found: Dataset, rows: list[Row], today: date, base: str) -> bytes:
    """The file: what it is, its licence, its rows. `base` is our address."""
    head: Row = {
        "name": found.name,
        "title": found.title.id,
        "licence": LICENCE,
        "licence_address": LICENCE_ADDRESS,
        "schema": f"{base}/data/{found.name}.schema.json",
        "as_of": today.isoformat(),
    }
    if found.names_regions:
        head["region_licence"] = f"{base}/data/LICENSE-wilayah.txt"
    return json.dumps({**head, "rows": rows}, ensure_ascii=False, separators=(",", ":")).encode()


def as_csv(found: Dataset, rows: list[Row]) -> bytes:
    """The rows as RFC 4180 has them, UTF-8, names of fields first. No cell is a formula for a spreadsheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([field.name for field in found.fields])
    writer.writerows([_cell(row[field.name]) for field in found.fields] for row in rows)
    return text.getvalue().encode()


def counted(name: str, value: Count) -> Row:
    """A count and why it is not there, as two fields."""
    hidden = isinstance(value, Hidden)
    return {name: None if hidden else value, f"{name}_hidden": value.value if isinstance(value, Hidden) else ""}


def _cell(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    return safe(" ".join(value) if isinstance(value, list) else str(value))
