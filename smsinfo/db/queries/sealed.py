"""What a seal covers, as it stands in the database now. Columns only: this is read for every batch that leaves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from smsinfo.db.models import Alert, AlertRegion, AlertText

_alert: Any = Alert.__table__
_region: Any = AlertRegion.__table__
_text: Any = AlertText.__table__


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of an alert that a seal covers, with the seal itself and the status, which it does not cover."""

    id: int
    code: str
    status: str
    version: int
    drill: bool
    kind: str
    form: str
    msg_type: str
    category: str
    severity: str
    expires_at: datetime
    references_id: int | None
    audience: str
    seal: bytes | None
    seal_key: str


def heads(connection: Connection, ids: Collection[int]) -> dict[int, Head]:
    """Alerts by id."""
    columns = (_alert.c[name] for name in Head.__slots__)
    rows = connection.execute(select(*columns).where(_alert.c.id.in_(list(ids))))
    found = (Head(**(dict(row._mapping) | {"seal": row.seal and bytes(row.seal)})) for row in rows)
    return {head.id: head for head in found}


def regions(connection: Connection, alert_id: int) -> tuple[str, ...]:
    """The region codes of an alert, sorted."""
    return tuple(
        sorted(connection.execute(select(_region.c.region_code).where(_region.c.alert_id == alert_id)).scalars())
    )


def texts(connection: Connection, alert_id: int) -> dict[str, str]:
    """The texts of an alert by language."""
    rows = connection.execute(select(_text.c.language, _text.c.body).where(_text.c.alert_id == alert_id))
    return {row.language: row.body for row in rows}
