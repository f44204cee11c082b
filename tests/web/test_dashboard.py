"""The first page: each role sees what is its own to do, figures of its region, and how the channels stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from smsinfo.db.models import DailyCount, GapCluster, GapCount, Topic
from smsinfo.db.queries import channels, marks
from smsinfo.domain.staff import RequestKind, Role
from smsinfo.outbox.sentences import SENTENCES
from smsinfo.reports import REPORTS
from smsinfo.web.words_board import ALARMS, STANDINGS
from tests.counted import put

from .pressroom import KTP_KATINGAN, PressRoom, read, words
from .staffroom import Visitor

TODAY = date(2026, 11, 24)  # a Tuesday
MOST = 12


@pytest.fixture
def press(sqlite_url: str) -> Iterator[PressRoom]:
    """The press room, with an administrator."""
    found = PressRoom(sqlite_url)
    found.person("administrator", (Role.ADMINISTRATOR, "62"))
    yield found
    found.close()


def add(press: PressRoom, *rows: Any) -> None:
    """Put rows in."""
    with press.services.database.write() as session:
        put(session, rows)


def count(kind: str, messages: int, day: date = TODAY, **more: str) -> DailyCount:
    """Texts of one kind on a day."""
    usual = {"region_code": "", "topic_key": "", "channel": "phone", "language": "id"}
    return DailyCount(day=day, kind=kind, messages=messages, **{**usual, **more})


def gap(number: int, region: str) -> list[Any]:
    """A thing that was asked for from a regency."""
    common = {"title": "air", "terms": "{}", "asked": 9, "state": "open"}
    at = {"first_asked_at": press_time(), "last_asked_at": press_time()}
    asked = GapCount(cluster_id=number, week=TODAY - timedelta(days=1), region_code=region, asked=9)
    return [GapCluster(id=number, **common, **at), asked]


def press_time() -> datetime:
    """The time at which everything here happens."""
    return datetime(2026, 11, 23, 3, tzinfo=UTC)


def numbers(desk: Visitor, path: str = "/staff/") -> list[str]:
    """Texts in, answered, menu, not understood: of today, then of the week."""
    return [dd.text_content() for dd in read(desk.get(path)).xpath("//dl[@class='numbers']//dd")]


def todo(desk: Visitor) -> list[str]:
    """What waits."""
    found = read(desk.get("/staff/")).xpath("//section[@aria-labelledby='waits']//li")
    return [" ".join(li.text_content().split()) for li in found]


def test_today_and_the_week_since_monday_are_counted_apart(press: PressRoom) -> None:
    add(
        press,
        count("answer", 40, topic_key="ktp"),
        count("menu", 10),
        count("none", 7),
        count("command", 5),
        count("alert", 900),
        count("answer", 60, TODAY - timedelta(days=1), topic_key="kk"),
        count("answer", 99, TODAY - timedelta(days=2), topic_key="kk"),
    )
    desk = press.desk("wati")
    assert numbers(desk) == ["62", "40", "10", "7", "122", "100", "10", "7"]
    ranks = read(desk.get("/staff/")).xpath("//ol[@class='ranks']/li")
    assert [" ".join(li.text_content().split()) for li in ranks] == ["Judul kk (60)", "Judul ktp (40)"]


def test_a_small_count_is_hidden_and_so_is_what_would_give_it_away(press: PressRoom) -> None:
    add(press, count("answer", 40, topic_key="ktp"), count("none", 2))
    assert numbers(press.desk("wati"))[:4] == ["42", "*", "0", "<5"]
    add(press, count("answer", 3, topic_key="kk", region_code="62.06"))
    assert "kk" not in words(press.desk("wati").get("/staff/")).partition("Paling sering")[2].partition("Saluran")[0]


def test_a_regency_sees_its_own_figures_and_no_other(press: PressRoom) -> None:
    press.person("dua", (Role.EDITOR, "62.06"), (Role.AUDITOR, "62.02"), region="62.06")
    add(press, count("answer", 40, region_code="62.06.05"), count("answer", 77, region_code="62.02"))
    assert numbers(press.desk("budi"))[0] == "40"
    assert numbers(press.desk("budi"), "/staff/?region=62.02")[0] == "40"
    assert numbers(press.desk("dua"), "/staff/?region=62.02")[0] == "77"
    assert "Kotawaringin Timur" in words(press.desk("dua").get("/staff/?region=62.02"))


def test_each_role_sees_what_waits_for_it(press: PressRoom) -> None:
    press.writes("wati", "Baru.")
    returned = press.writes("rina", "Baru.", "/staff/topics/kk/texts/id/all")
    press.desk("pak.edi").get(f"/staff/changes/{returned.id}")
    press.desk("pak.edi").post(f"/staff/changes/{returned.id}/return", words="Mana sumbernya?")
    with press.services.database.write() as session:
        session.query(Topic).filter_by(key="kk").update({"review_by": TODAY - timedelta(days=1)})
    overdue = "1 topik lewat hari tinjaunya"
    assert todo(press.desk("pak.edi")) == ["1 perubahan orang lain menunggu tinjauan", overdue]
    assert todo(press.desk("rina"))[0] == "1 perubahan Anda dikembalikan"
    assert todo(press.desk("wati")) == [overdue]
    assert todo(press.desk("ani")) == ["1 perubahan orang lain menunggu tinjauan", overdue]
    assert todo(press.desk("administrator")) == ["Tidak ada yang menunggu Anda."]
    assert read(press.desk("siaga").get("/staff/")).xpath("//section") == []


def test_reviews_and_gaps_of_a_regency_are_those_of_that_regency(press: PressRoom) -> None:
    press.writes("wati", "Di mana saja.")
    press.writes("budi", "Di Katingan.", KTP_KATINGAN)
    add(press, *gap(1, "62.06"), *gap(2, "62.02"), *gap(3, ""))
    assert todo(press.desk("joko")) == [
        "1 perubahan orang lain menunggu tinjauan",
        "1 celah: ditanya dan belum terjawab",
    ]
    assert todo(press.desk("bu.sri")) == [
        "2 perubahan orang lain menunggu tinjauan",
        "3 celah: ditanya dan belum terjawab",
    ]


def test_an_administrator_is_told_of_requests_of_others(press: PressRoom) -> None:
    press.person("second", (Role.ADMINISTRATOR, "62"))
    with press.services.database.write() as session:
        wanted = {"role": "publisher", "region": "62", "practice": False}
        asked = press.services.staff.changes
        asked.ask(session, press.look("second"), press.clock(), RequestKind.GRANT, press.look("wati"), wanted)
    assert todo(press.desk("administrator")) == ["1 permintaan menunggu administrator lain"]
    assert todo(press.desk("second")) == ["Tidak ada yang menunggu Anda."]


def test_channels_and_alarms_are_named_in_words(press: PressRoom) -> None:
    with press.services.database.write() as session:
        connection = session.connection()
        channels.ensure(connection, "phone", press.clock())
        channels.change(connection, "phone", paused=True)
        marks.put(connection, "alarm:replies_late:phone", "critical -", press.clock())
        marks.put(connection, "alarm:no_worker:", "critical -", press.clock())
    page = words(press.desk("wati").get("/staff/"))
    assert "phone dijeda" in page
    assert "Alarm phone: balasan tertahan" in page
    assert "Alarm worker tidak jalan: tidak ada yang terkirim" in page


def test_each_alarm_and_each_state_of_a_channel_has_its_words() -> None:
    assert set(ALARMS) == set(SENTENCES)
    assert set(STANDINGS) == {"ok", "paused", "held back", "on trial"}


def test_pages_of_figures_take_as_many_statements_for_a_hundred_rows_as_for_ten(press: PressRoom) -> None:
    paths = ["/staff/", "/staff/reports", *(f"/staff/reports/{name}" for name in REPORTS)]
    paths.append("/staff/reports/leader?region=62.06&month=2026")

    def statements() -> dict[str, int]:
        found = {}
        for path in paths:
            desk = press.desk("pak.edi")
            with press.counted() as sent:
                assert desk.get(path).status_code == 200, path
            found[path] = len(sent)
        return found

    for begin, end in ((0, 10), (10, 100)):
        add(press, *(count("answer", 20, topic_key=f"t{n}", region_code="62.06") for n in range(begin, end)))
        add(press, *(row for n in range(begin + 1, end + 1) for row in gap(n, "62.06")))
        if begin == 0:
            few = statements()
    assert statements() == few
    assert {path: number for path, number in few.items() if number > MOST} == {}
