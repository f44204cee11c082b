"""Reports as pages and files: what is shown, to whom, of which region; what is wrong is said; nothing is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

import pytest

from smsinfo.db.models import DailyCount, DailyOutcome
from smsinfo.reports import REPORTS
from smsinfo.web.tiles import TILES
from tests import counted
from tests.support import PACK

from .pressroom import PressRoom, read, words
from .staffroom import StaffRoom, Visitor, said

TODAY = date(2026, 11, 24)
KATINGAN, KOTIM = "62.06", "62.02"
EVERYWHERE_ONLY = ("channels", "operators", "times", "retention")


@pytest.fixture
def web(sqlite_url: str) -> Iterator[PressRoom]:
    """The press room (wati edits for the province, budi for Katingan), and some counted days."""
    room = PressRoom(sqlite_url)
    count(room, "answer", 40, region_code=KATINGAN, topic_key="ktp")
    count(room, "none", 20, region_code=f"{KATINGAN}.01")
    count(room, "answer", 77, region_code=KOTIM, topic_key="=1+1")
    count(room, "answer", 11, region_code="")
    yield room
    room.close()


def count(room: StaffRoom, kind: str, messages: int, day: date = TODAY, **more: str) -> None:
    """Texts of one kind on a day."""
    usual = {"region_code": "", "topic_key": "", "channel": "phone", "language": "id"}
    with room.services.database.write() as session:
        counted.put(session, [DailyCount(day=day, kind=kind, messages=messages, **{**usual, **more})])


def table(visitor: Visitor, path: str) -> list[list[str]]:
    """The rows of a page's table, its totals too."""
    answer = visitor.get(path)
    assert answer.status_code == 200, words(answer)
    rows = read(answer).xpath("//table//tr[td]")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def cells(visitor: Visitor, path: str) -> list[list[str]]:
    """The rows of a CSV."""
    answer = visitor.get(path)
    assert answer.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def test_each_report_is_a_page_with_its_files_and_what_it_does_not_show(web: PressRoom) -> None:
    wati = web.logged_in("wati")
    listed = read(wati.get("/staff/reports")).xpath("//ul[@class='tiles']//a/@href")
    assert listed == [f"/staff/reports/{name}" for name in REPORTS]
    for path in listed:
        page = wati.get(path)
        assert page.status_code == 200, path
        assert len(read(page).xpath("//div[@class='told']//li")) >= 1, path
        assert wati.get(f"{path}/csv").text.startswith("\ufeff"), path
        assert wati.get(f"{path}/pdf").data.startswith(b"%PDF-"), path


def test_a_report_shows_the_same_rows_as_its_file(web: PressRoom) -> None:
    wati = web.logged_in("wati")
    shown = table(wati, "/staff/reports/outcomes?month=2026-11")
    assert shown[0] == ["Dijawab", "128", "86,5 %"]
    assert shown[-1] == ["Jumlah", "148", ""]
    assert cells(wati, "/staff/reports/outcomes/csv?month=2026-11")[1] == ["Dijawab", "128", "0,8649"]
    assert cells(wati, "/staff/reports/outcomes/csv?month=2026-10")[1][1] == "0"


def test_who_answers_for_a_regency_sees_its_figures_only(web: PressRoom) -> None:
    budi, wati = web.logged_in("budi"), web.logged_in("wati")
    assert table(budi, "/staff/reports/outcomes")[-1][1] == "60"
    assert table(wati, "/staff/reports/outcomes")[-1][1] == "148"
    assert table(wati, f"/staff/reports/outcomes?region={KATINGAN}")[-1][1] == "60"
    assert table(budi, f"/staff/reports/outcomes?region={KATINGAN}.01")[-1][1] == "20"
    assert [row[0] for row in table(budi, "/staff/reports/regions")] == [
        f"{KATINGAN}.01",
        f"{KATINGAN}.05",
        "",
        "Jumlah",
    ]
    chosen = read(budi.get("/staff/reports/topics")).xpath("//select[@name='region']/option/@value")
    assert chosen == [KATINGAN, f"{KATINGAN}.01", f"{KATINGAN}.05"]
    for region in ("62", KOTIM):
        for file in ("", "/csv", "/pdf"):
            answer = budi.get(f"/staff/reports/outcomes{file}?region={region}")
            assert answer.status_code == 400
            assert said(answer) == ["Anda melihat angka wilayah Anda sendiri. Pilih dari daftar."]
            assert "77" not in words(answer)


def test_figures_that_know_no_region_are_the_province_s(web: PressRoom) -> None:
    budi = web.logged_in("budi")
    listed = read(budi.get("/staff/reports")).xpath("//ul[@class='tiles']//a/@href")
    assert listed == [f"/staff/reports/{name}" for name in REPORTS if name not in EVERYWHERE_ONLY]
    for name in EVERYWHERE_ONLY:
        for file in ("", "/csv", "/pdf"):
            assert budi.get(f"/staff/reports/{name}{file}").status_code == 404


def test_small_counts_are_hidden_in_page_chart_map_and_file(web: PressRoom) -> None:
    wati = web.logged_in("wati")
    count(web, "answer", 3, region_code="62.06.01", topic_key="pkh", language="en")
    page = wati.get("/staff/reports/topics")
    assert "<5" in words(page)
    assert '"series"' in read(page).xpath("//canvas/@data-chart")[0]
    assert " 3]" not in read(page).xpath("//canvas/@data-chart")[0]
    assert ["pkh", "pkh", "<5", ""] in cells(wati, "/staff/reports/topics/csv")
    count(web, "none", 2, day=date(2026, 10, 2), region_code=KOTIM)
    on_map = read(wati.get("/staff/reports/regions?month=2026-10")).xpath("//figure[@class='map']//li[.//b='<5']")
    assert [tile.get("class") for tile in on_map] == ["at-4-3 step-hidden"]


