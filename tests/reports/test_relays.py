"""How reliably villages answer, least reliable first; what was stopped before an answer counts for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from smsinfo.db.models import Region, RelayTask
from smsinfo.reports import load
from smsinfo.reports.shape import Query
from tests.outbox.desk import Desk

SAMBA, LANGKAH = "62.06.01.2001", "62.06.01.2002"
PARTS = (("62", "provinsi"), ("62.06", "kabupaten"), ("62.06.01", "kecamatan"), (SAMBA, "desa"), (LANGKAH, "desa"))


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    """Two villages: one answered two of three requests, the other none of one, and one of its was stopped."""
    made = Desk(database_url)
    with made.services.database.write() as session:
        for code, level in PARTS:
            session.add(Region(code=code, name=f"N {code}", level=level, parent_code=code.rpartition(".")[0] or None))
            session.flush()
        for region, state, minutes in (
            (SAMBA, "confirmed", 4),
            (SAMBA, "confirmed", 10),
            (SAMBA, "missed", 0),
            (LANGKAH, "missed", 0),
            (LANGKAH, "stopped", 0),
            (LANGKAH, "sent", 0),
        ):
            at = made.clock()
            said = at + timedelta(minutes=minutes) if minutes else None
            values: dict[str, Any] = {"region_code": region, "state": state, "asked_at": at, "confirmed_at": said}
            session.add(RelayTask(code="4821", **values))
    yield made
    made.close()


def rows(desk: Desk, region: str | None) -> list[tuple[Any, ...]]:
    """The rows of the report of November, by their fields."""
    report, zone = load("relays"), desk.services.settings.zone
    query = Query(date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 30), zone, region)
    with desk.services.database.read() as session:
        found = report.make(session, query).rows
        return [(row.code, row.asked, row.confirmed, row.seconds, row.last) for row in found]


def test_a_district_shows_its_villages_the_least_reliable_first(desk: Desk) -> None:
    assert rows(desk, "62.06.01") == [
        (LANGKAH, 1, 0, None, None),
        (SAMBA, 3, 2, 420, date(2026, 11, 24)),
    ]


def test_the_province_shows_its_regencies(desk: Desk) -> None:
    assert rows(desk, None) == [("62.06", 4, 2, 420, date(2026, 11, 24))]
    assert rows(desk, "62.01") == []
