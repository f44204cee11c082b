"""A changed number is told to those who text it: each once, in their language, by day, and nobody who said STOP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from smsinfo.db.models import OutboundMessage, Region, Subscription
from smsinfo.errors import Refused
from smsinfo.outbox.announce import Announcement

from .desk import Desk

SITI, BUDI, ANI, DEWI = "+628125550001", "+628565550002", "+628125550003", "+628565550004"
CHANNELS: dict[str, dict[str, Any]] = {
    "kartu": {"kind": "simulator", "sender": "+6281250001234", "operators": ["telkomsel"], "per_minute": 6000},
    "pendek": {"kind": "simulator", "sender": "KALTENG", "number": "8888", "tariff_idr": 300},
    "nama": {"kind": "simulator", "sender": "KALTENG"},
}


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    """A number for Telkomsel, a short code for all others, and a name that nobody can text."""
    found = Desk(database_url, channels=CHANNELS)
    with found.services.database.write() as session:
        session.add(Region(code="62", name="Kalimantan Tengah", level="provinsi"))
    yield found
    found.close()


def subscriber(desk: Desk, number: str, **values: Any) -> int:
    """Somebody who gets alerts, twice over."""
    person = desk.person(number, **values)
    with desk.services.database.write() as session:
        for category in ("all", "bencana"):
            wish = {"region_code": "62", "category": category, "created_at": desk.clock()}
            session.add(Subscription(contact_id=person, **wish))
    return person


def telling(desk: Desk, name: str) -> Announcement:
    services = desk.services
    return Announcement(services.database, services.settings, services.clock, services.plans, name)


def told(desk: Desk) -> dict[int | None, OutboundMessage]:
    """Everybody who has been told, by contact."""
    with desk.services.database.read() as session:
        rows = session.query(OutboundMessage).all()
    assert len({row.contact_id for row in rows}) == len(rows)
    return {row.contact_id: row for row in rows}


def test_those_who_text_the_number_are_told_once_in_their_language(desk: Desk) -> None:
    siti, ani = subscriber(desk, SITI), subscriber(desk, ANI, language="en")
    subscriber(desk, BUDI)
    news = telling(desk, "kartu")
    batches = news.batches()
    assert sum(batch.group.people for batch in batches) == 2
    assert [sum(news.send(batches)), sum(news.send(batches)), len(news.batches())] == [2, 0, 0]
    found = told(desk)
    assert set(found) == {siti, ani}
    assert found[siti].body.startswith("smsinfo: nomor kami sekarang 081250001234.")
    assert found[ani].body.startswith("smsinfo: our number is now 081250001234.")
    assert {(row.channel, row.lane, row.purpose) for row in found.values()} == {("kartu", "bulk", "notice")}


def test_another_number_of_the_same_channel_is_told_anew(desk: Desk) -> None:
    subscriber(desk, BUDI)
    first = telling(desk, "pendek")
    assert sum(first.send(first.batches())) == 1
    changed = Desk(
        desk.services.settings.database_url, channels=CHANNELS | {"pendek": {"kind": "simulator", "sender": "9999"}}
    )
    assert [batch.text[:34] for batch in telling(changed, "pendek").batches()] == ["smsinfo: nomor kami sekarang 9999."]
    changed.close()


def test_whoever_said_stop_never_subscribed_or_texts_another_number_hears_nothing(desk: Desk) -> None:
    subscriber(desk, SITI, status="stopped")
    desk.person(ANI)
    subscriber(desk, BUDI)
    assert telling(desk, "kartu").batches() == ()


def test_a_stop_after_the_telling_began_is_obeyed(desk: Desk) -> None:
    subscriber(desk, SITI)
    news = telling(desk, "kartu")
    assert sum(news.send(news.batches())) == 1
    with desk.services.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE contact SET status = 'stopped'")
    desk.worker.step()
    [row] = told(desk).values()
    assert (row.status, row.attempts, row.detail) == ("cancelled", 0, "the recipient said STOP")


def test_it_costs_what_is_said_before_and_waits_for_the_morning(desk: Desk) -> None:
    budi = subscriber(desk, BUDI)
    subscriber(desk, DEWI, language="xx")
    desk.clock.now = desk.clock.now.replace(hour=16)  # 23:00 WIB
    news = telling(desk, "pendek")
    batches = news.batches()
    assert (sum(batch.segments for batch in batches), sum(batch.cost_idr for batch in batches)) == (2, 600)
    assert sum(news.send(batches)) == 2
    row = told(desk)[budi]
    assert (row.segments, row.cost_idr) == (1, 300)
    assert row.not_before == desk.clock() + timedelta(hours=6)


def test_a_channel_that_nobody_can_text_has_no_number_to_tell(desk: Desk) -> None:
    with pytest.raises(Refused, match="nama has no number that people can text"):
        telling(desk, "nama")
