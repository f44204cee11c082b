"""Acts on content in the audit log: which topic, which parts, whose region, and the digest of exactly what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from smsinfo.content.parts import Part
from smsinfo.db.queries.changes import PartRow
from smsinfo.domain.staff import PROVINCE
from smsinfo.staff.audit import Actor, AuditLog


def note(
    audit: AuditLog,
    session: Session,
    now: datetime,
    actor: Actor,
    action: str,
    key: str,
    parts: Mapping[Part, PartRow],
    **details: object,
) -> None:
    """Write the act down in its own transaction."""
    names = sorted(part.name for part in parts)
    region = region_of(row.scope for row in parts.values())
    audit.record(session, now, actor, action, f"topic:{key}", region=region, parts=names, **details)


def region_of(scopes: Iterable[str]) -> str:
    """The region that an act is about: that of all its parts, else the province."""
    found = set(scopes)
    return found.pop() if len(found) == 1 else PROVINCE
