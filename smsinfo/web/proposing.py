"""What the pages of claims, region fields and menus do alike: a form with what holds now, checks, and sending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from smsinfo.content.parts import Fields, digest, text_of, value_of
from smsinfo.content.problems import Problem
from smsinfo.content.proposing import DESKS, Proposing, is_in_force, live_text, problems_of
from smsinfo.db.queries import proposals as rows
from smsinfo.domain.changes import GOING_ON, OPEN
from smsinfo.domain.proposals import Proposal, Subject
from smsinfo.domain.staff import Permission
from smsinfo.errors import ContentRefused
from smsinfo.web import diff
from smsinfo.web import words_content as words
from smsinfo.web.access import services
from smsinfo.web.desk import by_htmx, now, today
from smsinfo.web.gate import person

HISTORY: Final = 30


@dataclass(frozen=True, slots=True)
class Form:
    """One thing on its page. `value` fills the fields, `seen` names what held when the page was made, `follows` is the
    returned proposal that the form goes on with, or 0."""

    subject: Subject
    live: str
    value: Fields
    follows: int
    history: tuple[Proposal, ...]
    problems: tuple[Problem, ...]

    @property
    def seen(self) -> str:
        """The digest of what holds."""
        return digest(self.live)

    @property
    def published(self) -> Fields | None:
        """What holds."""
        return value_of(self.live)

    @property
    def differences(self) -> list[diff.Row]:
        """What sending it would change."""
        return diff.rows(value_of(self.live), self.value)

    @property
    def waiting(self) -> list[Proposal]:
        """What nobody has decided yet."""
        return [one for one in self.history if one.state in OPEN]

    @property
    def mine(self) -> bool:
        """True where who is logged in may write it as it stands."""
        scope = DESKS[self.subject.sort].scope(self.subject.key, value_of(self.live), None)
        return person().may(Permission.WRITE, scope if self.live else None)

    def in_force(self, one: Proposal) -> bool:
        """True for what citizens get now."""
        return is_in_force(one, self.live)


def form(session: Session, subject: Subject, empty: Fields, value: Fields | None = None) -> Form:
    """The page of a thing: with what was typed, else with a returned proposal, else with what holds."""
    live = live_text(session, subject)
    history = tuple(rows.of_subject(session, subject, HISTORY))
    asked = request.values.get("from", 0, type=int)
    old = next((one for one in history if one.id == asked and one.state in GOING_ON), None)
    if value is None:
        value = (value_of(old.after) if old is not None else None) or value_of(live) or empty
    catalogue = services().snapshots.current().catalogue
    changed = text_of(value) not in (live, text_of(empty))
    wrong = tuple(problems_of(subject, value, catalogue, today())) if changed else ()
    return Form(subject, live, value, old.id if old is not None else 0, history, wrong)


def take(subject: Subject, value: Fields, page: Callable[[Form], str], *, new: bool = False) -> ResponseReturnValue:
    """What a form brought: looked at as it is typed, or sent. Where that is refused, nothing typed is lost."""
    if by_htmx() or request.form.get("act") != "send":
        return page(_typed(subject, value))
    try:
        with services().database.write() as session:
            follows = rows.get(session, request.form.get("from", 0, type=int))
            seen = digest("") if new else request.form.get("seen", "")[:64]
            said = request.form.get("words", "")
            number = proposing().send(session, person(), now(), subject, value, seen, said, follows)
    except ContentRefused as refusal:
        flash(words.reason(refusal), "danger")
        return page(_typed(subject, value)), 409 if refusal.reason == "changed" else 400
    flash(gettext("Sent. Another person reads it before citizens get it."), "success")
    return redirect(url_for("proposals.show", proposal_id=number), 303)


def withdraw(subject: Subject, back: str) -> ResponseReturnValue:
    """Ask for a thing to be taken out."""
    try:
        with services().database.write() as session:
            number = proposing().withdraw(session, person(), now(), subject, request.form.get("words", ""))
    except ContentRefused as refusal:
        flash(words.reason(refusal), "danger")
        return redirect(back, 303)
    return redirect(url_for("proposals.show", proposal_id=number), 303)


def proposing() -> Proposing:
    """The acts."""
    return Proposing(services().staff.audit, services().snapshots.current().catalogue)


def _typed(subject: Subject, value: Fields) -> Form:
    with services().database.read() as session:
        return form(session, subject, {}, value)
