"""`smsinfo cap` and `smsinfo regions points` as an operator uses them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from smsinfo.db.queries.points import all_points
from tests.alerts.documents import document
from tests.cli.conftest import Office


@pytest.fixture(autouse=True)
def _trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """BMKG is trusted."""
    monkeypatch.setenv("SMSINFO_CAP_SENDERS", "cuaca.ekstrem@bmkg.go.id")


def written(folder: Path, name: str = "bmkg.xml", **words: str) -> Path:
    """A document of now, in a file."""
    now = datetime.now(UTC)
    ends = f"<expires>{(now + timedelta(hours=3)).isoformat(timespec='seconds')}</expires>"
    path = folder / name
    path.write_bytes(document(sent=now.isoformat(timespec="seconds"), expires=ends, **words))
    return path


def test_a_document_in_a_file_becomes_a_draft_with_its_reasons(office: Office, tmp_path: Path) -> None:
    path = str(written(tmp_path))
    tried = office.runs("cap", "import", path, "--dry-run")
    assert "draft" in tried.output
    assert tried.output.endswith("Dry run: nothing was written.\n")
    assert office.runs("cap", "list").output == ""
    taken = office.runs("cap", "import", path)
    assert taken.exit_code == 0
    assert "was opened: people have to edit, submit and approve it" in taken.output
    assert "  62.06.02       named: Kec Katingan Hilir\n" in taken.output
    assert office.runs("cap", "import", path).output == "known already: nothing was changed\n"
    assert "draft     cuaca.ekstrem@bmkg.go.id: Hujan Lebat disertai Petir" in office.runs("cap", "list").output


def test_what_becomes_no_draft_says_why_and_ends_with_2(office: Office, tmp_path: Path) -> None:
    held = office.runs("cap", "import", str(written(tmp_path, status="Test")))
    assert held.exit_code == 2
    assert "held: no draft\n  look: TEST: not meant for people" in held.output
    assert "held      TEST cuaca.ekstrem" in office.runs("cap", "list").output
    stranger = office.runs("cap", "import", str(written(tmp_path, sender="palsu@example.org")))
    assert "add palsu@example.org there if you trust it" in stranger.output
    nowhere = written(tmp_path, headline="x", area="<area><areaDesc>Gorontalo</areaDesc></area>")
    assert "no area means nobody" in office.runs("cap", "import", str(nowhere)).output
    province = written(tmp_path, identifier="p", area="<area><areaDesc>Kalimantan Tengah</areaDesc></area>")
    assert "WHOLE PROVINCE: not taken over" in office.runs("cap", "import", str(province)).output


def test_a_bad_file_is_refused_in_one_line(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "bad.xml"
    for text, problem in (
        ("not xml", "is no XML"),
        ("<!DOCTYPE a SYSTEM 'x'><alert/>", "has a DTD"),
        ("<rss/>", "is no CAP document"),
    ):
        path.write_text(text)
        answer = office.runs("cap", "import", str(path))
        assert answer.exit_code == 2
        assert problem in answer.output
        assert len(answer.output.splitlines()) == 1


def test_addresses_and_files_that_are_not_there_are_refused(office: Office, tmp_path: Path) -> None:
    assert "is no file" in office.runs("cap", "import", str(tmp_path / "none.xml")).output
    assert "is not asked (not https)" in office.runs("cap", "import", "http://example.org/x.xml").output


def test_points_come_from_a_file_and_change_with_it(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("code,latitude,longitude\n62.06,-1.85,113.4\n62.06.02,-1.9,113.38\n")
    assert office.runs("regions", "points", str(path), "--dry-run").output.startswith("2 added, 0 changed")
    assert office.runs("regions", "points", str(path)).output == "2 added, 0 changed, 0 unchanged\n"
    path.write_text("code,latitude,longitude\n62.06,-1.8,113.4\n62.06.02,-1.9,113.38\n")
    assert office.runs("regions", "points", str(path)).output == "0 added, 1 changed, 1 unchanged\n"
    with office.services.database.read() as session:
        assert all_points(session) == {"62.06": (-1.8, 113.4), "62.06.02": (-1.9, 113.38)}


BAD_POINTS = {
    "kode,lat,lon\n": "must begin with the line code,latitude,longitude",
    "code,latitude,longitude\n62.06,x,1\n": "must be numbers of degrees",
    "code,latitude,longitude\n62.06,113.4,-1.8\n": "write latitude, then longitude",
    "code,latitude,longitude\n62.06,1\n": "must have the values code,latitude,longitude",
    "code,latitude,longitude\n62.06,nan,1\n": "no point on the earth",
    "code,latitude,longitude\n99,1,1\n": "1 codes are of no region, the first 99",
    "code,latitude,longitude\n62,1,1\n62,1,2\n": "62 is there twice",
}


def test_a_bad_file_of_points_is_refused_with_its_line(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    for text, problem in BAD_POINTS.items():
        path.write_text(text)
        answer = office.runs("regions", "points", str(path))
        assert answer.exit_code == 2
        assert problem in answer.output
    with office.services.database.read() as session:
        assert all_points(session) == {}
