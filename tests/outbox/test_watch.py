"""Watching: the heartbeat, health checks, and alarms that begin once, are told by another channel, and end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from smsinfo.db.models import InboundMessage, OutboundMessage
from smsinfo.db.queries import channels
from smsinfo.domain.sending import Health, SendError, SendResult
from smsinfo.outbox.alarms import Alarm
from smsinfo.outbox.watch import LARGEST_BALANCE, Watch, takes_texts
from tests.outbox.desk import Desk
from tests.support import CITIZEN, OWN_NUMBER

PHONE = {"kind": "simulator", "sender": OWN_NUMBER, "per_minute": 6000}
SPARE = {"kind": "simulator", "sender": "+628110000124", "rank": 200}
MAIL = {"kind": "mail", "host": "127.0.0.1", "port": 25, "security": "none", "sender": "smsinfo@kalteng.go.id"}
OFFICER, OFFICE = "+628125550077", "piket@kalteng.go.id"
PRACTICE = {"practice_only": True, "practice_password": "kata-sandi-latihan"}  # a simulator beside mail
MakeDesk = Callable[..., Desk]


@pytest.fixture
def make_desk(database_url: str) -> Iterator[MakeDesk]:
    """Makes the desk of a test, with its own settings, on each database."""
    yield from _making(database_url)


@pytest.fixture
def make_small_desk(sqlite_url: str) -> Iterator[MakeDesk]:
    """The same on SQLite, where the database does not matter."""
    yield from _making(sqlite_url)


def _making(database_url: str) -> Iterator[MakeDesk]:
    made: list[Desk] = []

    def make(**settings: Any) -> Desk:
        made.append(Desk(database_url, **settings))
        return made[-1]

    yield make
    for desk in made:
        desk.close()


def codes(found: tuple[Alarm, ...]) -> list[tuple[str, str]]:
    """Code and channel of alarms. A held clock is wrong by PostgreSQL's, which has a test of its own."""
    return [(alarm.code, alarm.about) for alarm in found if alarm.code != "clock_wrong"]


def breaks(desk: Desk, name: str = "phone") -> None:
    """A channel has failed five times, and two minutes have passed."""
    with desk.services.database.engine.begin() as connection:
        channels.ensure(connection, name, desk.clock())
        until = desk.clock() + timedelta(minutes=10)
        values: dict[str, Any] = {"failures": 5, "open_until": until, "last_failed_at": desk.clock()}
        channels.change(connection, name, **values, last_error="denied: 401")
    desk.clock.forward(minutes=2)


def works(desk: Desk, name: str = "phone") -> None:
    """A hand-over has succeeded."""
    with desk.services.database.engine.begin() as connection:
        channels.note_success(connection, name, desk.clock())


def notices(desk: Desk) -> list[OutboundMessage]:
    """What operators are told."""
    with desk.services.database.read() as session:
        return list(session.query(OutboundMessage).filter_by(purpose="notice").order_by(OutboundMessage.id))


def of_alarms(logs: Any, event: str) -> list[tuple[str, str]]:
    """Code and channel of what was logged."""
    return [(entry["code"], entry["about"]) for entry in logs if entry["event"] == event and entry["about"] == "phone"]


def test_without_a_worker_that_is_said_and_a_beat_ends_it(make_desk: MakeDesk) -> None:
    desk = make_desk()
    watch = Watch(desk.services)
    assert codes(watch.judge(watch.figures())) == [("no_worker_yet", "")]
    watch.beat()
    assert codes(watch.judge(watch.figures())) == []
    desk.clock.forward(seconds=61)
    assert codes(watch.judge(watch.figures())) == [("no_worker", "")]
    assert watch.parts()["worker"] != "ok"
    watch.beat()
    assert watch.parts()["worker"] == "ok"
    assert len(watch.figures().workers) == 1


def test_an_alarm_begins_and_ends_once_however_many_watch(make_desk: MakeDesk) -> None:
    desk = make_desk()
    one, other = Watch(desk.services), Watch(desk.services)
    breaks(desk)
    with capture_logs() as logs:
        for watch in (one, other, one):
            assert ("channel_failing", "phone") in codes(watch.tick())
    assert of_alarms(logs, "alarm_begins") == [("channel_failing", "phone")]
    assert one.parts()["channel phone"] == "held back"
    assert "alarm channel_failing phone" in one.parts()
    works(desk)
    with capture_logs() as logs:
        assert [codes(watch.tick()) for watch in (other, one)] == [[], []]
    assert of_alarms(logs, "alarm_ends") == [("channel_failing", "phone")]
    assert "alarm channel_failing phone" not in one.parts()


