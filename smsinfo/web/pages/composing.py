"""Writing an alert: words, danger and times, checked and counted at each field, shown as phones show them."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.alerts.draft import tidy
from smsinfo.db.queries.staff import region_names
from smsinfo.domain.alerts import Act, Alert, obstacle
from smsinfo.domain.staff import Permission
from smsinfo.errors import AlertRefused
from smsinfo.outbox.numbers import PLACE
from smsinfo.sms.gsm7 import odd_characters
from smsinfo.web import words_alerts as words
from smsinfo.web.access import services
from smsinfo.web.alert_desk import alert, alert_pages, alerts, both, doer, now, page_of
from smsinfo.web.alert_form import Typed, local, longest_number, plain, typed, with_draft
from smsinfo.web.gate import needs, person
from smsinfo.web.preview import BASIC, EXTENSION, shown
from smsinfo.web.words_findings import at_fields

pages = alert_pages("composing", __name__)


@both(pages, "/<int:alert_id>/edit")
@needs(Permission.ALERT_WRITE)
def edit(alert_id: int, drill: bool) -> ResponseReturnValue:
    """The fields; for who may not change it, the page of the alert."""
    with services().database.read() as session:
        one = alert(session, alert_id, drill=drill)
    if obstacle(Act.EDIT, one, person()) is not None:
        flash(gettext("You can read this alert. It is not yours to change now."), "info")
        return redirect(page_of(one), 303)
    return _page(one, typed({}, one))


@both(pages, "/<int:alert_id>/edit", "POST")
@needs(Permission.ALERT_WRITE)
def keep(alert_id: int, drill: bool) -> ResponseReturnValue:
    """Save as the next version; where somebody else was quicker, both stand on the page and nothing is lost."""
    with services().database.read() as session:
        one = alert(session, alert_id, drill=drill)
    found, act = typed(request.form, one), request.form.get("act", "")
    if act == "substitute":
        found = replace(found, draft=plain(found.draft))
    if found.problems:
        return _page(one, found), 400
    seen = replace(one, version=request.form.get("version", 0, type=int))
    try:
        with services().database.write() as session:
            saved = alerts().lifecycle.edit(session, doer(), now(), seen, found.draft)
    except AlertRefused as refusal:
        return _page(one, found, refusal), 409
    if act == "area":
        return redirect(page_of(saved, "area.choose"), 303)
    if act == "look":
        return redirect(page_of(saved), 303)
    flash(gettext("Saved. Nobody gets it before another person has approved it."), "success")
    return redirect(page_of(saved, "composing.edit"), 303)


@both(pages, "/<int:alert_id>/check", "POST")
@needs(Permission.ALERT_WRITE)
def check(alert_id: int, drill: bool) -> ResponseReturnValue:
    """What the checks say of what is typed, and how it looks; nothing is stored."""
    with services().database.read() as session:
        one = alert(session, alert_id, drill=drill)
    return _page(one, typed(request.form, one), template="alerts/panel.html")


def _page(one: Alert, found: Typed, refusal: AlertRefused | None = None, template: str = "alerts/compose.html") -> str:
    try:
        would = with_draft(one, tidy(found.draft))
    except AlertRefused as wrong:
        refusal, would = refusal or wrong, with_draft(one, found.draft)
    with services().database.read() as session:
        current = alerts().lifecycle.get(session, one.id)
        checks = alerts().lifecycle.findings(session, would, now())
        names = region_names(session, set(one.regions))
    number = longest_number()
    return render_template(
        template,
        alert=one,
        drill=one.drill,
        draft=found.draft,
        problems=found.problems,
        refusal=words.reason(refusal) if refusal is not None else "",
        theirs=current if refusal is not None and refusal.reason == "decided" else None,
        version=current.version,
        checks=checks,
        at=at_fields(checks),
        looks={code: shown(text.replace(PLACE, number)) for code, text in would.texts.items() if text.strip()},
        odd={code: odd_characters(text.replace(PLACE, number)) for code, text in would.texts.items()},
        longest=number,
        place=PLACE,
        alphabet=(BASIC, EXTENSION),
        local=local,
        names=names,
    )
