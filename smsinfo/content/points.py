"""The middles of regions, out of a CSV file of code,latitude,longitude into the database."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.content.pack_files import MOST_CSV_BYTES, MOST_ROWS, read_text
from smsinfo.db.queries import points as rows
from smsinfo.db.queries.regions import codes
from smsinfo.errors import BadPack

COLUMNS: Final = ("code", "latitude", "longitude")
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PointsReport:
    """How many points an import has added, changed, and found as they were."""

    added: int
    changed: int
    unchanged: int


def read_points(file: Path) -> dict[str, Point]:
    """Region code -> (latitude, longitude) in degrees, from a file. Raises BadPack, naming the line and what to do."""
    if not file.is_file():
        raise BadPack(str(file), "is not a file; give a CSV file of code,latitude,longitude")
    text = read_text(file.parent, file, MOST_CSV_BYTES)
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    found: dict[str, Point] = {}
    try:
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise BadPack(file.name, "must begin with the line {columns}", columns=",".join(COLUMNS))
        for row in reader:
            where = f"{file.name} line {reader.line_num}"
            code, point = _row(where, row)
            if code in found:
                raise BadPack(where, "{code} is there twice; keep one", code=code)
            found[code] = point
            if len(found) > MOST_ROWS:
                raise BadPack(where, "has more than {most} rows; divide it", most=MOST_ROWS)
    except csv.Error as error:
        where = f"{file.name} line {reader.line_num}"
        raise BadPack(where, "is no CSV ({problem}); save it as CSV again", problem=error) from None
    return found


def import_points(session: Session, points: dict[str, Point]) -> PointsReport:
    """Add and change the points; those that are not named stay. Raises BadPack for a code of no region."""
    unknown = sorted(points.keys() - codes(session))
    if unknown:
        told = {"count": len(unknown), "code": unknown[0]}
        raise BadPack("code", "{count} codes are of no region, the first {code}; import the regions first", **told)
    known = rows.all_points(session)
    new = {code: point for code, point in points.items() if code not in known}
    moved = {code: point for code, point in points.items() if known.get(code, point) != point}
    rows.add_points(session, new)
    rows.change_points(session, moved)
    return PointsReport(len(new), len(moved), len(points) - len(new) - len(moved))


def _row(where: str, row: dict[str, str]) -> tuple[str, Point]:
    if None in row or None in row.values():
        raise BadPack(where, "must have the values {columns}", columns=",".join(COLUMNS))
    try:
        latitude, longitude = float(row["latitude"]), float(row["longitude"])
    except ValueError:
        raise BadPack(where, "latitude and longitude must be numbers of degrees, as -2.21 and 113.92") from None
    if not -90 <= latitude <= 90 or not -180 <= longitude <= 180:
        told = {"latitude": latitude, "longitude": longitude}
        raise BadPack(where, "{latitude},{longitude} is no point on the earth; write latitude, then longitude", **told)
    return row["code"].strip(), (latitude, longitude)
