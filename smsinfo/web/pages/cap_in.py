"""What came in by CAP: each document with what became of it and why; one more can be brought as a file."""

from __future__ import annotations

import json
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.alerts.cap.opening import Arrival
from smsinfo.alerts.cap.outcome import Outcome, Result
from smsinfo.alerts.cap.parse import MOST_BYTES
from smsinfo.alerts.cap.reading import read_cap
from smsinfo.alerts.cap.regions import Reason
from smsinfo.alerts.history import Hand
from smsinfo.db.models import CapDocument
from smsinfo.db.queries.cap_documents import newest
from smsinfo.domain.alerts import Via
from smsinfo.domain.cap_document import Remark
from smsinfo.domain.staff import Permission
from smsinfo.errors import BadCap
from smsinfo.staff.audit import Actor
from smsinfo.web import words_cap as say
from smsinfo.web import words_desk
from smsinfo.web.access import services
from smsinfo.web.gate import needs, person, staff_pages, takes

MOST_SHOWN: Final = 50
ROOM: Final = MOST_BYTES + 64 * 1024
"""Bytes of a form with a file: the file, and what a form puts around it."""
pages = staff_pages("cap_in", __name__)


@pages.get("/cap")
@needs(Permission.ALERTS)
def show() -> ResponseReturnValue:
    """The last documents."""
    return _page()


@pages.post("/cap")
@needs(Permission.ALERT_WRITE)
@takes(ROOM)
def bring() -> ResponseReturnValue:
    """Make a draft of a document in a file, and say what became of it."""
    name, raw = _file()
    if not raw:
        return _page(problem=gettext("Choose a file first.")), 400
    try:
        hand = Hand(Actor.of(person()), Via.WEB)
        arrival = Arrival(read_cap(raw), name, hand, services().clock())
    except BadCap as problem:
        return _page(problem=say.problem(problem)), 400
    with services().database.write() as session:
        result = services().cap.take(session, arrival)
    return _page(told=result), 200 if result.outcome in (Outcome.DRAFT, Outcome.ADDED) else 409


def _file() -> tuple[str, bytes]:
    """Name and bytes of the file of the form, one byte more at most than a document may have."""
    sent = request.files.get("file")
    if sent is None:
        return "", b""
    with sent.stream:
        return (sent.filename or "")[:200], sent.stream.read(MOST_BYTES + 1)


def _page(problem: str = "", told: Result | None = None) -> str:
    with services().database.read() as session:
        rows = [_shown(row) for row in newest(session, MOST_SHOWN)]
    outcome = str(say.OUTCOMES[told.outcome]) if told is not None else ""
    return render_template(
        "cap/list.html",
        rows=rows,
        problem=problem,
        told=f"{outcome} {told.code}".strip() if told is not None else "",
        remarks=[say.problem(one) for one in told.remarks] if told is not None else [],
        may_bring=person().may(Permission.ALERT_WRITE),
        feeds=services().settings.cap_feeds,
    )


def _shown(row: CapDocument) -> dict[str, object]:
    """A row as the page tells it."""
    found = json.loads(row.found)
    return {
        "row": row,
        "outcome": say.OUTCOMES[Outcome(row.outcome)],
        "is_real": row.status == "Actual",
        "regions": [
            (words_desk.region(code), say.REASONS[Reason(reason)], said, wide)
            for code, reason, said, wide in found["regions"]
        ],
        "remarks": [say.problem(Remark(template, tuple(values.items()))) for template, values in found["remarks"]],
    }
