"""Who wants nothing pushed, as a list that leaves the database and comes back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from smsinfo.db.models import Suppression


def all_optouts(session: Session) -> list[tuple[bytes, datetime]]:
    """Every digest with its date, by date."""
    rows = session.execute(select(Suppression.digest, Suppression.since).order_by(Suppression.since))
    return [(bytes(digest), since) for digest, since in rows]
