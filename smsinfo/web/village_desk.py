"""What the pages of the villages share: the group or membership of an address, within the own jurisdiction."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from smsinfo.db.models import KimGroup, Membership
from smsinfo.db.queries import groups as register
from smsinfo.db.queries import memberships
from smsinfo.db.queries.groups import Seat
from smsinfo.domain.staff import Permission
from smsinfo.errors import BadNumber, CommunityRefused, DeskRefused
from smsinfo.sms.msisdn import mask
from smsinfo.web import words_community, words_desk
from smsinfo.web.access import services
from smsinfo.web.gate import person, staff_pages


def village_pages(name: str, module: str) -> Blueprint:
    """A blueprint of staff pages whose templates have the words of the villages."""
    pages = staff_pages(name, module)
    pages.context_processor(lambda: {"say": words_community, "masked": masked, "place": words_desk.region})
    return pages


def masked(seat: Seat) -> str:
    """The number of a membership as staff see it."""
    return mask(services().sealer.open(seat.sealed, practice=seat.practice))


def group_of(session: Session, group_id: int, permission: Permission = Permission.COMMUNITY) -> KimGroup:
    """The group of an address; 404 for one of another jurisdiction and for none."""
    found = register.get(session, group_id)
    if found is None or not person().may(permission, found.region_code):
        abort(404)
    return found


def membership_of(session: Session, member_id: int) -> Membership:
    """The membership of an address, for whoever may change it; 404 for others."""
    found = memberships.get(session, member_id)
    if found is None:
        abort(404)
    group = register.get(session, found.group_id) if found.group_id is not None else None
    if not person().may(Permission.GROUPS, group.region_code if group else found.region_code):
        abort(404)
    return found


def attempt(act: Callable[[], str], back: str) -> ResponseReturnValue:
    """Do something, say what was done, and go back; where it is refused, say why."""
    try:
        flash(act(), "success")
    except (CommunityRefused, BadNumber, DeskRefused) as refusal:
        flash(problem_of(refusal), "danger")
    return redirect(back, 303)


def problem_of(refusal: CommunityRefused | BadNumber | DeskRefused) -> str:
    """Why it was refused, in the language of the page."""
    if isinstance(refusal, BadNumber):
        return words_desk.number(refusal)
    if isinstance(refusal, DeskRefused):
        return words_desk.reason(refusal)
    return words_community.reason(refusal)
