"""From an answered case to content in two clicks: an alias of a topic, or a topic that begins with the question."""

from __future__ import annotations

import re
from typing import Final

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from smsinfo.content.alias_wanted import Alias, propose_alias
from smsinfo.content.gap_texts import masked
from smsinfo.content.typed import MOST, line
from smsinfo.content.words import CATEGORIES
from smsinfo.db.queries import cases as rows
from smsinfo.domain.cases import Case
from smsinfo.domain.staff import PROVINCE, Permission
from smsinfo.errors import ContentRefused
from smsinfo.staff.audit import Actor
from smsinfo.web import words_content as words
from smsinfo.web.access import services
from smsinfo.web.desk import desk_pages, editing, now
from smsinfo.web.gate import needs, person
from smsinfo.web.pages.cases import LARGEST, case_desk

_UNKEYED: Final = re.compile(r"[^a-z0-9]+")
LONGEST_KEY: Final = 40
pages = desk_pages("case_content", __name__)


@pages.post("/cases/<int:case_number>/alias")
@needs(Permission.CASES)
def alias(case_number: int) -> ResponseReturnValue:
    """Propose that a topic answers the words of the question."""
    asked = {name: request.form.get(name, "") for name in ("key", "words", "language")}
    try:
        with services().database.write() as session:
            case = _case(session, case_number)
            wanted = Alias(asked["key"], asked["words"], asked["language"], f"TANYA {case.number}")
            key, change = propose_alias(editing(), session, person(), now(), wanted)
            rows.change(session, case.number, {"topic_key": key})
            _note(session, case, "case.aliased", topic=key)
    except ContentRefused as refusal:
        return _refused(case_number, refusal)
    if change is None:
        flash(gettext("You are writing on this topic: the alias stands in your draft."), "info")
        return redirect(url_for("drafts.look", key=key), 303)
    flash(gettext("Proposed. Another person approves it, then it answers."), "success")
    return redirect(url_for("changes.show", change_id=change), 303)


@pages.post("/cases/<int:case_number>/topic")
@needs(Permission.CASES)
def topic(case_number: int) -> ResponseReturnValue:
    """Begin a topic with the question as its example."""
    title = line(request.form.get("title", ""))
    key = _UNKEYED.sub("-", title.lower())[:LONGEST_KEY].strip("-")
    category = request.form.get("category", "")
    try:
        with services().database.write() as session:
            case = _case(session, case_number)
            said = line(masked(case.text))
            examples = [said] if 0 < len(said) <= MOST["examples"] else []
            chosen = category if category in CATEGORIES else next(iter(CATEGORIES))
            editing().open_topic(session, person(), now(), key, chosen, title, examples)
            rows.change(session, case.number, {"topic_key": key})
            _note(session, case, "case.started", topic=key)
    except ContentRefused as refusal:
        return _refused(case_number, refusal)
    flash(gettext("The topic is begun, with the question as its example. Now write its words and sources."), "success")
    return redirect(url_for("frames.edit", key=key), 303)


def _case(session: Session, case_number: int) -> Case:
    """A case whose words may become content: never one of violence. 404 for any other."""
    found = case_desk().get(session, person(), case_number) if case_number < LARGEST else None
    if found is None or found.private:
        abort(404)
    if not person().may(Permission.WRITE, PROVINCE):
        raise ContentRefused("not_yours", "aliases and topics hold in the whole province")
    return found


def _note(session: Session, case: Case, action: str, **details: object) -> None:
    audit, region = services().staff.audit, case.region or PROVINCE
    audit.record(session, now(), Actor.of(person()), action, f"case:{case.number}", region=region, **details)


def _refused(case_number: int, refusal: ContentRefused) -> ResponseReturnValue:
    problems = refusal.values.get("problems")
    said = [words.problem(one) for one in problems] if isinstance(problems, list) else [words.reason(refusal)]
    flash(" ".join(map(str, said)), "danger")
    return redirect(url_for("cases.show", case_number=case_number), 303)
