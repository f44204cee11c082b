"""How rows stand in a backup: JSON lines, one list a row, the same from both engines and for both."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import BigInteger, Boolean, Date, Float, Integer, LargeBinary, String, column, table
from sqlalchemy.sql import TableClause
from sqlalchemy.types import TypeEngine

from smsinfo.db.base import UtcDateTime
from smsinfo.errors import BadInput

HEAD: Final = "head.json"
_TYPES: Final[dict[str, Callable[[], TypeEngine[Any]]]] = {
    "bool": Boolean,
    "bytes": LargeBinary,
    "date": Date,
    "int": BigInteger,
    "real": Float,
    "text": String,
    "time": UtcDateTime,
}
_WRITE: Final[dict[str, Callable[[Any], Any]]] = {
    "bytes": lambda value: base64.b64encode(value).decode(),
    "date": date.isoformat,
    "time": datetime.isoformat,
}
_READ: Final[dict[str, Callable[[Any], Any]]] = {
    "bytes": lambda value: base64.b64decode(value, validate=True),
    "date": date.fromisoformat,
    "text": lambda value: value.replace("\0", ""),  # SQLite holds NUL in a text, PostgreSQL refuses it
    "time": datetime.fromisoformat,
}


@dataclass(frozen=True, slots=True)
class Kept:
    """One table of a backup: its columns with what they hold, and how many rows it has."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: int

    def clause(self) -> TableClause:
        """The table as statements need it, whatever the models of today say of it."""
        return table(self.name, *(column(name, _TYPES[kind]()) for name, kind in self.columns))


@dataclass(frozen=True, slots=True)
class Head:
    """What a backup says of itself. `keys` are marks of the keys that its numbers and opt-outs were made with."""

    revision: str
    made_at: datetime
    version: str
    tables: tuple[Kept, ...]
    keys: str = ""

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(kept.rows for kept in self.tables)

    def to_json(self) -> bytes:
        """As `from_json` reads it."""
        return json.dumps({**asdict(self), "made_at": self.made_at.isoformat()}).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Head:
        """Raises BadInput for a head of a later form."""
        try:
            values = json.loads(text)
            tables = tuple(
                Kept(t["name"], tuple((name, _known(kind)) for name, kind in t["columns"]), t["rows"])
                for t in values["tables"]
            )
            return cls(
                values["revision"],
                datetime.fromisoformat(values["made_at"]),
                values["version"],
                tables,
                values.get("keys", ""),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput("the backup has a form that this smsinfo does not know; install the newer one") from error


def _known(kind: str) -> str:
    if kind not in _TYPES:
        raise ValueError(kind)
    return kind


def kind_of(type_: TypeEngine[Any]) -> str:
    """What a column of the models holds, in the words of a backup. Raises TypeError for a type that has none."""
    if isinstance(type_, UtcDateTime):
        return "time"
    words = {Boolean: "bool", LargeBinary: "bytes", Date: "date", Integer: "int", Float: "real", String: "text"}
    for kinds, name in words.items():
        if isinstance(type_, kinds):
            return name
    raise TypeError(f"a backup can't hold {type_!r}: give it a word in smsinfo/db/backup/form.py")


def to_lines(kept: Kept, rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows as JSON lines."""
    converts = [_WRITE.get(kind) for _, kind in kept.columns]
    lines = (
        json.dumps([w(x) if w and x is not None else x for x, w in zip(row, converts, strict=True)], ensure_ascii=False)
        for row in rows
    )
    return "".join(f"{line}\n" for line in lines).encode()


def from_lines(kept: Kept, text: bytes) -> list[dict[str, Any]]:
    """JSON lines as rows by column name."""
    converts = [_READ.get(kind) for _, kind in kept.columns]
    names = [name for name, _ in kept.columns]
    return [
        {n: r(x) if r and x is not None else x for n, x, r in zip(names, json.loads(line), converts, strict=True)}
        for line in text.splitlines()
    ]
