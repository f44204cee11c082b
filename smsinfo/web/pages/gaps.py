"""The gap list: what people asked and did not get, brought together by meaning; an editor closes a gap by one act."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from smsinfo.content.gap_desk import GapDesk, may_decide, watched
from smsinfo.content.gaps import get_gap, list_gaps, suggested_alias
from smsinfo.content.words import CATEGORIES, normal_form
from smsinfo.db.queries import content, topics
from smsinfo.db.queries import gaps as rows
from smsinfo.domain.gaps import Gap, GapState
from smsinfo.domain.staff import PROVINCE, Permission, Person
from smsinfo.errors import BadInput, ContentRefused
from smsinfo.web import words_content as words
from smsinfo.web.access import services
from smsinfo.web.desk import desk_pages, now, number, offices
from smsinfo.web.gate import needs, person
from smsinfo.web.i18n import page_language

PAGE: Final = 25
WEEKS: Final = 26
FOUND: Final = 20
"""Topics that a search offers; who wants another one types more of its name."""
LARGEST: Final = 2**63 - 1
"""The largest number that a database has; an address may say more."""
LONGEST_KEY: Final = 40
_UNKEYED: Final = re.compile(r"[^a-z0-9]+")
OPEN, CLOSED = "open", "closed"
SHOWN: Final = {OPEN: (GapState.OPEN,), CLOSED: tuple(state for state in GapState if state != GapState.OPEN)}
pages = desk_pages("gaps", __name__)


@pages.get("/gaps")
@needs(Permission.WRITE)
def all_() -> ResponseReturnValue:
    """The gaps of the person's regions that fit the filter, most asked first."""
    me, offset, week = person(), number("from", 100_000), _week(request.args.get("week", ""))
    within = watched(me)
    state = request.args.get("state", OPEN) if request.args.get("state") in SHOWN else OPEN
    places = [place for place in offices() if place[0] != PROVINCE and (within is None or place[0] in within)]
    region = request.args.get("region", "")
    region = region if region in {code for code, _name in places} else ""
    with services().database.read() as session:
        found = list_gaps(
            session, SHOWN[state], region or None, week=week, within=within, limit=PAGE + 1, offset=offset
        )
        weeks = rows.weeks(session, WEEKS)
        seen = {region} if region else within
        poor = services().community.ratings.poor(session, now(), seen) if state == OPEN and not offset else []
        titles = content.titles(session, page_language()) if poor else {}
    given = {"state": state, "region": region, "week": week.isoformat() if week else ""}
    return render_template(
        "gaps/list.html",
        gaps=found[:PAGE],
        further=len(found) > PAGE,
        offset=offset,
        size=PAGE,
        places=places,
        weeks=weeks,
        within=within,
        given={name: said for name, said in given.items() if said},
        state=state,
        may_close={gap.id: _may_close(me, gap, within) for gap in found},
        texts_of=texts_of,
        poor=poor,
        titles=titles,
    )


@pages.get("/gaps/<int:gap_id>")
@needs(Permission.WRITE)
def show(gap_id: int) -> ResponseReturnValue:
    """One gap with its texts, and the acts that close it."""
    return _page(gap_id, {})


@pages.post("/gaps/<int:gap_id>/alias")
@needs(Permission.WRITE)
def alias(gap_id: int) -> ResponseReturnValue:
    """Propose that a topic answers it under these words."""
    form, sent = request.form, []
    asked = {name: form.get(name, "") for name in ("key", "words", "language")}

    def act(session: Session, me: Person) -> None:
        sent.append(desk().propose(session, me, now(), gap_id, **asked))

    answer = _attempt(gap_id, act, asked)
    if answer is not None:
        return answer
    key = asked["key"].strip().lower()
    if sent[0] is None:
        flash(
            gettext("You are writing on this topic: the alias stands in your draft. Send it when it is ready."), "info"
        )
        return redirect(url_for("drafts.look", key=key), 303)
    flash(
        gettext("Proposed. Nobody publishes own words, so another publisher approves it, then it answers."), "success"
    )
    return redirect(url_for("changes.show", change_id=sent[0]), 303)


