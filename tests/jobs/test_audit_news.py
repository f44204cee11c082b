"""What leaves the audit log by mail: its end once a day, each lock once; and what changed in the settings."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from smsinfo.bootstrap import Services
from smsinfo.db.models import OutboundMessage
from smsinfo.db.queries import audit as log
from smsinfo.db.queries.audit import Filter
from smsinfo.jobs.audit_news import AuditNews
from smsinfo.staff.audit import TERMINAL
from tests.support import OWN_NUMBER, HeldClock, make_services

MAIL = {
    "kind": "mail",
    "host": "mail.invalid",
    "sender": "smsinfo@kalteng.go.id",
    "user": "u",
    "password": "a-password",
}
PHONE = {"kind": "simulator", "sender": OWN_NUMBER}


def services_of(url: str, clock: HeldClock, **settings: Any) -> Services:
    """Services with a mail channel and one operator with a mail address."""
    usual: dict[str, Any] = {
        "channels": {"phone": PHONE, "mail": MAIL},
        "practice_only": True,
        "practice_password": "kata-sandi-latihan",
        "operator_contacts": ("piket@kalteng.go.id", "+628125550042"),
    }
    return make_services(url, clock, content=False, **(usual | settings))


def mails(services: Services) -> list[OutboundMessage]:
    """What waits to be mailed."""
    with services.database.read() as session:
        return list(session.scalars(select(OutboundMessage).order_by(OutboundMessage.id)))


def note(services: Services, action: str, **details: object) -> None:
    """An act."""
    with services.database.write() as session:
        services.staff.audit.record(session, services.clock(), TERMINAL, action, "account:siti", region=None, **details)


def test_the_end_of_the_log_is_mailed_once_a_day_by_however_many_workers(sqlite_url: str) -> None:
    clock = HeldClock()
    services = services_of(sqlite_url, clock)
    note(services, "test.act")
    for _ in range(2):
        AuditNews(services).tick()
    (mail,) = mails(services)
    with services.database.read() as session:
        head = services.staff.audit.head(session)
    assert mail.mail_to == "piket@kalteng.go.id"
    assert head in mail.body
    clock.forward(hours=24)
    AuditNews(services).tick()
    assert len(mails(services)) == 2
    services.database.close()


def test_a_lock_is_told_once(sqlite_url: str) -> None:
    clock = HeldClock()
    services = services_of(sqlite_url, clock)
    news = AuditNews(services)
    news.tick()
    note(services, "account.locked", gate="password")
    news.tick()
    news.tick()
    told = [mail for mail in mails(services) if "terkunci" in mail.body]
    assert [mail.subject for mail in told] == ["smsinfo: akun terkunci"]
    assert "account:siti" in told[0].body
    services.database.close()


def test_settings_that_changed_are_named_and_never_shown(sqlite_url: str) -> None:
    clock = HeldClock()
    AuditNews(services := services_of(sqlite_url, clock)).tick()
    services.database.close()
    changed = services_of(sqlite_url, clock, spend_cap_idr=7_654_321, practice_password="eine-ganz-andere-losung")
    AuditNews(changed).tick()
    AuditNews(changed).tick()
    with changed.database.read() as session:
        found = log.find(session, Filter(action="settings."), 10)
    assert [event.details for event in found] == ['{"names":["practice_password","spend_cap_idr"]}']
    with changed.database.engine.connect() as connection:
        kept = str(connection.exec_driver_sql("SELECT value FROM mark").all())
    assert "7654321" not in kept
    assert "losung" not in kept
    changed.database.close()


@pytest.mark.parametrize("contacts", [(), ("+628125550042",)])
def test_without_a_mail_address_nothing_is_mailed(sqlite_url: str, contacts: tuple[str, ...]) -> None:
    services = services_of(sqlite_url, HeldClock(), operator_contacts=contacts)
    AuditNews(services).tick()
    assert mails(services) == []
    services.database.close()


def test_without_a_mail_channel_the_log_goes_on(sqlite_url: str) -> None:
    settings = {"channels": {"phone": PHONE}, "practice_only": False, "practice_password": None}
    services = services_of(sqlite_url, HeldClock(), **settings)
    AuditNews(services).tick()
    assert mails(services) == []
    services.database.close()
