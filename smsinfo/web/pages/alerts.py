"""Alerts: the list with what waits and what is in force, a new one, and the page of one with its history."""

from __future__ import annotations

from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.alerts.draft import NewAlert
from smsinfo.db.queries import alerting
from smsinfo.db.queries import prepared as kit
from smsinfo.db.queries.prepared import Template
from smsinfo.domain.alerts import LEAVING, Act, Alert, Form, Kind, Status, obstacle
from smsinfo.domain.staff import Permission
from smsinfo.errors import AlertRefused
from smsinfo.web import words_alerts as words
from smsinfo.web.access import services
from smsinfo.web.alert_desk import alert, alert_pages, alerts, both, doer, now, page_of
from smsinfo.web.alert_form import first_draft, with_template
from smsinfo.web.alert_look import look
from smsinfo.web.desk import number
from smsinfo.web.gate import needs, person

MOST_WAITING: Final = 100
PAGE: Final = 25
LARGEST: Final = 2**63 - 1
WAITING: Final = (Status.DRAFT, Status.SUBMITTED, Status.RETURNED)
PAST: Final = (Status.COMPLETED, Status.CANCELLED, Status.REJECTED, Status.EXPIRED)
pages = alert_pages("alerts", __name__)


@both(pages, "")
@needs(Permission.ALERTS)
def all_(drill: bool) -> ResponseReturnValue:
    """What waits, what is in force, and what is over, of the person's regions."""
    before, me, here = number("before", LARGEST, LARGEST), person(), now()
    mine = me.regions(Permission.ALERTS)
    with services().database.read() as session:
        waiting = alerting.find(session, WAITING, most=MOST_WAITING, drill=drill, regions=mine)
        leaving = alerting.find(session, list(LEAVING), most=MOST_WAITING, drill=drill, regions=mine)
        past = alerting.find(session, PAST, most=PAGE + 1, before=before, drill=drill, regions=mine)
    force = [one for one in leaving if one.expires_at > here or one.status is not Status.COMPLETED]
    known = {one.id for one in force}
    return render_template(
        "alerts/list.html",
        drill=drill,
        waiting=waiting,
        force=force,
        past=[one for one in past[:PAGE] if one.id not in known],
        further=past[PAGE - 1].id if len(past) > PAGE else None,
        may={one.id: obstacle(Act.APPROVE, one, me) is None for one in waiting},
        begins=me.may(Permission.ALERT_WRITE),
    )


@both(pages, "/new")
@needs(Permission.ALERT_WRITE)
def new(drill: bool) -> ResponseReturnValue:
    """The form for a new one. Whether it is a drill is said by the address, and nothing on the page changes it."""
    return _new_page(drill=drill)


@both(pages, "/new", "POST")
@needs(Permission.ALERT_WRITE)
def begin(drill: bool) -> ResponseReturnValue:
    """Open a draft; its words, times and regions are written next."""
    issuer, template = request.form.get("issuer", "").strip(), _template()
    said = template.kind if template is not None else request.form.get("kind")
    kind = Kind(said) if said in set(Kind) else None
    if kind is None or not issuer:
        return _new_page(gettext("Choose what it is, and write which office issues it."), drill=drill), 400
    try:
        with services().database.write() as session:
            draft = first_draft(kind, Form.ALERT, drill=drill, issuer=issuer)
            draft = with_template(draft, template, drill=drill) if template is not None else draft
            made = alerts().lifecycle.open(session, doer(), now(), NewAlert(kind=kind, drill=drill), draft)
    except AlertRefused as refusal:
        return _new_page(words.reason(refusal), drill=drill), 409
    flash(gettext("Now write its words and times, then choose its regions."), "success")
    return redirect(page_of(made, "composing.edit"), 303)


@both(pages, "/<int:alert_id>")
@needs(Permission.ALERTS)
def show(alert_id: int, drill: bool) -> ResponseReturnValue:
    """One alert, with what may be done to it now."""
    return look(alert_id, drill=drill)


@both(pages, "/<int:alert_id>/history")
@needs(Permission.ALERTS)
def history(alert_id: int, drill: bool) -> ResponseReturnValue:
    """Every step: who, when, from where, and why."""
    with services().database.read() as session:
        one = alert(session, alert_id, drill=drill)
        steps = alerting.events(session, one.id)
        about, following = alerting.kin(session, one)
    return render_template("alerts/history.html", alert=one, drill=drill, steps=steps, about=about, following=following)


def _new_page(problem: str = "", *, drill: bool) -> str:
    return render_template(
        "alerts/new.html",
        drill=drill,
        problem=problem,
        kinds=words.ALERT_KINDS,
        values=request.form or {"issuer": _last_issuer()},
        templates=_templates(),
        other=url_for("alerts.new", drill=not drill),
    )


def _templates() -> list[Template]:
    """Those that a second person has signed."""
    with services().database.read() as session:
        return [one for one in kit.templates(session) if one.form == Form.ALERT]


def _template() -> Template | None:
    chosen = request.form.get("template", "")
    return next((one for one in _templates() if str(one.id) == chosen), None)


def _last_issuer() -> str:
    """The office of the alert that the person wrote last: it is theirs."""
    me = person()
    with services().database.read() as session:
        found: list[Alert] = alerting.find(session, list(Status), most=PAGE, regions=me.regions(Permission.ALERTS))
    return next((one.issuer for one in found if one.author_id == me.id), "")
