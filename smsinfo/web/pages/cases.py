"""Cases of citizens: the inbox of one's own regions, one case with what can be done, and which offices take reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from smsinfo.community.case_desk import CaseDesk
from smsinfo.content.gap_texts import masked
from smsinfo.db.models import Contact
from smsinfo.db.queries import cases as rows
from smsinfo.db.queries import content
from smsinfo.db.queries import report_offices as offices
from smsinfo.db.queries import staff as accounts
from smsinfo.domain.cases import WAITS, AnswerState, Case, CaseAnswer, CaseKind, CaseState, Closing, Outcome
from smsinfo.domain.staff import PROVINCE, Permission, Person
from smsinfo.errors import CaseRefused
from smsinfo.locale import languages
from smsinfo.sms.msisdn import mask
from smsinfo.staff.audit import Actor
from smsinfo.web import desk as editors
from smsinfo.web import words_cases as words
from smsinfo.web.access import services
from smsinfo.web.desk import now, number
from smsinfo.web.gate import needs, person, staff_pages
from smsinfo.web.preview import BASIC, EXTENSION
from smsinfo.web.words_desk import region

PAGE: Final = 40
ENDED: Final = frozenset(CaseState) - WAITS
LARGEST: Final = 2**31
LONGEST: Final = 480
ALL: Final = (CaseKind.REPORT, CaseKind.QUESTION, CaseKind.PROPOSAL)
pages = staff_pages("cases", __name__)
pages.context_processor(lambda: {"say": words, "region": region})


def watched(me: Person) -> frozenset[str] | None:
    """The regions whose cases the person sees; None for all, also those that came without a region."""
    found = me.regions(Permission.CASES)
    return None if PROVINCE in found else found


@pages.get("/cases")
@needs(Permission.CASES)
def all_() -> ResponseReturnValue:
    """The cases that fit the filter, urgent ones first, then those that wait longest; that they were read is noted."""
    me, offset = person(), number("from", 100_000)
    kind, place = request.args.get("kind", ""), request.args.get("place", "").strip()[:13]
    state, late = "ended" if request.args.get("state") == "ended" else "open", request.args.get("late") == "1"
    kinds = (CaseKind(kind),) if kind in ALL else ALL
    with services().database.read() as session:
        found = rows.page(
            session,
            watched(me),
            kinds=kinds,
            states=ENDED if state == "ended" else WAITS,
            place=place if place in services().snapshots.current().places else "",
            level=1 if late else 0,
            limit=PAGE + 1,
            offset=offset,
        )
        read = rows.waiting_answers(session, [case.number for case in found])
    shown = found[:PAGE]
    if shown:
        with services().database.write() as session:
            numbers = [case.number for case in shown]
            audit = services().staff.audit
            audit.record(session, now(), Actor.of(me), "case.listed", "cases", first=numbers[0], cases=len(numbers))
    given = {"kind": kind, "place": place, "state": state, "late": "1" if late else ""}
    return render_template(
        "cases/list.html",
        cases=[(case, masked(case.text)[:200]) for case in shown],
        read=read,
        further=len(found) > PAGE,
        offset=offset,
        size=PAGE,
        kinds=ALL,
        given={name: said for name, said in given.items() if said},
        places=editors.offices(),
        at=now(),
    )


@pages.get("/cases/<int:case_number>")
@needs(Permission.CASES)
def show(case_number: int) -> ResponseReturnValue:
    """One case with its history, and the acts; that it was read is noted."""
    with services().database.write() as session:
        case_desk().looked(session, person(), _case(session, case_number), now())
    return _page(case_number)


@pages.post("/cases/<int:case_number>")
@needs(Permission.CASES)
def act(case_number: int) -> ResponseReturnValue:
    """Do what the button says: answer, ask back, pass on, close, decide on a proposal or on a member's answer."""
    deed = DEEDS.get(request.form.get("act", ""))
    if deed is None:
        abort(400)
    try:
        with services().database.write() as session:
            me = person()
            done = deed(Doing(session, me, _case(session, case_number, lock=True), now()))
    except CaseRefused as refusal:
        return _page(case_number, problem=words.reason(refusal), text=request.form.get("text", "")), 409
    flash(done, "success")
    return redirect(url_for("cases.show", case_number=case_number), 303)


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does what to which case, when."""

    session: Session
    me: Person
    case: Case
    at: datetime

    def answer(self) -> CaseAnswer:
        """The member's answer that the form is about; 404 for one of another case."""
        given = request.form.get("answer", type=int)
        found = [one for one in rows.answers(self.session, self.case.number) if one.id == given]
        return found[0] if found else abort(404)


def _text() -> str:
    return request.form.get("text", "")


def _answer(doing: Doing) -> str:
    sent = case_desk().answer(doing.session, doing.me, doing.case, _text(), doing.at)
    return str(
        gettext("Sent.") if sent else gettext("Kept, but not sent: the person has said STOP, or no channel sends.")
    )


