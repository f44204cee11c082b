"""An alert on its way: one person stops it, corrects it (RALAT) or calls it back (BATAL), in prepared words; news of it
and the end of the danger begin as drafts."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from smsinfo.alerts import live as counting
from smsinfo.alerts.proof import Proven
from smsinfo.alerts.recall import LONGEST_FACT, REACHED
from smsinfo.domain.alerts import Act, Alert, Form, obstacle_to
from smsinfo.domain.findings import Finding
from smsinfo.domain.staff import Permission
from smsinfo.errors import AlertRefused
from smsinfo.outbox.numbers import PLACE
from smsinfo.web import alert_figures as figures
from smsinfo.web import words_alerts as words
from smsinfo.web.access import services
from smsinfo.web.alert_desk import alert, alert_pages, alerts, both, doer, now, page_of
from smsinfo.web.alert_form import longest_number
from smsinfo.web.alert_look import acted, after, minutes_after
from smsinfo.web.gate import needs, person
from smsinfo.web.preview import Shown, shown

pages = alert_pages("sending", __name__)


@both(pages, "/<int:alert_id>/live")
@needs(Permission.ALERTS)
def live(alert_id: int, drill: bool) -> ResponseReturnValue:
    """The parts of the page that ask for themselves again while the alert is on its way: the counts, or the map."""
    with services().database.read() as session:
        one = alert(session, alert_id, drill=drill)
        if request.args.get("part") != "spread":
            return render_template("alerts/live.html", alert=one, drill=drill, **after(session, one))
        by_region = counting.by_region(session, one)
        found = after(session, one, by_region)
        found |= {"spread": figures.spread(session, one, by_region)[0], "slow": figures.SLOW}
        return render_template("alerts/spread.html", alert=one, drill=drill, **found)


@both(pages, "/<int:alert_id>/stop", "POST")
@needs(Permission.ALERTS)
def stop(alert_id: int, drill: bool) -> ResponseReturnValue:
    """Stop it, or drop it before it was sent: one person is enough, and which version they saw does not matter."""

    def act(session: Session, one: Alert) -> Alert:
        found = alerts().lifecycle.get(session, one.id)
        return alerts().lifecycle.cancel(session, doer(), now(), found, request.form.get("why", ""))

    return acted(alert_id, drill, act, gettext("Stopped. Nothing more of it leaves."))


@both(pages, "/<int:alert_id>/correct")
@needs(Permission.ALERTS)
def correction(alert_id: int, drill: bool) -> ResponseReturnValue:
    """The prepared words of a correction and of a recall, as phones would get them."""
    return _page(alert_id, drill)


@both(pages, "/<int:alert_id>/correct", "POST")
@needs(Permission.ALERTS)
def correct(alert_id: int, drill: bool) -> ResponseReturnValue:
    """Send one of the two: nobody else has to agree, but a fresh code is asked for."""
    with services().database.read() as session:
        one = alert(session, alert_id, drill=drill)
    form, fact = request.form.get("form", ""), request.form.get("fact", "")
    try:
        problem = obstacle_to(Act.CORRECT, one.regions, person())
        if problem is not None or form not in (Form.CORRECTION, Form.CANCEL):
            raise AlertRefused(problem or "not_now", "a rule forbids it")
        proof = _proof()
        with services().database.write() as session:
            found = alerts().lifecycle.get(session, one.id)
            if form == Form.CORRECTION:
                made = alerts().recall.correct(session, doer(), now(), found, proof, fact)
            else:
                made = alerts().recall.call_back(session, doer(), now(), found, proof)
    except AlertRefused as refusal:
        return _page(alert_id, drill, refusal), 409
    flash(gettext("On its way to everybody who may have got the first one, and to nobody else."), "success")
    return redirect(page_of(made), 303)


@both(pages, "/<int:alert_id>/news", "POST")
@needs(Permission.ALERT_WRITE)
def news(alert_id: int, drill: bool) -> ResponseReturnValue:
    """Open a draft of news of it, or of the end of the danger; it goes by two people, as every alert."""
    said = request.form.get("form", "")

    def act(session: Session, one: Alert) -> Alert:
        found = alerts().lifecycle.get(session, one.id)
        form = Form(said) if said in set(Form) else Form.ALERT
        return alerts().news.begin(session, doer(), now(), found, form)

    done = gettext(
        "A draft with prepared words. Look at them and its times, then submit it: another person approves it."
    )
    return acted(alert_id, drill, act, done, page="composing.edit")


def _proof() -> Proven | None:
    """In a transaction of its own: a wrong code is counted though nothing else happens."""
    with services().database.write() as session:
        return alerts().proofs.check(session, person(), request.form.get("code", "")[:40], now())


def _page(alert_id: int, drill: bool, refusal: AlertRefused | None = None) -> str:
    fact = " ".join(request.values.get("fact", "").split())[:LONGEST_FACT]
    with services().database.read() as session:
        one = alert(session, alert_id, drill=drill)
        can = one.status in REACHED and one.approved_at is not None
        texts = {
            form: alerts().recall.texts(session, one, now(), form, fact) if can else {}
            for form in (Form.CORRECTION, Form.CANCEL)
        }
    problem = obstacle_to(Act.CORRECT, one.regions, person()) or ("" if can else "not_now")
    found = refusal.values.get("findings") if refusal is not None else None
    return render_template(
        "alerts/correct.html",
        alert=one,
        drill=drill,
        fact=fact,
        most=LONGEST_FACT,
        looks={form: _looks(said) for form, said in texts.items()},
        after=minutes_after(one),
        refusal=words.reason(refusal) if refusal is not None else "",
        findings=[one for one in found if isinstance(one, Finding)] if isinstance(found, tuple) else [],
        problem=problem,
    )


def _looks(texts: dict[str, str]) -> dict[str, Shown]:
    number = longest_number()
    return {language: shown(text.replace(PLACE, number)) for language, text in texts.items()}
