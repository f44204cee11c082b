"""Puts the regions of a pack into the database: new ones and changed ones. What the pack does not name stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from smsinfo.content.pack_model import PackAlias, PackField, PackRegion
from smsinfo.content.report import Ledger
from smsinfo.db.queries import regions as rows

T = TypeVar("T")


def put_regions(session: Session, wanted: Sequence[PackRegion], stored: Iterable[PackRegion], ledger: Ledger) -> None:
    """Regions by code. They come sorted, so that what covers a region is there before it."""
    new, changed = _news(sorted(wanted, key=_code), stored, _code)
    rows.add_regions(session, [_region_row(region) for region in new])
    rows.change_regions(session, [_region_row(region) for region in changed])
    _note(ledger, "regions.csv", wanted, new, changed)


def put_aliases(session: Session, wanted: Sequence[PackAlias], stored: Iterable[PackAlias], ledger: Ledger) -> None:
    """Aliases by alias and code."""
    new, changed = _news(wanted, stored, lambda alias: (alias.alias, alias.code))
    rows.add_aliases(session, [_alias_row(alias) for alias in new])
    rows.change_aliases(session, [_alias_row(alias) for alias in changed])
    _note(ledger, "region_aliases.csv", wanted, new, changed)


def put_fields(session: Session, wanted: Sequence[PackField], stored: Iterable[PackField], ledger: Ledger) -> None:
    """Region fields by code and name."""
    new, changed = _news(wanted, stored, lambda value: (value.code, value.name))
    rows.add_fields(session, [_field_row(value) for value in new])
    rows.change_fields(session, [_field_row(value) for value in changed])
    _note(ledger, "region_fields.csv", wanted, new, changed)


def _news(wanted: Iterable[T], stored: Iterable[T], name: Callable[[T], Any]) -> tuple[list[T], list[T]]:
    """What is not stored yet, and what is stored with other words."""
    known = {name(value): value for value in stored}
    new = [value for value in wanted if name(value) not in known]
    return new, [value for value in wanted if known.get(name(value), value) != value]


def _note(ledger: Ledger, where: str, wanted: Sequence[T], new: Sequence[T], changed: Sequence[T]) -> None:
    if wanted:
        ledger.note(where, was_there=len(new) < len(wanted), differs=bool(new or changed))


def _code(region: PackRegion) -> str:
    return region.code


def _region_row(region: PackRegion) -> rows.RegionRow:
    parent = region.parent_code or None
    return rows.RegionRow(code=region.code, name=region.name, level=region.level, parent_code=parent)


def _alias_row(alias: PackAlias) -> rows.AliasRow:
    return rows.AliasRow(alias=alias.alias, region_code=alias.code, note=alias.note)


def _field_row(value: PackField) -> rows.FieldRow:
    return rows.FieldRow(
        region_code=value.code, name=value.name, value=value.value, source=value.source, checked_on=value.checked_on
    )
