"""Where regions lie."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from smsinfo.db.models import RegionPoint

Point = tuple[float, float]


def all_points(session: Session) -> dict[str, Point]:
    """Region code -> (latitude, longitude), of those that we know the middle of."""
    rows = session.execute(select(RegionPoint.region_code, RegionPoint.latitude, RegionPoint.longitude))
    return {code: (latitude, longitude) for code, latitude, longitude in rows}


def add_points(session: Session, points: Mapping[str, Point]) -> None:
    """Insert new ones."""
    if points:
        session.execute(insert(RegionPoint), _rows(points))


def change_points(session: Session, points: Mapping[str, Point]) -> None:
    """Overwrite those that are there."""
    if points:
        session.execute(update(RegionPoint), _rows(points))


def _rows(points: Mapping[str, Point]) -> list[dict[str, object]]:
    return [
        {"region_code": code, "latitude": latitude, "longitude": longitude}
        for code, (latitude, longitude) in points.items()
    ]
