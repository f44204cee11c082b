"""Who subscribes while an alert holds gets it at once, and once."""

from __future__ import annotations

from datetime import timedelta

from .watchroom import DISTRICT, KOTIM, Watchroom


def looks(room: Watchroom) -> None:
    room.clock.forward(seconds=2)
    room.worker.step()


def test_a_newcomer_gets_what_is_in_force_and_nobody_gets_it_twice(room: Watchroom) -> None:
    early = room.subscriber()
    looks(room)
    alert = room.approved()
    looks(room)
    late, elsewhere = room.subscriber(), room.subscriber(KOTIM)
    looks(room)
    looks(room)
    assert [row.contact_id for row in room.messages(alert)] == [early, late]
    assert [row.attempts for row in room.messages(alert)] == [1, 1]
    assert room.look(alert).recipients == 2
    assert elsewhere


def test_what_is_over_stopped_or_followed_is_not_given_any_more(room: Watchroom) -> None:
    looks(room)
    soon = room.approved(expires_at=room.clock() + timedelta(hours=3), event_at=room.clock() + timedelta(hours=1))
    stopped = room.cancels(room.approved())
    looks(room)
    room.clock.forward(hours=3)
    room.subscriber(DISTRICT)
    looks(room)
    assert room.messages(soon) == room.messages(stopped) == []


def test_an_alert_that_was_changed_is_given_to_nobody(room: Watchroom) -> None:
    looks(room)
    alert = room.approved()
    looks(room)
    room.sql("UPDATE alert_text SET body = 'x' WHERE alert_id = :id", id=alert.id)
    room.subscriber()
    looks(room)
    assert room.messages(alert) == []
    assert "alert.unsealed" in room.audited()


def test_the_first_look_of_an_installation_tells_nobody_of_before(room: Watchroom) -> None:
    room.subscriber()
    room.worker._newcomers.run_once()
    assert room.worker._newcomers.run_once() == 0
