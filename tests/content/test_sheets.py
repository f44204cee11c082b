"""Packs as workbooks: there and back nothing changes, no cell runs, and what is wrong is said by its cell."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from smsinfo.cli.content import content
from smsinfo.content import sheet_read
from smsinfo.content.pack_model import Pack, PackSummary
from smsinfo.content.packs import import_pack
from smsinfo.content.sheet_read import read_book
from smsinfo.content.sheet_write import write_book
from smsinfo.content.sheets import export_book, import_book
from smsinfo.content.stored import stored_pack
from smsinfo.db.engine import Database
from smsinfo.errors import BadInput

from .samples import LATER, NOW, a_pack, a_topic

CORPUS = Path(__file__).parents[1] / "data" / "badinputs.jsonl"


@pytest.fixture
def filled(database: Database) -> Database:
    """Two topics, one of them with an override."""
    override = PackSummary("id", "Di Kasongan.", region="62.06")
    topic = a_topic()
    with database.write() as session:
        import_pack(session, a_pack(replace(topic, summaries=(*topic.summaries, override)), a_topic("kk")), NOW)
    return database


@pytest.fixture
def file(filled: Database, tmp_path: Path) -> Path:
    """Their workbook."""
    with filled.read() as session:
        export_book(session, tmp_path / "topik.xlsx")
    return tmp_path / "topik.xlsx"


def changed(file: Path, **cells: Any) -> Path:
    """The workbook after somebody typed: `texts_E2="..."`."""
    book = load_workbook(file)
    for name, value in cells.items():
        sheet, _, place = name.rpartition("_")
        book[sheet][place] = value
    book.save(file)
    return file


def imported(database: Database, file: Path, *, dry: bool = False) -> Any:
    """What an import did."""
    book = read_book(file)
    with database.read() if dry else database.write() as session:
        return import_book(session, book, LATER)


def refusal(database: Database, file: Path) -> str:
    """Why a workbook was refused; and that nothing has changed."""
    with database.read() as session:
        before = stored_pack(session)
    with pytest.raises(BadInput) as refused:
        imported(database, file)
    with database.read() as session:
        assert stored_pack(session) == before
    return str(refused.value)


def test_the_demo_pack_goes_through_a_workbook_and_nothing_changes(
    kalteng: Pack, either: Database, tmp_path: Path
) -> None:
    with either.write() as session:
        import_pack(session, kalteng, NOW)
        export_book(session, tmp_path / "a.xlsx")
    report = imported(either, tmp_path / "a.xlsx")
    assert (report.version, report.added, report.changed, report.withdrawn) == (1, (), (), ())
    with either.read() as session:
        assert stored_pack(session) == kalteng


def test_a_changed_text_is_published_and_a_dry_run_tells_of_it(filled: Database, file: Path) -> None:
    changed(file, texts_E2="Urus ktp di kecamatan.")
    assert imported(filled, file, dry=True).changed == ("topics/ktp.toml",)
    report = imported(filled, file)
    assert (report.version, report.changed) == (2, ("topics/ktp.toml",))
    with filled.read() as session:
        pack = stored_pack(session)
    assert pack.topics[0].summaries[0].text == "Urus ktp di kecamatan."
    assert pack.menus == a_pack().menus
    assert pack.claims == a_pack().claims


def test_a_new_topic_comes_last_and_others_stay(filled: Database, file: Path) -> None:
    book = load_workbook(file)
    for name in ("texts", "topics", "overrides", "sources"):
        rows = [list(row) for row in book[name].iter_rows(min_row=2, values_only=True) if row[0] == "kk"]
        book[name].delete_rows(2, 100)
        for row in rows:
            row = [
                "sim" if cell == "kk" else cell.replace("kk", "sim") if isinstance(cell, str) else cell for cell in row
            ]
            book[name].append(["SIM" if cell == "KK" else cell for cell in row])
    book.save(file)
    report = imported(filled, file)
    assert report.added == ("topics/sim.toml",)
    with filled.read() as session:
        assert stored_pack(session).head.order == ("ktp", "kk", "sim")


def test_a_language_without_a_row_is_withdrawn(filled: Database, file: Path) -> None:
    book = load_workbook(file)
    book["overrides"].delete_rows(2)
    book.save(file)
    assert imported(filled, file).withdrawn == ("topics/ktp.toml id 62.06",)


@pytest.mark.parametrize("text", ["=1+1", "+62 812", "-5 derajat", "@kantor", '=HYPERLINK("x")'])
def test_text_that_looks_like_a_formula_stays_text_both_ways(filled: Database, tmp_path: Path, text: str) -> None:
    topic = a_topic(title={"id": text, "en": "Title"}, examples={"id": (text,)})
    with filled.write() as session:
        import_pack(session, a_pack(topic, a_topic("kk")), NOW)
        export_book(session, tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        sheets = "".join(parts.read(name).decode() for name in parts.namelist() if "worksheets" in name)
    assert "<f>" not in sheets
    cell = load_workbook(tmp_path / "a.xlsx")["texts"]["C2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert imported(filled, tmp_path / "a.xlsx").changed == ()


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"texts_E2": "=A1&B1"}, "texts!E2: is a formula; paste its value as text"),
        ({"texts_E2": date(2026, 11, 24)}, "texts!E2: was made a date by the spreadsheet"),
        ({"topics_G2": 6.28123e12 + 0.5}, "topics!G2: was made the number"),
        ({"texts_J2": "mungkin"}, "texts!J2: 'mungkin' is neither ya nor tidak"),
        ({"topics_F3": "24/5/2027"}, "topics!F3: '24/5/2027' is no day; write it as 2026-11-24"),
        ({"topics_B2": "x" * 30}, "topics!B2: category should have at most 24 characters"),
        ({"texts_E2": "a" * 200}, "texts!E2: is "),
        ({"texts_E3": "Done ✓"}, "texts!E3: forces UCS-2"),
        ({"texts_A2": "kt p"}, "texts!A2: kt p has no row in the sheet topics; add one"),
        ({"texts_B3": "id"}, "texts!A3: this row stands there twice"),
        ({"overrides_C2": "62.99"}, "overrides!D2: no region has this code"),
        ({"overrides_C2": "kobar"}, "overrides!C2: summaries.2.region"),
        ({"sources_D2": None}, "sources!D2: sources.0.checked_on"),
        ({"topics_G2": "KK"}, "KK also names kk"),
        ({"texts_G2": "buat ktp\n\u200bx"}, "texts!G2: aliases.id.1 has a character that nobody sees"),
    ],
)
def test_what_is_wrong_is_said_by_its_cell(filled: Database, file: Path, cells: dict[str, Any], says: str) -> None:
    assert says in refusal(filled, changed(file, **cells))


def test_all_problems_are_told_at_once_but_not_more_than_one_reads(filled: Database, file: Path) -> None:
    several = refusal(filled, changed(file, texts_J2="?", texts_J3="?", topics_F2="x"))
    assert [line.split(":")[0].strip() for line in several.splitlines()[1:]] == ["texts!J2", "texts!J3", "topics!F2"]


def test_small_liberties_are_taken_as_they_are_meant(filled: Database, file: Path) -> None:
    changed(file, texts_A1=" Key ", texts_J2="TIDAK", topics_F2="2027-05-24", topics_E2="No", texts_E2="  Urus ktp. \n")
    assert imported(filled, file).changed == ("topics/ktp.toml",)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"texts_C1": "judul"}, "texts!C1: unknown head 'judul'"),
        ({"texts_C1": "titel"}, "did you mean title?"),
        ({"texts_C1": "key"}, "texts!C1: the head key stands there twice"),
        ({"texts_C1": None}, "texts!A1: the first row lacks title"),
    ],
)
def test_heads_are_checked(filled: Database, file: Path, cells: dict[str, Any], says: str) -> None:
    assert says in refusal(filled, changed(file, **cells))


def of_a_later_version() -> bytes:
    """A ZIP whose table asks for a version of the format that nobody has yet."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        parts.writestr("a.txt", "x")
    body = bytearray(made.getvalue())
    body[body.index(b"PK\x01\x02") + 6] = 99
    return bytes(body)


