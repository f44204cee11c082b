"""Days on which offices are closed: out of a pack, through the database, into the snapshot, and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from smsinfo.content.catalogue import catalogue_of, load_catalogue
from smsinfo.content.lint import lint_pack
from smsinfo.content.pack_files import read_pack
from smsinfo.content.pack_model import Pack, PackHoliday, PackHolidays
from smsinfo.content.pack_write import write_pack
from smsinfo.content.packs import export_pack, import_pack
from smsinfo.db.engine import Database
from smsinfo.errors import BadPack

from .samples import CHECKED, LATER, NOW, a_pack

NATAL = PackHoliday(date(2026, 12, 25), "Hari Natal")
YEAR = PackHolidays(2026, False, "Keppres", CHECKED, (PackHoliday(date(2026, 8, 17), "Hari Kemerdekaan"), NATAL))


@pytest.fixture
def pack() -> Pack:
    """A pack with a year."""
    return a_pack(holidays=(YEAR,))


def test_holidays_go_through_files_and_database_and_back(pack: Pack, either: Database, tmp_path: Path) -> None:
    write_pack(pack, tmp_path / "one")
    assert read_pack(tmp_path / "one") == pack
    with either.write() as session:
        assert "holidays/2026.toml" in import_pack(session, pack, NOW).added
    with either.write() as session:
        assert "holidays/2026.toml" in import_pack(session, pack, LATER).unchanged
        assert export_pack(session, tmp_path / "two") == pack
    assert (tmp_path / "two" / "holidays" / "2026.toml").read_text().startswith("year = 2026\ncomplete = false\n")


def test_the_snapshot_knows_when_offices_are_open(pack: Pack, database: Database) -> None:
    with database.write() as session:
        import_pack(session, pack, NOW)
    with database.read() as session:
        holidays = load_catalogue(session).holidays
    assert holidays.is_open(date(2026, 11, 24))
    assert not holidays.is_open(date(2026, 11, 28))  # a Saturday
    assert not holidays.is_open(date(2026, 12, 25))
    assert holidays.name(date(2026, 12, 25)) == "Hari Natal"
    assert holidays.name(date(2026, 12, 24)) is None
    # Of a year whose list is not whole only the closed days are sure.
    assert holidays.is_sure(date(2026, 12, 25))
    assert not holidays.is_sure(date(2026, 11, 24))


def test_a_changed_year_replaces_the_old_one_and_moves_the_version(pack: Pack, database: Database) -> None:
    with database.write() as session:
        import_pack(session, pack, NOW)
    whole = replace(YEAR, complete=True, days=(NATAL,))
    with database.write() as session:
        report = import_pack(session, replace(pack, holidays=(whole,)), LATER)
    assert (report.version, report.changed) == (2, ("holidays/2026.toml",))
    with database.write() as session:
        assert import_pack(session, replace(pack, holidays=()), LATER).version == 2  # what a pack does not name stays
        holidays = load_catalogue(session).holidays
    assert list(holidays.days) == [NATAL.day]
    assert holidays.is_sure(date(2026, 11, 24))


def test_the_demo_pack_names_only_holidays_of_a_fixed_day(kalteng: Pack) -> None:
    holidays = catalogue_of(kalteng).holidays
    assert {(day.month, day.day) for day in holidays.days} == {(1, 1), (5, 1), (6, 1), (8, 17), (12, 25)}
    assert set(holidays.years.values()) == {False}


@pytest.mark.parametrize(
    ("year", "says"),
    [
        (replace(YEAR, days=(NATAL, NATAL)), "2026-12-25 stands there twice"),
        (replace(YEAR, year=2027), "is no day of 2027"),
    ],
)
def test_wrong_days_are_named(pack: Pack, year: PackHolidays, says: str) -> None:
    problems = lint_pack(replace(pack, holidays=(year,)), today=NOW.date())
    assert any(problem.severity == "error" and says in problem.message for problem in problems)


def test_a_file_is_called_by_its_year(pack: Pack, tmp_path: Path) -> None:
    write_pack(pack, tmp_path)
    file = tmp_path / "holidays" / "2026.toml"
    file.rename(file.with_name("2027.toml"))
    with pytest.raises(BadPack, match="holds the year 2026"):
        read_pack(tmp_path)
    file.with_name("2027.toml").rename(file.with_name("libur.toml"))
    with pytest.raises(BadPack, match="no name of a year"):
        read_pack(tmp_path)
