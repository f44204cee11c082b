"""What a day's hand-overs came to, and how long its answers took: counted from the messages, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date

import pytest
from sqlalchemy import select

from smsinfo.db.models import DailyOutcome, DailyPlace, DailyTiming, DailyTopic
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.domain.sending import SendError, SendResult
from smsinfo.jobs.worker import Worker
from tests.conftest import new_postgresql
from tests.outbox.archive import Archive
from tests.support import CITIZEN, NEIGHBOUR, HeldClock

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """One archive over each database: publishing the demo pack for each test would take most of the time."""
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path_factory.mktemp('rollup') / 'smsinfo.db'}"
        if request.param == "postgresql":
            url = stack.enter_context(new_postgresql())
        archive = Archive(url)
        yield archive
        archive.close()


@pytest.fixture
def archive(built: Archive) -> Iterator[Archive]:
    """The archive without people and messages, at 10.00 WIB."""
    built.clock.now = HeldClock().now
    built.worker = Worker(built.services)
    yield built
    vars(built.phone).pop("send", None)
    built.empty()


def outcomes(archive: Archive) -> list[tuple[object, ...]]:
    """The rows of `daily_outcome`."""
    with archive.services.database.read() as session:
        return sorted(tuple(row) for row in session.execute(select(DailyOutcome.__table__)))


def timings(archive: Archive) -> dict[int, int]:
    """Answers by step."""
    with archive.services.database.read() as session:
        return {row.seconds: row.answers for row in session.scalars(select(DailyTiming))}


def answered_after(archive: Archive, text: str, seconds: float) -> None:
    """A citizen texts; the answer is handed over so long after the text came."""
    archive.citizen.texts(text, external_id=f"{text}-{seconds}")
    archive.clock.forward(seconds=seconds)
    archive.services.inbox.handed.note("phone", f"{text}-{seconds}")
    archive.services.inbox.handed.flush()
    archive.clock.forward(minutes=31)


def test_hand_overs_are_counted_by_operator_purpose_and_outcome(archive: Archive) -> None:
    one = archive.person(CITIZEN, region_code="62.06")
    other = archive.person(NEIGHBOUR)
    for person in (one, other):
        archive.waits(person, lane=Lane.URGENT, purpose=Purpose.ALERT)
    archive.waits(other, "Nanti", lane=Lane.BULK, purpose=Purpose.NOTICE)
    archive.answers(SendResult(external_id="x1"), SendResult(error=SendError.REJECTED, detail="no"))
    for _ in range(3):
        archive.clock.forward(seconds=5)
        archive.worker.step()
    archive.keeping.roll_up()
    told = {row[1:5]: row[5:] for row in outcomes(archive)}
    assert told[("phone", "telkomsel", "alert", "sent")] == (1, 1, 500)
    assert told[("phone", "telkomsel", "alert", "failed")] == (1, 1, 500)
    assert sum(row[5] for row in outcomes(archive)) == 3  # type: ignore[misc]


def test_an_answer_is_counted_at_the_step_in_which_it_was_handed_over(archive: Archive) -> None:
    for text, seconds in (("KTP", 1), ("KK", 1), ("BPJS", 4), ("PKH", 100), ("IKD", 20_000)):
        answered_after(archive, text, seconds)
    archive.citizen.texts("xyzzy qwerty")  # no answer, so it took no time
    archive.keeping.roll_up()
    assert timings(archive) == {1: 2, 5: 1, 120: 1, 0: 1}


def test_counting_a_day_again_leads_to_the_same_rows(archive: Archive) -> None:
    answered_after(archive, "KTP", 2)
    archive.keeping.roll_up()
    first = outcomes(archive), timings(archive)
    archive.keeping.roll_up()
    assert (outcomes(archive), timings(archive)) == first
    assert [row[0] for row in first[0]] == [TODAY]


def test_the_sums_of_places_and_topics_follow_the_counts_of_the_day(archive: Archive) -> None:
    archive.citizen.texts("KTP")
    archive.citizen.texts("LOKASI Katingan")
    archive.citizen.texts("KTP")
    archive.keeping.roll_up()
    archive.keeping.roll_up()
    with archive.services.database.read() as session:
        places = {(row.place, row.kind): row.messages for row in session.scalars(select(DailyPlace))}
        topics = {(row.place, row.topic_key): row.messages for row in session.scalars(select(DailyTopic))}
    own = {("62", "answer"): 1, ("62.06", "answer"): 1}
    assert places == {("", "answer"): 2, ("", "command"): 1, **own}
    assert topics == {("", "ktp"): 2, ("62", "ktp"): 1, ("62.06", "ktp"): 1}
