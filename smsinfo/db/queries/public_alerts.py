"""Alerts that were official once: for everybody who looks, asks, or reads them by machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from smsinfo.db.models import Alert, AlertRegion, AlertText
from smsinfo.domain.public_alerts import Beside, PublicAlert
from smsinfo.domain.regions import ancestors

GOING: Final = ("approved", "sending", "completed")
OVER: Final = ("cancelled", "expired")
"""Official only where it was approved before: a draft can be cancelled, too."""

_PLAIN = (
    "code", "drill", "kind", "form", "category", "severity", "urgency", "certainty", "issuer", "headline",
    "instruction", "event_at", "expires_at",
)  # fmt: skip


def by_code(session: Session, code: str) -> PublicAlert | None:
    """The alert of a code, drills too; None where there is none, or none that was ever official."""
    found = _all(session, _official().where(Alert.code == code))
    return found[0] if found else None


def in_force(session: Session, now: datetime, *, region: str | None = None, most: int) -> list[PublicAlert]:
    """Those whose time is not over, the newest first, with those that a later one corrects; no drills."""
    wanted = _official().where(Alert.drill.is_(False), Alert.expires_at > now, Alert.status.in_(GOING))
    return _all(session, _for(wanted, region).order_by(Alert.id.desc()).limit(most))


def past(
    session: Session, now: datetime, *, region: str | None = None, most: int, before: int | None = None
) -> list[tuple[int, PublicAlert]]:
    """Those that are over or taken back, the newest first, with their ids; `before` is the id of the last one seen."""
    over = or_(Alert.expires_at <= now, Alert.status.in_(OVER))
    wanted = _official().where(Alert.drill.is_(False), over)
    if before is not None:
        wanted = wanted.where(Alert.id < before)
    rows = session.execute(_for(wanted, region).order_by(Alert.id.desc()).limit(most)).all()
    return [(row.id, one) for row, one in zip(rows, _filled(session, rows), strict=True)]


def changed_at(session: Session) -> datetime | None:
    """When the last thing happened to any of them; None where there is none. What caches ask first."""
    moments = [session.scalar(select(func.max(column))) for column in (Alert.approved_at, Alert.stopped_at)]
    return max((moment for moment in moments if moment is not None), default=None)


def _official() -> Select[Any]:
    columns = [getattr(Alert, name) for name in _PLAIN]
    was = Alert.status.in_(GOING) | (Alert.status.in_(OVER) & Alert.approved_at.is_not(None))
    return select(Alert.id, Alert.references_id, Alert.stopped_at, Alert.approved_at, Alert.created_at, *columns).where(
        was
    )


def _for(wanted: Select[Any], region: str | None) -> Select[Any]:
    """Those for the region, for anything in it, for anything that covers it."""
    if region is None:
        return wanted
    touched: ColumnElement[bool] = AlertRegion.region_code.in_(ancestors(region))
    touched |= AlertRegion.region_code.startswith(f"{region}.", autoescape=True)
    return wanted.where(select(AlertRegion.alert_id).where(AlertRegion.alert_id == Alert.id, touched).exists())


def _all(session: Session, wanted: Select[Any]) -> list[PublicAlert]:
    return _filled(session, session.execute(wanted).all())


def _filled(session: Session, rows: Sequence[Any]) -> list[PublicAlert]:
    """The rows with their texts, regions, and what stands beside them."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    texts: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for number, language, body in session.execute(
        select(AlertText.alert_id, AlertText.language, AlertText.body).where(AlertText.alert_id.in_(ids))
    ):
        texts[number][language] = body
    regions: defaultdict[int, list[str]] = defaultdict(list)
    for number, code in session.execute(
        select(AlertRegion.alert_id, AlertRegion.region_code).where(AlertRegion.alert_id.in_(ids))
    ):
        regions[number].append(code)
    firsts, laters = _beside(session, rows)
    return [
        PublicAlert(
            **{name: getattr(row, name) for name in _PLAIN},
            sent_at=row.approved_at or row.created_at,
            stopped_at=row.stopped_at,
            texts=texts[row.id],
            regions=tuple(sorted(regions[row.id])),
            first=firsts.get(row.references_id),
            later=tuple(laters[row.id]),
        )
        for row in rows
    ]


def _beside(session: Session, rows: Sequence[Any]) -> tuple[dict[int, Beside], defaultdict[int, list[Beside]]]:
    """The alerts that these are about, by id; and those that are about these, by the id of these."""
    columns = (Alert.id, Alert.references_id, Alert.code, Alert.form, Alert.approved_at, Alert.created_at)
    named = {row.references_id for row in rows if row.references_id is not None}
    firsts = {
        row.id: Beside(row.code, row.form, row.approved_at or row.created_at)
        for row in session.execute(select(*columns).where(Alert.id.in_(named))).all()
    }
    laters: defaultdict[int, list[Beside]] = defaultdict(list)
    about = Alert.references_id.in_([row.id for row in rows])
    for row in session.execute(select(*columns).where(about, Alert.status.in_(GOING)).order_by(Alert.id)).all():
        laters[row.references_id].append(Beside(row.code, row.form, row.approved_at or row.created_at))
    return firsts, laters
