"""Village cards by regency and district: fresh, gone stale, or none."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from smsinfo.db.models import Region, VillageCard
from smsinfo.domain.cards import FRESH
from tests.reports.conftest import TODAY, WIB, Ledger

DISTRICT = "62.06.09"
VILLAGES = {f"{DISTRICT}.200{n}": name for n, name in enumerate(("Asa", "Bina", "Cita", "Damai"), 1)}
ASA, BINA, CITA, DAMAI = VILLAGES
EDGE = datetime.combine(TODAY, time(), WIB) - FRESH
SECOND = timedelta(seconds=1)


@pytest.fixture
def land(ledger: Ledger) -> Ledger:
    """A district with four villages."""
    with ledger.database.write() as session:
        session.add(Region(code=DISTRICT, name="Kecamatan Baru", level="kecamatan", parent_code="62.06"))
        session.flush()
        for code, name in VILLAGES.items():
            session.add(Region(code=code, name=name, level="desa", parent_code=DISTRICT))
    return ledger


def line(land: Ledger, region: str, field: str, confirmed_at: datetime | None, value: str = "Ibu Rina") -> None:
    """A line of a card."""
    with land.database.write() as session:
        session.add(VillageCard(region_code=region, field=field, value=value, confirmed_at=confirmed_at))


def test_a_card_is_as_fresh_as_its_newest_line_and_a_proposal_alone_is_none(land: Ledger) -> None:
    line(land, ASA, "bidan", EDGE - SECOND)
    line(land, ASA, "lpg", EDGE)
    line(land, BINA, "bidan", EDGE - SECOND)
    line(land, CITA, "bidan", None, value="")
    told = land.ask("cards", region=DISTRICT).table
    assert {row.code: (row.villages, row.fresh, row.stale, row.none) for row in told.rows} == {
        ASA: (1, 1, 0, 0),
        BINA: (1, 0, 1, 0),
        CITA: (1, 0, 0, 1),
        DAMAI: (1, 0, 0, 1),
    }
    assert told.totals == {"villages": 4, "fresh": 1, "stale": 1, "none": 2}
    above = {row.code: row for row in land.ask("cards", region="62.06").table.rows}[DISTRICT]
    assert (above.villages, above.fresh, above.stale, above.none, above.share) == (4, 1, 1, 2, 0.25)
