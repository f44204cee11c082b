"""What people hear and ask about: rising rumours by region, and the claim that answers each."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from smsinfo.content.claim_values import check_new
from smsinfo.db.queries import rumours as rows
from smsinfo.db.queries.gaps import REGENCY
from smsinfo.domain.cases import RumourState
from smsinfo.domain.staff import PROVINCE, Permission, Person
from smsinfo.errors import ContentRefused
from smsinfo.web import words_cases
from smsinfo.web import words_content as words
from smsinfo.web.access import services
from smsinfo.web.desk import now, today
from smsinfo.web.gate import needs, person, staff_pages
from smsinfo.web.words_desk import region

DAYS: Final = (7, 30, 90)
MOST: Final = 25
LARGEST: Final = 2**31
LONGEST_KEY: Final = 60
pages = staff_pages("rumours", __name__)
pages.context_processor(lambda: {"say": words_cases, "region": region})


@pages.get("/rumours")
@needs(Permission.CASES)
def all_() -> ResponseReturnValue:
    """What was asked about most, in the person's regencies."""
    given = request.args.get("days", DAYS[0], type=int)
    days = given if given in DAYS else DAYS[0]
    state = request.args.get("state", "")
    states = (RumourState(state),) if state in set(RumourState) else (RumourState.OPEN,)
    with services().database.read() as session:
        found = rows.rising(session, states, _watched(person()), today() - timedelta(days=days - 1), MOST)
    claims = {claim.key: claim.claims.get("id", claim.key) for claim in services().snapshots.current().catalogue.claims}
    return render_template(
        "cases/rumours.html",
        found=found,
        claims=claims,
        days=days,
        choices=DAYS,
        state=states[0].value,
        states=list(RumourState),
        may_decide=person().may(Permission.WRITE, PROVINCE),
    )


@pages.post("/rumours/<int:rumour_id>")
@needs(Permission.CASES)
def act(rumour_id: int) -> ResponseReturnValue:
    """Link it to a claim, begin one, or put it aside."""
    hoaxes, asked = services().community.hoaxes, request.form.get("act", "")
    key = request.form.get("key", "").strip().lower()[:LONGEST_KEY]
    if asked not in ("link", "begin", "ignore"):
        abort(400)
    if rumour_id >= LARGEST:
        abort(404)
    try:
        with services().database.write() as session:
            if asked == "ignore":
                hoaxes.ignore(session, person(), rumour_id, now())
            else:
                _check(session, asked, key)
                hoaxes.link(session, person(), rumour_id, key, now())
    except ContentRefused as refusal:
        flash(words.reason(refusal), "danger")
        return redirect(url_for("rumours.all_"), 303)
    if asked == "begin":
        return redirect(url_for("claims.new", rumour=rumour_id, key=key), 303)
    flash(gettext("Written down. Who asked is told once there is a verdict."), "success")
    return redirect(url_for("rumours.all_"), 303)


def _check(session: Session, asked: str, key: str) -> None:
    """A new claim needs a key of its own, a link one that citizens get. Raises ContentRefused."""
    if asked == "begin":
        check_new(session, key)
    elif key not in {claim.key for claim in services().snapshots.current().catalogue.claims}:
        raise ContentRefused("not_now", "there is no such published claim")


def _watched(me: Person) -> frozenset[str] | None:
    """The regencies whose rumours the person sees; None for all."""
    regions = me.regions(Permission.CASES)
    return None if PROVINCE in regions else frozenset(code[:REGENCY] for code in regions)