def test_operators_hear_of_it_by_another_channel_once_a_day(make_desk: MakeDesk) -> None:
    desk = make_desk(
        channels={"phone": PHONE, "spare": SPARE, "mail": MAIL}, operator_contacts=(OFFICER, OFFICE), **PRACTICE
    )
    desk.clock.now = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)  # 03:00 in the village: what is critical does not wait
    watch = Watch(desk.services)
    breaks(desk)
    watch.tick()
    watch.tick()
    text, mail = [row for row in notices(desk) if "phone" in row.body]
    assert (text.channel, mail.channel, mail.mail_to) == ("spare", "mail", OFFICE)
    assert text.body.startswith("smsinfo: Kanal phone gagal mengirim 2 menit: denied: 401")
    assert "Channel phone has been failing" in mail.body
    assert mail.subject == "smsinfo: channel_failing phone"
    assert text.not_before <= desk.clock()
    assert desk.services.sealer.open(sealed_of(desk, text)) == OFFICER
    works(desk)
    watch.tick()
    breaks(desk)
    watch.tick()
    assert len([row for row in notices(desk) if "phone" in row.body]) == 2
    desk.clock.forward(days=1)
    watch.tick()
    assert len([row for row in notices(desk) if "phone" in row.body]) == 4


def sealed_of(desk: Desk, row: OutboundMessage) -> bytes:
    """The sealed number of a message's contact."""
    with desk.services.database.read() as session:
        found = session.connection().exec_driver_sql(f"SELECT msisdn_sealed FROM contact WHERE id = {row.contact_id}")
        return bytes(found.scalar_one())


def test_where_no_other_channel_is_left_it_is_told_as_soon_as_there_is_one(make_desk: MakeDesk) -> None:
    desk = make_desk(channels={"phone": PHONE, "spare": SPARE}, operator_contacts=(OFFICER,))
    watch = Watch(desk.services)
    breaks(desk)
    breaks(desk, "spare")
    watch.tick()
    assert notices(desk) == []
    works(desk, "spare")
    watch.tick()
    assert {row.channel for row in notices(desk)} == {"spare"}


def test_a_wrong_operator_contact_is_logged_and_stops_nothing(make_small_desk: MakeDesk) -> None:
    desk = make_small_desk(channels={"phone": PHONE, "spare": SPARE}, operator_contacts=("0812", OFFICER))
    breaks(desk)
    with capture_logs() as logs:
        Watch(desk.services).tick()
    assert "operator_not_told" in {entry["event"] for entry in logs}
    assert any("phone" in row.body for row in notices(desk))


def test_a_reply_that_nobody_sends_is_late_after_two_minutes(make_desk: MakeDesk) -> None:
    desk = make_desk()
    watch, person = Watch(desk.services), desk.person(CITIZEN)
    desk.waits(person, "balasan")
    desk.clock.forward(seconds=119)
    watch.beat()
    assert codes(watch.judge(watch.figures())) == []
    desk.clock.forward(seconds=2)
    watch.beat()
    assert codes(watch.judge(watch.figures())) == [("replies_late", "phone")]


def test_many_unknown_ends_are_an_alarm(make_desk: MakeDesk) -> None:
    desk = make_desk()
    person = desk.person(CITIZEN)
    desk.answers(*[SendResult(error=SendError.UNKNOWN)] * 2)
    for number in range(30):
        desk.waits(person, f"kabar {number}")
    while desk.worker.step():
        desk.clock.forward(seconds=1)
    watch = Watch(desk.services)
    watch.beat()
    found = watch.judge(watch.figures())
    assert ("unknown_share", "phone") in codes(found)
    assert "Of 7 %" in next(alarm.english for alarm in found if alarm.code == "unknown_share")