def test_files_that_are_no_workbook_of_topics(filled: Database, tmp_path: Path, file: Path) -> None:
    other = tmp_path / "other.xlsx"
    for data, says in (
        (b"", "is no XLSX workbook"),
        (b"key,language\nktp,id\n", "is no XLSX workbook"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "or has a password"),
        (of_a_later_version(), "or has a password"),
    ):
        other.write_bytes(data)
        assert says in refusal(filled, other)
    with zipfile.ZipFile(other, "w") as parts:
        parts.writestr("a.txt", "x")
    assert "can't be read" in refusal(filled, other)
    Workbook().save(other)
    assert "has no sheet texts and no sheet topics" in refusal(filled, other)
    assert "can't be read" in refusal(filled, tmp_path / "nowhere.xlsx")
    file.write_bytes(file.read_bytes()[:-400])
    assert "is no XLSX workbook" in refusal(filled, file)


def test_a_bomb_is_refused_before_it_is_unpacked(filled: Database, tmp_path: Path, file: Path) -> None:
    rows = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    assert any(row["input"] == "@zip-bomb.xlsx" for row in rows)
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts, parts.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(101):
            part.write(bytes(1024 * 1024))
    assert bomb.stat().st_size < 1024 * 1024
    assert "unpacks to more than 100 MB" in refusal(filled, bomb)
    with bomb.open("wb") as large:
        large.truncate(10 * 1024 * 1024 + 1)
    assert "is larger than 10 MB" in refusal(filled, bomb)


