"""A town to back up, the terminal that does it, and backups that somebody spoilt."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable, Sequence
from datetime import timedelta
from gzip import GzipFile
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from sqlalchemy import select

from smsinfo.cli.main import main
from smsinfo.db.backup.crypt import Decrypting, Encrypting
from smsinfo.db.base import Base
from smsinfo.db.engine import Database, make_engine
from smsinfo.db.models import Alert, AlertRegion, AlertText, Attempt, OutboundMessage, ParkedReceipt, RegionPoint
from smsinfo.domain.messages import Lane, Purpose
from tests.outbox.archive import publish
from tests.outbox.desk import Desk
from tests.support import CITIZEN, KEYS, NEIGHBOUR, STRANGER, Phone

WORDS = "enam kata yang diundi dari daftar"
ENGINES = ("sqlite", "postgresql")
HELD_BACK = ("alert", "outbound_message", "mark")


def runs(url: str, *arguments: str, **env: str) -> Result:
    """`smsinfo <arguments>` of an installation with the keys of the cast; `env` adds to its environment."""
    ours = {**KEYS, "SMSINFO_DATABASE_URL": url, "BACKUP_PASSPHRASE": WORDS, "SMSINFO_CONFIG": "", **env}
    return CliRunner(env=ours).invoke(main, list(arguments))


def peopled(url: str) -> Desk:
    """An installation in which people texted, and messages stand at every step."""
    desk = Desk(url, content=True)
    publish(desk)
    for number, texts in (
        (CITIZEN, ("KTP", "DAFTAR Katingan", "LOKASI Katingan", "BANSOS")),
        (NEIGHBOUR, ("DAFTAR Kapuas", "TENTANG", "salam \u2028 hangat é €")),
        (STRANGER, ("KTP", "STOP")),
    ):
        phone = Phone(desk.services, desk.clock, number)
        for text in texts:
            name = f"SM{hash((number, text)):x}"
            phone.texts(text, external_id=name)
            desk.services.inbox.handed.note("phone", name)
    desk.services.heart.beat()
    with desk.services.database.read() as session:
        citizen = session.scalars(select(OutboundMessage.contact_id).order_by(OutboundMessage.id)).first() or 0
    waiting = [desk.waits(citizen, f"Alarm {n}", Lane.URGENT, purpose=Purpose.ALERT) for n in range(3)]
    now = desk.clock()
    with desk.services.database.write() as session:
        for alarm, status in zip(waiting[1:], ("sending", "unknown"), strict=True):
            row = session.get_one(OutboundMessage, alarm)
            row.status, row.attempts, row.lease_until = status, 1, now + timedelta(minutes=2)
            session.add(Attempt(outbound_id=alarm, channel="phone", number=1, error="temporary", at=now))
        session.add(ParkedReceipt(channel="phone", external_id="x", status="sent", part=1, parts=1, received_at=now))
        alert = Alert(
            code="A1B2",
            status="sending",
            msg_type="Alert",
            category="bencana",
            severity="Severe",
            urgency="Immediate",
            certainty="Observed",
            issuer="BPBD",
            created_at=now,
            expires_at=now + timedelta(hours=6),
        )
        session.add(alert)
        session.flush()
        session.add(AlertText(alert_id=alert.id, language="id", body="Banjir", encoding="gsm7", segments=1))
        session.add(AlertRegion(alert_id=alert.id, region_code="62.06"))
        session.add(RegionPoint(region_code="62.06", latitude=-1.8523, longitude=113.4))
    return desk


def contents(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    database = Database(make_engine(url))
    with database.read() as session:
        found = {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key.columns))]
            for table in Base.metadata.sorted_tables
        }
    database.close()
    return found


def outcomes(url: str) -> dict[str, tuple[str, str | None, bool]]:
    """The town's alarms by their texts: status, why, and whether somebody still has a lease on them."""
    database = Database(make_engine(url))
    with database.read() as session:
        rows = session.scalars(select(OutboundMessage).where(OutboundMessage.body.like("Alarm%")))
        found = {row.body: (row.status, row.detail, row.lease_until is not None) for row in rows}
    database.close()
    return found


def unfinished_alerts(url: str) -> int:
    """Alerts whose recipients would go on to be looked for."""
    database = Database(make_engine(url))
    with database.read() as session:
        found = len(session.scalars(select(Alert.id).where(Alert.fanned_out_at.is_(None))).all())
    database.close()
    return found


def plain(path: Path) -> bytes:
    """All that stands in a backup for whoever has its passphrase."""
    with path.open("rb") as file, GzipFile(fileobj=Decrypting(file, WORDS.encode()), mode="rb") as packed:
        return packed.read()


def rewritten(source: Path, target: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """A true backup of another head: as another version of the program would have written it."""
    with tarfile.open(fileobj=io.BytesIO(plain(source))) as tar:
        members = [(m.name, b"" if (f := tar.extractfile(m)) is None else f.read()) for m in tar.getmembers()]
    head = json.loads(members[0][1])
    change(head)
    kept = {table["name"] for table in head["tables"]}
    rest = [(name, data) for name, data in members[1:] if name.partition("/")[0] in kept]
    return written(target, [("head.json", json.dumps(head).encode()), *rest])


def written(target: Path, members: Sequence[tuple[str, bytes]]) -> Path:
    """A file in the form of a backup with these members."""
    with target.open("wb") as file:
        encrypting = Encrypting(file, WORDS.encode(), {})
        with GzipFile(fileobj=encrypting, mode="wb") as packed, tarfile.open(fileobj=packed, mode="w|") as tar:
            for name, data in members:
                member = tarfile.TarInfo(name)
                member.size = len(data)
                tar.addfile(member, io.BytesIO(data))
        encrypting.finish()
    return target
