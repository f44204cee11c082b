"""Whether numbers are still those of the people who gave them: who is to be asked, who said yes, who is silent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from smsinfo.db.models import ContactCheck


def confirm(session: Session, contact_id: int, now: datetime) -> None:
    """The person said that the number is theirs."""
    found = session.get(ContactCheck, contact_id)
    if found is None:
        session.add(ContactCheck(contact_id=contact_id, asks=0, confirmed_at=now))
        return
    found.asks, found.asked_at, found.unconfirmed_at, found.confirmed_at = 0, None, None, now
