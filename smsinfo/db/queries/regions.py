"""Regions, what people call them, and the values that belong to them: read whole, written in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from smsinfo.db.models import Region, RegionAlias, RegionField


class RegionRow(TypedDict):
    """A row of `region`."""

    code: str
    name: str
    level: str
    parent_code: str | None


class AliasRow(TypedDict):
    """A row of `region_alias`; alias and region_code name it."""

    alias: str
    region_code: str
    note: str


class FieldRow(TypedDict):
    """A row of `region_field`; region_code and name name it."""

    region_code: str
    name: str
    value: str
    source: str
    checked_on: date


def codes(session: Session) -> frozenset[str]:
    """The codes of all regions that we know."""
    return frozenset(session.scalars(select(Region.code)))


def all_regions(session: Session) -> list[RegionRow]:
    """All regions, by code."""
    rows = session.execute(select(Region.code, Region.name, Region.level, Region.parent_code).order_by(Region.code))
    return [RegionRow(code=code, name=name, level=level, parent_code=parent) for code, name, level, parent in rows]


def all_aliases(session: Session) -> list[AliasRow]:
    """All aliases, by region code."""
    columns = select(RegionAlias.alias, RegionAlias.region_code, RegionAlias.note)
    rows = session.execute(columns.order_by(RegionAlias.region_code, RegionAlias.alias))
    return [AliasRow(alias=alias, region_code=code, note=note) for alias, code, note in rows]


def all_fields(session: Session) -> list[FieldRow]:
    """All region fields, by region code."""
    columns = select(
        RegionField.region_code, RegionField.name, RegionField.value, RegionField.source, RegionField.checked_on
    )
    rows = session.execute(columns.order_by(RegionField.region_code, RegionField.name))
    return [
        FieldRow(region_code=code, name=name, value=value, source=source, checked_on=checked_on)
        for code, name, value, source, checked_on in rows
    ]


def field(session: Session, code: str, name: str) -> FieldRow | None:
    """The value that a region itself has for a field."""
    columns = select(RegionField.value, RegionField.source, RegionField.checked_on)
    row = session.execute(columns.where(RegionField.region_code == code, RegionField.name == name)).first()
    return FieldRow(region_code=code, name=name, value=row[0], source=row[1], checked_on=row[2]) if row else None


def drop_field(session: Session, code: str, name: str) -> None:
    """Take a region's own value away."""
    session.execute(delete(RegionField).where(RegionField.region_code == code, RegionField.name == name))


def add_regions(session: Session, rows: Sequence[RegionRow]) -> None:
    """Insert new regions. What covers a region must come before it or be there."""
    if rows:
        session.execute(insert(Region), list(rows))


def change_regions(session: Session, rows: Sequence[RegionRow]) -> None:
    """Overwrite regions that are there, by code."""
    if rows:
        session.execute(update(Region), list(rows))


def add_aliases(session: Session, rows: Sequence[AliasRow]) -> None:
    """Insert new aliases."""
    if rows:
        session.execute(insert(RegionAlias), list(rows))


def change_aliases(session: Session, rows: Sequence[AliasRow]) -> None:
    """Overwrite the notes of aliases that are there."""
    for row in rows:
        wanted = (RegionAlias.alias == row["alias"], RegionAlias.region_code == row["region_code"])
        session.execute(update(RegionAlias).where(*wanted).values(note=row["note"]))


def add_fields(session: Session, rows: Sequence[FieldRow]) -> None:
    """Insert new region fields."""
    if rows:
        session.execute(insert(RegionField), list(rows))


def change_fields(session: Session, rows: Sequence[FieldRow]) -> None:
    """Overwrite the values of region fields that are there."""
    for row in rows:
        wanted = (RegionField.region_code == row["region_code"], RegionField.name == row["name"])
        values = {"value": row["value"], "source": row["source"], "checked_on": row["checked_on"]}
        session.execute(update(RegionField).where(*wanted).values(values))
