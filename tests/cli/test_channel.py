"""`smsinfo channel` as an operator uses it, and what the doctor says of channels."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from smsinfo.db.queries import channels, marks
from smsinfo.db.queries.channels import State
from smsinfo.domain.sending import SendError, SendResult
from smsinfo.gateways.simulator import SimulatorGateway
from smsinfo.outbox.watch import Watch
from tests.cli.conftest import Office
from tests.support import NEIGHBOUR


def state(office: Office) -> State:
    """The row of the channel that sends."""
    with office.services.database.read() as session:
        return channels.all_states(session.connection())["phone"]


def breaks(office: Office) -> None:
    """The channel has failed six times and is held back."""
    now = datetime.now(UTC)
    with office.services.database.engine.begin() as connection:
        channels.ensure(connection, "phone", now)
        until, failed = now + timedelta(minutes=9, seconds=30), now - timedelta(minutes=3)
        channels.change(
            connection, "phone", failures=6, open_until=until, last_failed_at=failed, last_error="denied: 401"
        )


@pytest.fixture
def working(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office whose worker goes round whenever the terminal waits."""
    office.works()
    monkeypatch.setattr("smsinfo.cli.channel.sleep", office.works)
    return office


def test_the_list_tells_all_of_a_channel_in_80_columns(office: Office) -> None:
    breaks(office)
    office.message(status="sent", attempts=1)
    with office.services.database.engine.begin() as connection:
        heard = datetime.now(UTC) - timedelta(hours=5)
        channels.change(connection, "phone", balance_idr=1_250_000, last_inbound_at=heard)
    lines = [line.rstrip() for line in office.runs("channel", "list").output.splitlines()]
    assert max(map(len, lines)) <= 80
    assert [line.split() for line in lines[2:]] == [
        ["phone", "+628110000123", "6000", "held", "back", "1.250.000", "50", "s", "3", "min", "5", "h"],
        ["simulator", "9", "min"],
        ["quiet", "+628110000124", "-", "answers", "-", "-", "-", "-"],
        ["simulator", "SIM", "2026-12-31"],
    ]


def test_pause_and_resume_are_seen_by_the_worker(office: Office) -> None:
    number = office.message(not_before=datetime.now(UTC))
    assert office.runs("channel", "pause", "phone").exit_code == 0
    office.works()
    assert (office.status(number), state(office).paused) == ("queued", True)
    assert "paused" in office.runs("channel", "list").output
    breaks(office)
    assert office.runs("channel", "resume", "phone").output == "phone sends again.\n"
    office.works()
    assert office.status(number) == "sent"
    assert (state(office).paused, state(office).failures, state(office).open_until) == (False, 0, None)


def test_a_trial_goes_through_the_channel_and_its_receipt_is_told(working: Office) -> None:
    done = working.runs("channel", "test", "phone", NEIGHBOUR)
    assert done.exit_code == 0
    assert "delivered after" in done.output
    gateway = working.services.gateways["phone"]
    assert isinstance(gateway, SimulatorGateway)
    [sent] = gateway.sent
    assert sent.mt.to == NEIGHBOUR
    assert sent.mt.text.startswith("smsinfo: uji coba kanal phone")
    assert NEIGHBOUR not in done.output + done.stderr


def test_a_trial_that_fails_says_why(working: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = SendResult(error=SendError.BAD_NUMBER, detail="21211 no such number")
    monkeypatch.setattr(working.services.gateways["phone"], "send", lambda _mt: refused)
    done = working.runs("channel", "test", "phone", NEIGHBOUR)
    assert done.exit_code == 2
    assert "failed after" in done.stderr
    assert "bad_number 21211 no such number" in done.stderr


def test_a_trial_that_nobody_sends_is_cancelled_after_a_minute(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    Watch(office.services).beat()
    passed = iter(range(0, 1000, 20))
    monkeypatch.setattr("smsinfo.cli.channel.monotonic", lambda: next(passed))
    monkeypatch.setattr("smsinfo.cli.channel.sleep", lambda _seconds: None)
    done = office.runs("channel", "test", "phone", NEIGHBOUR)
    assert (done.exit_code, "still waited after a minute" in done.stderr) == (2, True)
    assert office.status(1) == "cancelled"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["test", "phone", "0812"], "too_short"),
        (["test", "phon", NEIGHBOUR], "did you mean phone?"),
        (["test", "quiet", NEIGHBOUR], "quiet only answers"),
        (["test", "phone", NEIGHBOUR], "no worker is running (last seen: -)"),
        (["pause", "kannel"], "declared are: phone, quiet"),
        (["resume", "kannel"], "declared are: phone, quiet"),
    ],
    ids=["number", "name", "answers only", "no worker", "pause", "resume"],
)
def test_what_can_not_be_done_is_said_at_once(office: Office, arguments: list[str], problem: str) -> None:
    done = office.runs("channel", *arguments)
    assert done.exit_code == 2
    assert problem in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_paused_channel_is_not_tried(working: Office) -> None:
    working.runs("channel", "pause", "phone")
    assert "smsinfo channel resume phone" in working.runs("channel", "test", "phone", NEIGHBOUR).stderr


