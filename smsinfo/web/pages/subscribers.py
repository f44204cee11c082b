"""Subscribers: a file of people who agreed elsewhere, looked at first and then brought in.

Bringing in asks for the same file again; this session remembers its digest, and the server keeps nothing of it.
"""

from __future__ import annotations

from typing import Final

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from smsinfo.bootstrap import make_arrivals
from smsinfo.content.unpacked import MEGABYTE
from smsinfo.domain.regions import Gazetteer
from smsinfo.domain.staff import Permission
from smsinfo.errors import BadSheet
from smsinfo.staff.audit import Actor
from smsinfo.subscribers.arrivals import File, Report
from smsinfo.subscribers.rows import HEADS, Proof
from smsinfo.subscribers.sheet import MOST_BYTES, MOST_ROWS
from smsinfo.web import words_subscribers as words
from smsinfo.web.access import services
from smsinfo.web.desk import today
from smsinfo.web.gate import needs, person, staff_pages, takes

SEEN: Final = "subscribers_seen"
ROOM: Final = MOST_BYTES + 64 * 1024
"""Bytes of a form with a file: the file, and what a form puts around it."""
MOST_PROBLEMS: Final = 200
FIELDS: Final = ("consent", "consent_date", "reference", "text_version")

pages = staff_pages("subscribers", __name__)


@pages.get("/subscribers")
@needs(Permission.SUBSCRIBERS, fresh=True)
def show() -> ResponseReturnValue:
    """Where a file is chosen."""
    return _page()


@pages.post("/subscribers")
@needs(Permission.SUBSCRIBERS)
@takes(ROOM)
def look() -> ResponseReturnValue:
    """What a file would bring; nothing is written."""
    file = _file()
    if file is None:
        return _page(problem=gettext("Choose a file first.")), 400
    return _reported(file)


@pages.post("/subscribers/bring")
@needs(Permission.SUBSCRIBERS, fresh=True)
@takes(ROOM)
def bring() -> ResponseReturnValue:
    """Bring in the file whose report was seen; another one gets its report first."""
    file = _file()
    if file is None:
        return _page(problem=gettext("Choose the file once more, and put the tick.")), 400
    if session.get(SEEN) != file.digest or "agreed" not in request.form:
        problem = gettext("This is not the file whose report you saw, or the tick is missing. Nobody was brought in.")
        return _reported(file, problem, 409)
    try:
        report = make_arrivals(services()).bring(file, _places(), _within, Actor.of(person()))
    except BadSheet as wrong:
        return _page(problem=words.refusal(wrong)), 409
    session.pop(SEEN, None)
    came = ngettext("%(num)d person was brought in.", "%(num)d people were brought in.", report.people)
    told = gettext("%(messages)s welcomes wait to be sent by day.", messages=report.messages)
    flash(f"{came} {told}", "success")
    return redirect(url_for("subscribers.show"), 303)


def _file() -> File | None:
    """The file of the form with the proof for all rows; None where none was chosen. Its name is not looked at."""
    sent = request.files.get("file")
    if sent is None:
        return None
    body = sent.read()
    sent.close()  # a large one lies in a file of its own
    return File(body, Proof(*(request.form.get(name, "").strip()[:200] for name in FIELDS))) if body else None


def _places() -> Gazetteer:
    return services().snapshots.current().catalogue.gazetteer


def _within(code: str) -> bool:
    return person().may(Permission.SUBSCRIBERS, code)


def _reported(file: File, problem: str = "", status: int = 200) -> ResponseReturnValue:
    """The page with what the file would bring; this session remembers which file that was."""
    session.pop(SEEN, None)
    try:
        report = make_arrivals(services()).rehearse(file, _places(), _within)
    except BadSheet as wrong:
        return _page(file, problem=words.refusal(wrong)), 409
    session[SEEN] = file.digest
    return _page(file, report, problem), status


def _page(file: File | None = None, report: Report | None = None, problem: str = "") -> str:
    return render_template(
        "subscribers/import.html",
        say=words,
        proof=file.proof if file else Proof(),
        digest=file.digest if file else "",
        report=report,
        problem=problem,
        problems=report.problems[:MOST_PROBLEMS] if report else (),
        heads=HEADS,
        most_megabytes=MOST_BYTES // MEGABYTE,
        most_rows=MOST_ROWS,
        today=today(),
    )
