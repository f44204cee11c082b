"""Trainings of a group, and the monthly sheet by which its members' pulsa is paid back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from smsinfo.community.quiet import work_commands
from smsinfo.community.trainings import MOST_GUESTS, Meeting
from smsinfo.db.models import KimGroup, KimTraining
from smsinfo.db.queries import groups as register
from smsinfo.db.queries import pulsa as texts
from smsinfo.db.queries import trainings as rows
from smsinfo.domain.staff import Permission
from smsinfo.errors import CommunityRefused
from smsinfo.sms.msisdn import mask
from smsinfo.staff.audit import Actor
from smsinfo.web.access import services
from smsinfo.web.csv_out import download
from smsinfo.web.desk import now, today
from smsinfo.web.gate import needs, person
from smsinfo.web.village_desk import attempt, group_of, problem_of, village_pages

_MONTH: Final = re.compile(r"20\d\d-(0[1-9]|1[0-2])")

pages = village_pages("trainings", __name__)


@pages.get("/groups/<int:group_id>/trainings/new")
@needs(Permission.GROUPS)
def new(group_id: int) -> ResponseReturnValue:
    """The form for a training."""
    with services().database.read() as session:
        group = group_of(session, group_id, Permission.GROUPS)
        members = _members(session, group_id, [])
    return _form(group, members, {"held_on": today()}, [])


@pages.post("/groups/<int:group_id>/trainings/new")
@needs(Permission.GROUPS)
def enter(group_id: int) -> ResponseReturnValue:
    """Keep a training."""
    try:
        with services().database.write() as session:
            group = group_of(session, group_id, Permission.GROUPS)
            services().community.trainings.enter(session, Actor.of(person()), group, _meeting(), now())
    except CommunityRefused as refusal:
        with services().database.read() as session:
            group = group_of(session, group_id, Permission.GROUPS)
            members = _members(session, group_id, [])
        return _form(group, members, request.form, _chosen(), problem_of(refusal)), 400
    flash(gettext("The training is kept."), "success")
    return redirect(url_for("groups.show", group_id=group_id), 303)


@pages.get("/trainings/<int:training_id>/edit")
@needs(Permission.GROUPS)
def edit(training_id: int) -> ResponseReturnValue:
    """The form to correct a training, or to take it out."""
    with services().database.read() as session:
        training, group = _of(session, training_id, Permission.GROUPS)
        came = rows.came(session, training_id)
        members = _members(session, group.id, came)
    form = {name: getattr(training, name) for name in ("held_on", "place", "subject", "guests")}
    return _form(group, members, form, [one.id for one in came], training=training)


@pages.post("/trainings/<int:training_id>/edit")
@needs(Permission.GROUPS)
def correct(training_id: int) -> ResponseReturnValue:
    """Correct a training."""
    try:
        with services().database.write() as session:
            training, group = _of(session, training_id, Permission.GROUPS)
            actor = Actor.of(person())
            services().community.trainings.correct(session, actor, group, training, _meeting(), now())
    except CommunityRefused as refusal:
        with services().database.read() as session:
            training, group = _of(session, training_id, Permission.GROUPS)
            members = _members(session, group.id, rows.came(session, training_id))
        return _form(group, members, request.form, _chosen(), problem_of(refusal), training), 400
    flash(gettext("The training is corrected."), "success")
    return redirect(url_for("trainings.show", training_id=training_id), 303)


@pages.post("/trainings/<int:training_id>/remove")
@needs(Permission.GROUPS)
def take_out(training_id: int) -> ResponseReturnValue:
    """Take a training out, where the tick is put."""
    with services().database.read() as session:
        _, group = _of(session, training_id, Permission.GROUPS)
    if "agreed" not in request.form:
        flash(gettext("Put the tick first. Nothing was taken out."), "danger")
        return redirect(url_for("trainings.edit", training_id=training_id), 303)

    def act() -> str:
        with services().database.write() as session:
            training, here = _of(session, training_id, Permission.GROUPS)
            services().community.trainings.take_out(session, Actor.of(person()), here, training, now())
        return str(gettext("The training is taken out. The log keeps what it was."))

    return attempt(act, url_for("groups.show", group_id=group.id))


@pages.get("/trainings/<int:training_id>")
@needs(Permission.COMMUNITY)
def show(training_id: int) -> ResponseReturnValue:
    """One training with the members who came."""
    with services().database.read() as session:
        training, group = _of(session, training_id, Permission.COMMUNITY)
        came = rows.came(session, training_id)
    may_change = group.closed_at is None and person().may(Permission.GROUPS, group.region_code)
    return render_template("groups/training.html", training=training, group=group, came=came, may_change=may_change)


@pages.get("/groups/<int:group_id>/pulsa")
@needs(Permission.COMMUNITY)
def pulsa(group_id: int) -> ResponseReturnValue:
    """The sheet of a month, to print on A4."""
    first = _month()
    with services().database.read() as session:
        group = group_of(session, group_id)
        found = _sent(session, group_id, first)
    tariff = services().settings.citizen_text_idr
    return render_template(
        "groups/pulsa.html",
        group=group,
        month=first,
        before=(first - timedelta(days=1)).replace(day=1),
        lines=[(one.name, _number(one), one.texts, one.texts * tariff) for one in found],
        texts=sum(one.texts for one in found),
        tariff=tariff,
    )


@pages.get("/groups/<int:group_id>/pulsa.csv")
@needs(Permission.COMMUNITY)
def pulsa_csv(group_id: int) -> Response:
    """The same for a spreadsheet."""
    first = _month()
    with services().database.read() as session:
        group_of(session, group_id)
        found = _sent(session, group_id, first)
    tariff = services().settings.citizen_text_idr
    head = ("bulan", "nama", "nomor", "sms", "tarif", "rupiah")
    lines = [(f"{first:%Y-%m}", one.name, _number(one), one.texts, tariff, one.texts * tariff) for one in found]
    return download(f"pulsa-kim-{group_id}-{first:%Y-%m}.csv", head, lines)


def _of(session: Session, training_id: int, permission: Permission) -> tuple[KimTraining, KimGroup]:
    """The training of an address with its group; 404 for one of another jurisdiction and for none."""
    training = rows.get(session, training_id)
    if training is None:
        abort(404)
    return training, group_of(session, training.group_id, permission)


def _members(session: Session, group_id: int, came: Sequence[rows.Came]) -> list[rows.Came]:
    """Who may be ticked: the members, and who came and has left since."""
    seats = [seat for seat in register.seats(session, group_id) if seat.state in ("active", "suspended")]
    known = {seat.id for seat in seats}
    return [*(rows.Came(seat.id, seat.name, seat.role) for seat in seats), *(c for c in came if c.id not in known)]


def _form(
    group: KimGroup,
    members: Sequence[rows.Came],
    form: Mapping[str, object],
    chosen: Sequence[int],
    problem: str = "",
    training: KimTraining | None = None,
) -> str:
    return render_template(
        "groups/training_form.html",
        group=group,
        training=training,
        members=members,
        form=form,
        chosen=chosen,
        today=today(),
        most_guests=MOST_GUESTS,
        problem=problem,
    )


def _chosen() -> list[int]:
    ticked = request.form.getlist("member")
    return [int(one) for one in ticked if one.isascii() and one.isdigit() and len(one) < 12]


def _meeting() -> Meeting:
    form = request.form
    try:
        held_on = date.fromisoformat(form.get("held_on", ""))
    except ValueError:
        raise CommunityRefused("day_to_come", "that is no day") from None
    guests = form.get("guests", "0").strip() or "0"
    number = int(guests) if guests.isascii() and guests.isdigit() and len(guests) < 6 else -1
    return Meeting(held_on, form.get("place", ""), form.get("subject", ""), _chosen(), number)


def _month() -> date:
    """The first day of the month of the address; of the month before this one where it names none."""
    asked = request.args.get("month", "")
    if not asked:
        return (today().replace(day=1) - timedelta(days=1)).replace(day=1)
    if not _MONTH.fullmatch(asked):
        abort(404)
    return date.fromisoformat(f"{asked}-01")


def _sent(session: Session, group_id: int, first: date) -> list[texts.Sent]:
    zone = services().settings.zone
    after = (first + timedelta(days=31)).replace(day=1)
    since, until = (datetime(day.year, day.month, 1, tzinfo=zone) for day in (first, after))
    return texts.sent(session, group_id, work_commands(), since, until)


def _number(one: texts.Sent) -> str:
    return mask(services().sealer.open(one.sealed, practice=one.practice))
