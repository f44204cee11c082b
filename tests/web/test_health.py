"""/readyz names its parts, and /metrics tells figures to whoever may ask, and nothing of people."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from smsinfo.bootstrap import Services
from smsinfo.db.engine import Database
from smsinfo.db.models import Contact, OutboundMessage
from smsinfo.db.queries import channels, marks
from smsinfo.outbox.watch import Watch
from smsinfo.web.app import create_app

from .fakes import NOW, TWILIO, FakeSnapshots, fake_services, store

NUMBER, TEXT = "+628125550042", "ktp saya hilang di pasar"
TOKEN = "token-untuk-prometheus"


def client(services: Services) -> FlaskClient:
    """A client of these services' application."""
    return create_app(services).test_client()


def change(services: Services, **values: Any) -> None:
    """Set columns of the channel's row."""
    with services.database.engine.begin() as connection:
        channels.ensure(connection, "sms", NOW)
        channels.change(connection, "sms", **values)


def waits(services: Services, number: int, **values: Any) -> None:
    """Messages made a minute ago."""
    usual = {"purpose": "reply", "lane": "reply", "channel": "sms", "body": TEXT, "encoding": "gsm7", "segments": 2}
    times = dict.fromkeys(("not_before", "created_at", "status_at"), NOW - timedelta(minutes=1))
    with services.database.write() as session:
        for _ in range(number):
            session.add(OutboundMessage(**(usual | times | {"expires_at": NOW, "status": "queued"} | values)))


def figures(services: Services, **headers: str) -> dict[tuple[str, ...], float]:
    """What a scrape tells: name and label values, by the labels' names in order -> value."""
    answer = client(services).get("/metrics", headers=headers)
    assert answer.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_readyz_tells_each_part() -> None:
    services = fake_services({"sms": TWILIO})
    Watch(services).beat()
    answer = client(services).get("/readyz")
    assert answer.status_code == 200
    assert answer.text.splitlines() == ["ok", "database: ok", "content: ok", "worker: ok", "channel sms: ok"]


def test_a_channel_held_back_a_worker_gone_and_an_alarm_only_warn() -> None:
    services = fake_services({"sms": TWILIO})
    change(services, failures=5, open_until=NOW + timedelta(seconds=30))
    with services.database.engine.begin() as connection:
        marks.put(connection, "alarm:silent:sms", "warning -", NOW)
        marks.put(connection, "alarm:clock_wrong:server-7", "critical -", NOW)
    answer = client(services).get("/readyz")
    assert answer.status_code == 200
    assert answer.text.splitlines()[3:] == [
        "worker: warning, none has shown itself for a minute",
        "channel sms: warning, held back",
        "alarm clock_wrong: warning, see smsinfo doctor",
        "alarm silent sms: warning, see smsinfo doctor",
    ]


def test_readyz_names_the_parts_that_fail() -> None:
    services = fake_services({"sms": TWILIO})
    snapshots = services.snapshots
    assert isinstance(snapshots, FakeSnapshots)
    snapshots.topics.clear()
    answer = client(services).get("/readyz")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert answer.text.splitlines()[:3] == ["failing: content", "database: ok", "content: failing"]


def test_readyz_says_so_when_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    services = fake_services({"sms": TWILIO})
    web = client(services)

    def gone(_self: Database) -> None:
        raise OSError("connection refused by 10.0.0.7")

    monkeypatch.setattr(Database, "read", gone)
    answer = web.get("/readyz")
    assert answer.status_code == 503
    assert answer.text == "failing: database\ndatabase: failing\ncontent: ok\n"


