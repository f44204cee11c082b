"""Files as people really have them: the rows of the corpus, and what would do harm. Nothing of them is ever written."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from smsinfo.errors import BadSheet
from smsinfo.subscribers import sheet
from smsinfo.subscribers.problems import ROWS, WHOLE
from smsinfo.subscribers.rows import HEADS, NEEDED, PERSONAL
from smsinfo.subscribers.sheet import MOST_BYTES, read_sheet
from smsinfo.web import words_subscribers
from tests.subscribers.conftest import Office, workbook
from tests.support import CITIZEN

CORPUS = Path(__file__).parents[1] / "data" / "badinputs.jsonl"
# input of the corpus -> the reason of the whole file, or of its rows; "" where the row comes in.
EXPECTED = {
    "phone,region\n08123456789,Kapuas\n08123456789,Kapuas\n": ["", "duplicate"],
    "PHONE , Region\n08123456789 , kapuas \n": [""],
    "nomor\n08123456789\n": "head_missing",
    "phone,region\n08123456789,Kapuas,extra,extra\n": ["cells"],
    'phone,region\n08123456789,"Ka\npuas"\n': ["newline"],
    "phone,phone,region\n0812,08123456789,Kapuas\n": "head_twice",
    "phone,region\n6.28123E+12,Kapuas\n": ["spreadsheet"],
    "phone,region\n08123456789,Kab. Kapuas \u2013 Selat\n": [""],
    "phone,region\n@number-that-opted-out,Kapuas\n": ["opted_out"],
    "@rows(100001)": "too_many_rows",
    "@bytes(60000000)": "too_large",
    "@utf16le phone,region": "nul",
    "@latin1 phone,region\\n0812,Kapuas\\xe9": "encoding",
    "@zip-bomb.xlsx": "unpacks",
    "@nul-bytes-inside": "nul",
    "@empty-file": "empty",
    "phone,region\n": "no_rows",
}


def corpus() -> list[str]:
    """The inputs of `csv.import`."""
    rows = (json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines())
    return [row["input"] for row in rows if row["where"] == "csv.import"]


def bomb() -> bytes:
    """A workbook that unpacks to more than it may."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "")
        parts.writestr("xl/worksheets/sheet1.xml", bytes(101 * 1024 * 1024))
    return made.getvalue()


def made(text: str) -> bytes:
    """A file of the corpus's notation."""
    special: dict[str, Callable[[], bytes]] = {
        "@rows(100001)": lambda: b"phone,region\n" + b"08123456789,Kapuas\n" * 100_001,
        "@bytes(60000000)": lambda: bytes(60_000_000),
        "@utf16le phone,region": lambda: "phone,region\n08123456789,Kapuas\n".encode("utf-16-le"),
        "@latin1 phone,region\\n0812,Kapuas\\xe9": lambda: b"phone,region\n0812,Kapuas\xe9\n",
        "@zip-bomb.xlsx": bomb,
        "@nul-bytes-inside": lambda: b"phone,region\n0812345\x006789,Kapuas\n",
        "@empty-file": lambda: b"",
    }
    return special[text]() if text in special else text.replace("@number-that-opted-out", CITIZEN).encode()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One office for files that are only looked at, with somebody who said STOP."""
    found = Office(f"sqlite:///{tmp_path_factory.mktemp('files') / 'smsinfo.db'}")
    found.phone(CITIZEN).texts("STOP")
    yield found
    found.close()


def test_the_corpus_has_no_row_that_is_not_told_here() -> None:
    assert set(corpus()) == set(EXPECTED)


@pytest.mark.parametrize("text", corpus())
def test_a_file_of_the_corpus_gets_its_reason(shared: Office, text: str) -> None:
    expected = EXPECTED[text]
    if isinstance(expected, str):
        with pytest.raises(BadSheet) as refused:
            shared.looks(made(text))
        assert refused.value.reason == expected
    else:
        report = shared.looks(made(text))
        assert [one.reason for one in report.problems] == [reason for reason in expected if reason]
        assert report.subscriptions == expected.count("")
    assert shared.subscriptions() == []


def test_a_line_end_in_a_cell_does_not_shift_the_numbers_of_lines(shared: Office) -> None:
    report = shared.looks('phone,region\n08123456789,"Ka\npuas"\n0812,Kapuas\n')
    assert [(one.line, one.reason) for one in report.problems] == [(2, "newline"), (4, "too_short")]


@pytest.mark.parametrize(
    "body",
    [
        f"phone;region\r\n{CITIZEN};Kapuas\r\n".encode("utf-8-sig"),
        f"Nomor HP\tWilayah\n{CITIZEN}\tKapuas\n".encode(),
        f"phone,region\n{CITIZEN},Kapuas\n".encode("utf-16"),
        f"phone,region\n\n\n{CITIZEN},Kapuas\n,\n".encode(),
        workbook(["No. HP", "Kode_Wilayah"], [CITIZEN, "62.03"], ["", ""]),
    ],
    ids=["excel", "tabs", "utf16", "empty lines", "workbook"],
)
def test_what_programs_write_is_read(body: bytes) -> None:
    found = read_sheet(body, HEADS, needed=NEEDED, unwanted=PERSONAL)
    assert [found.value(line, "number") for line in found.lines] == [CITIZEN]


@pytest.mark.parametrize("head", sorted(PERSONAL))
def test_a_column_of_names_is_refused(head: str) -> None:
    with pytest.raises(BadSheet, match="we keep no names"):
        read_sheet(
            f"phone,region,{head.title()}\n{CITIZEN},Kapuas,x\n".encode(), HEADS, needed=NEEDED, unwanted=PERSONAL
        )


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'phone,region\n"0812,Kapuas\n', "no_csv"),
        (b'phone,region\n"0812"x,Kapuas\n', "no_csv"),
        (b"phone,region,shoe\n0812,Kapuas,42\n", "head_unknown"),
        (b"PK\x03\x04 and no more", "no_workbook"),
        (workbook(["phone", "region"])[:-400], "no_workbook"),
        (b"phone,region\n" + b"0812345,Kapuas\n" * 800_000, "too_large"),
        (b"\xff\xfe\x00", "nul"),
    ],
    ids=["open quote", "text after quote", "head", "no zip", "cut zip", "20 MB", "half utf16"],
)
def test_a_broken_or_hostile_file_is_refused_as_a_whole(body: bytes, reason: str) -> None:
    with pytest.raises(BadSheet) as refused:
        read_sheet(body, HEADS, needed=NEEDED)
    assert refused.value.reason == reason
    assert "%" not in str(refused.value)


def test_a_large_file_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "_decoded", lambda body: pytest.fail("was read"))
    with pytest.raises(BadSheet, match="10 MB"):
        read_sheet(bytes(MOST_BYTES + 1), HEADS, needed=NEEDED)


def test_each_reason_has_its_words_on_the_pages_with_the_same_values() -> None:
    assert set(words_subscribers.WHOLE) == set(WHOLE)
    assert set(words_subscribers.ROWS) == set(ROWS)
