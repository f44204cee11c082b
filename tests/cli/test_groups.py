"""`smsinfo groups`: a file of community groups at the terminal, looked at first, then brought in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from smsinfo.db.models import ContactRole, KimGroup, Membership
from smsinfo.db.queries import audit as log
from smsinfo.db.queries.audit import Filter
from tests.cli.conftest import Office
from tests.support import CITIZEN, NEIGHBOUR

SEAT = "62.06.05"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A group with two people, one of whom stands there without a name, and a row of no use."""
    file = tmp_path / "kim.csv"
    rows = f"KIM Samba,{SEAT},{CITIZEN},Rina Wati\nKIM Samba,{SEAT},{NEIGHBOUR},\nKIM X,Atlantis,{NEIGHBOUR},Budi\n"
    file.write_text("kim,wilayah,nomor,nama\n" + rows, encoding="utf-8")
    return file


def counts(office: Office) -> tuple[int, int, int]:
    """How many groups, memberships of any state, and phones with a role there are."""
    with office.services.database.read() as session:
        groups, members, roles = (
            session.scalar(select(func.count()).select_from(model)) or 0
            for model in (KimGroup, Membership, ContactRole)
        )
    return groups, members, roles


def test_without_apply_all_is_told_and_nothing_written_and_with_it_people_are_invited(
    office: Office, table: Path
) -> None:
    before = counts(office)
    dry = office.runs("groups", "import", str(table))
    assert dry.exit_code == 0, dry.output
    assert "1 groups would be entered, 1 people would be invited." in dry.output
    assert "2 rows left out, 0 were there already." in dry.output
    assert "row 4, +62812****0002: we know no place Atlantis" in dry.output
    assert "row 3: a name has 2 to 60 letters" in dry.output
    assert "Nothing was written." in dry.output
    assert counts(office) == before
    done = office.runs("groups", "import", str(table), "--apply")
    assert "1 groups entered, 1 people invited." in done.output
    assert CITIZEN[3:] not in dry.output + done.output
    groups, members, roles = before
    assert counts(office) == (groups + 1, members + 1, roles)  # invited: nobody has a role by a file
    again = office.runs("groups", "import", str(table), "--apply")
    assert "0 groups entered, 0 people invited." in again.output
    with office.services.database.read() as session:
        found = [one.action for one in log.find(session, Filter(), 50) if one.action.startswith(("group.", "member."))]
    assert found[::-1] == ["group.created", "member.invited", "group.imported", "group.imported"]
    assert "KIM Samba" in office.runs("groups", "list", "--region", SEAT).output
    assert "KIM Samba" not in office.runs("groups", "list", "--region", "62.03").output


def test_a_file_that_is_none_is_said_in_a_line(office: Office, table: Path) -> None:
    table.write_bytes(b"kim,wilayah\nKIM Caf\xe9,62\n")
    wrong = office.runs("groups", "import", str(table), "--apply")
    assert (wrong.exit_code, "line 2 is not UTF-8" in wrong.output) == (2, True)
    missing = office.runs("groups", "import", str(table.with_name("nothing.csv")))
    assert (missing.exit_code, "can't be read" in missing.output) == (2, True)


def test_a_village_head_is_told_by_the_village_and_a_masked_number_before_it_is_done(
    office: Office, table: Path
) -> None:
    table.write_text(f"kim,wilayah,nomor,nama,tugas,desa\n,,{CITIZEN},Siti,kades,62.06.05.2005\n", encoding="utf-8")
    dry = office.runs("groups", "import", str(table)).output
    assert re.search(r"row 2: head of \w.* \(62\.06\.05\.2005\), \+62812\*{4}0001", dry), dry
    assert "1 people invited" in office.runs("groups", "import", str(table), "--apply").output
    assert "head of" not in office.runs("groups", "import", str(table)).output  # is asked already
