"""What editors publish is what citizens get: at once, at a set time, and as it was before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from smsinfo.bootstrap import Services
from smsinfo.db.queries import changes as rows
from smsinfo.db.queries import staff as people
from smsinfo.domain.changes import State
from smsinfo.domain.staff import Role
from smsinfo.jobs.worker import Worker
from smsinfo.staff import handover
from tests.content.newsroom import ID, KATINGAN, Newsroom
from tests.support import HeldClock, Phone, make_services

NEW = "Urus KTP baru di kantor."


class Town(Newsroom):
    """The newsroom with citizens, a worker and the answering beside it."""

    def __init__(self, services: Services, clock: HeldClock) -> None:
        super().__init__(services.database)
        self.services, self.clock = services, clock
        self.furnish()
        services.snapshots.refresh()
        self.worker = Worker(services)
        self.phone = Phone(services, clock)

    def asks(self, text: str = "ktp") -> str:
        """What the citizen gets after the heart has beaten once."""
        self.services.heart.beat()
        return self.phone.texts(text) or ""


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """On SQLite; the workflow's own tests run on both databases."""
    clock = HeldClock()
    services = make_services(f"sqlite:///{tmp_path / 'smsinfo.db'}", clock, content=False)
    yield Town(services, clock)
    services.heart.stop()
    services.database.close()


def test_a_publication_is_answered_after_one_beat(town: Town) -> None:
    sent = town.writes("wati", NEW)
    assert town.asks().startswith("Urus ktp di kantor")
    town.act("publish", "pak.edi", sent)
    assert town.asks().startswith("Urus KTP baru di kantor. (Dukcapil 11/26 DEMO)")


def test_a_regency_hears_its_own_text_and_the_others_the_general_one(town: Town) -> None:
    town.act("publish", "joko", town.writes("budi", "Katingan: kantor Kasongan.", KATINGAN))
    assert "Kasongan" not in town.asks()
    town.phone.texts("LOKASI katingan")
    assert town.asks().startswith("Katingan: kantor Kasongan.")


def test_a_scheduled_text_is_published_by_the_worker_when_its_time_has_come(town: Town) -> None:
    sent = town.writes("wati", NEW)
    town.act("schedule", "pak.edi", sent, town.clock() + timedelta(hours=2))
    town.worker.look()
    assert town.state(sent) is State.SCHEDULED
    town.clock.forward(hours=2)
    town.worker.look()
    assert town.state(sent) is State.PUBLISHED
    assert town.asks().startswith(NEW)
    version = town.version()
    town.clock.forward(minutes=1)
    town.worker.look()
    assert town.version() == version


def test_a_scheduled_text_that_no_longer_fits_goes_back_with_the_reason(town: Town) -> None:
    sent = town.writes("wati", NEW)
    town.act("schedule", "pak.edi", sent, town.clock() + timedelta(hours=2))
    town.act("publish", "pak.edi", town.writes("rina", "Urus KTP: Rina."))
    town.clock.forward(hours=2)
    town.worker.look()
    with town.database.read() as session:
        (comment,) = rows.comments(session, town.change(sent))
    assert (town.state(sent), comment.author) == (State.RETURNED, None)
    assert comment.text == "moved: id"
    assert town.asks().startswith("Urus KTP: Rina.")


def test_who_is_no_publisher_any_more_has_scheduled_nothing(town: Town) -> None:
    sent = town.writes("wati", NEW)
    town.act("schedule", "pak.edi", sent, town.clock() + timedelta(hours=2))
    with town.database.write() as session:
        people.drop_grant(session, town.person("pak.edi").id, Role.PUBLISHER, "62")
    town.clock.forward(hours=2)
    town.worker.look()
    assert town.state(sent) is State.RETURNED


def test_the_same_time_is_asked_by_two_workers_and_one_publishes(town: Town) -> None:
    sent = town.writes("wati", NEW)
    town.act("schedule", "pak.edi", sent, town.clock() + timedelta(hours=2))
    town.clock.forward(hours=2)
    other = Worker(town.services)
    town.worker.look()
    other.look()
    assert [event.action for event in town.events("change.published")] == ["change.published"]


def test_a_draft_goes_over_with_its_writer_and_who_takes_it_does_not_approve_it(town: Town) -> None:
    town.save("wati", ID, {"text": NEW})
    town.save("wati", ID, {"text": "Urus KK baru."}, "kk")
    town.save("pak.edi", ID, {"text": "Urus KK: Edi."}, "kk")
    with town.database.write() as session:
        names = [
            item.name
            for item in handover.items(session, town.person("wati"), town.clock())
            if item.kind == handover.DRAFTS
        ]
        handover.move(session, town.person("wati"), town.person("pak.edi"), town.clock())
    assert sorted(names) == ["kk", "ktp"]
    sent = town.submit("pak.edi")
    assert town.change(sent).authors == {town.person("wati").id, town.person("pak.edi").id}
    with town.database.read() as session:
        left = rows.of_topic(session, town.case("rina", "kk").id, [State.RETRACTED])
    town.act("mend", "rina", left[0].id)
    assert town.case("rina", "kk").drafts[ID].after == '{"text":"Urus KK baru."}'