def test_metrics_are_the_databases_figures() -> None:
    services = fake_services({"sms": TWILIO}, spend_cap_idr=1000)
    Watch(services).beat()
    change(services, slots=17, paused=True, balance_idr=12_500, last_inbound_at=NOW - timedelta(hours=2))
    waits(services, 3)
    waits(services, 2, status="delivered", cost_idr=400, attempts=1)
    store(services, NUMBER, (TEXT, None))
    told = figures(services)
    wanted = {
        ("smsinfo_queue_messages", "sms", "reply"): 3,
        ("smsinfo_queue_messages", "sms", "urgent"): 0,
        ("smsinfo_queue_oldest_seconds", "sms", "reply"): 60,
        ("smsinfo_messages_today", "sms", "delivered"): 2,
        ("smsinfo_messages_today", "sms", "failed"): 0,
        ("smsinfo_segments_today", "sms"): 4,
        ("smsinfo_claims_total", "sms"): 17,
        ("smsinfo_channel_paused", "sms"): 1,
        ("smsinfo_channel_open", "sms"): 0,
        ("smsinfo_channel_balance_idr", "sms"): 12_500,
        ("smsinfo_inbound_age_seconds", "sms"): 7200,
        ("smsinfo_inbound_today", "phone", "silent"): 1,
        ("smsinfo_spent_idr", "day"): 800,
        ("smsinfo_spend_cap_idr", "day"): 1000,
        ("smsinfo_workers",): 1,
        ("smsinfo_worker_heartbeat_age_seconds",): 0,
        ("smsinfo_alarm", "", "spend_day", "warning"): 1,
    }
    assert {name: told.get(name) for name in wanted} == wanted


def test_two_processes_tell_the_same() -> None:
    services = fake_services({"sms": TWILIO})
    first = client(services)
    first.get("/metrics")
    waits(services, 1)
    others = [web.get("/metrics").text for web in (first, client(services))]
    assert others[0] == others[1]


def test_metrics_tell_nothing_of_people() -> None:
    services = fake_services({"sms": TWILIO})
    with services.database.write() as session:
        session.add(Contact(msisdn_sealed=services.sealer.seals(NUMBER)[0], first_seen_at=NOW))
    waits(services, 1, contact_id=1, status="failed", error="rejected", detail=f"no such number {NUMBER}")
    change(services, failures=7, last_failed_at=NOW - timedelta(hours=1), last_error=f"denied: {NUMBER}")
    text = client(services).get("/metrics").text
    assert "smsinfo_alarm{" in text
    assert "channel_failing" in text
    assert TEXT not in text
    assert "5550042" not in re.sub(r"[^\d\n]", "", text)


ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.mark.parametrize(
    ("token", "headers", "environ", "status"),
    [
        (None, {}, {}, 200),
        (None, {"Host": "127.0.0.1:8000"}, {"REMOTE_ADDR": "::1"}, 200),
        (None, {}, ELSEWHERE, 403),
        (None, {}, {"REMOTE_ADDR": ""}, 403),
        (None, {"X-Forwarded-For": "127.0.0.1"}, {}, 403),
        (None, {"Forwarded": "for=1.2.3.4"}, {}, 403),
        (None, {"Host": "sms.example.org"}, {}, 403),
        (TOKEN, {}, {}, 403),
        (TOKEN, {"Authorization": "Bearer something-else"}, {}, 403),
        (TOKEN, {"Authorization": f"Basic {TOKEN}"}, {}, 403),
        (TOKEN, {"Authorization": f"Bearer {TOKEN}"}, ELSEWHERE, 200),
        (TOKEN, {"Authorization": f"Bearer {TOKEN}", "Host": "sms.example.org"}, ELSEWHERE, 200),
    ],
    ids=[
        "this machine", "by IPv6", "another machine", "a socket", "by a proxy", "by a proxy (RFC 7239)", "another name",
        "local without the token", "a wrong token", "no bearer", "the token", "the token by a proxy",
    ],
)  # fmt: skip
def test_who_may_scrape(token: str | None, headers: dict[str, str], environ: dict[str, str], status: int) -> None:
    values: dict[str, Any] = {"metrics_token": token} if token else {}
    web = client(fake_services({"sms": TWILIO}, **values))
    answer = web.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": "127.0.0.1"} | environ)
    assert answer.status_code == status
    assert ("smsinfo_queue" in answer.text) is (status == 200)
