"""What somebody has of the alerts' work: turns of duty and drafts, and how they go to another person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from smsinfo.db.models import Alert, DutyRoster
from smsinfo.domain.alerts import Status

_UNSENT = (Status.DRAFT.value, Status.RETURNED.value)


def turns(session: Session, account_id: int, now: datetime) -> list[str]:
    """The regions of the person's turns of duty that are not over."""
    mine = (DutyRoster.account_id == account_id, or_(DutyRoster.ends_at.is_(None), DutyRoster.ends_at > now))
    return list(session.scalars(select(DutyRoster.region_code).where(*mine).order_by(DutyRoster.id)))


def move_turns(session: Session, account_id: int, taker_id: int, now: datetime) -> None:
    """The turns go to the taker; where the taker is on duty for the same region already, the person's end."""
    other = aliased(DutyRoster)
    open_, taken = (or_(one.ends_at.is_(None), one.ends_at > now) for one in (DutyRoster, other))
    twice = exists().where(other.account_id == taker_id, other.region_code == DutyRoster.region_code, taken)
    mine = update(DutyRoster).where(DutyRoster.account_id == account_id, open_)
    session.execute(mine.where(twice).values(ends_at=now), execution_options={"synchronize_session": False})
    session.execute(mine.values(account_id=taker_id), execution_options={"synchronize_session": False})


def drafts(session: Session, account_id: int) -> list[str]:
    """The short codes of alerts that the person writes and that wait for nobody else."""
    mine = (Alert.author_id == account_id, Alert.status.in_(_UNSENT))
    return list(session.scalars(select(Alert.code).where(*mine).order_by(Alert.id)))


def move_drafts(session: Session, account_id: int, taker_id: int, now: datetime) -> None:
    """The taker is their writer from now on, and so may not approve them; who has one open sees another version."""
    mine = update(Alert).where(Alert.author_id == account_id, Alert.status.in_(_UNSENT))
    values = {"author_id": taker_id, "editor_id": taker_id, "edited_at": now, "version": Alert.version + 1}
    session.execute(mine.values(**values), execution_options={"synchronize_session": False})
