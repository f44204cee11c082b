"""What citizens want their village meetings to discuss: a list by village, to look at, to print, and as CSV."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from smsinfo.content.gap_texts import masked
from smsinfo.db.queries import cases as rows
from smsinfo.domain.cases import Case, CaseKind, CaseState
from smsinfo.domain.staff import Permission
from smsinfo.errors import DeskRefused
from smsinfo.staff.audit import Actor
from smsinfo.web import csv_out
from smsinfo.web import words_cases as words
from smsinfo.web import words_desk as desk_words
from smsinfo.web.access import services
from smsinfo.web.citizens import place as place_of
from smsinfo.web.desk import now
from smsinfo.web.gate import needs, person, staff_pages
from smsinfo.web.pages.cases import watched

MOST: Final = 150
"""On the page; a village meeting has its own place to filter by."""
IN_FILE: Final = 5_000
pages = staff_pages("village_proposals", __name__)
pages.context_processor(lambda: {"say": words, "region": desk_words.region, "masked": masked})


@pages.get("/village-proposals")
@needs(Permission.CASES)
def all_() -> ResponseReturnValue:
    """The proposals of the person's regions, village by village."""
    asked = request.args.get("place", "").strip()[:60]
    found, place, problem = _found(asked, MOST)
    villages = [(code, list(some)) for code, some in groupby(found, key=lambda case: case.region)]
    return render_template(
        "cases/proposals.html",
        villages=villages,
        asked=asked,
        place=place,
        problem=problem,
        full=MOST if len(found) == MOST else 0,
    )


@pages.get("/village-proposals.csv")
@needs(Permission.CASES)
def csv() -> ResponseReturnValue:
    """The same as a file; without numbers of phones."""
    asked = request.args.get("place", "").strip()[:60]
    found, _, problem = _found(asked, IN_FILE)
    if problem:  # said on the page; an empty file would say that nobody proposed anything
        return redirect(url_for("village_proposals.all_", place=asked))
    head = [gettext("Number"), gettext("Village"), gettext("Proposal"), gettext("State"), gettext("Came in")]
    lines = [
        (one.number, desk_words.region(one.region), masked(one.text), words.ended(one.outcome), one.opened_at.date())
        for one in found
    ]
    return csv_out.download("usul.csv", head, lines)


def _found(asked: str, most: int) -> tuple[list[Case], str, str]:
    """What fits, by village; the code of the place that is meant, and what is wrong with it where something is."""
    code = ""
    try:
        code = place_of(asked) if asked else ""
    except DeskRefused as refusal:
        return [], "", desk_words.reason(refusal)
    with services().database.write() as session:
        found = _page(session, code, most)
        audit = services().staff.audit
        audit.record(session, now(), Actor.of(person()), "case.listed", "proposals", cases=len(found))
    return sorted(found, key=lambda case: (case.region or "", case.number)), code, ""


def _page(session: Session, place: str, most: int) -> list[Case]:
    kinds, states = (CaseKind.PROPOSAL,), list(CaseState)
    return rows.page(session, watched(person()), kinds=kinds, states=states, place=place, limit=most)
