"""Days are counted, texts are emptied, rows go: with the held clock, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from smsinfo.db.models import Attempt, Conversation, InboundMessage, OutboundMessage, ReceiptPart
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.domain.sending import SendError, SendResult
from smsinfo.jobs.worker import Worker
from smsinfo.outbox import retention
from tests.conftest import new_postgresql
from tests.outbox.archive import WIB, Archive
from tests.support import CITIZEN, NEIGHBOUR, HeldClock

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """One archive over each database: publishing the demo pack for each test would take most of the time."""
    with ExitStack() as stack:
        url = f"sqlite:///{tmp_path_factory.mktemp('archive') / 'smsinfo.db'}"
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


def test_a_day_is_counted_by_place_topic_kind_channel_and_language(archive: Archive) -> None:
    archive.citizen.texts("KTP")
    archive.citizen.texts("ktp hilang")
    archive.citizen.texts("LOKASI Katingan")
    archive.citizen.texts("KTP")
    archive.keeping.roll_up()
    told = {(region, topic, kind): messages for _, region, topic, kind, _, _, messages, _, _ in archive.counts()}
    assert told == {
        ("", "ktp", "answer"): 1,
        ("", "ktp-hilang", "answer"): 1,
        ("", "", "command"): 1,
        ("62.06", "ktp", "answer"): 1,
    }
    assert {(day, way, spoken) for day, _, _, _, way, spoken, *_ in archive.counts()} == {(TODAY, "phone", "id")}


def test_segments_and_money_of_an_answer_stand_beside_its_question(archive: Archive) -> None:
    archive.citizen.texts("KTP")
    archive.keeping.roll_up()
    segments = archive.row(1).segments
    assert [row[6:] for row in archive.counts()] == [(1, segments, segments * 500)]


def test_an_alert_counts_by_its_purpose_once_it_has_left(archive: Archive) -> None:
    person = archive.person(NEIGHBOUR, language="nij", region_code="62.06")
    archive.waits(person, lane=Lane.URGENT, purpose=Purpose.ALERT)
    archive.keeping.roll_up()
    assert archive.counts() == []
    archive.answers()
    archive.worker.step()
    archive.keeping.roll_up()
    assert archive.counts() == [(TODAY, "62.06", "", "alert", "phone", "nij", 1, 1, 500)]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 24, 16, 59, 58, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 24, 16, 59, 59, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2026, 11, 25, 16, 59, 57, tzinfo=UTC), date(2026, 11, 25)),
    ],
    ids=["a second before midnight", "at midnight", "the next evening"],
)
def test_a_day_begins_at_local_midnight(archive: Archive, moment: datetime, day: date) -> None:
    archive.clock.now = moment
    archive.citizen.texts("KTP")  # a second later
    archive.keeping.roll_up()
    assert [row[0] for row in archive.counts()] == [day]


def test_counting_again_changes_nothing(archive: Archive) -> None:
    for said in ("KTP", "LOKASI Katingan", "KTP", "xyzzy"):
        archive.citizen.texts(said)
    archive.keeping.roll_up()
    first = archive.counts()
    archive.keeping.roll_up()
    with archive.services.database.writer(), archive.services.database.engine.begin() as connection:
        assert retention.roll_up(connection, TODAY, WIB) == len(first)
    assert archive.counts() == first


def test_a_row_that_comes_late_is_counted_into_its_own_day(archive: Archive) -> None:
    archive.citizen.texts("KTP")
    archive.keeping.roll_up()
    archive.clock.forward(days=1)
    with archive.services.database.write() as session:
        late = InboundMessage(
            channel="phone",
            external_id="late",
            sender_kind="short_code",
            body="promo",
            kind="silent",
            language="id",
            received_at=archive.clock() - timedelta(days=1),
        )
        session.add(late)
    archive.keeping.roll_up()
    assert {(row[0], row[3]): row[6] for row in archive.counts()} == {(TODAY, "answer"): 1, (TODAY, "silent"): 1}


def test_a_message_that_waits_over_midnight_is_counted_when_it_has_left(archive: Archive) -> None:
    archive.clock.now = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)  # 23.00: quiet
    archive.waits(archive.person(NEIGHBOUR), lane=Lane.ALERT, valid_for=timedelta(hours=12))
    archive.answers()
    archive.worker.step()
    archive.keeping.roll_up()
    assert archive.counts() == []
    archive.clock.forward(hours=8)
    archive.worker.step()
    archive.keeping.roll_up()
    assert [(row[0], row[6]) for row in archive.counts()] == [(TODAY, 1)]


def test_a_settled_day_is_not_counted_again_and_outlives_its_messages(archive: Archive) -> None:
    archive.citizen.texts("KTP")
    archive.keeping.roll_up()
    before = archive.counts()
    archive.clock.forward(days=410)
    archive.citizen.texts("KTP")
    archive.keeping.roll_up()
    assert archive.mark("rolled_up_to") == f"{TODAY + timedelta(days=407)} 1 1"
    archive.keeping.drop_old()
    archive.keeping.roll_up()
    assert archive.counts()[: len(before)] == before
    assert [row[0] for row in archive.counts()] == [TODAY, TODAY + timedelta(days=410)]


def test_texts_are_emptied_after_their_days_and_nothing_else_of_them(archive: Archive) -> None:
    archive.citizen.texts("KTP")
    archive.clock.forward(days=89)
    archive.citizen.texts("ktp hilang")
    archive.keeping.blank_bodies()
    assert "" not in archive.bodies(InboundMessage) + archive.bodies(OutboundMessage)
    status = archive.row(1).status
    archive.clock.forward(days=2)
    archive.keeping.blank_bodies()
    assert archive.bodies(InboundMessage) == ["", "ktp hilang"]
    assert [body == "" for body in archive.bodies(OutboundMessage)] == [True, False]
    first = archive.row(1)
    assert (first.status, first.segments > 0, first.cost_idr > 0, first.contact_id) == (status, True, True, 1)


def test_a_repeat_of_an_emptied_message_is_still_a_repeat(archive: Archive) -> None:
    archive.citizen.texts("KTP", external_id="SM1")
    archive.clock.forward(days=120)
    archive.keeping.blank_bodies()
    assert archive.citizen.texts("KTP", external_id="SM1") is None
    assert archive.how_many(InboundMessage) == archive.how_many(OutboundMessage) == 1
    assert archive.citizen.texts("KTP", external_id="SM2") is not None


def test_a_text_that_can_still_leave_keeps_its_words(archive: Archive) -> None:
    archive.waits(archive.person(NEIGHBOUR), "Bendungan", valid_for=timedelta(days=120))
    archive.clock.forward(days=119)
    archive.keeping.blank_bodies()
    assert archive.bodies(OutboundMessage) == ["Bendungan"]
    got = archive.answers()
    archive.worker.step()
    assert got == ["Bendungan"]


def test_pages_go_through_everything_and_go_on_where_they_were(archive: Archive) -> None:
    for number in range(7):
        archive.citizen.texts(f"KTP {number}")
    archive.clock.forward(days=91)
    steps = []
    for _ in range(4):
        with archive.services.database.writer(), archive.services.database.engine.begin() as connection:
            steps.append(retention.blank_bodies(connection, archive.clock() - timedelta(days=90), most=3).more)
    assert steps == [True, True, False, False]
    assert set(archive.bodies(InboundMessage)) == set(archive.bodies(OutboundMessage)) == {""}


def test_old_messages_go_with_their_attempts_and_receipts(archive: Archive) -> None:
    person = archive.person(CITIZEN)
    archive.waits(person, valid_for=timedelta(hours=1))
    archive.answers(SendResult(error=SendError.TEMPORARY, detail="busy"))
    archive.worker.step()
    with archive.services.database.write() as session:
        session.add(ReceiptPart(outbound_id=1, part=1, status="sent"))
    archive.citizen.texts("KTP")
    archive.clock.forward(days=399)
    archive.waits(person)
    archive.citizen.texts("KTP")
    archive.keeping.drop_old()
    assert (archive.how_many(Attempt), archive.how_many(ReceiptPart), archive.how_many(OutboundMessage)) == (1, 1, 4)
    archive.clock.forward(days=2)
    archive.keeping.drop_old()
    assert (archive.how_many(Attempt), archive.how_many(ReceiptPart)) == (0, 0)
    assert (archive.how_many(InboundMessage), archive.how_many(OutboundMessage)) == (1, 2)


def test_the_newest_row_stays_so_that_no_id_is_given_twice(archive: Archive) -> None:
    archive.citizen.texts("KTP")
    archive.citizen.texts("KTP")
    archive.clock.forward(days=500)
    archive.keeping.drop_old()
    archive.citizen.texts("KTP")
    with archive.services.database.read() as session:
        assert list(session.scalars(select(InboundMessage.id).order_by(InboundMessage.id))) == [2, 3]


def test_old_messages_go_in_pages(archive: Archive) -> None:
    for number in range(5):
        archive.citizen.texts(f"KTP {number}")
    archive.clock.forward(days=401)
    archive.citizen.texts("KTP")
    left = []
    for _ in range(3):
        with archive.services.database.writer(), archive.services.database.engine.begin() as connection:
            more = retention.drop_old(connection, archive.clock() - timedelta(days=400), most=2).more
        left.append((more, archive.how_many(InboundMessage)))
    assert left == [(True, 4), (True, 2), (False, 1)]


def test_expired_conversations_go_and_the_next_text_begins_anew(archive: Archive) -> None:
    archive.citizen.texts("BANSOS")
    archive.keeping.drop_old()
    assert archive.how_many(Conversation) == 1
    archive.clock.forward(hours=6, days=7, minutes=1)
    archive.keeping.drop_old()
    assert archive.how_many(Conversation) == 0
    assert archive.citizen.texts("KTP") is not None
    assert archive.how_many(Conversation) == 1
