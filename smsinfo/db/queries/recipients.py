"""Whom an alert's rule means: one condition on contacts, for counting them, for showing them, and for sending.

The fan-out reads subscribers by its own, quicker way (fan_out.py); a test shows that both find the same people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select

from smsinfo.db.models import Alert, Contact, ContactRole, OutboundMessage, Subscription
from smsinfo.domain.alerts import Kind
from smsinfo.domain.audience import Audience, To
from smsinfo.domain.contacts import Category
from smsinfo.domain.messages import MtStatus, Purpose
from smsinfo.domain.regions import ancestors

_alert: Any = Alert.__table__
_contact: Any = Contact.__table__
_role: Any = ContactRole.__table__
_subscription: Any = Subscription.__table__
_out: Any = OutboundMessage.__table__
WEEK: Final = timedelta(days=7)
DRILL_ROLE: Final = "drill"
"""The role of who takes part in the drills of a region."""
FIRST_ROLES: Final = ("relay", "village_head")
"""Who hears of an alert before everybody else: each of them tells a village."""

MAY_HAVE_IT: Final = (
    MtStatus.SENDING.value,
    MtStatus.UNKNOWN.value,
    MtStatus.SENT.value,
    MtStatus.DELIVERED.value,
)
"""Statuses of a message that was handed over, or may have been."""

_NEVER_LEFT: Final = (MtStatus.CANCELLED.value, MtStatus.EXPIRED.value, MtStatus.FAILED.value)


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to look for. `practice` lets practice contacts in: a drill's, where something can send to them."""

    audience: Audience
    category: str
    regions: tuple[str, ...]
    practice: bool = False


def count(connection: Connection, target: Target, now: datetime) -> int:
    """How many people the rule means now."""
    found = select(func.count()).select_from(_contact).where(meant(target))
    return int(connection.execute(found, {"week": now - WEEK}).scalar_one())


def meant(target: Target) -> ColumnElement[bool]:
    """The condition on a contact; its bind `week` is a week ago."""
    wanted: ColumnElement[bool] = and_(_contact.c.status == "active", _by_rule(target))
    if not target.practice:
        wanted &= _contact.c.practice.is_(False)
    return wanted & few_announcements(target.audience.weekly)


def few_announcements(weekly: int | None) -> ColumnElement[bool]:
    """Whoever has not had so many announcements in a week; everybody where there is no limit."""
    if weekly is None:
        return and_(True)
    had = (
        select(func.count())
        .select_from(_out.join(_alert, _alert.c.id == _out.c.alert_id))
        .where(
            _out.c.contact_id == _contact.c.id,
            _out.c.purpose == Purpose.ALERT.value,
            _out.c.created_at > bindparam("week", type_=_out.c.created_at.type),
            _out.c.status.not_in(_NEVER_LEFT),
            _alert.c.kind == Kind.ANNOUNCEMENT.value,
        )
        .scalar_subquery()
    )
    return had < weekly


def _by_rule(target: Target) -> ColumnElement[bool]:
    to, of = target.audience.to, target.audience.of
    if to is To.HANDED:
        return handed(of)
    if to is To.HANDED_AND_NEW:
        return or_(handed(of), _subscribed(target))
    if to is To.DRILL:
        listed = select(_role.c.id).where(_role.c.contact_id == _contact.c.id, _role.c.role == DRILL_ROLE)
        return or_(
            _contact.c.practice & _subscribed(target),
            listed.where(touches(_role.c.region_code, target.regions)).exists(),
        )
    return _subscribed(target)


def handed(alert_id: int | None) -> ColumnElement[bool]:
    """Whoever was handed that alert, or may have been: nobody knows of an unanswered call."""
    mine = (_out.c.alert_id == alert_id) & (_out.c.contact_id == _contact.c.id)
    mine &= _out.c.purpose.in_((Purpose.ALERT.value, Purpose.RELAY.value))
    return select(_out.c.id).where(mine, or_(_out.c.status.in_(MAY_HAVE_IT), _out.c.repeats > 0)).exists()


def _subscribed(target: Target) -> ColumnElement[bool]:
    return (
        select(_subscription.c.id)
        .where(
            _subscription.c.contact_id == _contact.c.id,
            _subscription.c.category.in_([Category.ALL.value, target.category]),
            touches(_subscription.c.region_code, target.regions),
        )
        .exists()
    )


def touches(code: ColumnElement[str], regions: Sequence[str]) -> ColumnElement[bool]:
    """Is a subscription's region one of these, does it cover one, or does it lie in one? Of no region, never.

    Inside is what begins with the code and a dot: 62.010 is not in 62.01. Codes of one length make one comparison.
    """
    covering = {outer for region in regions for outer in ancestors(region)}
    starts: dict[int, list[str]] = defaultdict(list)
    for region in sorted(regions):
        starts[len(region) + 1].append(f"{region}.")
    inside = (func.substr(code, 1, length).in_(start) for length, start in starts.items())
    return or_(code.in_(sorted(covering)), *inside)
