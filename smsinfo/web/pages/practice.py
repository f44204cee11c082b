"""The log-in of the simulator where it stands beside real channels."""

from __future__ import annotations

from typing import Final, cast

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import TooManyRequests

from smsinfo.logs import get_logger
from smsinfo.web import access
from smsinfo.web.tries import Tries

log = get_logger(__name__)
TRIES: Final = "smsinfo-tries"

pages = Blueprint("practice", __name__, url_prefix="/simulator")


@pages.get("/login")
def form() -> ResponseReturnValue:
    """The form; who is in already goes on to the phone."""
    if access.may_simulate():
        return redirect(url_for("simulator.phone"), 303)
    return render_template("simulator/login.html", problem="")


@pages.post("/login")
def log_in() -> ResponseReturnValue:
    """Let in who knows the password; after ten wrong tries from an address it has to wait."""
    tries = cast(Tries, current_app.extensions[TRIES])
    address, now = request.remote_addr or "", access.services().clock()
    if tries.pause(address, now):
        raise TooManyRequests
    if access.log_in(request.form.get("password", "")):
        tries.passed(address)
        return redirect(url_for("simulator.phone"), 303)
    tries.failed(address, now)
    log.warning("practice_login_failed")
    return render_template("simulator/login.html", problem=gettext("That password is not right.")), 403


@pages.post("/logout")
def log_out() -> ResponseReturnValue:
    """End the session."""
    access.log_out()
    return redirect(url_for("home.home"), 303)
