"""The register of the groups: a list, one group with its members, and what is entered of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from smsinfo.community.groups import Wanted
from smsinfo.community.joining import Invitation
from smsinfo.db.queries import group_figures as figures
from smsinfo.db.queries import groups as rows
from smsinfo.db.queries import trainings
from smsinfo.db.queries.staff import region_names
from smsinfo.domain.community import MemberRole
from smsinfo.domain.staff import Permission
from smsinfo.errors import CommunityRefused, DeskRefused
from smsinfo.staff.audit import Actor
from smsinfo.web.access import services
from smsinfo.web.citizens import place
from smsinfo.web.desk import now, number, offices
from smsinfo.web.gate import needs, person
from smsinfo.web.i18n import page_language
from smsinfo.web.village_desk import attempt, group_of, problem_of, village_pages

PAGE: Final = 25
FARTHEST: Final = 100_000
LONGEST_SEARCH: Final = 60
SPAN: Final = timedelta(days=90)
MOST_TRAININGS: Final = 20
ROLES: Final = (MemberRole.CONTRIBUTOR, MemberRole.RELAY)

pages = village_pages("groups", __name__)


@pages.get("/groups")
@needs(Permission.COMMUNITY)
def all_() -> ResponseReturnValue:
    """The groups of the own jurisdiction, by a part of the name or by region."""
    words = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    region = request.args.get("region", "").strip()
    if region and not person().may(Permission.COMMUNITY, region):
        abort(404)
    regions = [region] if region else person().regions(Permission.COMMUNITY)
    offset = number("from", FARTHEST)
    with services().database.read() as session:
        found = rows.within(session, regions, words, offset, PAGE + 1)
    return render_template(
        "groups/list.html",
        groups=found[:PAGE],
        further=len(found) > PAGE,
        offset=offset,
        size=PAGE,
        q=words,
        region=region,
        offices=[(code, name) for code, name in offices() if person().may(Permission.COMMUNITY, code)],
        may_enter=person().may(Permission.GROUPS),
    )


@pages.get("/groups/new")
@needs(Permission.GROUPS)
def new() -> ResponseReturnValue:
    """The form to enter a group."""
    return render_template("groups/form.html", form={"public": "1"}, group=None, problem="")


@pages.post("/groups/new")
@needs(Permission.GROUPS)
def create() -> ResponseReturnValue:
    """Enter a group."""
    form = request.form
    try:
        code = place(form.get("region", ""))
        if not person().may(Permission.GROUPS, code):
            raise CommunityRefused("no_region", "outside the own jurisdiction")
        with services().database.write() as session:
            made = services().community.groups.create(session, Actor.of(person()), _wanted(code), now()).id
    except (CommunityRefused, DeskRefused) as refusal:
        return render_template("groups/form.html", form=form, group=None, problem=problem_of(refusal)), 400
    flash(gettext("The group is entered. Invite its members now."), "success")
    return redirect(url_for("groups.show", group_id=made), 303)


@pages.get("/groups/<int:group_id>")
@needs(Permission.COMMUNITY)
def show(group_id: int) -> ResponseReturnValue:
    """One group with its members."""
    with services().database.read() as session:
        group = group_of(session, group_id)
        seats = rows.seats(session, group_id)
        region = region_names(session, [group.region_code])[group.region_code]
        until = now() + timedelta(days=1)  # today's trainings too
        counted = figures.figures(session, [group_id], until - SPAN, until)[group_id]
        held = trainings.of_group(session, group_id, MOST_TRAININGS)
    return render_template(
        "groups/show.html",
        figures=[(_name(one), counted[one.key], one.seconds) for one in figures.FIGURES],
        days=SPAN.days,
        trainings=held,
        group=group,
        region=region,
        seats=seats,
        roles=ROLES,
        may_change=group.closed_at is None and person().may(Permission.GROUPS, group.region_code),
    )


@pages.get("/groups/<int:group_id>/edit")
@needs(Permission.GROUPS)
def edit(group_id: int) -> ResponseReturnValue:
    """The form to change what is entered."""
    with services().database.read() as session:
        group = group_of(session, group_id, Permission.GROUPS)
    form = {name: getattr(group, name) for name in ("name", "decree", "area", "address")}
    return render_template(
        "groups/form.html", form={**form, "public": "1" if group.public else ""}, group=group, problem=""
    )


@pages.post("/groups/<int:group_id>/edit")
@needs(Permission.GROUPS)
def change(group_id: int) -> ResponseReturnValue:
    """Change what is entered."""
    with services().database.read() as session:
        group = group_of(session, group_id, Permission.GROUPS)
    try:
        with services().database.write() as session:
            here = group_of(session, group_id, Permission.GROUPS)
            wanted = _wanted(here.region_code)
            services().community.groups.change(session, Actor.of(person()), here, wanted, now())
    except CommunityRefused as refusal:
        return render_template("groups/form.html", form=request.form, group=group, problem=problem_of(refusal)), 400
    flash(gettext("Saved."), "success")
    return redirect(url_for("groups.show", group_id=group_id), 303)


@pages.post("/groups/<int:group_id>/close")
@needs(Permission.GROUPS)
def close(group_id: int) -> ResponseReturnValue:
    """The group is no more; all its memberships end."""

    def act() -> str:
        with services().database.write() as session:
            group = group_of(session, group_id, Permission.GROUPS)
            ended = services().community.groups.close(session, Actor.of(person()), group, now())
        closed = gettext("The group is closed.")
        told = ngettext("%(num)d membership ended.", "%(num)d memberships ended.", ended)
        return f"{closed} {told}"

    return attempt(act, url_for("groups.show", group_id=group_id))


@pages.post("/groups/<int:group_id>/invite")
@needs(Permission.GROUPS)
def invite(group_id: int) -> ResponseReturnValue:
    """Send a code to a number."""
    form = request.form

    def act() -> str:
        with services().database.write() as session:
            group = group_of(session, group_id, Permission.GROUPS)
            code = place(form.get("village", ""))
            wanted = Invitation(form.get("number", ""), form.get("name", ""), code, _role(), group)
            services().community.joining.invite(session, Actor.of(person()), wanted, now())
        return str(gettext("The invitation goes out. Who answers with its code is a member from then on."))

    return attempt(act, url_for("groups.show", group_id=group_id))


def _name(figure: figures.GroupFigure) -> str:
    return figure.en if page_language() == "en" else figure.id


def _role() -> MemberRole:
    role = request.form.get("role", "")
    if role not in ROLES:
        abort(400)
    return MemberRole(role)


def _wanted(code: str) -> Wanted:
    form = request.form
    names = ("decree", "area", "address")
    decree, area, address = (form.get(name, "") for name in names)
    return Wanted(form.get("name", ""), code, decree, area, address, public="public" in form)
