"""The first page after the log-in, one's own account, and the rules of one's roles."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user, logout_user

from smsinfo.db.queries import staff as rows
from smsinfo.db.queries import staff_access as access
from smsinfo.domain.staff import Permission
from smsinfo.errors import StaffRefused
from smsinfo.reports.shape import Kind
from smsinfo.reports.write import shown
from smsinfo.staff.audit import Actor
from smsinfo.staff.practice import TASKS, Task
from smsinfo.web import dashboard
from smsinfo.web.access import services
from smsinfo.web.gate import needs, person, staff_pages
from smsinfo.web.i18n import LANGUAGES, page_language
from smsinfo.web.words import reason

pages = staff_pages("staff", __name__)
pages.add_app_template_filter(lambda count: shown(count, Kind.COUNT, page_language()), "count_words")


@pages.get("/")
@needs(Permission.ACCOUNT)
def home() -> ResponseReturnValue:
    """What is to do, today's figures, and where everything is."""
    me, language = person(), page_language()
    learning = {grant.role: TASKS[grant.role] for grant in me.grants if grant.practice}
    reads = me.may(Permission.REPORTS)
    with services().database.read() as database:
        done = rows.tasks(database, me.id) if learning else set()
        names = rows.region_names(database, {grant.region_code for grant in me.grants})
        figures = dashboard.figures(database, me, request.args.get("region", ""), language) if reads else None
        waits = dashboard.tasks(database, me)
    channels, alarms = dashboard.channels() if reads else ([], [])
    return render_template(
        "staff/home.html",
        me=me,
        names=names,
        learning=learning,
        done=done,
        figures=figures,
        waits=waits,
        channels=channels,
        alarms=alarms,
    )


@pages.get("/account")
@needs(Permission.ACCOUNT)
def account() -> ResponseReturnValue:
    """One's own details, and what one is logged in with."""
    return _account_page("", person().email or "")


@pages.post("/account")
@needs(Permission.ACCOUNT)
def save_account() -> ResponseReturnValue:
    """Save language and mail address; whatever else a form may hold is not looked at."""
    language, email = request.form.get("language", ""), request.form.get("email", "")
    if language not in LANGUAGES:
        language = person().language or session.get("lang") or next(iter(LANGUAGES))
    try:
        with services().database.write() as database:
            services().staff.accounts.change_profile(database, services().clock(), person(), language, email)
    except StaffRefused as refusal:
        return _account_page(reason(refusal), email), 400
    session["lang"] = language
    flash(gettext("Saved."), "success")
    return redirect(url_for("staff.account"), 303)


@pages.post("/account/sessions")
@needs(Permission.ACCOUNT, fresh=True)
def end_sessions() -> ResponseReturnValue:
    """Log out everywhere, here too."""
    with services().database.write() as database:
        services().staff.sessions.end_all(database, person(), services().clock())
    logout_user()
    flash(gettext("You are logged out everywhere."), "success")
    return redirect(url_for("security.login"), 303)


@pages.get("/rules")
@needs(Permission.ACCOUNT)
def rules() -> ResponseReturnValue:
    """What one's roles may do and may not."""
    with services().database.read() as database:
        done = rows.tasks(database, person().id)
    return render_template("staff/rules.html", me=person(), confirmed=Task.RULES.value in done)


@pages.post("/rules")
@needs(Permission.ACCOUNT)
def confirm_rules() -> ResponseReturnValue:
    """The person has read them."""
    me, now = person(), services().clock()
    if "read" not in request.form:
        flash(gettext("Put the tick first."), "danger")
        return redirect(url_for("staff.rules"), 303)
    with services().database.write() as database:
        staff = services().staff
        staff.audit.record(database, now, Actor.of(me), "rules.confirmed", f"account:{me.name}", roles=sorted(me.roles))
        staff.practice.done(database, me, Task.RULES, now)
    flash(gettext("Confirmed."), "success")
    return redirect(url_for("staff.home"), 303)


def _account_page(problem: str, email: str) -> str:
    me = person()
    with services().database.read() as database:
        names = rows.region_names(database, {me.region_code, *(grant.region_code for grant in me.grants)})
        sessions = access.count_sessions(database, me.id)
        codes = access.count_recovery_codes(database, me.id)
    return render_template(
        "staff/account.html",
        me=me,
        names=names,
        sessions=sessions,
        codes=codes,
        has_code=bool(current_user.tf_totp_secret),
        problem=problem,
        email=email,
    )
