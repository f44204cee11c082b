"""Siti texts CEK and a code: is it ours, whose is it, what did it say? By SMS and on the menu."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from smsinfo.bootstrap import Services
from smsinfo.db.models import Alert, AlertRegion, AlertText
from tests.alerts.official import put_alert
from tests.journeys.dialler import Dialler
from tests.support import HeldClock, Phone

WORDS = "BANJIR Katingan Hilir 24/11 18.00 WIB. Naik ke tempat tinggi. BPBD Katingan. Info: nomor ini"
NONE = "Tidak ada siaran resmi dengan kode itu."


@pytest.fixture(autouse=True)
def no_alerts(services: Services) -> None:
    """No alert is left from another test."""
    with services.database.write() as session:
        for model in (AlertText, AlertRegion):
            session.execute(delete(model))
        session.query(Alert).update({"references_id": None})
        session.execute(delete(Alert))


@pytest.fixture
def siti(services: Services, clock: HeldClock) -> Phone:
    """Her phone; she has been greeted."""
    phone = Phone(services, clock, "+628125550077")
    phone.texts("BANTUAN")
    return phone


def asks(siti: Phone, text: str) -> str:
    """What she gets, in one line; an hour later, so that no limit is met."""
    siti.clock.forward(minutes=61)
    return " ".join((siti.texts(text) or "").split())


@pytest.mark.parametrize("text", ["CEK 4821", "cek kode 4821", "verify 4821", "periksa 4821"])
def test_an_alert_of_ours_is_told_with_issuer_time_and_words(siti: Phone, services: Services, text: str) -> None:
    put_alert(services, "4821")
    sent = services.clock().astimezone(services.settings.zone)
    told = asks(siti, text)
    assert told.startswith(f"RESMI dan masih berlaku. BPBD Katingan, {sent:%d-%m %H.%M} WIB, s.d. ")
    assert told.endswith(WORDS)


@pytest.mark.parametrize(
    ("values", "beginning"),
    [
        ({"drill": True}, "Itu UJI COBA, bukan kejadian nyata. BPBD Katingan"),
        ({"status": "cancelled", "stopped_at": 0}, "SUDAH DIBATALKAN, tidak berlaku lagi. BPBD Katingan"),
        ({"expires_at": -1}, "Siaran resmi, SUDAH BERAKHIR"),
        ({"status": "expired", "expires_at": -1}, "Siaran resmi, SUDAH BERAKHIR"),
    ],
)
def test_what_no_longer_holds_or_never_did_says_so_first(
    siti: Phone, services: Services, values: dict[str, Any], beginning: str
) -> None:
    now = services.clock()
    moments = {name: now + timedelta(hours=hours) for name, hours in values.items() if name.endswith("_at")}
    put_alert(services, "4821", **(values | moments))
    told = asks(siti, "CEK 4821")
    assert told.startswith(beginning)
    assert told.endswith(WORDS)


def test_a_corrected_alert_names_the_new_code_and_a_recalled_one_says_so(siti: Phone, services: Services) -> None:
    first = put_alert(services, "4821")
    put_alert(services, "5931", form="correction", msg_type="Update", references_id=first, texts={"id": "RALAT: x"})
    assert asks(siti, "CEK 4821").startswith("SUDAH DIRALAT: tulis CEK 5931 untuk yang baru. BPBD Katingan")
    assert asks(siti, "CEK 5931").startswith("RESMI dan masih berlaku.")
    put_alert(services, "5932", form="cancel", msg_type="Cancel", references_id=first, texts={"id": "BATAL: x"})
    assert asks(siti, "CEK 4821").startswith("SUDAH DIBATALKAN")


def test_an_alert_of_another_year_says_the_year(siti: Phone, services: Services) -> None:
    put_alert(services, "4821", approved_at=services.clock() - timedelta(days=400))
    assert "-2025 " in asks(siti, "CEK 4821").partition(", s.d.")[0]


@pytest.mark.parametrize(
    "values",
    [
        {"status": "draft"},
        {"status": "submitted"},
        {"status": "rejected"},
        {"status": "cancelled"},
        {"status": "expired"},
    ],
)
def test_what_was_never_official_is_none_of_ours(siti: Phone, services: Services, values: dict[str, Any]) -> None:
    put_alert(services, "4821", approved_at=None, **values)
    assert asks(siti, "CEK 4821").startswith(NONE)


def test_another_code_is_none_of_ours_and_no_code_is_asked_for(siti: Phone, services: Services) -> None:
    put_alert(services, "4821")
    assert asks(siti, "CEK 1111").startswith(NONE)
    assert asks(siti, "CEK A1B2").startswith(NONE)
    assert asks(siti, "CEK").startswith("Tulis CEK lalu kode siaran")


def test_a_long_alert_goes_on_with_lanjut(siti: Phone, services: Services) -> None:
    words = " ".join(f"kalimat nomor {n}." for n in range(28))
    put_alert(services, "4821", texts={"id": words})
    told = asks(siti, "CEK 4821")
    assert told.endswith("Balas LANJUT")
    assert (siti.texts("LANJUT") or "").endswith("kalimat nomor 27.")


def test_an_alert_is_told_in_the_language_of_who_asks(siti: Phone, services: Services) -> None:
    put_alert(services, "4821")
    siti.texts("BAHASA INGGRIS")
    told = asks(siti, "CEK 4821")
    assert told.startswith("OFFICIAL, still in force. BPBD Katingan, ")
    assert "FLOOD. BANJIR" in told
    assert told.endswith("Info: this number")


def test_the_menu_answers_the_same(services: Services, clock: HeldClock) -> None:
    put_alert(services, "4821", drill=True)
    phone = Dialler(services, clock, "+628125550078")
    phone.dials()
    shown = " ".join((phone.presses("cek 4821"), phone.presses("#"))).replace("\n", " ")
    assert shown.startswith("Itu UJI COBA, bukan kejadian nyata. BPBD Katingan")
    assert phone.presses("cek 1111").startswith(NONE)
