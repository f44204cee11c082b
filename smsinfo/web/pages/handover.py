"""Serah terima: all that one person has goes to another in one act, with a list to sign."""

from __future__ import annotations

import json
from collections import Counter
from typing import Final

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
from smsinfo.web.desk import number
from smsinfo.web.gate import needs, person, staff_pages
from smsinfo.web.pages.people import FARTHEST, LONGEST_SEARCH, is_called, subject

PAGE: Final = 25
"""People, handovers or things of one page."""
pages = staff_pages("handover", __name__)


@pages.get("/handover")
@needs(Permission.PEOPLE)
def all_() -> ResponseReturnValue:
    """Who can hand over, by a part of the name, and what was handed over; each a page at a time."""
    me, words = person(), request.args.get("q", "").strip()[:LONGEST_SEARCH]
    start, past = number("from", FARTHEST), number("past", FARTHEST)
    with services().database.read() as database:
        people = {one.id: one for one in rows.everybody(database)}
        mine = {one.id: one for one in people.values() if manages(me, one)}
        done = requests.handovers(database, mine, PAGE + 1, past)
    told = [(one, mine[one.account_id], people.get(json.loads(one.details)["taker"])) for one in done]
    called = [one for one in mine.values() if is_called(one, words)]
    return render_template(
        "staff/handover/list.html",
        people=called[start : start + PAGE],
        further=len(called) > start + PAGE,
        done=told[:PAGE],
        done_further=len(told) > PAGE,
        given={"q": words or None, "from": start or None, "past": past or None},
        size=PAGE,
    )


@pages.get("/handover/<int:account_id>")
@needs(Permission.PEOPLE, fresh=True)
def form(account_id: int) -> ResponseReturnValue:
    """What the person has, and to whom it may go."""
    return _form_page(account_id, close=True)


@pages.post("/handover/<int:account_id>")
@needs(Permission.PEOPLE, fresh=True)
def hand_over(account_id: int) -> ResponseReturnValue:
    """Do it, or ask another administrator to confirm it; the buttons of the list and of the search only look."""
    if "from" in request.form:
        return _form_page(account_id, close="close" in request.form)
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


def _form_page(account_id: int, *, close: bool) -> str:
    """The form with what was chosen so far: everything goes over, whichever page of it is shown."""
    me, start = person(), number("from", FARTHEST)
    words, chosen = request.form.get("q", "").strip()[:LONGEST_SEARCH], request.form.get("taker", 0, type=int)
    with services().database.read() as database:
        leaving = subject(database, account_id)
        people = rows.everybody(database)
        items = handover.items(database, leaving, services().clock())
        shown = items[start : start + PAGE]
        names = rows.region_names(database, {item.region_code for item in shown})
    takers = [one for one in people if one.id != account_id and is_ready(one) and manages(me, one)]
    # Whoever was chosen stays in the list, whatever is searched for afterwards.
    found = sorted(
        (one for one in takers if one.id == chosen or is_called(one, words)), key=lambda one: one.id != chosen
    )
    return render_template(
        "staff/handover/form.html",
        leaving=leaving,
        takers=found[:PAGE],
        takers_more=len(found) > PAGE,
        anybody=bool(takers),
        chosen=chosen,
        close=close,
        q=words,
        items=shown,
        kinds=Counter(item.kind for item in items),
        total=len(items),
        offset=start,
        size=PAGE,
        names=names,
    )
