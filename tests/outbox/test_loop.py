"""The hourly text between two channels: it leaves by day, is known when it comes, and its loss is told by a third."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from smsinfo.db.models import Contact, Conversation, InboundMessage, OutboundMessage
from smsinfo.db.queries import channels
from smsinfo.domain.messages import MoMessage
from smsinfo.domain.sending import Found, Lookup, SendError, SendResult
from smsinfo.errors import BadSetting
from smsinfo.gateways.simulator import SimulatorGateway
from smsinfo.outbox.loop import Loop, read
from smsinfo.outbox.watch import Watch
from tests.support import CITIZEN

from .archive import publish
from .desk import Desk

HP, MODEM, OFFICER = "+6281250001234", "+6285650005678", "+628125550077"
CHANNELS: dict[str, dict[str, Any]] = {
    "hp": {"kind": "simulator", "sender": HP, "per_minute": 6000, "loop_to": "modem"},
    "modem": {"kind": "simulator", "sender": "MODEM", "number": "0856-5000-5678", "per_minute": 6000, "rank": 10},
    "lain": {"kind": "simulator", "sender": "LAIN", "per_minute": 6000, "rank": 20},
}
_NUMBERS = count(1)


class Loops(Desk):
    """A desk with a loop from one channel to another, and an officer on duty."""

    def __init__(self, database_url: str, **settings: Any) -> None:
        super().__init__(database_url, **({"channels": CHANNELS, "operator_contacts": (OFFICER,)} | settings))
        publish(self)

    def gateway(self, name: str) -> SimulatorGateway:
        """One of the simulated channels."""
        found = self.services.gateways[name]
        assert isinstance(found, SimulatorGateway)
        return found

    def sent(self, name: str) -> list[tuple[str, str]]:
        """Number and text of what left by a channel, without what the officer is told."""
        return [(one.mt.to, one.mt.text) for one in self.gateway(name).sent if one.mt.to != OFFICER]

    def works(self, **later: float) -> None:
        """The worker goes round, a while later."""
        self.clock.forward(**later)
        self.worker.step()

    def comes(self, text: str, sender: str = "0812 5000 1234", channel: str = "modem") -> object:
        """A text arrives; what is answered."""
        return self.services.inbox.receive(MoMessage(channel, f"m{next(_NUMBERS)}", sender, MODEM, text, self.clock()))

    def alarms(self) -> list[tuple[str, str, str]]:
        """The loops that are lost."""
        watch = Watch(self.services)
        found = watch.judge(watch.figures())
        return [(one.code, one.about, one.other) for one in found if one.code == "loop_lost"]

    def rows(self, model: Any) -> list[Any]:
        with self.services.database.read() as session:
            return list(session.query(model).order_by(model.id if hasattr(model, "id") else model.contact_id))


@pytest.fixture
def desk(database_url: str) -> Iterator[Loops]:
    found = Loops(database_url)
    yield found
    found.close()


def test_each_hour_of_the_day_has_one_loop_text_and_the_night_none(desk: Loops) -> None:
    other = Loop(desk.services)
    for _ in range(8):
        desk.works(minutes=15)
        other.tick()
    assert [to for to, _ in desk.sent("hp")] == [MODEM] * 3  # 10.15, 11.00 and 12.00
    assert len({text for _, text in desk.sent("hp")}) == 3
    desk.clock.now = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)  # 21.30 WIB
    desk.works()
    assert len(desk.sent("hp")) == 3


def test_a_loop_text_that_comes_is_stored_not_answered_and_all_is_well(desk: Loops) -> None:
    desk.works(minutes=1)
    [(_, text)] = desk.sent("hp")
    assert desk.comes(text) is None
    desk.works(minutes=20)
    assert desk.alarms() == []
    [stored] = desk.rows(InboundMessage)
    assert (stored.kind, stored.silence, stored.sender, stored.contact_id) == ("silent", "own", "own", None)
    assert desk.rows(Conversation) == []


def test_one_that_does_not_come_is_told_by_a_third_channel_and_ends_when_one_comes(desk: Loops) -> None:
    desk.works(minutes=1)
    desk.works(seconds=30)
    desk.works(minutes=9)
    assert desk.alarms() == []
    desk.works(minutes=3)
    assert desk.alarms() == [("loop_lost", "hp", "modem")]
    desk.works(seconds=31)
    [told] = [row for row in desk.rows(OutboundMessage) if "tiap jam" in row.body]
    assert told.channel == "lain"
    assert told.body.startswith("smsinfo: SMS tiap jam dari hp ke modem tidak sampai: hp tidak mengirim")
    desk.works(hours=1)
    desk.comes(desk.sent("hp")[-1][1])
    desk.works(minutes=1)
    assert desk.alarms() == []


def test_where_there_are_only_the_two_the_other_one_tells(sqlite_url: str) -> None:
    desk = Loops(sqlite_url, channels={name: CHANNELS[name] for name in ("hp", "modem")})
    desk.works(minutes=1)
    desk.works(minutes=15)
    desk.works(seconds=31)
    told = {row.channel for row in desk.rows(OutboundMessage) if "tiap jam" in row.body}
    desk.close()
    assert told == {"modem"}


@pytest.mark.parametrize(
    ("error", "lost"),
    [(SendError.REJECTED, True), (SendError.UNKNOWN, True), (SendError.TEMPORARY, False)],
    ids=["refused", "timed out", "still waits: other alarms tell"],
)
def test_what_never_left_or_may_not_have_left(desk: Loops, error: SendError, lost: bool) -> None:
    desk.gateway("hp").send = lambda mt: SendResult(error=error)  # type: ignore[method-assign]
    desk.gateway("hp").look_up = lambda mt: Found(Lookup.UNCLEAR)  # type: ignore[method-assign]
    for _ in range(8):
        desk.works(minutes=5)
    assert bool(desk.alarms()) is lost


@pytest.mark.parametrize("values", [{"paused": True}, {"open_until": datetime(2026, 11, 25, tzinfo=UTC)}])
def test_a_channel_that_is_held_back_sends_none(desk: Loops, values: dict[str, Any]) -> None:
    with desk.services.database.engine.begin() as connection:
        channels.ensure(connection, "hp", desk.clock())
        channels.change(connection, "hp", **values)
    desk.works(minutes=1)
    assert [row for row in desk.rows(OutboundMessage) if "loop" in row.body] == []


def test_only_the_right_text_from_our_own_number_at_the_right_channel_proves_anything(desk: Loops) -> None:
    desk.works(minutes=1)
    [(_, text)] = desk.sent("hp")
    desk.comes(text, channel="lain")
    desk.comes("smsinfo loop hp 00000000")
    assert desk.comes(text, sender=CITIZEN) is None
    desk.works(minutes=11)
    assert desk.alarms() == [("loop_lost", "hp", "modem")]
    assert [row.silence for row in desk.rows(InboundMessage)] == ["own", "own", "loop"]
    assert desk.services.sealer.seals(CITIZEN)[0] not in {bytes(row.msisdn_sealed) for row in desk.rows(Contact)}


def test_what_people_write_is_no_loop_text() -> None:
    assert read(" smsinfo loop hp 0a1b2c3d\n") == ("hp", "0a1b2c3d")
    assert [read(text) for text in ("smsinfo loop", "smsinfo loop hp", "ktp", "smsinfo loop hp 0a1b2c3d ya")] == [
        None
    ] * 4


@pytest.mark.parametrize(
    ("own", "problem"),
    [
        ({"loop_to": "hp"}, "there is no other channel 'hp'"),
        ({"loop_to": "moden"}, "there is no other channel 'moden'"),
        ({"loop_to": "lain"}, "lain declares no phone number"),
        ({"loop_to": "modem", "sends": False}, "hp can't send by itself"),
    ],
)
def test_a_loop_that_can_not_be_stops_the_start(sqlite_url: str, own: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadSetting, match=problem):
        Desk(sqlite_url, channels=CHANNELS | {"hp": CHANNELS["hp"] | own})
