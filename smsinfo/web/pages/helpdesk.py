"""The help desk: a number typed into a form leads to what went to and fro, and to what may be done for the person.

The number stands in the body of that one request and nowhere after it: the address of the next page has a code.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from smsinfo.db.queries.ending import ends
from smsinfo.domain.desk import EraseWhy
from smsinfo.domain.staff import Permission
from smsinfo.errors import BadNumber, DeskRefused
from smsinfo.helpdesk.acts import LAST_DIGITS, LONGEST_REASON, Work, as_sent
from smsinfo.helpdesk.card import card
from smsinfo.web import words_community
from smsinfo.web import words_desk as words
from smsinfo.web.access import services
from smsinfo.web.citizens import citizen_pages, code_of, helpdesk, may_assist, place, state, subject, work
from smsinfo.web.gate import needs, person
from smsinfo.web.preview import BASIC, EXTENSION, shown

pages = citizen_pages("helpdesk", __name__)
LONGEST_NUMBER: Final = 40
LONGEST_TEXT: Final = 600
ONE_LOOK: Final = timedelta(minutes=10)
"""Within this time one person's looks at one thread are one look."""
_LOOKED: Final = "looked"
_KEY: Final = re.compile(r"[0-9a-f]{32}")


@pages.get("/helpdesk")
@needs(Permission.DESK)
def form() -> ResponseReturnValue:
    """Where the number is typed."""
    return render_template("helpdesk/form.html", problem="")


@pages.post("/helpdesk")
@needs(Permission.DESK)
def look_up() -> ResponseReturnValue:
    """To the contact; the same words for a number that nobody has and for one of another jurisdiction."""
    typed = request.form.get("number", "")[:LONGEST_NUMBER]
    try:
        with services().database.write() as database:
            found = helpdesk().look_up(database, person(), services().clock(), typed)
    except BadNumber as problem:
        return render_template("helpdesk/form.html", problem=words.number(problem)), 400
    if found is None:
        nobody = gettext("This number has never texted us, or another office looks after it.")
        return render_template("helpdesk/form.html", problem=nobody), 404
    return redirect(url_for("helpdesk.show", code=code_of(found)), 303)


@pages.get("/helpdesk/<code>")
@needs(Permission.DESK)
def show(code: str) -> ResponseReturnValue:
    """One contact; the look is written down."""
    return _page(code)


@pages.post("/helpdesk/<code>/answer")
@needs(Permission.ASSIST)
def answer(code: str) -> ResponseReturnValue:
    """Send a text, or look at it first as a phone shows it."""
    text = request.form.get("text", "")[:LONGEST_TEXT]
    given = request.form.get("key", "")
    key = given if _KEY.fullmatch(given) else secrets.token_hex(16)
    if request.form.get("act") == "look":
        return _page(code, text=text, key=key)
    try:
        with services().database.write() as database:
            no_money = services().inbox.spend.exhausted
            segments = helpdesk().answer(work(database, code), text, key, no_money=no_money)
    except DeskRefused as refusal:
        return _page(code, text=text, key=key, problem=words.reason(refusal)), 409
    services().inbox.spend.add(segments)
    flash(ngettext("Sent: %(num)d segment.", "Sent: %(num)d segments.", segments), "success")
    return redirect(url_for("helpdesk.show", code=code), 303)


@pages.post("/helpdesk/<code>/stop")
@needs(Permission.ASSIST)
def stop(code: str) -> ResponseReturnValue:
    """End one subscription, or everything that we push."""
    region = request.form.get("region", "")[:13]
    return _do(code, lambda job: helpdesk().stop(job, region), gettext("Done. Nothing more of that is sent."))


@pages.post("/helpdesk/<code>/subscribe")
@needs(Permission.ASSIST)
def subscribe(code: str) -> ResponseReturnValue:
    """Subscribe to a place; the phone is told."""
    typed, agreed = request.form.get("place", ""), "agreed" in request.form

    def act(job: Work) -> None:
        code_ = place(typed)
        name = services().snapshots.current().places[code_].name
        if not helpdesk().subscribe(job, code_, name, agreed=agreed):
            flash(gettext("No channel could tell the phone so. Tell the person yourself."), "warning")

    return _do(code, act, gettext("Subscribed. The person's phone is told, with how to stop."))


@pages.post("/helpdesk/<code>/move")
@needs(Permission.ASSIST)
def move(code: str) -> ResponseReturnValue:
    """The person lives somewhere else now."""
    typed = request.form.get("place", "")
    return _do(code, lambda job: helpdesk().move(job, place(typed)), gettext("Saved. Answers are those of the place."))