def test_entities_are_not_unfolded(filled: Database, tmp_path: Path, file: Path) -> None:
    evil = tmp_path / "evil.xlsx"
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(evil, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, laughs + text if name.endswith("sheet1.xml") else text)
    assert "can't be read" in refusal(filled, evil)


def test_rows_are_limited(filled: Database, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_read, "MOST_ROWS", 3)
    assert "texts: has more than 3 rows" in refusal(filled, file)


def test_a_row_far_below_costs_nothing(filled: Database, file: Path) -> None:
    assert "has more than 20000 rows" in refusal(filled, changed(file, texts_A1048576="ktp"))


@pytest.fixture
def terminal(filled: Database, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """A terminal over the same database."""
    monkeypatch.setenv("SMSINFO_DATABASE_URL", filled.engine.url.render_as_string())
    return CliRunner()


def test_the_terminal_tells_the_same(terminal: CliRunner, tmp_path: Path) -> None:
    def run(*words: object) -> Result:
        return terminal.invoke(content, [str(word) for word in words], catch_exceptions=False)

    file = tmp_path / "out.xlsx"
    assert run("export-xlsx", file).output == f"{file}: 2 topics\n"
    assert "0 added, 0 changed, 0 withdrawn" in run("import-xlsx", file).output
    changed(file, texts_E2="Urus ktp saja.")
    tried = run("import-xlsx", file, "--dry-run").output
    assert "changed   topics/ktp.toml\n" in tried
    assert tried.endswith("Dry run: nothing was written.\n")
    assert run("import-xlsx", file).output.endswith("Content version 2.\n")
    changed(file, texts_E2="=1")
    refused = run("import-xlsx", file)
    assert (refused.exit_code, "texts!E2: is a formula" in refused.stderr) == (2, True)
    assert run("export-xlsx", "/nowhere/a.xlsx").exit_code == 2


def test_a_cell_too_long_for_a_workbook_says_so(tmp_path: Path) -> None:
    examples = tuple(f"{n:05} " + "kata " * 38 + "x" for n in range(200))
    pack = a_pack(a_topic(examples={"id": examples}), a_topic("kk"))
    with pytest.raises(BadInput, match="characters don't fit a cell"):
        write_book(pack, tmp_path / "a.xlsx")


def test_days_are_days_in_the_workbook(file: Path) -> None:
    cell: Any = load_workbook(file)["topics"]["F2"]
    assert (cell.is_date, cell.value.date()) == (True, date(2027, 5, 24))
    assert read_book(file).rows["topics"][0].values["review_by"] == date(2027, 5, 24)