def test_a_cell_of_a_file_is_never_a_formula(web: PressRoom) -> None:
    rows = cells(web.logged_in("wati"), "/staff/reports/topics/csv")
    assert ["'=1+1", "'=1+1", "77", "0,6016"] in rows


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("from=2026-11-30&to=2026-11-01", "Hari pertama sesudah hari terakhir. Tukar keduanya."),
        ("from=2020-01-01&to=2026-11-01", "Itu lebih dari tiga tahun. Minta hari yang lebih sedikit."),
        ("from=kemarin", "Tulis hari seperti 2026-11-24."),
        ("to=0001-01-01", "Tulis hari seperti 2026-11-24."),
        ("month=2026-13", "Pilih bulan atau tahun dari daftar, atau tulis seperti 2026-11 atau 2026."),
        ("month=0001", "Pilih bulan atau tahun dari daftar, atau tulis seperti 2026-11 atau 2026."),
        ("month=9999-12", "Pilih bulan atau tahun dari daftar, atau tulis seperti 2026-11 atau 2026."),
        ("region=99.99", "Tidak ada wilayah 99.99. Pilih dari daftar."),
        ("region=%3Cscript%3E", "Tidak ada wilayah <script>. Pilih dari daftar."),
    ],
)
def test_what_cannot_be_told_is_said_on_the_page(web: PressRoom, query: str, says: str) -> None:
    wati = web.logged_in("wati")
    for file in ("", "/csv", "/pdf"):
        answer = wati.get(f"/staff/reports/days{file}?{query}")
        assert (answer.status_code, said(answer)) == (400, [says])
        assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "query", ["from=&to=&month=&region=&language=", "to=2026-11-10", "from=2027-01-01", "language=xx"]
)
def test_a_field_that_says_nothing_asks_for_the_usual(web: PressRoom, query: str) -> None:
    assert web.logged_in("wati").get(f"/staff/reports/days?{query}").status_code == 200


def test_the_words_of_a_report_are_in_the_language_that_was_asked_for(web: PressRoom) -> None:
    wati = web.logged_in("wati")
    page = wati.get("/staff/reports/days?language=en")
    assert "Texts in" in words(page)
    assert "Bulan atau tahun" in words(page)
    assert read(page).xpath("//section[@lang='en']") != []
    assert cells(wati, "/staff/reports/days/csv?language=en")[0][0] == "Day"


def test_a_long_report_is_cut_on_the_page_and_whole_in_the_file(web: PressRoom) -> None:
    for number in range(130):
        count(web, "answer", 50, topic_key=f"t{number}")
    wati = web.logged_in("wati")
    assert len(table(wati, "/staff/reports/topics")) == 101
    assert "Ini 100 baris pertama." in words(wati.get("/staff/reports/topics"))
    assert len(cells(wati, "/staff/reports/topics/csv")) == 134
    assert wati.get("/staff/reports/topics/pdf").data.startswith(b"%PDF-")
    for number in range(130, 310):
        count(web, "answer", 50, topic_key=f"t{number}")
    assert said(wati.get("/staff/reports/topics/pdf"))[0].startswith("Itu terlalu panjang untuk kertas.")


def test_the_map_has_all_regencies_once_and_leads_into_each(web: PressRoom) -> None:
    codes = {line.split(",")[0] for line in (PACK / "regions.csv").read_text(encoding="utf-8").splitlines()[1:]}
    assert {code for code in codes if len(code) == 5} == set(TILES)
    assert len({(row, column) for row, column, _ in TILES.values()}) == 14
    page = read(web.logged_in("wati").get("/staff/reports/regions"))
    tiles = page.xpath("//figure[@class='map']//li")
    assert [" ".join(tile.text_content().split()) for tile in tiles] == [
        "KatinganKabupaten Katingan: 60",
        "KotimKotawaringin Timur: 77",
    ]
    assert [tile.get("class") for tile in tiles] == ["at-3-3 step-4", "at-4-3 step-4"]
    assert page.xpath("//figure[@class='map']//a/@href")[0] == f"/staff/reports/regions?region={KATINGAN}"


def test_charts_and_their_script_stand_on_pages_with_figures_to_draw_only(web: PressRoom) -> None:
    wati = web.logged_in("wati")
    for name, drawn in (("days", True), ("leader", False), ("answers", False), ("review", False)):
        page = read(wati.get(f"/staff/reports/{name}"))
        assert bool(page.xpath("//script[contains(@src, 'chart')]")) is drawn, name
        assert page.xpath("//script[not(@src)] | //*[@style] | //style") == [], name


def test_outcomes_of_messages_are_told_to_the_province(web: PressRoom) -> None:
    with web.services.database.write() as session:
        usual = {"operator": "telkomsel", "purpose": "reply", "channel": "phone"}
        session.add(DailyOutcome(day=TODAY, status="delivered", messages=30, **usual))
    assert table(web.logged_in("wati"), "/staff/reports/operators") == [
        ["telkomsel", "30", "30", "0", "0", "0", "0", "100,0 %"]
    ]
