"""What Siti sees of alerts when she dials: those in force where she lives, in her language; no draft, no drill."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from smsinfo.bootstrap import Services
from smsinfo.db.models import Alert, AlertRegion, AlertText
from tests.journeys.dialler import Dialler
from tests.support import HeldClock, Phone

FLOOD = "BANJIR Katingan Hilir 24/11 18.00 WIB. Naik ke tempat tinggi. BPBD Katingan"


@pytest.fixture(autouse=True)
def no_alerts(services: Services) -> None:
    """No alert is left from another test."""
    with services.database.write() as session:
        for model in (AlertText, AlertRegion, Alert):
            session.execute(delete(model))


@pytest.fixture
def siti(services: Services, clock: HeldClock) -> Dialler:
    """Her phone; she has told where she lives."""
    Phone(services, clock).texts("LOKASI katingan")
    return Dialler(services, clock)


def put_alert(services: Services, code: str, region: str, body: str = FLOOD, **values: Any) -> int:
    """An alert of a day's validity that is being sent; its id."""
    now = services.clock()
    usual: dict[str, Any] = {
        "status": "sending",
        "msg_type": "Alert",
        "category": "bencana",
        "severity": "Severe",
        "urgency": "Immediate",
        "certainty": "Observed",
        "issuer": "BPBD Katingan",
        "created_at": now,
        "expires_at": now + timedelta(days=1),
    }
    with services.database.write() as session:
        alert = Alert(code=code, **(usual | values))
        session.add(alert)
        session.flush()
        session.add(AlertRegion(alert_id=alert.id, region_code=region))
        for language, words in (("id", body), ("en", f"FLOOD. {body}")):
            session.add(AlertText(alert_id=alert.id, language=language, body=words, encoding="gsm7", segments=1))
        return alert.id


def test_where_nothing_is_in_force_the_screen_says_so(siti: Dialler) -> None:
    siti.dials()
    assert siti.presses("3").startswith("Tidak ada siaran resmi yang berlaku saat ini: Kab Katingan.")


@pytest.mark.parametrize("region", ["62.06", "62.06.02", "62"])
def test_an_alert_for_her_place_something_in_it_or_around_it_is_listed(
    siti: Dialler, services: Services, region: str
) -> None:
    put_alert(services, "4821", region)
    siti.dials()
    assert "1 BANJIR Katingan Hilir 24/11.." in siti.presses("3")
    shown = siti.presses("1")
    assert FLOOD in shown
    assert "(BPBD Katingan, berlaku s.d. 25-11 10.00)" in " ".join((shown, siti.presses("#"))).replace("\n", " ")


@pytest.mark.parametrize(
    "values",
    [
        {"status": "draft"},
        {"status": "submitted"},
        {"status": "cancelled"},
        {"drill": True},
        {"msg_type": "Cancel"},
    ],
)
def test_what_is_not_official_or_not_in_force_is_not_shown(
    siti: Dialler, services: Services, values: dict[str, Any]
) -> None:
    put_alert(services, "4821", "62.06", **values)
    siti.dials()
    assert siti.presses("3").startswith("Tidak ada siaran resmi")


def test_an_alert_ends_with_its_time_and_with_its_correction(
    siti: Dialler, services: Services, clock: HeldClock
) -> None:
    first = put_alert(services, "4821", "62.06")
    put_alert(services, "4822", "62.06", "RALAT: bukan Hilir, tetapi Hulu.", msg_type="Update", references_id=first)
    siti.dials()
    shown = siti.presses("3")
    assert "1 RALAT" in shown
    assert "2 " not in shown.partition("\n")[2]
    clock.forward(days=2)
    siti.dials()
    assert siti.presses("3").startswith("Tidak ada siaran resmi")


def test_an_alert_of_elsewhere_is_shown_only_to_whom_we_know_no_place_of(
    siti: Dialler, services: Services, clock: HeldClock
) -> None:
    put_alert(services, "4821", "62.03")
    siti.dials()
    assert siti.presses("3").startswith("Tidak ada siaran resmi")
    stranger = Dialler(services, clock, "+628125550003")
    stranger.dials()
    assert stranger.presses("3").startswith("Siaran resmi, Kalimantan Tengah:\n1 BANJIR")


def test_the_code_of_an_alert_shows_it_and_another_code_is_none_of_ours(siti: Dialler, services: Services) -> None:
    put_alert(services, "4821", "62.06")
    siti.dials()
    shown = " ".join((siti.presses("cek 4821"), siti.presses("#"))).replace("\n# lanjut 0 kembali", "")
    assert "RESMI dan masih berlaku. BPBD Katingan, " in shown
    assert FLOOD in " ".join(shown.split())
    assert "Tidak ada siaran resmi dengan kode itu" in siti.presses("cek 1111")


def test_an_alert_is_read_in_her_language(siti: Dialler, services: Services) -> None:
    put_alert(services, "4821", "62.06")
    siti.dials()
    assert "1 FLOOD." in siti.presses("bahasa inggris", "00", "3")
