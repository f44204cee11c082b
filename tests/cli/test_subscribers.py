"""`smsinfo subscribers` and `smsinfo regions population`: a file at the terminal, what came in and what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from smsinfo.db.models import RegionFact, Subscription
from smsinfo.db.queries import audit as log
from smsinfo.db.queries.audit import Filter
from tests.cli.conftest import Office
from tests.support import CITIZEN, NEIGHBOUR

PROOF = ("--consent", "paper", "--consent-date", "2026-10-03", "--reference", "Daftar 12", "--text-version", "2026-11")
VILLAGE, OTHER = "62.06.05.2005", "62.06.05.2006"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two people, and one row of no use."""
    file = tmp_path / "people.csv"
    file.write_text(f"phone;region\n{CITIZEN};Kapuas\n{NEIGHBOUR};Katingan\n0812;Kapuas\n", encoding="utf-8")
    return file


def actions(office: Office) -> list[str]:
    """What the audit log has of it."""
    with office.services.database.read() as session:
        return [one.action for one in log.find(session, Filter(), 50) if one.action.startswith(("subsc", "regions"))][
            ::-1
        ]


def subscriptions(office: Office) -> int:
    """How many there are."""
    with office.services.database.read() as session:
        return session.scalar(select(func.count()).select_from(Subscription)) or 0


def facts(office: Office) -> dict[str, tuple[int | None, bool | None, str]]:
    """What is known of villages."""
    with office.services.database.read() as session:
        rows = session.scalars(select(RegionFact))
        return {row.region_code: (row.people, row.no_signal, row.source) for row in rows}


def test_a_dry_run_tells_all_and_writes_nothing_and_the_file_then_comes_in(office: Office, table: Path) -> None:
    before = subscriptions(office)
    dry = office.runs("subscribers", "import", str(table), "--dry-run", *PROOF)
    assert dry.exit_code == 0, dry.output
    assert "2 people would come in, with 2 subscriptions." in dry.output
    assert "row 4, ****: digits are missing" in dry.output
    assert subscriptions(office) == before
    done = office.runs("subscribers", "import", str(table), *PROOF)
    assert "2 people came in" in done.output
    assert CITIZEN[3:] not in done.output
    assert subscriptions(office) == before + 2
    assert actions(office) == ["subscribers.import_begun", "subscribers.imported"]


def test_without_proof_nobody_comes_in_and_a_missing_file_is_said(office: Office, table: Path) -> None:
    done = office.runs("subscribers", "import", str(table))
    assert "0 people came in" in done.output
    assert "the proof of consent lacks consent, consent_date, reference, text_version" in done.output
    missing = office.runs("subscribers", "import", str(table.with_name("nothing.csv")))
    assert (missing.exit_code, "can't be read" in missing.output) == (2, True)
    wrong = office.runs("subscribers", "import", str(table), "--consent-date", "soon", *PROOF[:2], *PROOF[4:])
    assert "soon is no day of the past" in wrong.output


def test_dead_numbers_are_counted_and_set_aside_at_the_terminal(office: Office) -> None:
    assert "0 numbers would be set aside." in office.runs("subscribers", "set-aside", "--dry-run").output
    assert "0 numbers are set aside." in office.runs("subscribers", "set-aside").output


def test_population_and_signal_come_from_a_file_and_a_mark(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "villages.csv"
    rows = f"{VILLAGE},Samba,1.250,ada\n{OTHER},X,,Tanpa  Sinyal\n62.06,Y,5,\n{VILLAGE},Z,1,\n62.06.05.2007,A,many,\n"
    file.write_text("kode,nama,penduduk,sinyal\n" + rows.replace("1.250", '"1.250"'), encoding="utf-8")
    command = ("regions", "population", str(file), "--source", "BPS 2025")
    assert "2 villages would be written, 3 rows left out." in office.runs(*command, "--dry-run").output
    assert facts(office) == {}
    done = office.runs(*command)
    assert "row 4: there is no region 62.06" in done.output
    assert "row 5: the same as in row 2" in done.output
    assert "row 6: many is no number of people" in done.output
    assert facts(office) == {VILLAGE: (1250, False, "BPS 2025"), OTHER: (None, True, "BPS 2025")}

    assert office.runs("regions", "signal", VILLAGE, "none", "--source", "Camat").exit_code == 0
    assert facts(office)[VILLAGE] == (1250, True, "Camat")
    assert office.runs("regions", "signal", "62.06", "none", "--source", "Camat").exit_code == 2
    assert office.runs("regions", "population", str(file), "--source", " ").exit_code == 2
    assert actions(office) == ["regions.facts_imported", "regions.signal_marked"]


def test_the_reports_are_at_the_terminal_too(office: Office, table: Path, tmp_path: Path) -> None:
    office.runs("subscribers", "import", str(table), *PROOF)
    for name in ("subscribers", "growth", "coverage"):
        out = tmp_path / f"{name}.csv"
        assert office.runs("report", name, "--csv", str(out)).exit_code == 0
        assert office.runs("report", name, "--language", "en").exit_code == 0
        assert out.read_text(encoding="utf-8-sig").count("\n") > 1
