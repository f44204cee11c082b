"""One proposal for a claim, a region field or the menus: read beside what holds, and decided by another person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from smsinfo.content.catalogue import catalogue_claim
from smsinfo.content.claim_values import claim_of
from smsinfo.content.field_values import uses, with_field
from smsinfo.content.parts import value_of
from smsinfo.content.proposing import is_in_force, live_text, problems_of
from smsinfo.content.render import stamp
from smsinfo.db.queries import proposals as rows
from smsinfo.domain.changes import GOING_ON, OPEN, Act, State, obstacle
from smsinfo.domain.proposals import Proposal, Sort, Subject
from smsinfo.domain.staff import Permission
from smsinfo.errors import ContentRefused
from smsinfo.web import diff
from smsinfo.web import words_content as words
from smsinfo.web.access import services
from smsinfo.web.desk import LANGUAGES, attempt, desk_pages, now, today
from smsinfo.web.gate import needs, person
from smsinfo.web.i18n import page_language
from smsinfo.web.preview import Shown, shown
from smsinfo.web.proposing import proposing
from smsinfo.web.words_proposals import SORTS, thing

MOST_SHOWN = 5
pages = desk_pages("proposals", __name__)


@pages.get("/proposals/<int:proposal_id>")
@needs(Permission.TOPICS)
def show(proposal_id: int) -> ResponseReturnValue:
    """One proposal."""
    with services().database.read() as session:
        one = _get(session, proposal_id)
        live = live_text(session, one.subject)
    waits, value = one.state in OPEN, value_of(one.after)
    catalogue = services().snapshots.current().catalogue
    me = person()
    return render_template(
        "proposals/show.html",
        one=one,
        name=thing(one.subject),
        sort=SORTS[one.subject.sort],
        differences=diff.rows(value_of(one.before), value),
        gone=value is None,
        problems=problems_of(one.subject, value, catalogue, today()) if waits else [],
        moved=waits and live != one.before,
        in_force=is_in_force(one, live),
        phones=_phones(one),
        may={act: obstacle(act, one, frozenset({one.scope}), me) for act in Act},
        may_mend=one.state in GOING_ON and value is not None and me.may(Permission.WRITE, one.scope),
        may_restore=one.state is State.PUBLISHED and live != one.before and me.may(Permission.WRITE, one.scope),
        back=address(one.subject),
        page=address(one.subject, one.id),
    )


@pages.post("/proposals/<int:proposal_id>/publish")
@needs(Permission.PUBLISH, fresh=True)
def publish(proposal_id: int) -> ResponseReturnValue:
    """Approve it: citizens get it about a second later."""
    done = gettext("Published. Citizens get it within two seconds.")
    return _act(proposal_id, lambda session, one: proposing().publish(session, person(), now(), one), done)


@pages.post("/proposals/<int:proposal_id>/return")
@needs(Permission.PUBLISH)
def send_back(proposal_id: int) -> ResponseReturnValue:
    """Return it with a few words."""
    said, done = request.form.get("words", ""), gettext("Returned to its author.")
    return _act(proposal_id, lambda session, one: proposing().send_back(session, person(), now(), one, said), done)


@pages.post("/proposals/<int:proposal_id>/retract")
@needs(Permission.WRITE)
def retract(proposal_id: int) -> ResponseReturnValue:
    """Take it back."""
    done = gettext("Taken back.")
    return _act(proposal_id, lambda session, one: proposing().retract(session, person(), now(), one), done)


@pages.post("/proposals/<int:proposal_id>/restore")
@needs(Permission.WRITE)
def restore(proposal_id: int) -> ResponseReturnValue:
    """Ask for what stood there before it."""
    try:
        with services().database.write() as session:
            number = proposing().restore(session, person(), now(), _get(session, proposal_id))
    except ContentRefused as refusal:
        flash(words.reason(refusal), "danger")
        return redirect(url_for("proposals.show", proposal_id=proposal_id), 303)
    return redirect(url_for("proposals.show", proposal_id=number), 303)


def address(subject: Subject, going_on: int | None = None) -> str:
    """The page of the thing; with what is written there now, or with a returned proposal."""
    start: dict[str, Any] = {"from": going_on}
    if subject.sort is Sort.CLAIM:
        return url_for("claims.show", claim=subject.key, **start)
    if subject.sort is Sort.MENU:
        return url_for("menus.show", menu=subject.key, **start)
    place, _, field = subject.key.partition(" ")
    return url_for("region_fields.show", place=place, field=field, **start)


def _get(session: Session, number: int) -> Proposal:
    found = rows.get(session, number)
    if found is None:
        abort(404)
    return found


def _act(number: int, act: Callable[[Session, Proposal], object], done: str) -> ResponseReturnValue:
    def do() -> None:
        with services().database.write() as session:
            act(session, _get(session, number))

    return attempt(do, url_for("proposals.show", proposal_id=number), done)


def _phones(one: Proposal) -> list[tuple[str, Shown]]:
    """How it reads on a phone, where it is read as it is: (what, message)."""
    value, catalogue = value_of(one.after), services().snapshots.current().catalogue
    if value is None or one.subject.sort is Sort.MENU:
        return []
    if one.subject.sort is Sort.FIELD:
        there = uses(one.subject.key, with_field(catalogue, one.subject.key, value), page_language())
        return [(use.topic.key, shown(use.shown)) for use in there[:MOST_SHOWN]]
    claim = catalogue_claim(claim_of(one.subject.key, value, today()))
    end = stamp(claim.tag, claim.checked_on, catalogue.mark)
    languages = [code for code in LANGUAGES if claim.answers.get(code)]
    return [(str(words.LANGUAGES[code]), shown(claim.answers[code] + end)) for code in languages]
