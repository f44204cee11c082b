"""Village heads, and what staff do with one membership."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from smsinfo.community.joining import Invitation, Joining
from smsinfo.db.models import Membership
from smsinfo.db.queries import groups as rows
from smsinfo.domain.community import MemberRole
from smsinfo.domain.staff import Permission
from smsinfo.errors import CommunityRefused
from smsinfo.staff.audit import Actor
from smsinfo.web.access import services
from smsinfo.web.citizens import place
from smsinfo.web.desk import now, number
from smsinfo.web.gate import needs, person
from smsinfo.web.village_desk import attempt, membership_of, village_pages

PAGE: Final = 50
FARTHEST: Final = 100_000
ACTS: Final[dict[str, tuple[Callable[..., None], LazyString]]] = {
    "suspend": (Joining.suspend, _("The role rests now.")),
    "resume": (Joining.resume, _("The role goes on.")),
    "end": (Joining.end, _("The membership is over.")),
    "trust": (partial(Joining.trust, trusted=True), _("Answers go out without a review from now on.")),
    "review": (partial(Joining.trust, trusted=False), _("Answers are reviewed from now on.")),
}

pages = village_pages("members", __name__)


@pages.get("/heads")
@needs(Permission.COMMUNITY)
def heads() -> ResponseReturnValue:
    """The heads of the villages of the own jurisdiction."""
    offset = number("from", FARTHEST)
    with services().database.read() as session:
        found = rows.heads(session, person().regions(Permission.COMMUNITY), offset, PAGE + 1)
    return render_template(
        "groups/heads.html",
        seats=found[:PAGE],
        further=len(found) > PAGE,
        offset=offset,
        size=PAGE,
        may_change=person().may(Permission.GROUPS),
    )


@pages.post("/heads/invite")
@needs(Permission.GROUPS)
def invite() -> ResponseReturnValue:
    """Send a code to the number of a head."""
    form = request.form

    def act() -> str:
        code = place(form.get("village", ""))
        if not person().may(Permission.GROUPS, code):
            raise CommunityRefused("no_region", "outside the own jurisdiction")
        with services().database.write() as session:
            wanted = Invitation(form.get("number", ""), form.get("name", ""), code, MemberRole.VILLAGE_HEAD)
            services().community.joining.invite(session, Actor.of(person()), wanted, now())
        return str(gettext("The question goes out. Who answers with its code is the head from then on."))

    return attempt(act, url_for("members.heads"))


@pages.post("/members/<int:member_id>/<act>")
@needs(Permission.GROUPS)
def change(member_id: int, act: str) -> ResponseReturnValue:
    """Suspend, resume, end, trust or review one membership."""
    if act not in ACTS:
        abort(400)
    with services().database.read() as session:
        group_id = membership_of(session, member_id).group_id
    back = url_for("groups.show", group_id=group_id) if group_id is not None else url_for("members.heads")

    def do() -> str:
        method, told = ACTS[act]
        with services().database.write() as session:
            _run(method, session, membership_of(session, member_id))
        return str(told)

    return attempt(do, back)


def _run(method: Callable[..., None], session: Session, one: Membership) -> None:
    method(services().community.joining, session, Actor.of(person()), one, now())
