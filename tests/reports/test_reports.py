"""Each report over counted days: what it says, what it hides, and that it asks the database a few times only."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product

import pytest

from smsinfo.db.models import Contact, GapCluster, LinkCheck, Subscription, TopicRating
from smsinfo.errors import BadInput
from smsinfo.reports import REPORTS, load
from smsinfo.reports.shape import usual_days
from smsinfo.reports.write import as_data, cells, notes
from tests.reports.conftest import TODAY, Ledger

VILLAGE = "62.06.05.2005"


def told(ledger: Ledger, name: str, **asked: object) -> list[list[str]]:
    """The rows of a report as people read them."""
    found = ledger.ask(name, **asked)
    return [cells(row, found.report.columns, found.query.language) for row in found.table.rows]


def test_days_show_every_day_of_the_span(ledger: Ledger) -> None:
    ledger.counts("answer", 12)
    ledger.counts("none", 8, channel="other")
    ledger.counts("alert", 30)
    ledger.counts("answer", 9, day=date(2026, 11, 22))
    assert told(ledger, "days", first=date(2026, 11, 22)) == [
        ["2026-11-22", "9", "9", "0"],
        ["2026-11-23", "0", "0", "0"],
        ["2026-11-24", "20", "12", "30"],
    ]


def test_outcomes_are_shares_of_all_texts(ledger: Ledger) -> None:
    ledger.counts("answer", 60)
    ledger.counts("menu", 20)
    ledger.counts("none", 20, day=date(2026, 11, 2))
    ledger.counts("none", 99, day=date(2026, 10, 31))
    assert told(ledger, "outcomes")[:3] == [
        ["Answered", "60", "60.0 %"],
        ["Menu (asked to choose)", "20", "20.0 %"],
        ["Not understood", "20", "20.0 %"],
    ]


def test_hidden_topics_stand_last_by_name_so_that_their_place_tells_nothing(ledger: Ledger) -> None:
    for key, answers in (("kk", 3), ("ktp", 2), ("sim", 50), ("pkh", 70)):
        ledger.counts("answer", answers, topic_key=key)
    ledger.counts("menu", 30, topic_key="")
    assert told(ledger, "topics") == [
        ["pkh", "pkh", "70", "56.0 %"],
        ["sim", "sim", "50", "40.0 %"],
        ["kk", "Title kk", "<5", "-"],
        ["ktp", "Title ktp", "<5", "-"],
    ]
    assert ledger.ask("topics").table.totals == {"answers": 125}


def test_regions_show_what_lies_below_and_the_rest(ledger: Ledger) -> None:
    ledger.counts("answer", 20, region_code=VILLAGE)
    ledger.counts("none", 10, region_code="62.06")
    ledger.counts("answer", 7)
    ledger.counts("answer", 50, region_code="62.07")  # a regency that this database does not know
    assert told(ledger, "regions") == [
        ["62.06", "Kabupaten Katingan", "30", "20", "34.5 %"],
        ["", "(have not said)", "57", "57", "65.5 %"],
    ]
    assert told(ledger, "regions", region="62.06") == [
        ["62.06.05", "Katingan Tengah", "20", "20", "66.7 %"],
        ["", "(this region itself)", "10", "0", "33.3 %"],
    ]


def test_languages_have_their_names(ledger: Ledger) -> None:
    ledger.counts("answer", 10, language="nij")
    ledger.counts("answer", 30, language="id")
    assert told(ledger, "languages") == [["Indonesia", "30", "75.0 %"], ["Ngaju", "10", "25.0 %"]]


def test_channels_and_operators_show_how_messages_ended(ledger: Ledger) -> None:
    ledger.outcome("delivered", 80)
    ledger.outcome("failed", 20, operator="xl")
    ledger.outcome("queued", 40)
    ledger.outcome("delivered", 1, channel="other", operator="")
    [phone, other] = [row for row in told(ledger, "channels") if row[0] in ("phone", "other")][::-1]
    assert phone == ["phone", "100", "80", "0", "20", "0", "0", "80.0 %"]
    assert other == ["other", "<5", "<5", "0", "0", "0", "0", "-"]
    assert [row[0] for row in told(ledger, "operators")] == ["(other, or mail)", "telkomsel", "xl"]


def test_costs_hide_the_money_of_few_messages(ledger: Ledger) -> None:
    ledger.counts("answer", 40, segments=50, cost_idr=25_000)
    ledger.counts("none", 10, segments=10, cost_idr=5_000, language="en")
    ledger.counts("notice", 2, segments=4, cost_idr=2_000)
    rows = {row[0]: row[1:] for row in told(ledger, "costs")}
    assert rows["Replies"] == ["*", "*", "*", "-"]
    assert rows["Notices to staff"] == ["<5", "<5", "<5", "-"]
    assert ledger.ask("costs").table.totals == {"messages": 52, "segments": 64, "cost_idr": 32_000}


def test_times_are_read_from_steps_added_up_over_days(ledger: Ledger) -> None:
    ledger.timing(1, 30)
    ledger.timing(3, 40, day=date(2026, 11, 2))
    ledger.timing(60, 25)
    ledger.timing(0, 5)
    ledger.timing(1, 3, channel="other")
    rows = {row[0]: row[1:] for row in told(ledger, "times")}
    assert rows["phone"][1:] == ["up to 3 s", "up to 60 s"]
    assert rows["other"] == ["<5", "-", "-"]


def test_review_tells_whose_topics_are_overdue_and_whose_sources_are_gone(ledger: Ledger) -> None:
    with ledger.database.write() as session:
        at = datetime(2026, 11, 20, tzinfo=UTC)
        session.add(LinkCheck(address="kompas.com/1", result="broken", status=404, checked_at=at, since=at))
    assert told(ledger, "review") == [["Disdukcapil", "2", "2", "0", "0", "0", "2"]]
    assert told(ledger, "review", today=date(2027, 5, 1)) == [["Disdukcapil", "2", "0", "2", "0", "0", "2"]]
    assert told(ledger, "review", today=date(2027, 5, 25)) == [["Disdukcapil", "2", "0", "0", "2", "0", "2"]]


def test_the_auditor_s_list_has_each_text_with_source_and_days(ledger: Ledger) -> None:
    rows = told(ledger, "answers", today=date(2027, 6, 1))
    assert [row[:3] for row in rows] == [["ktp", "en", ""], ["ktp", "id", ""], ["kk", "en", ""], ["kk", "id", ""]]
    assert rows[1][3:] == [
        "Urus ktp di kantor[ {kab}].\nBawa KK.",
        "Disdukcapil",
        "Kompas.com (2 Jun 2022) <kompas.com/1>",
        "2026-11-01",
        "2027-05-24",
        "overdue",
        "",
    ]


def test_the_leader_sees_each_figure_beside_the_month_before(ledger: Ledger) -> None:
    ledger.counts("answer", 100, cost_idr=60_000, segments=120)
    ledger.counts("none", 25)
    ledger.counts("command", 40)
    ledger.counts("answer", 3, day=date(2026, 10, 31))
    ledger.timing(2, 100)
    with ledger.database.write() as session:
        for number, (region, seen, practice) in enumerate(
            ((VILLAGE, 10, False), ("62.06", 10, False), (VILLAGE, 10, True))
        ):
            session.add(
                Contact(
                    msisdn_sealed=bytes([number]),
                    region_code=region,
                    practice=practice,
                    first_seen_at=datetime(2026, 11, seen, tzinfo=UTC),
                )
            )
        session.flush()
        at = datetime(2026, 11, 20, tzinfo=UTC)
        common = {"title": "air", "terms": "{}", "asked": 5, "first_asked_at": at, "last_asked_at": at}
        session.add(GapCluster(state="aliased", closed_at=at, **common))
        session.add(GapCluster(state="open", **common))
        session.add(Subscription(contact_id=2, region_code=VILLAGE, created_at=at))
        session.add(TopicRating(day=date(2026, 11, 20), topic_key="ktp", region_code="", yes=20, no=5))
        session.add(TopicRating(day=date(2026, 10, 20), topic_key="ktp", region_code="", yes=20, no=4))
    rows = {row[0]: row[1:3] for row in told(ledger, "leader", last=date(2026, 11, 30), text_idr=350)}
    assert rows == {
        "Villages with a user": ["1 of 1", "0 of 1"],
        "Texts in": ["165", "<5"],
        "Questions answered": ["100", "<5"],
        "Share of questions answered": ["80.0 %", "-"],
        "Answers that helped": ["80.0 %", "-"],
        "Half of the answers came within": ["up to 2 s", "-"],
        "A citizen's cost of an answer": ["Rp 438", "-"],
        "The office's cost of an answer": ["Rp 600", "-"],
        "Gaps closed": ["1", "0"],
        "Gaps open now": ["1", "-"],
        "Rumours answered": ["0", "0"],
    }


def test_a_report_asks_the_database_a_few_times_however_much_there_is(ledger: Ledger) -> None:
    ledger.counts("answer", 12, topic_key="ktp", region_code=VILLAGE)
    few = {name: ledger.statements(name) for name in REPORTS}
    for day in range(1, 21):
        ledger.counts("answer", 12, day=date(2026, 11, day), topic_key=f"t{day}", region_code="62.06")
        ledger.outcome("sent", 12, day=date(2026, 11, day))
    assert {name: ledger.statements(name) for name in REPORTS} == few
    assert max(few.values()) <= 12


def test_a_report_says_in_both_languages_what_it_does_not_show(ledger: Ledger) -> None:
    for name, language in product(REPORTS, ("id", "en")):
        found = ledger.ask(name, language=language)
        data = as_data(found.report, found.query, found.table)
        assert found.report.name == name
        assert all(data["columns"].values())
        assert len(set(notes(found.report, language))) == len(notes(found.report, language)) >= 1
        assert data["title"]


def test_days_that_nobody_named_are_the_last_thirty_or_the_last_whole_month() -> None:
    assert usual_days(load("days"), TODAY) == (date(2026, 10, 26), TODAY)
    assert usual_days(load("leader"), date(2026, 3, 31)) == (date(2026, 2, 1), date(2026, 2, 28))


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"first": date(2026, 12, 1)}, "is after the last"),
        ({"first": date(2020, 1, 1)}, "more than three years"),
        ({"region": "99.99"}, "no region has the code '99.99'"),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_to_do(asked: dict[str, object], says: str, ledger: Ledger) -> None:
    with pytest.raises(BadInput, match=says):
        ledger.ask("days", **asked)
    with pytest.raises(BadInput, match="leave the region out"):
        ledger.ask("channels", region="62.06")
    with pytest.raises(BadInput, match="did you mean days"):
        ledger.ask("dayz")