def test_who_said_stop_gets_no_trial(working: Office) -> None:
    working.message(status="sent")
    with working.services.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE contact SET status = 'stopped'")
    done = working.runs("channel", "test", "phone", "08125550001")
    assert (done.exit_code, "said STOP" in done.stderr) == (2, True)


def test_the_doctor_says_what_is_wrong_and_what_to_do(office: Office) -> None:
    breaks(office)
    done = office.runs("doctor")
    assert done.exit_code == 2
    assert "look no_worker_yet: No worker has run yet" in done.output
    assert "BAD  channel_failing: Channel phone has been failing for 3 min: denied: 401." in done.output
    assert "smsinfo channel resume phone" in done.output


def test_the_doctor_finds_a_wrong_setting_of_a_channel(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with open("smsinfo.toml", "a") as file:
        file.write('[channels.hp]\nkind = "androi"\n')
    monkeypatch.setenv("SMSINFO_PRACTICE_ONLY", "true")
    monkeypatch.setenv("SMSINFO_PRACTICE_PASSWORD", "kata-sandi-latihan")
    done = office.runs("doctor")
    assert done.exit_code == 2
    assert "BAD  channels: channels.hp.kind: there is no kind of gateway 'androi'" in done.output


@pytest.mark.parametrize(
    ("dialect", "told"),
    [
        ("nalo", "the network calls http://127.0.0.1:8000/gw/umb/ussd by POST"),
        ("infobip", "the network calls http://127.0.0.1:8000/gw/umb/ussd/... by POST or PUT"),
    ],
)
def test_the_doctor_knows_that_a_ussd_channel_only_answers(
    office: Office, monkeypatch: pytest.MonkeyPatch, dialect: str, told: str
) -> None:
    with open("smsinfo.toml", "a") as file:
        file.write(f'[channels.umb]\nkind = "ussd"\ncode = "*123*45#"\ndialect = "{dialect}"\n')
        file.write('addresses = ["203.0.113.0/24"]\n')
    monkeypatch.setenv("SMSINFO_PRACTICE_ONLY", "true")
    monkeypatch.setenv("SMSINFO_PRACTICE_PASSWORD", "kata-sandi-latihan")
    assert f"ok   channel umb: takes USSD and answers only; {told}" in office.runs("doctor").output
    refused = office.runs("channel", "test", "umb", NEIGHBOUR)
    assert "umb only answers; it can't send by itself" in refused.stderr


def subscribes(office: Office) -> None:
    """The citizen gets alerts of the province."""
    office.message(status="sent", attempts=1)
    with office.services.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO subscription (contact_id, region_code, category, created_at) "
            "SELECT id, '62', 'all', first_seen_at FROM contact"
        )


def test_a_changed_number_is_told_after_a_look_and_a_yes(office: Office) -> None:
    subscribes(office)
    seen = office.runs("channel", "announce", "phone", "--dry-run").output
    assert "nomor kami sekarang 08110000123." in seen
    assert "1 person, segments: 1, cost: Rp 500, time at the channel's rate: 0 s." in seen
    assert "Tell them?" not in seen
    asked = office.runs("channel", "announce", "phone")
    assert asked.exit_code != 0
    assert "Tell them?" in asked.output
    done = office.runs("channel", "announce", "phone", answer="y\n")
    assert "wait in the lane bulk: 1." in done.output
    again = office.runs("channel", "announce", "phone", answer="y\n")
    assert "Everybody who texts 08110000123 has been told" in again.output


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("http://127.0.0.1:8000", "by its cable only: adb reverse tcp:8000 tcp:8000"),
        ("http://192.168.1.5", "since it is plain http: serve https with a CA that the phone trusts"),
        ("https://sms.kalteng.go.id", None),
    ],
    ids=["cable", "local network", "https"],
)
def test_the_doctor_knows_what_an_android_phone_can_not_call(
    office: Office, monkeypatch: pytest.MonkeyPatch, address: str, hint: str | None
) -> None:
    with open("smsinfo.toml", "a") as file:
        file.write('[channels.hp]\nkind = "android"\n')
    monkeypatch.setenv("SMSINFO_PUBLIC_URL", address)
    monkeypatch.setenv("SMSINFO_ALLOW_HTTP", "true")
    said = office.runs("doctor").output
    assert hint is None or hint in said
    assert ("look webhooks of hp:" in said) is (hint is not None)


def test_after_a_restore_everybody_who_looks_is_told_that_sending_is_locked(working: Office) -> None:
    with working.services.database.engine.begin() as connection:
        marks.put(connection, "sending_locked", "restored from the backup of yesterday", datetime.now(UTC))
    done = working.runs("channel", "test", "phone", NEIGHBOUR)
    assert (done.exit_code, "sending is locked (restored from the backup of yesterday)" in done.stderr) == (2, True)
    assert "Sending is locked: restored from the backup of yesterday." in working.runs("outbox").output
    assert "look sending: locked: restored from the backup of yesterday." in working.runs("doctor").output
