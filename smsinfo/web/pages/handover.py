"""Serah terima: all that one person has goes to another in one act, with a list to sign."""

from __future__ import annotations

import json

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.db.queries import staff as rows
from smsinfo.db.queries import staff_requests as requests
from smsinfo.domain.staff import Permission, RequestKind, RequestStatus
from smsinfo.errors import StaffRefused
from smsinfo.staff import handover
from smsinfo.staff.coverage import is_ready, manages
from smsinfo.web.access import services
from smsinfo.web.gate import needs, person, staff_pages
from smsinfo.web.pages.people import subject

pages = staff_pages("handover", __name__)
SHOWN = 50


@pages.get("/handover")
@needs(Permission.PEOPLE)
def all_() -> ResponseReturnValue:
    """Who can hand over, and what was handed over lately."""
    me = person()
    with services().database.read() as database:
        people = {one.id: one for one in rows.everybody(database)}
        done = requests.of_kind(database, RequestKind.HANDOVER, RequestStatus.CONFIRMED, SHOWN)
    mine = [one for one in people.values() if manages(me, one)]
    told = [(one, people[one.account_id], people.get(json.loads(one.details)["taker"])) for one in done]
    return render_template(
        "staff/handover/list.html", people=mine, done=[entry for entry in told if manages(me, entry[1])]
    )


@pages.get("/handover/<int:account_id>")
@needs(Permission.PEOPLE, fresh=True)
def form(account_id: int) -> ResponseReturnValue:
    """What the person has, and to whom it may go."""
    me = person()
    with services().database.read() as database:
        leaving = subject(database, account_id)
        takers = [
            one for one in rows.everybody(database) if one.id != account_id and is_ready(one) and manages(me, one)
        ]
        items = handover.items(database, leaving, services().clock())
        names = rows.region_names(database, {item.region_code for item in items})
    return render_template("staff/handover/form.html", leaving=leaving, takers=takers, items=items, names=names)


@pages.post("/handover/<int:account_id>")
@needs(Permission.PEOPLE, fresh=True)
def hand_over(account_id: int) -> ResponseReturnValue:
    """Do it, or ask another administrator to confirm it."""
    with services().database.write() as database:
        leaving = subject(database, account_id)
        chosen = request.form.get("taker", 0, type=int)
        if not chosen:
            raise StaffRefused("no_taker", "hand over to another person who can log in")
        taker = subject(database, chosen)
        details = {"taker": taker.id, "close": "close" in request.form}
        made = services().staff.changes.ask(
            database, person(), services().clock(), RequestKind.HANDOVER, leaving, details
        )
    if made.status is RequestStatus.OPEN:
        flash(gettext("Asked for. Another administrator has to confirm it."), "info")
        return redirect(url_for("people.all_"), 303)
    return redirect(url_for("handover.record", request_id=made.id), 303)


@pages.get("/handover/record/<int:request_id>")
@needs(Permission.PEOPLE)
def record(request_id: int) -> ResponseReturnValue:
    """What was handed over, to print and to sign."""
    with services().database.read() as database:
        found = requests.get(database, request_id)
        if found is None or found.kind is not RequestKind.HANDOVER or found.status is not RequestStatus.CONFIRMED:
            abort(404)
        details = json.loads(found.details)
        leaving, taker = subject(database, found.account_id), rows.by_id(database, details["taker"])
        people = {one.id: one for one in rows.everybody(database)}
        names = rows.region_names(database, {item["region_code"] for item in details["items"]})
    return render_template(
        "staff/handover/record.html",
        request_=found,
        items=details["items"],
        close=details["close"],
        leaving=leaving,
        taker=taker,
        by=people.get(found.requested_by),
        confirmed_by=people.get(found.decided_by or 0),
        names=names,
    )
