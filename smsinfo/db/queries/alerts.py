"""Alerts as citizens may look at them: those in force, with their texts and regions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from smsinfo.db.models import Alert, AlertRegion, AlertText
from smsinfo.domain.alerts import AlertNow

PUBLIC = ("approved", "sending", "completed")
"""From the approval on, an alert is official; before it, nobody may see it."""

MOST = 30


@dataclass(frozen=True, slots=True)
class InForce:
    """An alert and the region codes that it is for."""

    alert: AlertNow
    regions: tuple[str, ...]


def in_force(session: Session, now: datetime) -> list[InForce]:
    """The alerts that hold now, the newest first; without drills and what was cancelled or replaced by a later one."""
    later = aliased(Alert)
    taken_back = select(later.id).where(
        later.references_id == Alert.id, later.drill.is_(False), later.status.in_(PUBLIC)
    )
    holds = (
        Alert.status.in_(PUBLIC),
        Alert.drill.is_(False),
        Alert.expires_at > now,
        Alert.msg_type != "Cancel",
        ~taken_back.exists(),
    )
    columns = select(Alert.id, Alert.code, Alert.issuer, Alert.expires_at)
    rows = session.execute(columns.where(*holds).order_by(Alert.id.desc()).limit(MOST)).all()
    if not rows:
        return []
    texts: defaultdict[int, dict[str, str]] = defaultdict(dict)
    regions: defaultdict[int, list[str]] = defaultdict(list)
    ids = [row.id for row in rows]
    for alert_id, language, body in session.execute(
        select(AlertText.alert_id, AlertText.language, AlertText.body).where(AlertText.alert_id.in_(ids))
    ):
        texts[alert_id][language] = body
    for alert_id, code in session.execute(
        select(AlertRegion.alert_id, AlertRegion.region_code).where(AlertRegion.alert_id.in_(ids))
    ):
        regions[alert_id].append(code)
    return [
        InForce(AlertNow(row.code, row.issuer, row.expires_at, texts[row.id]), tuple(regions[row.id])) for row in rows
    ]
