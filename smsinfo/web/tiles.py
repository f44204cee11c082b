"""The regencies and cities of Kalimantan Tengah as tiles of one size: a map that a phone shows and a reader reads.

Each stands about where it lies: Murung Raya in the north-east, Sukamara in the south-west. A true map would show Murung
Raya, with few people, largest, and Palangka Raya as a dot (Dorling and others: equal tiles count people's homes alike).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from smsinfo.reports.shape import Kind
from smsinfo.reports.small import Hidden
from smsinfo.reports.write import shown

TILES: Final[dict[str, tuple[int, int, str]]] = {
    "62.12": (1, 5, "Mura"),
    "62.10": (2, 4, "Gumas"),
    "62.05": (2, 5, "Barut"),
    "62.09": (3, 1, "Lamandau"),
    "62.07": (3, 2, "Seruyan"),
    "62.06": (3, 3, "Katingan"),
    "62.71": (3, 4, "P. Raya"),
    "62.04": (3, 5, "Barsel"),
    "62.13": (3, 6, "Bartim"),
    "62.08": (4, 1, "Sukamara"),
    "62.01": (4, 2, "Kobar"),
    "62.02": (4, 3, "Kotim"),
    "62.11": (4, 4, "Pulpis"),
    "62.03": (4, 5, "Kapuas"),
}
"""Code -> row, column, and what people there call it for short."""

STEPS: Final = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """One region; `step` is how dark it is, 0 (none) to 4, or None where the count is hidden."""

    code: str
    row: int
    column: int
    short: str
    name: str
    value: str
    step: int | None


def tiles(rows: Iterable[Any], field: str, language: str) -> list[Tile]:
    """The tiles of rows with `code` and `name` that stand on the map, from the north-west on, dark by a count."""
    here = {row.code: row for row in rows if row.code in TILES}
    counts = [getattr(row, field) for row in here.values()]
    most = max((count for count in counts if not isinstance(count, Hidden)), default=0)
    found = []
    for code, row in here.items():
        count = getattr(row, field)
        line, column, short = TILES[code]
        step = None if isinstance(count, Hidden) else -(-STEPS * count // most) if most else 0
        found.append(Tile(code, line, column, short, row.name, shown(count, Kind.COUNT, language), step))
    return sorted(found, key=lambda tile: (tile.row, tile.column))
