"""What roles, states and refusals of groups and members are called on the pages."""

from __future__ import annotations

from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from smsinfo.domain.community import MemberRole, MemberState
from smsinfo.errors import CommunityRefused

ROLES: Final[dict[MemberRole, LazyString]] = {
    MemberRole.CONTRIBUTOR: _("Contributor of news"),
    MemberRole.RELAY: _("Relay, who reads alerts out"),
    MemberRole.VILLAGE_HEAD: _("Village head"),
}
STATES: Final[dict[MemberState, LazyString]] = {
    MemberState.INVITED: _("invited"),
    MemberState.ACTIVE: _("active"),
    MemberState.SUSPENDED: _("resting"),
    MemberState.LEFT: _("left"),
    MemberState.DECLINED: _("declined"),
}
REASONS: Final[dict[str, LazyString]] = {
    "no_region": _("There is no such region. Write its name as on a map, or its code."),
    "group_there": _("There is a group %(name)s there already."),
    "group_closed": _("This group is closed."),
    "group_name": _("A group needs a name of at least three letters."),
    "too_long": _("That is longer than %(most)s characters. Shorten it."),
    "personal_number": _("That holds a number of a person. Leave it out."),
    "person_name": _("A name has 2 to 60 letters, and no digits."),
    "abroad": _("Only an Indonesian mobile number can be invited: 0812 3456 7890"),
    "no_village": _("Relays and heads are of one village. Name the village."),
    "outside_group": _("That lies outside the seat of the group and what belongs to it."),
    "said_stop": _("This phone has said STOP, was erased, or is dead. Only its owner can change that, by a text."),
    "own_staff": _("This is the phone of an account. Nobody reviews what they send themselves."),
    "head_there": _("This village has a head already. End that one first."),
    "head_known": _(
        "This village has a head, one who rests or one who is invited. No file replaces them: end that one on the page "
        "of village heads first, where they are no longer the head."
    ),
    "member_already": _("This phone has this role there already."),
    "invited_lately": _("An invitation went to this phone within the last hour. Wait for the answer."),
    "declined_lately": _("This person said no within the last 30 days. Leave them in peace."),
    "day_to_come": _("Give a day that has been, as in 2026-11-24."),
    "guests": _("The number of guests lies between 0 and %(most)s."),
    "words_missing": _("Place and subject are needed."),
    "reference_missing": _("Give the reference of the letter or the case."),
    "came_when": _("Give when it came: within the last year, and not in the future."),
    "request_elsewhere": _("Choose a region of your own, or leave it open."),
    "reason_missing": _("Say why it is refused, in some words."),
    "request_closed": _("This request is closed already, or there is none."),
    "member_moved": _("That has changed in the meantime. Look again."),
}


def reason(refusal: CommunityRefused) -> str:
    """Why an act was refused, in the language of the page."""
    return str(REASONS[refusal.reason]) % refusal.values