@pages.post("/helpdesk/<code>/handled")
@needs(Permission.ASSIST)
def handled(code: str) -> ResponseReturnValue:
    """The thread is dealt with, up to the text that was seen."""
    upto = request.form.get("upto", 0, type=int)
    done = gettext("Marked as dealt with. A new text opens it again.")
    return _do(code, lambda job: helpdesk().handle(job, upto), done)


@pages.post("/helpdesk/<code>/number")
@needs(Permission.UNMASK, fresh=True)
def unmask(code: str) -> ResponseReturnValue:
    """Show the number, this once, for a reason that is written down."""
    try:
        with services().database.write() as database:
            number = helpdesk().unmask(work(database, code), request.form.get("reason", "")[: LONGEST_REASON * 2])
    except DeskRefused as refusal:
        return _page(code, problem=words.reason(refusal)), 409
    return _page(code, number=number)


@pages.get("/helpdesk/<code>/erase")
@needs(Permission.ERASE, fresh=True)
def ask_to_erase(code: str) -> ResponseReturnValue:
    """What will end, what can't be cleared from here, and where it is confirmed."""
    return _erase_page(code)


@pages.post("/helpdesk/<code>/erase")
@needs(Permission.ERASE, fresh=True)
def erase(code: str) -> ResponseReturnValue:
    """Do for the person what their own HAPUS DATA does."""
    why, typed = request.form.get("why", ""), request.form.get("digits", "")[:LONGEST_NUMBER]
    try:
        with services().database.write() as database:
            segments = helpdesk().erase(work(database, code), why, typed)
    except DeskRefused as refusal:
        return _erase_page(code, why=why, problem=words.reason(refusal)), 409
    session.pop(_LOOKED, None)
    flash(gettext("Erased. Nothing of this person is left here but the wish not to be texted."), "success")
    if segments is not None:
        services().inbox.spend.add(segments)
        flash(gettext("The phone is told so by SMS."), "info")
    elif EraseWhy(why).tells:
        flash(gettext("No channel could tell the phone so. Tell the person yourself."), "warning")
    return redirect(url_for("helpdesk.form"), 303)


def _erase_page(code: str, *, why: str = "", problem: str = "") -> str:
    with services().database.read() as database:
        contact, _ = subject(database, code)
        found, masked = ends(database, contact.id), helpdesk().masked_number(contact)
    return render_template(
        "helpdesk/erase.html",
        code=code,
        masked=masked,
        ends=found,
        roles=words_community.ROLES,
        beyond=words.beyond_reach(services().plans.values(), services().gateways),
        chosen=why,
        digits=LAST_DIGITS,
        problem=problem,
    )


def _do(code: str, act: Callable[[Work], None], done: str) -> ResponseReturnValue:
    """Do something for the contact, and go back to the page; where it is refused, say why there."""
    try:
        with services().database.write() as database:
            act(work(database, code))
    except DeskRefused as refusal:
        return _page(code, problem=words.reason(refusal)), 409
    flash(done, "success")
    # Somebody who moved away is another office's now, and the page is gone for this one.
    with services().database.read() as database:
        subject(database, code)
    return redirect(url_for("helpdesk.show", code=code), 303)


def _page(code: str, *, text: str = "", key: str = "", problem: str = "", number: str = "") -> str:
    with services().database.read() as database:
        contact, subscribed = subject(database, code)
        found = card(database, contact, subscribed, state(database))
        masked = helpdesk().masked_number(contact)
    _note_look(code, found.contact_id)
    return render_template(
        "helpdesk/card.html",
        card=found,
        code=code,
        masked=masked,
        number=number,
        text=text,
        look=shown(as_sent(text)) if text else None,
        key=key or secrets.token_hex(16),
        problem=problem,
        assist=may_assist(),
        unmask=person().may(Permission.UNMASK),
        may_erase=person().may(Permission.ERASE),
        alphabet=(BASIC, EXTENSION),
        longest=LONGEST_TEXT,
    )


def _note_look(code: str, contact_id: int) -> None:
    """One row of the log for each thread that is opened, not for each time that its page is drawn."""
    now, last = services().clock(), session.get(_LOOKED)
    if last and last[0] == contact_id and now - datetime.fromisoformat(last[1]) < ONE_LOOK:
        return
    with services().database.write() as database:
        helpdesk().opened(work(database, code))
    session[_LOOKED] = [contact_id, now.isoformat()]
