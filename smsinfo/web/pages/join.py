"""Where a one-time link leads: the person sets the password that nobody else knows."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.errors import StaffRefused
from smsinfo.staff import passwords
from smsinfo.web.access import services
from smsinfo.web.auth_forms import new_password_problem
from smsinfo.web.gate import for_everybody, staff_pages
from smsinfo.web.words import reason

pages = staff_pages("join", __name__)


@pages.get("/join/<token>")
@for_everybody
def form(token: str) -> ResponseReturnValue:
    """The form; the same page for a used, an old and an invented link."""
    with services().database.read() as database:
        owner = services().staff.accounts.by_link(database, token, services().clock())
    return render_template("staff/join.html", owner=owner, problem=""), 200 if owner else 404


@pages.post("/join/<token>")
@for_everybody
def join(token: str) -> ResponseReturnValue:
    """Set the password; then log in with it."""
    with services().database.read() as database:
        owner = services().staff.accounts.by_link(database, token, services().clock())
    if owner is None:
        return render_template("staff/join.html", owner=None, problem=""), 404
    password = request.form.get("password", "")
    problem = new_password_problem(owner.name, password, request.form.get("again", ""))
    if problem:
        return render_template("staff/join.html", owner=owner, problem=problem), 400
    made = passwords.make_hash(password)
    try:
        with services().database.write() as database:
            services().staff.accounts.join(database, token, made, services().clock())
    except StaffRefused as refusal:
        return render_template("staff/join.html", owner=owner, problem=reason(refusal)), 409
    session.clear()
    flash(gettext("The password is set. Log in with it as %(name)s.", name=owner.name), "success")
    return redirect(url_for("security.login"), 303)