@pages.post("/gaps/<int:gap_id>/start")
@needs(Permission.WRITE)
def start(gap_id: int) -> ResponseReturnValue:
    """Begin a topic that will answer it."""
    asked = {name: request.form.get(name, "") for name in ("key", "category", "title")}
    keys: list[str] = []

    def act(session: Session, me: Person) -> None:
        keys.append(desk().start(session, me, now(), gap_id, **asked))

    answer = _attempt(gap_id, act, {f"new_{name}": said for name, said in asked.items()})
    if answer is not None:
        return answer
    flash(
        gettext("The topic is begun, with the texts as example questions. Now write its words and sources."), "success"
    )
    return redirect(url_for("frames.edit", key=keys[0]), 303)


@pages.post("/gaps/<int:gap_id>/ignore")
@needs(Permission.WRITE)
def ignore(gap_id: int) -> ResponseReturnValue:
    """Out of scope."""
    answer = _attempt(gap_id, lambda session, me: desk().ignore(session, me, now(), gap_id), {})
    if answer is not None:
        return answer
    flash(
        gettext("Out of scope. It comes back when it has been asked for as often again, at least five times."),
        "success",
    )
    return redirect(url_for("gaps.all_"), 303)


@pages.post("/gaps/<int:gap_id>/reopen")
@needs(Permission.WRITE)
def reopen(gap_id: int) -> ResponseReturnValue:
    """Back on the list."""
    answer = _attempt(gap_id, lambda session, me: desk().reopen(session, me, now(), gap_id), {})
    if answer is not None:
        return answer
    flash(gettext("The gap is open again."), "success")
    return redirect(url_for("gaps.show", gap_id=gap_id), 303)


def desk() -> GapDesk:
    """The acts."""
    return GapDesk(services().staff.audit)


def texts_of(gap: Gap) -> list[str]:
    """Its texts, each once."""
    return list(dict.fromkeys(gap.texts))


def _attempt(gap_id: int, act: Callable[[Session, Person], None], typed: dict[str, str]) -> ResponseReturnValue | None:
    """Do it; 404 for a gap that the person does not see, the page with what was typed where it is refused."""
    me = person()
    with services().database.read() as session:
        _seen(session, gap_id, me)
    try:
        with services().database.write() as session:
            act(session, me)
    except ContentRefused as refusal:
        problems = refusal.values.get("problems")
        said = [words.problem(one) for one in problems] if isinstance(problems, list) else [words.reason(refusal)]
        return _page(gap_id, {**typed, "problems": said}), 409
    return None


def _page(gap_id: int, typed: dict[str, object]) -> str:
    me = person()
    with services().database.read() as session:
        gap = _seen(session, gap_id, me)
        regions = {code for _gap, _week, code, _asked in rows.counts_of(session, [gap_id])}
        sought = _sought(session, request.values.get("q", "").strip()[:80])
    alias = suggested_alias(gap) or ""
    snapshot = services().snapshots.current()
    near = [key for key, _why in snapshot.understanding.explain(alias or gap.title)]
    asked_for = [key for key in (str(typed.get("key", "")),) if key in snapshot.topics]
    further = [key for key in dict.fromkeys([*asked_for, *(sought or ())]) if key not in near]
    return render_template(
        "gaps/gap.html",
        gap=gap,
        said=texts_of(gap),
        alias=alias,
        near=near,
        key=_UNKEYED.sub("-", gap.title.lower())[:LONGEST_KEY].strip("-"),
        further=further,
        q=request.values.get("q", ""),
        sought=sought,
        most=FOUND,
        titles={key: snapshot.topics[key].titles.get("id", key) for key in [*near, *asked_for]} | (sought or {}),
        categories=CATEGORIES,
        may_close=may_decide(me, regions),
        may_write_topics=me.may(Permission.WRITE, PROVINCE),
        typed=typed,
    )


def _sought(session: Session, words: str) -> dict[str, str] | None:
    """Key -> title of the published topics that an editor looks for, in the order of menus; None without words."""
    if not words:
        return None
    wanted = topics.Filter(state=content.PUBLISHED, words=normal_form(words))
    return {line.key: line.title or line.key for line in topics.find(session, wanted, FOUND, 0)[0]}


def _seen(session: Session, gap_id: int, me: Person) -> Gap:
    """A gap as far as the person sees it; 404 where that is nothing."""
    if gap_id > LARGEST:
        abort(404)
    try:
        return get_gap(session, gap_id, watched(me))
    except BadInput:
        abort(404)


def _may_close(me: Person, gap: Gap, within: frozenset[str] | None) -> bool:
    """On the list only the province's people close: others see a part of a gap only and decide on its own page."""
    return within is None and may_decide(me, dict(gap.regions))


def _week(text: str) -> date | None:
    """A week by its Monday; None for what is no day, which then filters nothing."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
