"""An installation with one channel to the fake gateway, and an alert that waits for so many people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from itertools import count
from typing import Any

import fan_out_data
from fake_gateway import KANNEL, FakeGateway
from sqlalchemy import bindparam, func, insert, select, text, update
from sqlalchemy.orm import Session

from smsinfo.bootstrap import Services, build, open_database
from smsinfo.cli.keys import fresh_keys
from smsinfo.config import load_settings
from smsinfo.db.base import UtcDateTime
from smsinfo.db.migrate import upgrade
from smsinfo.db.models import Alert, Contact, OutboundMessage, Region
from smsinfo.domain.clock import utc_now
from smsinfo.logs import configure_logs

NAME = "lokal"
KEYS = {name: value for name, value in fresh_keys().items() if name.endswith("_KEY")}
VALID = timedelta(hours=6)
CODES = count(1)
_ROWS = """INSERT INTO outbound_message (contact_id, channel, operator, region_code, encoding, segments, cost_idr,
 alert_text_id, purpose, lane, body, status, attempts, not_before, expires_at, created_at, status_at, alert_id)
SELECT c.id, :channel, c.operator, c.region_code, t.encoding, 1, 1, t.id, 'alert', 'urgent', '', 'queued', 0,
 :now, :until, :now, :now, t.alert_id
FROM contact c JOIN alert_text t ON t.alert_id = :alert AND t.language = 'id'
WHERE c.id <= :people"""


def channel(gateway: FakeGateway, kind: str, threads: int) -> dict[str, Any]:
    """The channel's table in smsinfo.toml; its rate is far beyond what can be reached."""
    common = {"kind": kind, "sender": "KALTENG", "per_minute": 600_000, "tariff_idr": 1, "threads": threads}
    if kind == "kannel":
        secrets = {"user": "smsinfo", "password": "a-password", "mo_secret": "a-secret-of-32-letters-or-digits"}
        return common | secrets | {"address": gateway.address + KANNEL}
    send = {
        "address": f"{gateway.address}/send",
        "form": {"to": "{to}", "text": "{text}", "key": "{key}"},
        "ok": "json:status",
        "ok_values": ["ok"],
        "id": "json:id",
    }
    return common | {"send": send}


def settings_of(url: str, one_channel: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in smsinfo.toml."""
    money = {"spend_cap_idr": 10**12, "spend_cap_month_idr": 10**13}
    return {"database_url": url, **money, "channels": {NAME: dict(one_channel)}}


def services_of(url: str, one_channel: Mapping[str, Any]) -> Services:
    """Services over a database that has its schema."""
    configure_logs("WARNING", "text")
    return build(load_settings(KEYS, **settings_of(url, one_channel)))


def populate(url: str, people: int) -> None:
    """The schema, and so many people."""
    settings = load_settings(KEYS, **settings_of(url, {"kind": "simulator", "sender": "+628110000123"}))
    database = open_database(settings)
    upgrade(database.engine)
    services = build(settings, database=database)
    with database.write() as session:
        session.add(Region(code=fan_out_data.PROVINCE, name="Kalimantan Tengah", level="provinsi"))
    add_people(services, people)
    database.close()


def add_people(services: Services, people: int) -> None:
    """So many contacts whose numbers can be unsealed."""
    now, seal = utc_now(), services.sealer.seals
    contacts = [
        {"msisdn_sealed": seal(f"+62812{5_000_000 + n}")[0], "operator": "telkomsel", "first_seen_at": now}
        for n in range(people)
    ]
    with services.database.write() as session:
        session.execute(insert(Contact), contacts)


def fill(services: Services, people: int) -> None:
    """Empty the outbox, then put an alert for the first so many people into it."""
    database, now = services.database, utc_now()
    fan_out_data.empty(database.engine)
    with database.writer(), database.engine.begin() as connection:
        alert = fan_out_data.new_alert(connection, f"H{next(CODES)}", fan_out_data.PROVINCE, now)
        moments = (bindparam("now", now, UtcDateTime()), bindparam("until", now + VALID, UtcDateTime()))
        connection.execute(text(_ROWS).bindparams(*moments, channel=NAME, alert=alert, people=people))
        _seal(services, Session(connection), alert)


def _seal(services: Services, session: Session, alert_id: int) -> None:
    """Approve it: without its seal nothing of an alert leaves."""
    approved = services.alerts.lifecycle.sealing(services.alerts.lifecycle.get(session, alert_id))
    session.execute(update(Alert).where(Alert.id == alert_id).values(**approved))


def statuses(services: Services) -> dict[str, int]:
    """How many rows have which status."""
    with services.database.read() as session:
        rows = session.execute(select(OutboundMessage.status, func.count()).group_by(OutboundMessage.status))
        return {row.status: row[1] for row in rows}
