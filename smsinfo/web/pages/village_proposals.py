"""What citizens want their village meetings to discuss: a list by village, to look at, to print, and as CSV."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from smsinfo.content.gap_texts import masked
from smsinfo.db.queries import cases as rows
from smsinfo.domain.cases import Case, CaseKind, CaseState
from smsinfo.domain.staff import Permission
from smsinfo.staff.audit import Actor
from smsinfo.web import csv_out
from smsinfo.web import words_cases as words
from smsinfo.web.access import services
from smsinfo.web.desk import now
from smsinfo.web.gate import needs, person, staff_pages
from smsinfo.web.pages.cases import watched
from smsinfo.web.words_desk import region

MOST: Final = 500
pages = staff_pages("village_proposals", __name__)
pages.context_processor(lambda: {"say": words, "region": region, "masked": masked})


@pages.get("/village-proposals")
@needs(Permission.CASES)
def all_() -> ResponseReturnValue:
    """The proposals of the person's regions, village by village."""
    found, place = _found()
    villages = [(code, list(some)) for code, some in groupby(found, key=lambda case: case.region)]
    return render_template("cases/proposals.html", villages=villages, place=place, full=len(found) == MOST)


@pages.get("/village-proposals.csv")
@needs(Permission.CASES)
def csv() -> ResponseReturnValue:
    """The same as a file; without numbers of phones."""
    found, _ = _found()
    head = [gettext("Number"), gettext("Village"), gettext("Proposal"), gettext("State"), gettext("Came in")]
    lines = [
        (one.number, region(one.region), masked(one.text), words.ended(one.outcome), one.opened_at.date())
        for one in found
    ]
    return csv_out.download("usul.csv", head, lines)


def _found() -> tuple[list[Case], str]:
    place = request.args.get("place", "").strip()[:13]
    place = place if place in services().snapshots.current().places else ""
    with services().database.write() as session:
        found = _page(session, place)
        audit = services().staff.audit
        audit.record(session, now(), Actor.of(person()), "case.listed", "proposals", cases=len(found))
    return sorted(found, key=lambda case: (case.region or "", case.number)), place


def _page(session: Session, place: str) -> list[Case]:
    kinds, states = (CaseKind.PROPOSAL,), list(CaseState)
    return rows.page(session, watched(person()), kinds=kinds, states=states, place=place, limit=MOST)
