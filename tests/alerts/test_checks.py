"""What an alert must say, and must not: each row is a text or a field that somebody got wrong once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from smsinfo.alerts.checks import check, errors, warnings
from smsinfo.alerts.known import Known
from smsinfo.alerts.named import links, phones
from smsinfo.domain.alerts import Alert, Form, Kind, Status
from smsinfo.domain.cap import Certainty, Severity, Urgency
from smsinfo.sms.segments import split

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
FLOOD = "BANJIR di Katingan Hilir 24/11 pukul 12.00 WIB. Naik ke tempat tinggi. BPBD Katingan. Info: {nomor}"
KNOWN = Known(
    now=NOW,
    zone="WIB",
    names={"62": ("Kalimantan Tengah",), "62.06": ("Katingan",), "62.06.01": ("Katingan Hilir", "kasongan")},
    measure=lambda text: split(text.replace("{nomor}", "081250001234")),
    phones=frozenset({"110"}),
    links=frozenset({"bpbd.kalteng.go.id"}),
    languages=("id", "en", "bjn", "nij"),
)
_FIELDS: dict[str, Any] = dict.fromkeys(Alert.__dataclass_fields__)
GOOD = Alert(
    **_FIELDS
    | {
        "id": 1,
        "code": "4821",
        "status": Status.DRAFT,
        "kind": Kind.ALERT,
        "form": Form.ALERT,
        "drill": False,
        "category": "bencana",
        "severity": Severity.SEVERE,
        "urgency": Urgency.IMMEDIATE,
        "certainty": Certainty.LIKELY,
        "issuer": "BPBD Katingan",
        "headline": "Banjir",
        "event_at": NOW + timedelta(hours=2),
        "expires_at": NOW + timedelta(hours=12),
        "regions": ("62.06.01",),
        "texts": {"id": FLOOD},
        "accepted": frozenset(),
    }
)


def codes(known: Known = KNOWN, **changes: Any) -> set[str]:
    """What is found of an alert that is right but for these changes."""
    return {finding.code for finding in check(replace(GOOD, **changes), known)}


def text(old: str, new: str) -> dict[str, str]:
    """The flood in other words."""
    assert old in FLOOD
    return {"id": FLOOD.replace(old, new)}


def test_a_good_alert_has_nothing_wrong_with_it() -> None:
    assert check(GOOD, KNOWN) == ()


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"regions": ()}, {"no_area", "no_place_named"}),
        ({"regions": ("62.99",)}, {"unknown_region", "no_place_named"}),
        ({"expires_at": NOW}, {"expired", "event_after_expiry"}),
        ({"expires_at": NOW + timedelta(minutes=14), "event_at": NOW}, {"expires_soon"}),
        ({"expires_at": NOW + timedelta(days=3, minutes=1)}, {"expires_late"}),
        ({"event_at": NOW - timedelta(days=3)}, {"event_long_ago"}),
        ({"event_at": NOW + timedelta(days=8)}, {"event_far", "event_after_expiry"}),
        ({"event_at": NOW + timedelta(hours=1), "certainty": Certainty.OBSERVED}, {"event_not_yet"}),
        ({"event_at": NOW + timedelta(hours=13)}, {"event_after_expiry"}),
        ({"event_at": None}, {"no_event_time"}),
        ({"texts": {}}, {"no_text"}),
        ({"texts": {"en": FLOOD}}, {"no_text"}),
        ({"texts": {"id": FLOOD, "jv": FLOOD}}, {"unknown_language"}),
        ({"headline": ""}, {"no_headline"}),
        ({"issuer": " "}, {"no_issuer"}),
        ({"form": Form.UPDATE}, {"no_reference", "first_word"}),
        ({"kind": Kind.ANNOUNCEMENT}, {"urgent_announcement"}),
    ],
)
def test_fields(changes: dict[str, Any], found: set[str]) -> None:
    assert codes(**changes) == found


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("Katingan Hilir", "kota kita", "no_place_named"),
        ("Katingan Hilir", "Katingan Hulu", "no_place_named"),
        ("Katingan Hilir", "Kasongan", None),
        ("12.00 WIB", "12.00", "no_time_named"),
        ("12.00 WIB", "12 WIB", "no_time_named"),
        ("12.00 WIB", "12:00 wib", None),
        ("12.00 WIB", "25.00 WIB", "no_time_named"),
        ("Naik ke tempat tinggi. ", "", "no_deed_named"),
        ("BPBD Katingan", "BPBD", "no_issuer_named"),
        ("{nomor}", "08125550001", "no_number_named"),
        ("{nomor}", "{nomor} {kode}", "unknown_hole"),
        ("24/11", "besok", "relative"),
        ("24/11", "nanti malam", "relative"),
        ("24/11", "Hari  Ini", "relative"),
        ("24/11", "2 jam lagi", "relative"),
        ("24/11", "dua jam ke depan", "relative"),
        ("24/11", "tonight", "relative"),
        ("24/11", "isuk", "relative"),
        ("24/11", "jewu", "relative"),
        ("24/11", "di Besokan", None),
        ("BANJIR", "\u201cBANJIR\u201d", "not_gsm7"),
        ("BANJIR", "BANJIR \U0001f30a", "not_gsm7"),
        ("BANJIR", "BANJIR " + "sekali " * 55, "too_long"),
        ("BANJIR", "UJI COBA BANJIR", "marked_as_drill"),
        ("BANJIR", "NIK 6206010101900001", "personal_number"),
    ],
)
def test_words(old: str, new: str, found: str | None) -> None:
    assert codes(texts=text(old, new)) == (set() if found is None else {found}) or found in codes(texts=text(old, new))
    assert (found in codes(texts=text(old, new))) is (found is not None)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Posko 0536-3221234", "phone::05363221234"),
        ("Hubungi 0812 5550 0001", "phone::081255500001"),
        ("Hubungi +6281255500001", "phone::081255500001"),
        ("Telepon 112", "phone::112"),
        ("Telepon 110", None),
        ("Lihat bit.ly/abc", "link::bit.ly/abc"),
        ("Lihat https://www.Contoh.com/a?b=1.", "link::contoh.com/a?b=1"),
        ("Lihat https://bpbd.kalteng.go.id/", None),
        ("Air 110 cm, 24-11-2026", None),
    ],
)
def test_numbers_and_links_that_nobody_approved_are_to_be_accepted(said: str, key: str | None) -> None:
    found = check(replace(GOOD, texts=text("Naik", f"{said}. Naik")), KNOWN)
    assert errors(found) == ()
    assert warnings(found) == (frozenset({key}) if key else frozenset())


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (f"UJI COBA. {FLOOD}", set()),
        (FLOOD, {"drill_unmarked"}),
        (f"uji coba {FLOOD}", {"drill_unmarked"}),
        (f"UJI COBA ini bukan latihan {FLOOD}", {"drill_denied"}),
    ],
)
def test_a_drill_says_so_first_and_does_not_deny_it(said: str, found: set[str]) -> None:
    assert codes(drill=True, texts={"id": said}) == found


@pytest.mark.parametrize(
    ("form", "said", "found"),
    [
        (Form.CANCEL, "BATAL: siaran 4821 Katingan Hilir 12.00 WIB. BPBD Katingan {nomor}", set()),
        (Form.CANCEL, "Maaf. BATAL: Katingan Hilir 12.00 WIB. BPBD Katingan {nomor}", {"first_word"}),
        (Form.CANCEL, "BATAL: banjir Katingan Hilir 12.00 WIB. BPBD Katingan {nomor}", {"repeats_warning"}),
        (Form.CORRECTION, "RALAT: bukan TSUNAMI, Katingan Hilir 12.00 WIB. BPBD Katingan {nomor}", set()),
        (Form.CORRECTION, "RALATAN Katingan Hilir 12.00 WIB. BPBD Katingan {nomor}", {"first_word"}),
        (Form.UPDATE, f"PERBARUI: {FLOOD}", set()),
        (Form.ALL_CLEAR, "AMAN: banjir surut, Katingan Hilir 12.00 WIB. BPBD Katingan {nomor}", set()),
    ],
)
def test_what_follows_another_alert_says_so_first_and_does_not_warn_again(
    form: Form, said: str, found: set[str]
) -> None:
    known = replace(KNOWN, first=("Banjir besar", FLOOD))
    assert codes(known, form=form, references_id=7, texts={"id": said}) == found
    drilled = {"id": f"UJI COBA {said}"}
    assert codes(known, form=form, references_id=7, texts=drilled, drill=True) == found


def test_several_regions_may_be_named_by_what_holds_them() -> None:
    known = replace(KNOWN, names={**KNOWN.names, "62.06.02": ("Tewang Sangalang Garing",)})
    said = text("Katingan Hilir", "sepanjang sungai Katingan")
    assert codes(known, texts=said) == {"no_place_named"}
    assert codes(known, texts=said, regions=("62.06.01", "62.06.02")) == set()
    assert codes(known, texts=text("Katingan Hilir", "Kalteng"), regions=("62.06.01", "62.06.02")) == {"no_place_named"}


def test_dates_times_and_heights_are_no_phone_numbers() -> None:
    assert list(phones("24-11-2026 12.00, 24/11/2026, 1.200 rumah, Rp 1.000.000, 12.00-14.00 WIB, 3 m")) == []
    assert list(phones("0811-5555-000/119")) == ["08115555000"]
    assert list(links("PT. Air dan RSUD. Info lengkap di kantor.")) == []
