"""`smsinfo report` as somebody in an office uses it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from smsinfo.db.models import DailyCount
from tests.cli.conftest import Office
from tests.counted import put


def counted(office: Office, **values: object) -> None:
    """Twenty answers of today."""
    usual = {
        "day": datetime.now(UTC).astimezone(office.services.settings.zone).date(),
        "region_code": "62.06",
        "topic_key": "ktp",
        "kind": "answer",
        "channel": "phone",
        "language": "id",
        "messages": 20,
    }
    with office.services.database.write() as session:
        put(session, [DailyCount(**{**usual, **values})])


def test_without_a_name_the_reports_are_listed(office: Office) -> None:
    shown = office.runs("report").output
    assert "leader     Laporan Pimpinan\n" in shown
    assert "days       Messages a day\n" in office.runs("report", "--language", "en").output


def test_a_report_fits_the_window_and_says_what_it_hides(office: Office) -> None:
    counted(office)
    shown = office.runs("report", "topics")
    assert shown.exit_code == 0
    assert "KTP-el (buat baru)" in shown.output
    assert "Tidak menunjukkan" in shown.output
    assert max(len(line.rstrip()) for line in shown.output.splitlines()) <= 80


def test_for_programs_and_spreadsheets_and_paper(office: Office, tmp_path: object) -> None:
    counted(office)
    told = json.loads(office.runs("report", "regions", "--region", "62", "--json", "--language", "en").output)
    assert {"code": "62.06", "name": "Kabupaten Katingan", "texts": 20, "answered": 20, "part": 1.0} in told["rows"]
    assert office.runs("report", "topics", "--csv", "t.csv").output.startswith("t.csv: ")
    assert office.runs("report", "leader", "--month", "2026-11", "--pdf", "l.pdf").exit_code == 0
    with open("t.csv", encoding="utf-8-sig", newline="") as file:
        assert file.readlines()[1] == "ktp;KTP-el (buat baru);20;1,0000\r\n"
    with open("l.pdf", "rb") as file:
        assert file.read(5) == b"%PDF-"


def test_wrong_wishes_are_refused_in_one_line(office: Office) -> None:
    later = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    for words, says in (
        (("report", "topcs"), "did you mean topics?"),
        (("report", "days", "--to", "2020-01-01"), "is after the last"),
        (("report", "days", "--month", "2026-11", "--from", "2026-11-01"), "choose --month"),
        (("report", "days", "--month", "nopember"), "write it as 2026-11"),
        (("report", "days", "--csv", "a", "--json"), "choose one of"),
        (("report", "days", "--csv", "/nowhere/a.csv"), "can't be written"),
        (("report", "days", "--region", "62.99"), "no region has the code"),
    ):
        refused = office.runs(*words)
        assert refused.exit_code == 2
        assert says in refused.stderr
        assert refused.stderr.count("\n") == 1
    assert office.runs("report", "days", "--from", later).exit_code == 0
