"""The reports of cases and rumours, and what a group is credited with."""

from __future__ import annotations

from datetime import timedelta

from smsinfo.bootstrap import Services
from smsinfo.db.queries import case_figures, rumours
from smsinfo.jobs.casework import Casework
from smsinfo.reports import load
from smsinfo.reports.shape import Query
from smsinfo.reports.write import cells
from tests.cases.cast import ASKER, RUDI, joins, number_in, settle
from tests.support import HeldClock


def told(services: Services, name: str, region: str | None = None) -> list[list[str]]:
    """A report as people read it."""
    report, zone = load(name), services.settings.zone
    today = services.clock().astimezone(zone).date()
    query = Query(today - timedelta(days=6), today, today, zone, region=region)
    with services.database.read() as session:
        return [cells(row, report.columns, "id") for row in report.make(session, query).rows]


def test_few_cases_are_hidden_and_many_are_counted_with_their_hours(services: Services, clock: HeldClock) -> None:
    rudi = settle(services, clock, RUDI)
    joins(services, RUDI, trusted=True)
    for place in range(6):
        siti = settle(services, clock, f"+62812555012{place}")
        number = number_in(siti.texts("TANYA siapa pelatih voli putri di RT tiga"))
        if place == 0:
            assert told(services, "cases") == [["Pertanyaan", "62.06", "<5", "0", "-"]]
        clock.forward(hours=2)
        rudi.texts(f"JAWAB {number} Ibu Sari {place}")
    assert told(services, "cases") == [["Pertanyaan", "62.06", "6", "6", "3"]]
    assert told(services, "cases", "62.02") == []
    with services.database.read() as session:
        found = case_figures.of_groups(session, clock() - timedelta(days=1), clock() + timedelta(days=1))
    assert (found[1].answers, found[1].half) == (6, 7201)


def test_proposals_are_counted_by_what_became_of_them(services: Services, clock: HeldClock) -> None:
    for place in range(5):
        settle(services, clock, f"+62812555012{place}").texts("USUL sumur bor di RT tiga")
    assert told(services, "village_proposals") == [["62.06", "5", "0", "0", "0"]]


def test_a_rumour_shows_how_often_it_was_heard_and_how_long_the_verdict_took(
    services: Services, clock: HeldClock
) -> None:
    for place in range(5):
        siti = settle(services, clock, f"+62812555012{place}")
        siti.texts("HOAKS katanya sapi kurban tahun ini beracun semua")
    ((_, heard, state, claim, hours),) = told(services, "hoaxes")
    assert (heard, state, claim, hours) == ("5", "belum ada hasil", "", "-")
    with services.database.write() as session:
        (one,) = rumours.open_ones(session, 9)
        rumours.change(session, one.id, {"claim_key": services.snapshots.current().catalogue.claims[0].key})
    clock.forward(hours=5)
    Casework(services).tick()
    ((_, heard, state, _, hours),) = told(services, "hoaxes")
    assert (heard, state, hours) == ("5", "dijawab", "6")
    rows = {row[0]: row[1] for row in told(services, "leader")}
    assert rows["Kabar beredar yang dijawab"] == "1, separuhnya dalam 6 jam"


def test_a_claim_that_was_known_before_counts_as_heard(services: Services, clock: HeldClock) -> None:
    siti = settle(services, clock, ASKER)
    siti.texts("HOAKS bansos 600 ribu daftar lewat link")
    ((_, heard, state, claim, hours),) = told(services, "hoaxes")
    assert (heard, state, hours) == ("<5", "dijawab", "0")
    assert claim == "tautan-bansos"