def _ask(doing: Doing) -> str:
    sent = case_desk().ask_back(doing.session, doing.me, doing.case, _text(), doing.at)
    return str(
        gettext("Sent.") if sent else gettext("Kept, but not sent: the person has said STOP, or no channel sends.")
    )


def _sp4n(doing: Doing) -> str:
    case_desk().to_sp4n(doing.session, doing.me, doing.case, doing.at)
    return str(gettext("The person is told how to reach SP4N-LAPOR."))


def _office(doing: Doing) -> str:
    place = request.form.get("place", "")
    _known(doing.session, place)
    case_desk().to_office(doing.session, doing.me, doing.case, place, doing.at)
    return str(gettext("Passed on."))


def _known(session: Session, place: str) -> None:
    """Raises CaseRefused for a code that is no region."""
    if not accounts.region_names(session, [place]):
        raise CaseRefused("no_region", "there is no such region")


def _close(doing: Doing) -> str:
    case_desk().close(doing.session, doing.me, doing.case, request.form.get("reason", ""), doing.at)
    return str(gettext("Closed."))


def _decide(doing: Doing) -> str:
    case_desk().decide(doing.session, doing.me, doing.case, request.form.get("outcome", ""), doing.at)
    return str(gettext("Written down. The person is told."))


def _accept(doing: Doing) -> str:
    case_desk().accept(doing.session, doing.me, doing.case, doing.answer(), _text(), doing.at)
    return str(gettext("The answer goes out with the name of its group."))


def _decline(doing: Doing) -> str:
    case_desk().decline(doing.session, doing.me, doing.case, doing.answer(), request.form.get("why", ""), doing.at)
    return str(gettext("Declined. The member is told why."))


DEEDS: Final[dict[str, Callable[[Doing], str]]] = {
    "answer": _answer,
    "ask": _ask,
    "sp4n": _sp4n,
    "office": _office,
    "close": _close,
    "decide": _decide,
    "accept": _accept,
    "decline": _decline,
}


@pages.get("/cases/offices")
@needs(Permission.CASES)
def report_offices() -> ResponseReturnValue:
    """Which regions' offices take reports, and who is told of them."""
    return _offices()


@pages.post("/cases/offices")
@needs(Permission.CASES)
def keep_office() -> ResponseReturnValue:
    """Say it of one region."""
    place, name = request.form.get("place", ""), request.form.get("account", "").strip().lower()
    try:
        with services().database.write() as session:
            _known(session, place)
            account = accounts.by_name(session, name) if name else None
            if name and account is None:
                raise CaseRefused("no_account", "there is no such account")
            takes, told = request.form.get("takes") == "1", account.id if account is not None else None
            case_desk().set_office(session, person(), place, now(), takes=takes, account_id=told)
    except CaseRefused as refusal:
        return _offices(words.reason(refusal)), 409
    flash(gettext("Written down."), "success")
    return redirect(url_for("cases.report_offices"), 303)


def case_desk() -> CaseDesk:
    """The acts."""
    return services().community.case_desk


def _offices(problem: str = "") -> str:
    with services().database.read() as session:
        lines = offices.lines(session)
    mine = [line for line in lines if person().may(Permission.CASES, line.region)]
    places = [one for one in editors.offices() if person().may(Permission.CASES, one[0])]
    return render_template("cases/offices.html", lines=mine, places=places, problem=problem)


def _case(session: Session, case_number: int, *, lock: bool = False) -> Case:
    """A case of the person's jurisdiction; 404 for any other."""
    found = case_desk().get(session, person(), case_number, lock=lock) if case_number < LARGEST else None
    return found if found is not None else abort(404)


def _page(case_number: int, *, problem: str = "", text: str = "") -> str:
    with services().database.read() as session:
        case = _case(session, case_number)
        history, answers = rows.history(session, case.number), rows.answers(session, case.number)
        contact = session.get(Contact, case.contact_id) if case.contact_id is not None else None
        titles = content.titles(session, "id")
    sealer = services().contacts.sealer
    phone = mask(sealer.open(contact.msisdn_sealed, practice=contact.practice)) if contact is not None else ""
    snapshot = services().snapshots.current()
    near = [key for key, _why in snapshot.understanding.explain(case.text)]
    return render_template(
        "cases/case.html",
        case=case,
        said=masked(case.text),
        history=history,
        waiting=[one for one in answers if one.state is AnswerState.WAITING],
        phone=phone,
        near=near,
        titles={topic.key: titles.get(topic.key, topic.key) for topic in snapshot.catalogue.topics},
        languages_here=languages(),
        closings=list(Closing),
        outcomes=list(Outcome),
        places=editors.offices(),
        may_write=person().may(Permission.WRITE, PROVINCE),
        problem=problem,
        text=text,
        longest=LONGEST,
        alphabet=(BASIC, EXTENSION),
    )
