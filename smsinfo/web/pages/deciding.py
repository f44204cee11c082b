"""Two people let an alert out: one submits it, another reads it and approves, returns or rejects it."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from smsinfo.alerts.lifecycle import Approval
from smsinfo.alerts.proof import Proven
from smsinfo.domain.alerts import Act, Alert, Kind, obstacle
from smsinfo.domain.staff import Permission
from smsinfo.errors import AlertRefused
from smsinfo.web.access import services
from smsinfo.web.alert_desk import alert, alert_pages, alerts, both, doer, now
from smsinfo.web.alert_look import acted, seen
from smsinfo.web.gate import needs, person

pages = alert_pages("deciding", __name__)


@both(pages, "/<int:alert_id>/submit", "POST")
@needs(Permission.ALERT_WRITE)
def submit(alert_id: int, drill: bool) -> ResponseReturnValue:
    """Send it to an approver."""

    def act(session: Session, one: Alert) -> Alert:
        return alerts().lifecycle.submit(session, doer(), now(), one, _accepted())

    return acted(alert_id, drill, act, gettext("Submitted. Another person reads it before anybody gets it."))


@both(pages, "/<int:alert_id>/take-back", "POST")
@needs(Permission.ALERT_WRITE)
def take_back(alert_id: int, drill: bool) -> ResponseReturnValue:
    """Make a draft of it again."""

    def act(session: Session, one: Alert) -> Alert:
        return alerts().lifecycle.take_back(session, doer(), now(), one)

    return acted(alert_id, drill, act, gettext("Taken back. Mend it, then submit it again."))


@both(pages, "/<int:alert_id>/return", "POST")
@needs(Permission.ALERT_APPROVE)
def send_back(alert_id: int, drill: bool) -> ResponseReturnValue:
    """Return it to its writers, with what has to be mended."""

    def act(session: Session, one: Alert) -> Alert:
        back = alerts().lifecycle.send_back(session, doer(), now(), one, request.form.get("why", ""))
        return _told(session, back, "official.told.returned")

    return acted(alert_id, drill, act, gettext("Returned to its writer."))


@both(pages, "/<int:alert_id>/reject", "POST")
@needs(Permission.ALERT_APPROVE)
def reject(alert_id: int, drill: bool) -> ResponseReturnValue:
    """Refuse it for good."""

    def act(session: Session, one: Alert) -> Alert:
        gone = alerts().lifecycle.reject(session, doer(), now(), one, request.form.get("why", ""))
        return _told(session, gone, "official.told.rejected")

    return acted(alert_id, drill, act, gettext("Rejected. It will not be sent."))


@both(pages, "/<int:alert_id>/approve", "POST")
@needs(Permission.ALERT_APPROVE)
def approve(alert_id: int, drill: bool) -> ResponseReturnValue:
    """Let it go out: the count typed as it was shown, and a fresh code."""
    with services().database.read() as session:
        one = seen(alert(session, alert_id, drill=drill))
    given: list[Approval] = []

    def act(session: Session, found: Alert) -> Alert:
        sent = alerts().lifecycle.approve(session, doer(), now(), found, given[0])
        return _told(session, sent, "official.told.approved")

    return acted(
        alert_id, drill, act, gettext("Approved. It is on its way."), before=lambda: given.append(_approval(one))
    )


def _told(session: Session, one: Alert, key: str) -> Alert:
    """Tell who submitted it, by text: at night they look at no page."""
    services().office.asking.tell_writer(session, one, person(), key, now())
    return one


def _approval(one: Alert) -> Approval:
    """What was given. The code is looked at last, in a transaction of its own: a wrong one is counted though nothing
    else happens, and a right one must not be spent where the rest is wrong. Raises AlertRefused."""
    problem = obstacle(Act.APPROVE, one, person())
    if problem is not None:
        raise AlertRefused(problem, "a rule forbids it")
    shown, typed = request.form.get("shown", -1, type=int), _count(request.form.get("count", ""))
    if typed != shown:
        raise AlertRefused("count", "another count", shown=f"{shown:,}".replace(",", "."))
    proof: Proven | None = None
    if one.kind is Kind.ALERT:
        with services().database.write() as session:
            proof = alerts().proofs.check(session, person(), request.form.get("code", "")[:40], now())
    return Approval(one.version, shown, typed, _accepted(), proof)


def _accepted() -> frozenset[str]:
    """The warnings with a tick."""
    return frozenset(request.form.getlist("accept"))


def _count(text: str) -> int:
    """The number that was typed, with or without the dots of thousands; -1 for what is none."""
    digits = text.strip().replace(".", "").replace(",", "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else -1
