"""`smsinfo outbox` as an operator uses it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from smsinfo.db.models import Attempt
from tests.cli.conftest import Office
from tests.support import CITIZEN


def test_an_empty_outbox_says_so_and_that_no_worker_runs(office: Office) -> None:
    shown = office.runs("outbox")
    assert shown.exit_code == 0
    assert "Nothing waits." in shown.output
    assert "No worker has shown itself" in shown.output


def test_the_outbox_shows_what_waits_and_what_came_of_today(office: Office) -> None:
    office.message()
    office.message(lane="alert", purpose="alert")
    office.message(status="delivered", attempts=1)
    office.message(status="unknown", attempts=1)
    office.works()
    shown = office.runs("outbox").output
    assert [line.split() for line in shown.splitlines() if line.startswith("phone")] == [
        ["phone", "reply", "1", "1", "min"],
        ["phone", "alert", "1", "1", "min"],
        ["phone", "0", "2", "0", "1", "0", "1", "0"],
    ]
    assert "Spent today Rp 1.000 of 1.000.000" in shown
    assert "Workers: " in shown
    assert max(len(line.rstrip()) for line in shown.splitlines()) <= 80


def test_the_outbox_for_programs(office: Office) -> None:
    office.message()
    office.message(status="failed", attempts=1)
    told = json.loads(office.runs("outbox", "--json").output)
    [queue] = told["waiting"]
    assert (queue["channel"], queue["lane"], queue["messages"]) == ("phone", "reply", 1)
    assert 60 <= queue["oldest_seconds"] < 120
    assert [row["channel"] for row in told["channels"]] == ["phone", "quiet"]
    assert told["channels"][0]["today"]["failed"] == 1
    assert (told["spent_idr"], told["workers"], told["alarms"]) == ({"day": 500, "month": 500}, [], [])


def test_the_live_table_goes_on_until_ctrl_c(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[float] = []

    def sleep(seconds: float) -> None:
        looks.append(seconds)
        office.message()
        if len(looks) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("smsinfo.cli.outbox.sleep", sleep)
    shown = office.runs("outbox", "--live")
    assert (shown.exit_code, looks) == (0, [1.0, 1.0, 1.0])
    assert [line.split()[2] for line in shown.output.splitlines() if line.startswith("phone    reply")] == ["2"]


def test_one_message_is_shown_with_its_attempts_and_without_its_number(office: Office) -> None:
    number = office.message(status="failed", attempts=1, error="temporary", detail="503 busy", external_id="abc-1")
    with office.services.database.write() as session:
        values = {"channel": "phone", "number": 1, "error": "temporary", "detail": "503 busy"}
        session.add(Attempt(outbound_id=number, at=datetime.now(UTC), **values))
    shown = office.runs("outbox", "show", str(number)).output
    assert "+62812****0001 (telkomsel)" in shown
    assert CITIZEN not in shown
    assert "failed since" in shown
    assert shown.count("503 busy") == 2
    assert "abc-1" in shown


def test_a_mail_is_shown_without_its_address_and_an_erased_person_as_such(office: Office) -> None:
    mail = office.message(contact_id=None, mail_to="piket@kalteng.go.id")
    gone = office.message(contact_id=None)
    assert "p****@kalteng.go.id" in office.runs("outbox", "show", str(mail)).output
    assert "(erased)" in office.runs("outbox", "show", str(gone)).output


def test_a_message_that_is_not_there_is_an_error_of_one_line(office: Office) -> None:
    shown = office.runs("outbox", "show", "99")
    assert (shown.exit_code, shown.stderr.startswith("smsinfo: there is no message 99")) == (2, True)


def test_only_what_waits_is_cancelled(office: Office) -> None:
    one, two, sent = office.message(), office.message(), office.message(status="sent")
    done = office.runs("outbox", "cancel", str(one), str(sent))
    assert done.stdout == "1 message cancelled.\n"
    assert "1 did not wait any more" in done.stderr
    assert [office.status(n) for n in (one, two, sent)] == ["cancelled", "queued", "sent"]


def test_an_alert_is_cancelled_as_a_whole(office: Office) -> None:
    now = datetime.now(UTC)
    with office.services.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO alert (id, code, status, drill, msg_type, category, severity, urgency, certainty, issuer,"
            " created_at, expires_at) VALUES (3, 'B7K2', 'sent', 0, 'Alert', 'bencana', 'Severe', 'Immediate',"
            " 'Observed', 'BPBD', ?, ?)",
            (now.isoformat(" "), (now + timedelta(hours=6)).isoformat(" ")),
        )
    of_alert = office.message(alert_id=3, purpose="alert", lane="urgent")
    other = office.message()
    assert office.runs("outbox", "cancel", "--alert", "3").output == "1 message cancelled.\n"
    assert [office.status(n) for n in (of_alert, other)] == ["cancelled", "queued"]
    assert "alert B7K2" in office.runs("outbox", "show", str(of_alert)).output


@pytest.mark.parametrize("arguments", [[], ["1", "--alert", "3"]], ids=["nothing", "both"])
def test_cancel_wants_messages_or_one_alert(office: Office, arguments: list[str]) -> None:
    shown = office.runs("outbox", "cancel", *arguments)
    assert (shown.exit_code, "smsinfo outbox cancel 17 18" in shown.stderr) == (2, True)


def test_a_days_report_gives_shares(office: Office) -> None:
    for status, number in (("delivered", 7), ("failed", 2), ("unknown", 1), ("queued", 1), ("cancelled", 2)):
        for _ in range(number):
            office.message(status=status)
    shown = office.runs("outbox", "report").output
    [line] = [line.split() for line in shown.splitlines() if line.startswith("phone")]
    assert line == ["phone", "10", "7", "(70%)", "0", "2", "(20%)", "1", "(10%)", "0", "5.000"]
    assert "1 still wait or are being sent, 2 were cancelled" in shown
    assert "No messages on 2020-01-01." in office.runs("outbox", "report", "--day", "2020-01-01").output


def test_a_day_is_the_local_one(office: Office) -> None:
    made = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)  # 01:00 of the 21st in WIB
    office.message(status="delivered", created_at=made, status_at=made)
    assert "No messages" in office.runs("outbox", "report", "--day", "2026-11-20").output
    assert "1 (100%)" in office.runs("outbox", "report", "--day", "2026-11-21").output
