"""The people who work here: list, invite, one person with their roles, and what waits for a second administrator."""

from __future__ import annotations

import json
from typing import Any, Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from smsinfo.db.queries import staff as rows
from smsinfo.db.queries import staff_requests as requests
from smsinfo.db.queries.staff_requests import Request
from smsinfo.domain.staff import LinkPurpose, Permission, Person, RequestKind, RequestStatus, Role
from smsinfo.errors import StaffRefused
from smsinfo.staff.accounts import LINK_LASTS, NewAccount
from smsinfo.staff.audit import Actor
from smsinfo.staff.coverage import manages
from smsinfo.web.access import services
from smsinfo.web.desk import number
from smsinfo.web.gate import needs, person, staff_pages
from smsinfo.web.i18n import LANGUAGES
from smsinfo.web.invitations import can_mail, mail_link
from smsinfo.web.words import reason

PAGE: Final = 25
"""People of one page; so many requests stand above them, too."""
FARTHEST: Final = 100_000
LONGEST_SEARCH: Final = 60
pages = staff_pages("people", __name__)
MANAGES = needs(Permission.PEOPLE, fresh=True)


@pages.get("/people")
@needs(Permission.PEOPLE)
def all_() -> ResponseReturnValue:
    """Everybody of the own jurisdiction a page at a time, by a part of the name, and what waits."""
    me, words, offset = person(), request.args.get("q", "").strip()[:LONGEST_SEARCH], number("from", FARTHEST)
    with services().database.read() as database:
        people = rows.everybody(database)
        mine = [one for one in people if manages(me, one) and is_called(one, words)]
        shown = mine[offset : offset + PAGE]
        locked = services().staff.locks.locked(database, [one.name for one in shown], services().clock())
        names = rows.region_names(database, _codes(shown))
        waiting = _waiting(requests.open_ones(database), people, me)
    return render_template(
        "staff/people/list.html",
        people=shown,
        further=len(mine) > offset + PAGE,
        offset=offset,
        size=PAGE,
        q=words,
        locked=locked,
        names=names,
        waiting_requests=waiting[:PAGE],
        waiting_more=len(waiting) - PAGE,
        me=me,
    )


@pages.get("/people/new")
@MANAGES
def new() -> ResponseReturnValue:
    """The form to invite somebody."""
    return _new_page({}, "")


@pages.post("/people/new")
@MANAGES
def invite() -> ResponseReturnValue:
    """Make the account and a link to join; roles are given afterwards, and may need a second administrator."""
    me, now, form = person(), services().clock(), request.form
    code = form.get("region", "").strip()
    try:
        if not me.may(Permission.PEOPLE, code):
            raise StaffRefused("not_yours", "outside the own jurisdiction")
        wanted = NewAccount(form.get("name", ""), form.get("full_name", ""), code, form.get("email", ""))
        with services().database.write() as database:
            accounts = services().staff.accounts
            made = accounts.open(database, Actor.of(me), now, wanted)
            token = accounts.link(database, Actor.of(me), now, made, LinkPurpose.JOIN)
    except StaffRefused as refusal:
        return _new_page(form.to_dict(), reason(refusal)), 400
    return _link_page(made, token, LinkPurpose.JOIN, by_mail="mail" in form)


@pages.get("/people/<int:account_id>")
@needs(Permission.PEOPLE)
def show(account_id: int) -> ResponseReturnValue:
    """One person with their roles and what can be done."""
    me = person()
    with services().database.read() as database:
        people = rows.everybody(database)
        one = _of(people, account_id)
        names = rows.region_names(database, _codes([one]))
        offices = rows.offices(database)
        locked = services().staff.locks.locked(database, [one.name], services().clock())
        waiting = [w for w in _waiting(requests.open_ones(database), people, me) if w["subject"].id == one.id]
    return render_template(
        "staff/people/person.html",
        one=one,
        names=names,
        offices=[(code, name) for code, name in offices if me.may(Permission.PEOPLE, code)],
        locked_until=locked.get(one.name),
        waiting_requests=waiting,
        me=me,
        all_roles=list(Role),
    )


@pages.post("/people/<int:account_id>/grant")
@MANAGES
def grant(account_id: int) -> ResponseReturnValue:
    """Give a role, in practice first where that is ticked."""
    role, code = _role(), (request.form.get("code", "").strip() or request.form.get("region", ""))
    practice = "practice" in request.form
    return _ask(account_id, RequestKind.GRANT, {"role": role, "region": code, "practice": practice})


@pages.post("/people/<int:account_id>/revoke")
@MANAGES
def revoke(account_id: int) -> ResponseReturnValue:
    """Take a role away."""
    return _ask(account_id, RequestKind.REVOKE, {"role": _role(), "region": request.form.get("region", "")})


@pages.post("/people/<int:account_id>/code")
@MANAGES
def reset_code(account_id: int) -> ResponseReturnValue:
    """Forget the authenticator of somebody who lost it and the recovery codes."""
    return _ask(account_id, RequestKind.CODE_RESET, {})


@pages.post("/people/<int:account_id>/link")
@MANAGES
def link(account_id: int) -> ResponseReturnValue:
    """A one-time link to set a new password; what they log in with beside it stays."""
    with services().database.write() as database:
        one = subject(database, account_id)
        purpose = LinkPurpose.RESET if one.has_password else LinkPurpose.JOIN
        token = services().staff.accounts.link(database, Actor.of(person()), services().clock(), one, purpose)
    return _link_page(one, token, purpose)


