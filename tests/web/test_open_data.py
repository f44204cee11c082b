"""Open data and figures for everybody: valid by their own schemas, documented, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from smsinfo.db.models import Contact, DailyCount, KimGroup, Subscription
from smsinfo.window.dataset import Dataset, as_csv
from smsinfo.window.sets import DATASETS
from tests.alerts.official import put_alert
from tests.counted import put

from .test_window import MOST_STATEMENTS
from .windowseat import Seat

BIG, SMALL = "62.06.02.2001", "62.06.02.2002"
MOST_BYTES = 400_000


@pytest.fixture(scope="module")
def seat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """A service that has been used for a month; tests only look."""
    found = Seat(tmp_path_factory.mktemp("data"))
    put_alert(found.services, "4822", "62.03", "62.06", status="completed", expires_at=found.clock())
    put_alert(found.services, "4823", drill=True)
    put_alert(found.services, "4824", status="draft", approved_at=None)
    with found.services.database.write() as session:
        put(session, [_count(7, "62.06", 40), _count(7, "62.71", 2), _count(8, "62.03", 9, "bpjs"), _count(9, "", 80)])
        session.add(_group("KIM Harapan", "62.06.02", public=True))
        session.add(_group("KIM Tersembunyi", "62.03", public=False))
        session.add(_group("KIM Bubar", "62.71", public=True, closed_at=found.clock()))
        for number in range(7):
            contact = Contact(msisdn_sealed=bytes([number]) * 9, region_code=None, first_seen_at=found.clock())
            session.add(contact)
            session.flush()
            where = BIG if number < 5 else SMALL
            session.add(Subscription(contact_id=contact.id, region_code=where, created_at=found.clock()))
    yield found
    found.close()


def _count(day: int, region: str, messages: int, topic: str = "ktp") -> DailyCount:
    return DailyCount(
        day=date(2026, 10, day), region_code=region, topic_key=topic, kind="answer", channel="sms", language="id",
        messages=messages, segments=messages, cost_idr=0,
    )  # fmt: skip


def _group(name: str, region: str, **values: Any) -> KimGroup:
    return KimGroup(
        name=name, region_code=region, decree="=SK 1/2026", area="Kec Katingan Hilir",
        created_at=datetime(2026, 1, 1, tzinfo=UTC), **values,
    )  # fmt: skip


def rows(seat: Seat, name: str) -> list[dict[str, Any]]:
    """The rows of a data set."""
    found: list[dict[str, Any]] = seat.get(f"/data/{name}.json").get_json()["rows"]
    return found


@pytest.mark.parametrize("name", DATASETS)
def test_a_data_set_keeps_to_its_own_schema(seat: Seat, name: str) -> None:
    described = seat.get(f"/data/{name}.schema.json")
    assert described.content_type == "application/schema+json"
    plan = described.get_json(force=True)
    Draft202012Validator.check_schema(plan)
    told = seat.get(f"/data/{name}.json").get_json()
    assert plan["$id"] == told["schema"] == f"https://sms.example.org/data/{name}.schema.json"
    checked = Draft202012Validator(plan, format_checker=FormatChecker())
    assert [error.message for error in checked.iter_errors(told)] == []
    assert told["rows"]
    assert told["licence"] == "CC-BY-4.0"
    assert list(checked.iter_errors({**told, "rows": [{**told["rows"][0], "msisdn": "+62812"}]}))


@pytest.mark.parametrize("name", DATASETS)
def test_the_table_says_the_same_as_the_object(seat: Seat, name: str) -> None:
    answer = seat.get(f"/data/{name}.csv")
    assert answer.content_type.startswith("text/csv; charset=utf-8")
    head, *lines = list(csv.reader(io.StringIO(answer.data.decode(), newline="")))
    assert head == [field.name for field in DATASETS[name].fields]
    assert len(lines) == len(rows(seat, name))
    assert not any(cell.startswith(("=", "+", "@", "-")) and not _number(cell) for line in lines for cell in line)


def _number(cell: str) -> bool:
    return cell.replace("-", "", 1).replace(".", "", 1).isdigit()


def test_a_formula_is_none_in_the_table_and_stays_as_it_is_in_the_object(seat: Seat) -> None:
    assert rows(seat, "groups") == [
        {
            "name": "KIM Harapan",
            "region_code": "62.06.02",
            "region": "Katingan Hilir",
            "decree": "=SK 1/2026",
            "area": "Kec Katingan Hilir",
            "address": "",
        }
    ]
    assert b",'=SK 1/2026," in seat.get("/data/groups.csv").data


def test_topics_are_there_with_each_text(seat: Seat) -> None:
    found = [row for row in rows(seat, "topics") if (row["topic"], row["language"]) == ("ktp", "id")]
    assert [row["region_code"] for row in found] == [None, "62.71"]
    one = found[0]
    assert one["text"].startswith(
        "Umur 17 th/sudah kawin: bawa fotokopi KK, datang sendiri ke kecamatan/Disdukcapil untuk"
    )
    assert "[ {kab}]" in one["template"]
    assert (one["source"], one["checked_on"], one["mark"]) == ("Dukcapil", "2026-11-24", "DEMO")


def test_alerts_are_those_that_everybody_may_see(seat: Seat) -> None:
    found = {row["code"]: row for row in rows(seat, "alerts")}
    assert sorted(found) == ["4821", "4822"]
    assert found["4822"]["region_codes"] == ["62.03", "62.06"]
    assert (found["4821"]["standing"], found["4822"]["standing"]) == ("in_force", "ended")
    assert "Info: 08110000123" in found["4821"]["text"]
    assert b"62.03 62.06" in seat.get("/data/alerts.csv").data


def test_villages_say_whether_many_are_reached_and_never_that_few_are(seat: Seat) -> None:
    found = {row["code"]: row for row in rows(seat, "villages")}
    assert len(found) == 1571
    assert (found[BIG]["reached"], found[SMALL]["reached"]) == (True, False)
    assert (found[BIG]["group"], found["62.03.01.1006"]["group"], found["62.71.01.1001"]["group"]) == (
        True,
        False,
        False,
    )
    assert (found[BIG]["district"], found[BIG]["regency"], found[BIG]["level"]) == (
        "Katingan Hilir",
        "Kabupaten Katingan",
        "desa",
    )


def test_messages_hide_what_is_small(seat: Seat) -> None:
    found = {(row["day"], row["region_code"]): (row["texts"], row["texts_hidden"]) for row in rows(seat, "messages")}
    assert len(found) == 31 * 15
    assert found["2026-10-07", "62.06"] == (40, "")
    assert found["2026-10-07", "62.71"] == (None, "<5")
    assert found["2026-10-08", "62.03"] == (None, "*")
    assert found["2026-10-09", None] == (80, "")
    assert found["2026-10-01", "62.06"] == (0, "")
    asked = {row["topic"]: row["answers"] for row in rows(seat, "questions")}
    assert asked == {"ktp": 122, "bpjs": 9}


def test_the_figures_of_a_month_are_a_page(seat: Seat) -> None:
    text = seat.text("/angka")
    assert "2026-10: 131 SMS dari warga, 131 jawaban" in text
    told = [[cell.text_content() for cell in row.xpath("td")] for row in seat.page("/angka").xpath("//tbody/tr")]
    assert told[:2] == [["KTP baru", "122"], ["BPJS iuran", "9"]]
    assert told[2:4] == [["kabupaten/kota belum disebut", "80"], ["Kab Katingan", "40"]]
    assert {("Kota Palangkaraya", "<5"), ("Kab Kapuas", "*")} <= {(name, count) for name, count in told}
    assert seat.text("/angka?bulan=2026-10", "en").count("Texts") >= 1
    for month in ("2026-11", "2026-13", "x", "%00"):
        assert seat.get(f"/angka?bulan={month}").status_code == 404, month


def test_before_the_first_month_is_over_there_are_no_figures(tmp_path: Path) -> None:
    own = Seat(tmp_path)
    try:
        assert "Belum ada bulan yang selesai" in own.text("/angka")
        assert rows(own, "messages") == []
        assert rows(own, "questions") == []
    finally:
        own.close()


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_field_is_documented_on_the_page(seat: Seat, language: str) -> None:
    page = seat.page("/data", language)
    for name, found in DATASETS.items():
        (part,) = page.xpath(f"//section[@aria-labelledby='{name}']")
        assert [one.text_content() for one in part.xpath(".//dt")] == [field.name for field in found.fields]
        assert all(field.about.say(language) in part.text_content() for field in found.fields)
    links = [link for link in page.xpath("//section//a/@href") if link.startswith("/data")]
    assert len(links) == 3 * len(DATASETS)
    for link in [*links, "/data/LICENSE-wilayah.txt"]:
        answer = seat.get(link)
        assert answer.status_code == 200, link
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "public" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/angka", "/data", *(f"/data/{name}.json" for name in DATASETS)])
def test_a_file_takes_few_statements_and_is_not_large(seat: Seat, path: str) -> None:
    seat.clock.now = seat.clock.now.replace(second=(seat.clock.now.second + 10) % 60)
    assert seat.statements(path) <= MOST_STATEMENTS
    assert len(seat.get(path, **{"Accept-Encoding": "gzip"}).data) < MOST_BYTES


@pytest.mark.parametrize(
    "path", ["nothing.json", "topics.xml", "topics", "../topics.json", "topics.schema.csv", "%00.csv"]
)
def test_what_there_is_not_is_not_found(seat: Seat, path: str) -> None:
    assert seat.get(f"/data/{path}").status_code == 404


def test_a_table_of_text_with_line_ends_and_formulas_is_safe() -> None:
    field = DATASETS["groups"].fields[0]
    made = Dataset("x", field.about, field.about, (field,), lambda source: [])
    text = as_csv(made, [{"name": 'a\n=cmd|"x"!A1'}, {"name": "\t@SUM(1)"}, {"name": None}, {"name": True}]).decode()
    assert list(csv.reader(io.StringIO(text, newline="")))[1:] == [['a\n\'=cmd|"x"!A1'], ["'\t@SUM(1)"], [""], ["true"]]
