"""Who looks after which topics, and how they are told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from smsinfo.db.models import StaffAccount, StaffGrant, StaffPhone, Topic, TopicKeeper


class Keeper(NamedTuple):
    """An account as people know it."""

    id: int
    name: str
    full_name: str


class Told(NamedTuple):
    """Where the keeper of a topic is told: `contact_id` is their registered phone."""

    key: str
    account_id: int
    email: str | None
    contact_id: int | None


def of_topic(session: Session, topic_id: int) -> Keeper | None:
    """Who looks after a topic."""
    columns = select(StaffAccount.id, StaffAccount.name, StaffAccount.full_name)
    row = session.execute(
        columns.join(TopicKeeper, TopicKeeper.account_id == StaffAccount.id).where(TopicKeeper.topic_id == topic_id)
    ).first()
    return Keeper(*row) if row is not None else None


def put(session: Session, topic_id: int, account_id: int | None, now: datetime) -> None:
    """The account looks after the topic from now on; None: nobody does."""
    session.execute(delete(TopicKeeper).where(TopicKeeper.topic_id == topic_id))
    if account_id is not None:
        session.execute(insert(TopicKeeper).values(topic_id=topic_id, account_id=account_id, since=now))


def candidates(session: Session, roles: Collection[str], most: int) -> list[Keeper]:
    """Accounts that can log in and hold one of these roles for real somewhere, by name."""
    holds = select(StaffGrant.account_id).where(StaffGrant.role.in_(sorted(roles)), StaffGrant.practice.is_(False))
    wanted = select(StaffAccount.id, StaffAccount.name, StaffAccount.full_name)
    wanted = wanted.where(StaffAccount.active.is_(True), StaffAccount.id.in_(holds))
    return [Keeper(*row) for row in session.execute(wanted.order_by(StaffAccount.name).limit(most))]


def topics_of(session: Session, account_id: int) -> list[str]:
    """The keys of the topics that somebody looks after, in the order of menus."""
    wanted = select(Topic.key).join(TopicKeeper, TopicKeeper.topic_id == Topic.id)
    return list(session.scalars(wanted.where(TopicKeeper.account_id == account_id).order_by(Topic.position, Topic.key)))


def move(session: Session, account_id: int, taker_id: int, now: datetime) -> None:
    """All topics of one person go to another."""
    mine = update(TopicKeeper).where(TopicKeeper.account_id == account_id)
    session.execute(mine.values(account_id=taker_id, since=now), execution_options={"synchronize_session": False})


def told(session: Session) -> dict[str, Told]:
    """Key of a topic -> where its keeper is told; without those of accounts that are suspended."""
    wanted = (
        select(Topic.key, StaffAccount.id, StaffAccount.email, StaffPhone.contact_id)
        .join(TopicKeeper, TopicKeeper.topic_id == Topic.id)
        .join(StaffAccount, StaffAccount.id == TopicKeeper.account_id)
        .outerjoin(StaffPhone, StaffPhone.account_id == StaffAccount.id)
        .where(StaffAccount.active.is_(True))
    )
    return {row.key: Told(*row) for row in session.execute(wanted)}