@pages.post("/people/<int:account_id>/unlock")
@MANAGES
def unlock(account_id: int) -> ResponseReturnValue:
    """End the locks of failed log-ins."""
    with services().database.write() as database:
        one = subject(database, account_id)
        services().staff.accounts.unlock(database, Actor.of(person()), services().clock(), one)
    flash(gettext("%(name)s can try again at once.", name=one.name), "success")
    return redirect(url_for("people.show", account_id=account_id), 303)


@pages.post("/people/<int:account_id>/suspend")
@MANAGES
def suspend(account_id: int) -> ResponseReturnValue:
    """Lock somebody out at once: in an emergency nobody has to be waited for."""
    with services().database.write() as database:
        one = subject(database, account_id)
        if one.id == person().id:
            raise StaffRefused("own_account", "not to the own account")
        services().staff.accounts.suspend(database, Actor.of(person()), services().clock(), one)
    flash(gettext("%(name)s is suspended and logged out everywhere.", name=one.name), "success")
    return redirect(url_for("people.show", account_id=account_id), 303)


@pages.post("/people/<int:account_id>/resume")
@MANAGES
def resume(account_id: int) -> ResponseReturnValue:
    """Let somebody in again."""
    with services().database.write() as database:
        one = subject(database, account_id)
        services().staff.accounts.resume(database, Actor.of(person()), services().clock(), one)
    flash(gettext("%(name)s can log in again.", name=one.name), "success")
    return redirect(url_for("people.show", account_id=account_id), 303)


@pages.post("/requests/<int:request_id>/confirm")
@MANAGES
def confirm(request_id: int) -> ResponseReturnValue:
    """Make what another administrator asked for."""
    with services().database.write() as database:
        done = services().staff.changes.confirm(database, person(), services().clock(), request_id)
    flash(gettext("Done."), "success")
    if done.kind is RequestKind.HANDOVER:
        return redirect(url_for("handover.record", request_id=request_id), 303)
    return redirect(url_for("people.show", account_id=done.account_id), 303)


@pages.post("/requests/<int:request_id>/refuse")
@MANAGES
def refuse(request_id: int) -> ResponseReturnValue:
    """End a request without making it; one's own is withdrawn so."""
    with services().database.write() as database:
        services().staff.changes.refuse(database, person(), services().clock(), request_id)
    flash(gettext("The request is ended; nothing was changed."), "success")
    return redirect(url_for("people.all_"), 303)


def subject(database: Session, account_id: int) -> Person:
    """The person, where the own jurisdiction holds them; 404 for others, so that numbers tell nothing."""
    one = rows.by_id(database, account_id)
    if one is None or not manages(person(), one):
        abort(404)
    return one


def _of(people: list[Person], account_id: int) -> Person:
    one = next((one for one in people if one.id == account_id), None)
    if one is None or not manages(person(), one):
        abort(404)
    return one


def _ask(account_id: int, kind: RequestKind, details: dict[str, Any]) -> ResponseReturnValue:
    with services().database.write() as database:
        one = subject(database, account_id)
        made = services().staff.changes.ask(database, person(), services().clock(), kind, one, details)
    if made.status is RequestStatus.OPEN:
        flash(gettext("Asked for. Another administrator has to confirm it."), "info")
    else:
        flash(gettext("Done."), "success")
    return redirect(url_for("people.show", account_id=account_id), 303)


def is_called(one: Person, words: str) -> bool:
    """Whether each word stands in the name of a person or in that they log in with."""
    name = f"{one.full_name} {one.name}".casefold()
    return all(word in name for word in words.casefold().split())


def _role() -> str:
    role = request.form.get("role", "")
    if role not in set(Role):
        abort(400)
    return role


def _waiting(found: list[Request], people: list[Person], me: Person) -> list[dict[str, Any]]:
    """Open requests of the own jurisdiction with their people, for the page."""
    by_id = {one.id: one for one in people}
    told = []
    for one in found:
        about = by_id[one.account_id]
        if manages(me, about):
            details = json.loads(one.details)
            taker = by_id.get(details.get("taker", 0))
            by = by_id[one.requested_by]
            told.append({"request": one, "subject": about, "by": by, "details": details, "taker": taker})
    return told


def _codes(people: list[Person]) -> set[str]:
    return {code for one in people for code in (one.region_code, *(grant.region_code for grant in one.grants))}


def _new_page(form: dict[str, str], problem: str) -> str:
    with services().database.read() as database:
        offices = [(code, name) for code, name in rows.offices(database) if person().may(Permission.PEOPLE, code)]
    return render_template(
        "staff/people/new.html",
        form=form,
        problem=problem,
        offices=offices,
        languages_of_pages=LANGUAGES,
        can_mail=can_mail(),
    )


def _link_page(one: Person, token: str, purpose: LinkPurpose, *, by_mail: bool = False) -> str:
    """The link, shown this once and stored nowhere. It begins with the configured address, whatever a header says."""
    address = services().settings.public_url + url_for("join.form", token=token)
    taken = mail_link(person(), one, token, address) if by_mail and one.email and can_mail() else None
    hours = int(LINK_LASTS[purpose].total_seconds() // 3600)
    minutes = int(LINK_LASTS[purpose].total_seconds() // 60)
    return render_template(
        "staff/people/link.html", one=one, address=address, hours=hours, minutes=minutes, taken=taken
    )
