"""Our alerts as CAP documents: by the XSD, by the rules that the XSD can't say, by names that stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from smsinfo.alerts.cap.issuing import HEADLINE, Issuer, headline
from smsinfo.alerts.cap.reading import read_cap
from smsinfo.alerts.cap.writing import write_cap
from smsinfo.domain.cap_document import CapArea, Circle, MsgType, Reference, Status
from smsinfo.domain.public_alerts import Beside, PublicAlert

NOW = datetime(2026, 11, 24, 3, 0, 30, 123, tzinfo=UTC)
FLOOD = PublicAlert(
    code="4821",
    drill=False,
    kind="alert",
    form="alert",
    category="bencana",
    severity="Severe",
    urgency="Immediate",
    certainty="Observed",
    issuer="BPBD Katingan",
    headline="Banjir Katingan Hilir",
    instruction="Naik ke tempat tinggi",
    sent_at=NOW,
    event_at=NOW + timedelta(hours=1),
    expires_at=NOW + timedelta(hours=12),
    stopped_at=None,
    texts={"en": "FLOOD. Call {nomor}.", "id": "BANJIR & arus deras <1,5 m>. Telepon {nomor}.", "nij": "x", "bjn": "y"},
    regions=("62.06.02", "62.06.11"),
)
NAMES = {"62.06.02": "Kec Katingan Hilir", "62.06.11": "Kec Tasik Payawan"}
FIRST = Beside("4711", "alert", NOW - timedelta(days=400))
ISSUER = Issuer("sms.kalteng.go.id", "smsinfo-kalteng", "https://sms.kalteng.go.id", ZoneInfo("Asia/Pontianak"))
CASES = {
    "an alert": FLOOD,
    "a correction": replace(FLOOD, form="correction", first=FIRST),
    "an update": replace(FLOOD, form="update", first=FIRST),
    "all clear": replace(FLOOD, form="all_clear", first=FIRST),
    "a recall": replace(FLOOD, form="cancel", first=FIRST),
    "a drill": replace(FLOOD, drill=True),
    "a stopped one": replace(FLOOD, stopped_at=NOW + timedelta(minutes=3)),
    "a stopped drill": replace(FLOOD, drill=True, stopped_at=NOW + timedelta(minutes=3)),
    "a short one": replace(FLOOD, expires_at=NOW),
    "an announcement": replace(FLOOD, category="layanan", severity="Unknown", headline="", event_at=None),
    "one of nowhere": replace(FLOOD, regions=()),
}


def document(alert: PublicAlert) -> bytes:
    """The document of an alert."""
    return write_cap(ISSUER.document(alert, NAMES, lambda text: text.replace("{nomor}", "8888")))


def test_a_document_says_all_in_each_language() -> None:
    found = read_cap(document(FLOOD))
    assert (found.identifier, found.sender) == ("smsinfo-kalteng-2026-4821", "sms.kalteng.go.id")
    assert (found.status, found.msg_type, found.references) == (Status.ACTUAL, MsgType.ALERT, ())
    assert [info.language for info in found.infos] == ["id-ID", "bjn", "en", "nij"]
    first = found.infos[0]
    assert first.description == "BANJIR & arus deras <1,5 m>. Telepon 8888."
    assert (first.headline, first.instruction) == ("Banjir Katingan Hilir", "Naik ke tempat tinggi")
    assert (first.event, found.infos[2].event) == ("Peringatan bahaya", "Danger warning")
    assert first.sender_name == "BPBD Katingan"
    assert first.expires == (NOW + timedelta(hours=12)).replace(microsecond=0)
    (area,) = first.areas
    assert area.description == "Kec Katingan Hilir, Kec Tasik Payawan"
    assert area.geocodes == (("Kemendagri", "62.06.02"), ("Kemendagri", "62.06.11"))
    assert b"2026-11-24T10:00:30+07:00" in document(FLOOD)


@pytest.mark.parametrize(
    ("name", "status", "kind"),
    [
        ("a correction", Status.ACTUAL, MsgType.UPDATE),
        ("an update", Status.ACTUAL, MsgType.UPDATE),
        ("all clear", Status.ACTUAL, MsgType.UPDATE),
        ("a recall", Status.ACTUAL, MsgType.CANCEL),
        ("a drill", Status.EXERCISE, MsgType.ALERT),
    ],
)
def test_what_an_alert_is_to_an_earlier_one_is_said_with_its_reference(
    name: str, status: Status, kind: MsgType
) -> None:
    found = read_cap(document(CASES[name]))
    assert (found.status, found.msg_type) == (status, kind)
    wanted = Reference("sms.kalteng.go.id", "smsinfo-kalteng-2025-4711", FIRST.sent_at.replace(microsecond=0))
    assert found.references == ((wanted,) if kind is not MsgType.ALERT else ())


def test_a_stopped_alert_cancels_itself_under_another_name() -> None:
    found = read_cap(document(CASES["a stopped one"]))
    assert (found.identifier, found.msg_type) == ("smsinfo-kalteng-2026-4821-0", MsgType.CANCEL)
    assert found.references[0].identifier == "smsinfo-kalteng-2026-4821"
    assert found.sent == (NOW + timedelta(minutes=3)).replace(microsecond=0)


def test_an_identifier_of_an_arc_goes_on_in_numbers() -> None:
    issuer = replace(ISSUER, identity="urn:oid:2.49.0.0.360.1")
    assert issuer.identifier("4821", NOW, "0") == "urn:oid:2.49.0.0.360.1.2026.4821.0"
    new_year = datetime(2026, 12, 31, 18, tzinfo=UTC)  # 01.00 of the next year here
    assert ISSUER.identifier("4821", new_year) == "smsinfo-kalteng-2027-4821"


def test_a_headline_is_a_sentence_of_the_length_that_cap_recommends() -> None:
    assert headline("Banjir. Naik ke bukit.") == "Banjir."
    long = headline("kata " * 60)
    assert len(long) <= HEADLINE
    assert long.endswith("kata..")


def test_shapes_are_written_as_they_are_read() -> None:
    area = CapArea(
        "x",
        polygons=(((-1.5, 113.0), (-2.0, 113.123456), (0.0, 0.0), (-1.5, 113.0)),),
        circles=(Circle((-1.0, 2.0), 3.25),),
    )
    alert = read_cap(document(FLOOD))
    made = replace(alert, infos=(replace(alert.infos[0], areas=(area,)),))
    assert read_cap(write_cap(made)).infos[0].areas == (area,)
