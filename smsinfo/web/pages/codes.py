"""The printed sheet of one-time codes, for nights without an authenticator: made, shown once, ended."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.domain.staff import Permission
from smsinfo.staff.audit import Actor
from smsinfo.web import words_alerts as words
from smsinfo.web.access import services
from smsinfo.web.alert_desk import alerts, now
from smsinfo.web.gate import needs, person, staff_pages

pages = staff_pages("codes", __name__)


@pages.get("/alert-codes")
@needs(Permission.ALERTS, fresh=True)
def show() -> ResponseReturnValue:
    """How many codes are left."""
    with services().database.read() as session:
        left = alerts().proofs.left(session, person())
    return render_template("alerts/codes.html", left=left, sheet=None, may=_may())


@pages.post("/alert-codes")
@needs(Permission.ALERTS, fresh=True)
def make() -> ResponseReturnValue:
    """A new sheet, shown this once; an older one ends."""
    if not _may():
        flash(str(words.REASONS["not_yours"]), "danger")
        return redirect(url_for("codes.show"), 303)
    with services().database.write() as session:
        sheet = alerts().proofs.new_sheet(session, Actor.of(person()), person(), now())
    return render_template("alerts/codes.html", left=len(sheet), sheet=sheet, may=True, me=person(), today=now())


@pages.post("/alert-codes/end")
@needs(Permission.ALERTS, fresh=True)
def end() -> ResponseReturnValue:
    """The sheet was lost, or seen by somebody."""
    with services().database.write() as session:
        ended = alerts().proofs.revoke(session, Actor.of(person()), person(), now())
    flash(gettext("Ended: %(number)s codes count no more.", number=ended), "success")
    return redirect(url_for("codes.show"), 303)


def _may() -> bool:
    """True for who acts on alerts: others have nothing to prove."""
    return person().may(Permission.ALERT_WRITE) or person().may(Permission.ALERT_APPROVE)