def test_what_was_last_texted_is_kept_with_the_channel(make_desk: MakeDesk) -> None:
    desk = make_desk()
    watch = Watch(desk.services)
    watch.tick()
    for number in range(3):
        desk.clock.forward(minutes=1)
        receives(desk, f"m{number}")
    assert watch.figures().heard == {"phone": desk.clock()}
    watch.tick()
    with desk.services.database.read() as session:
        assert channels.all_states(session.connection())["phone"].last_inbound_at == desk.clock()
    assert watch.figures().facts["inbound_seen"].value == "3"


def test_three_texts_from_the_future_mean_that_our_own_clock_is_behind(make_desk: MakeDesk) -> None:
    desk = make_desk()
    watch = Watch(desk.services)
    watch.figures()
    seen = []
    for number, minutes in enumerate((4, 5, 3, 1)):
        receives(desk, f"m{number}", sent_at=desk.clock() + timedelta(minutes=minutes))
        seen.append(watch.figures().behind)
    assert seen == [timedelta(minutes=minutes) for minutes in (0, 0, 3, 1)]
    receives(desk, "late", sent_at=desk.clock() - timedelta(hours=1))
    assert watch.figures().behind == timedelta()


def receives(desk: Desk, name: str, **more: datetime) -> None:
    """A text came by the channel."""
    with desk.services.database.write() as session:
        values: dict[str, Any] = {"sender_kind": "msisdn", "body": "KTP", "kind": "answer", "language": "id", **more}
        session.add(InboundMessage(channel="phone", external_id=name, received_at=desk.clock(), **values))


def test_each_channel_is_asked_for_its_health_once_an_hour_one_at_a_time(make_desk: MakeDesk) -> None:
    desk = make_desk(channels={"phone": PHONE | {"balance_idr": 9_000}, "spare": SPARE})
    one, other = Watch(desk.services), Watch(desk.services)
    assert [watch.check_health() for watch in (one, other, one, other)] == ["phone", "spare", None, None]
    one.beat()
    assert codes(one.judge(one.figures())) == [("balance_low", "phone")]
    desk.clock.forward(minutes=59)
    assert one.check_health() is None
    desk.clock.forward(minutes=1)
    assert one.check_health() == "phone"


@pytest.mark.parametrize(
    ("health", "balance", "unwell"),
    [
        (Health(True, "well", 5_000_000_000), LARGEST_BALANCE, False),
        (Health(False, "401 wrong password"), None, True),
        (Health(True, "well", 100_000), 100_000, False),
    ],
    ids=["rich", "unwell", "well"],
)
def test_a_health_check_is_kept(
    make_small_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch, health: Health, balance: int | None, unwell: bool
) -> None:
    desk = make_small_desk()
    monkeypatch.setattr(desk.phone, "health", lambda: health)
    watch = Watch(desk.services)
    watch.check_health()
    watch.beat()
    figures = watch.figures()
    assert figures.states["phone"].balance_idr == balance
    assert (("channel_unwell", "phone") in codes(watch.judge(figures))) is unwell
    desk.clock.forward(minutes=1)
    works(desk)
    watch.beat()
    assert ("channel_unwell", "phone") not in codes(watch.judge(watch.figures()))


def test_a_wrong_clock_is_seen_by_the_databases(make_desk: MakeDesk) -> None:
    desk = make_desk()
    watch = Watch(desk.services)
    on_postgresql = not desk.services.database.is_sqlite
    desk.clock.now = datetime.now(UTC)
    assert "clock_wrong" not in {alarm.code for alarm in watch.tick()}
    desk.clock.forward(minutes=3)
    assert ("clock_wrong" in {alarm.code for alarm in watch.tick()}) is on_postgresql


@pytest.mark.parametrize(
    ("settings", "takes"),
    [(PHONE, False), (MAIL, False), ({"kind": "twilio", "account_sid": "AC1", "auth_token": "t", "sender": "1"}, True)],
    ids=["simulator", "mail", "twilio"],
)
def test_silence_is_counted_where_texts_come(make_small_desk: MakeDesk, settings: dict[str, Any], takes: bool) -> None:
    desk = make_small_desk(channels={"one": settings})
    assert takes_texts(desk.services.gateways["one"]) is takes
    watch = Watch(desk.services)
    watch.tick()
    desk.clock.forward(days=1)
    assert (("silent", "one") in codes(watch.tick())) is takes
