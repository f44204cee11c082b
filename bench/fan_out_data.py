"""Made-up people for the fan-out: overlapping subscriptions, opt-outs, three languages, two operators and others."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, insert, text

from smsinfo.db.base import UtcDateTime
from smsinfo.db.migrate import upgrade
from smsinfo.db.models import Alert, AlertRegion, AlertText, OutboundMessage

PROVINCE, ELSEWHERE = "62", "63"
CHANNELS = {"telkomsel": "modem", "indosat": "smpp"}
TARIFFS = {"modem": 350, "smpp": 300, "twilio": 700}
DEFAULT = "twilio"
VALID = timedelta(hours=6)
_PLACE = "'62.' || (11 + i % 14) || '.' || (11 + i / 14 % 10) || '.20' || (11 + i / 140 % 10)"
_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :total)"
_REGIONS = f"""INSERT INTO region (code, name, level, parent_code)
{_NUMBERS}, village(code) AS (SELECT {_PLACE} FROM n), every(code) AS (
 SELECT code FROM village UNION SELECT substr(code, 1, 8) FROM village
 UNION SELECT substr(code, 1, 5) FROM village UNION SELECT '62' UNION SELECT '63')
SELECT code, code, 'desa', NULL FROM every"""
# Of 40: two have said STOP, one is for practice, one lives elsewhere.
_CONTACTS = f"""INSERT INTO contact (msisdn_sealed, operator, language, region_code, status, practice, first_seen_at)
{_NUMBERS} SELECT {{sealed}},
 CASE WHEN i % 10 < 5 THEN 'telkomsel' WHEN i % 10 < 8 THEN 'indosat' WHEN i % 10 < 9 THEN 'xl' ELSE '' END,
 CASE i % 7 WHEN 0 THEN 'id' WHEN 1 THEN 'bjn' WHEN 2 THEN 'nij' WHEN 3 THEN 'en' END,
 CASE WHEN i % 40 = 3 THEN '63' ELSE {_PLACE} END,
 CASE WHEN i % 20 = 0 THEN 'stopped' ELSE 'active' END, i % 40 = 1, :now FROM n"""
# The village for all; of two one the regency for disasters, of ten one the province, of five one what is not asked.
_SUBSCRIPTIONS = """INSERT INTO subscription (contact_id, region_code, category, created_at)
SELECT id, coalesce(region_code, '63'), 'all', :now FROM contact
UNION ALL SELECT id, substr(region_code, 1, 5), 'bencana', :now FROM contact WHERE id % 2 = 0
UNION ALL SELECT id, substr(region_code, 1, 2), 'all', :now FROM contact WHERE id % 10 = 7
UNION ALL SELECT id, region_code, 'layanan', :now FROM contact WHERE id % 5 = 2"""
SEALED = {
    "sqlite": "CAST('0123456789abcdef0123456789' || i AS BLOB)",
    "postgresql": "convert_to('0123456789abcdef0123456789' || i, 'UTF8')",
}
TEXTS = {"id": ("gsm7", 2), "bjn": ("gsm7", 1), "nij": ("ucs2", 3)}


def populate(engine: Engine, recipients: int, now: datetime) -> None:
    """An empty database gets its schema and so many people that about `recipients` are in the province."""
    upgrade(engine)
    total = recipients * 40 // 36
    with engine.begin() as connection:
        for sql in (_REGIONS, _CONTACTS.format(sealed=SEALED[engine.dialect.name]), _SUBSCRIPTIONS):
            statement = text(sql)
            if ":total" in sql:
                statement = statement.bindparams(total=min(total, 1400) if sql is _REGIONS else total)
            if ":now" in sql:
                statement = statement.bindparams(bindparam("now", now, UtcDateTime()))
            connection.execute(statement)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def new_alert(connection: Connection, code: str, region: str, now: datetime) -> int:
    """An alert that has been approved, in three languages; its id."""
    values: dict[str, Any] = {
        "code": code,
        "status": "sending",
        "drill": False,
        "msg_type": "Alert",
        "category": "bencana",
        "severity": "Extreme",
        "urgency": "Immediate",
        "certainty": "Observed",
        "issuer": "BPBD",
        "created_at": now,
        "expires_at": now + VALID,
    }
    number = connection.execute(insert(Alert).returning(Alert.id), values).scalar_one()
    connection.execute(insert(AlertRegion), {"alert_id": number, "region_code": region})
    for language, (encoding, segments) in TEXTS.items():
        words = {"language": language, "body": f"Banjir ({language})", "encoding": encoding, "segments": segments}
        connection.execute(insert(AlertText), {"alert_id": number, **words})
    return int(number)


def empty(engine: Engine) -> None:
    """No message any more, and nothing that the database still owes to the disk from the last run."""
    name = OutboundMessage.__tablename__
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"TRUNCATE {name} CASCADE"))
            connection.execute(text("CHECKPOINT"))
        else:
            connection.exec_driver_sql("COMMIT")
            for sql in ("foreign_keys=OFF", f"DELETE FROM {name}", "foreign_keys=ON", "wal_checkpoint(TRUNCATE)"):
                connection.exec_driver_sql(sql if sql.startswith("DELETE") else f"PRAGMA {sql}").close()
