"""Accounts and their grants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from smsinfo.db.models import Region, StaffAccount, StaffGrant, StaffTask
from smsinfo.domain.staff import Grant, Person, Role


def by_id(session: Session, account_id: int) -> Person | None:
    """One person."""
    return _one(session, StaffAccount.id == account_id)


def by_name(session: Session, name: str) -> Person | None:
    """The person with this name to log in with, which is stored in small letters."""
    return _one(session, StaffAccount.name == name)


def with_grants(session: Session, account: StaffAccount) -> Person:
    """The person of an account that has been read."""
    wanted = select(StaffGrant).where(StaffGrant.account_id == account.id)
    return person_of(account, session.scalars(wanted.order_by(StaffGrant.region_code, StaffGrant.role)))


def person_of(account: StaffAccount, grants: Iterable[StaffGrant]) -> Person:
    """The person of an account and its grants that have been read."""
    return _person(account, map(_grant, grants))


def everybody(session: Session) -> list[Person]:
    """All accounts by name, in two statements."""
    accounts = session.scalars(select(StaffAccount).order_by(StaffAccount.name)).all()
    grants: defaultdict[int, list[Grant]] = defaultdict(list)
    for grant in session.scalars(select(StaffGrant).order_by(StaffGrant.region_code, StaffGrant.role)):
        grants[grant.account_id].append(_grant(grant))
    return [_person(account, grants[account.id]) for account in accounts]


def add(session: Session, account: StaffAccount) -> bool:
    """Store a new account, which has its id then; False where the name is taken."""
    try:
        with session.begin_nested():
            session.add(account)
            session.flush()
    except IntegrityError:
        return False
    return True


def account_by(session: Session, column: str, value: str) -> StaffAccount | None:
    """The row whose unique column (`username` is the name, `fs_uniquifier`) has this value."""
    columns = {"username": StaffAccount.name, "fs_uniquifier": StaffAccount.fs_uniquifier}
    return session.scalar(select(StaffAccount).where(columns[column] == value))


def change(session: Session, account_id: int, values: Mapping[str, Any]) -> None:
    """Set columns of an account."""
    session.execute(update(StaffAccount).where(StaffAccount.id == account_id).values(**values))


def spend_code(session: Session, account_id: int, counter: int) -> bool:
    """Mark the half minute's code as used; False where it, or a later one, has been used already."""
    fresh = StaffAccount.tf_counter.is_(None) | (StaffAccount.tf_counter < counter)
    spent = update(StaffAccount).where(StaffAccount.id == account_id, fresh).values(tf_counter=counter)
    return session.execute(spent.returning(StaffAccount.id)).first() is not None


def put_grant(session: Session, account_id: int, grant: Grant, at: datetime) -> None:
    """Give a grant, or change whether it is in practice."""
    found = _grant_row(session, account_id, grant.role, grant.region_code)
    if found is not None:
        found.practice = grant.practice
        return
    session.add(
        StaffGrant(
            account_id=account_id,
            role=grant.role.value,
            region_code=grant.region_code,
            practice=grant.practice,
            granted_at=at,
        )
    )
    session.flush()


def drop_grant(session: Session, account_id: int, role: Role, region_code: str) -> bool:
    """Take a grant away; False where there is none."""
    gone = delete(StaffGrant).where(
        StaffGrant.account_id == account_id, StaffGrant.role == role.value, StaffGrant.region_code == region_code
    )
    return session.execute(gone.returning(StaffGrant.id)).first() is not None


def tasks(session: Session, account_id: int) -> frozenset[str]:
    """The tasks of the practice check that the account has done."""
    return frozenset(session.scalars(select(StaffTask.task).where(StaffTask.account_id == account_id)))


def add_task(session: Session, account_id: int, task: str, at: datetime) -> bool:
    """Note a task as done; False where it was before."""
    try:
        with session.begin_nested():
            session.add(StaffTask(account_id=account_id, task=task, done_at=at))
            session.flush()
    except IntegrityError:
        return False
    return True


def region_names(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """Code -> name of the regions that there are."""
    wanted = select(Region.code, Region.name).where(Region.code.in_(list(codes)))
    return {row.code: row.name for row in session.execute(wanted)}


def offices(session: Session) -> list[tuple[str, str]]:
    """(code, name) of the province and its regencies: what a form offers to choose from."""
    wanted = select(Region.code, Region.name).where(Region.level.in_(("provinsi", "kabupaten", "kota")))
    return [(row.code, row.name) for row in session.execute(wanted.order_by(Region.code))]


def _one(session: Session, condition: ColumnElement[bool]) -> Person | None:
    found = session.scalar(select(StaffAccount).where(condition).execution_options(populate_existing=True))
    return with_grants(session, found) if found is not None else None


def _grant_row(session: Session, account_id: int, role: Role, region_code: str) -> StaffGrant | None:
    wanted = select(StaffGrant).where(StaffGrant.account_id == account_id, StaffGrant.role == role.value)
    return session.scalar(wanted.where(StaffGrant.region_code == region_code))


def _grant(row: StaffGrant) -> Grant:
    return Grant(Role(row.role), row.region_code, row.practice)


def _person(row: StaffAccount, grants: Iterable[Grant]) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        full_name=row.full_name,
        region_code=row.region_code,
        language=row.language,
        email=row.email,
        active=row.active,
        demo=row.demo,
        has_password=row.password is not None,
        has_code=row.tf_totp_secret is not None,
        last_login_at=row.last_login_at,
        grants=tuple(grants),
    )
