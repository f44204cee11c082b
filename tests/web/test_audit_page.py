"""The auditor's page: look for, check, take along; and texts of others are shown as texts."""

from __future__ import annotations

import csv
import io

import pytest
from lxml import html  # type: ignore[import-untyped]

from smsinfo.domain.staff import Role
from smsinfo.staff.audit import TERMINAL
from smsinfo.web.csv_out import cell, lines

from .staffroom import StaffRoom, Visitor, said

FORMULAS = [
    " =1+1",
    "\u00a0=1+1",
    "=cmd|'/c calc'!A1",
    "+628123456789",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "a\n=1+1",
    "a\r\n +1",
]


@pytest.fixture
def web(room: StaffRoom) -> Visitor:
    """An auditor, logged in, with some acts in the log."""
    room.person("audi", (Role.AUDITOR, "62"))
    room.person("siti")
    room.logged_in("siti")
    return room.logged_in("audi")


def note(room: StaffRoom, **details: object) -> None:
    """An act with these details."""
    with room.services.database.write() as session:
        room.services.staff.audit.record(
            session, room.clock(), TERMINAL, "test.act", "thing:1", region="62.06", **details
        )


def rows_of(page: str) -> list[str]:
    """The rows of the table as text."""
    found = html.document_fromstring(page).xpath("//tbody/tr")
    return [" ".join(" ".join(found_cell.text_content().split()) for found_cell in row) for row in found]


def test_the_newest_acts_come_first_and_filters_narrow_them(room: StaffRoom, web: Visitor) -> None:
    newest = rows_of(web.get("/staff/audit").text)[0]
    assert "audi Masuk session.login account:audi" in newest
    only = rows_of(web.get("/staff/audit?actor=siti&action=session.").text)
    assert len(only) == 1
    assert "siti Masuk session.login" in only[0]
    assert len(rows_of(web.get("/staff/audit?subject=account:siti").text)) == 2
    assert "Tidak ada yang cocok." in web.get("/staff/audit?since=2030-01-01").text
    assert "Tidak ada yang cocok." in web.get("/staff/audit?until=2020-01-01").text
    assert len(rows_of(web.get("/staff/audit?since=2026-11-24&until=2026-11-24").text)) > 2


@pytest.mark.parametrize(
    "query",
    [
        "_scheme=x&_anchor=x&endpoint=x",
        "since=yesterday",
        "until=2026-99-99",
        "before=x",
        "actor=%00",
        "action=%25",
        "actor=" + "x" * 500,
    ],
)
def test_a_filter_that_makes_no_sense_breaks_nothing(web: Visitor, query: str) -> None:
    assert web.get(f"/staff/audit?{query}").status_code == 200


def test_older_acts_are_a_click_away(room: StaffRoom, web: Visitor) -> None:
    for number in range(60):
        note(room, n=number)
    page = web.get("/staff/audit?action=test.act")
    assert len(rows_of(page.text)) == 50
    (older,) = html.document_fromstring(page.text).xpath("//a[contains(@href, 'before=')]/@href")
    assert len(rows_of(web.get(older).text)) == 10


def test_a_check_says_that_all_is_well_and_is_written_down(room: StaffRoom, web: Visitor) -> None:
    page = web.get("/staff/audit")
    (end,) = html.document_fromstring(page.text).xpath("//p[@class='once']/text()")
    assert "Catatan utuh" in said(web.post("/staff/audit", head=end))[0]
    assert room.events("audit.")[-1].actor == "audi"
    assert web.post("/staff/audit", head="17").status_code == 400


def test_a_row_that_was_changed_is_named(room: StaffRoom, web: Visitor) -> None:
    with room.services.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_event_no_UPDATE")
        connection.exec_driver_sql("UPDATE audit_event SET actor = 'x' WHERE id = 2")
    web.get("/staff/audit")
    assert said(web.post("/staff/audit"))[0].startswith("Baris 2 diubah setelah ditulis.")


def test_what_is_in_the_log_is_shown_as_text(room: StaffRoom, web: Visitor) -> None:
    note(room, text="<script>alert(1)</script>", more="{{ 7*7 }}\u202e")
    page = web.get("/staff/audit").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7*7 }}" in page


def test_the_file_has_all_rows_and_is_written_down(room: StaffRoom, web: Visitor) -> None:
    note(room, text="=1+1")
    answer = web.get("/staff/audit.csv?action=test.act")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == ("text/csv", "nosniff")
    head, row = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert head[:5] == ["id", "at", "actor", "action", "subject"]
    assert row[2:6] == ["(terminal)", "test.act", "thing:1", "62.06"]
    assert len(row[-1].lstrip("'")) == 64
    assert room.events("audit.exported")[0].details == '{"filtered_by":["action"]}'


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_is_never_a_formula(text: str) -> None:
    for line in cell(text).splitlines() or [""]:
        assert not line.strip("\u00a0\ufeff ").startswith(("=", "+", "-", "@")), repr(cell(text))


@pytest.mark.parametrize(
    "value", ["KTP", "a=b", "12", "-3.5", "62.06.01.2001", "", "siti.aminah", "2026-11-24T03:00:00+00:00"]
)
def test_an_ordinary_cell_stays_as_it_is(value: str) -> None:
    assert cell(value) == value


def test_a_file_is_made_line_by_line() -> None:
    made = lines(["n"], ([number] for number in range(1_000_000)))
    assert [next(made) for _ in range(4)] == ["\ufeff", '"n"\r\n', '"0"\r\n', '"1"\r\n']
