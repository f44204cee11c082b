"""Topics: the list with what has to be done, a new one, and one topic with its texts and what waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.community.ratings import WINDOW
from smsinfo.content import keeping
from smsinfo.content.parts import FRAME, Part
from smsinfo.content.words import CATEGORIES, normal_form
from smsinfo.db.queries import changes as rows
from smsinfo.db.queries import keepers, topics
from smsinfo.db.queries.topics import Filter
from smsinfo.domain.changes import OPEN
from smsinfo.domain.staff import PROVINCE, Permission
from smsinfo.errors import ContentRefused
from smsinfo.locale import languages
from smsinfo.reports.small import LEAST, protect
from smsinfo.web import words_content as words
from smsinfo.web.access import services
from smsinfo.web.desk import (
    address_of,
    attempt,
    case,
    desk_pages,
    editing,
    now,
    number,
    offices,
    part,
    reviewing,
    today,
)
from smsinfo.web.gate import needs, person

PAGE: Final = 50
DUE: Final = {"0": 0, "30": 30, "90": 90}
"""Days within which a topic has to be reviewed."""
STATES: Final = ("published", "draft", "withdrawn", "waiting", "returned")

pages = desk_pages("topics", __name__)


@pages.get("/topics")
@needs(Permission.TOPICS)
def all_() -> ResponseReturnValue:
    """The topics that fit the filter, in the order of menus."""
    asked = {
        name: request.args.get(name, "").strip()[:80] for name in ("state", "owner", "category", "missing", "q", "due")
    }
    offset = number("from", 100_000)
    with services().database.read() as session:
        lines, total = topics.find(session, _filter(asked), PAGE, offset)
        ids = [line.id for line in lines]
        places, waiting = topics.live_places(session, ids), rows.waiting_counts(session, ids)
        owners = topics.owners(session)
    return render_template(
        "topics/list.html",
        lines=lines,
        total=total,
        offset=offset,
        size=PAGE,
        places=places,
        waiting=waiting,
        owners=owners,
        asked=asked,
        given={name: said for name, said in asked.items() if said},
        states=STATES,
        categories=CATEGORIES,
        days=list(DUE),
        today=today(),
        may_begin=person().may(Permission.WRITE, PROVINCE),
    )


@pages.get("/topics/new")
@needs(Permission.WRITE)
def new() -> ResponseReturnValue:
    """The form for a new topic."""
    return render_template("topics/new.html", categories=CATEGORIES, values={}, problem="")


@pages.post("/topics/new")
@needs(Permission.WRITE)
def begin() -> ResponseReturnValue:
    """Begin a topic; its words and texts are written next."""
    values = {name: request.form.get(name, "") for name in ("key", "category", "title")}
    try:
        with services().database.write() as session:
            editing().open_topic(session, person(), now(), **values)
    except ContentRefused as refusal:
        page = render_template("topics/new.html", categories=CATEGORIES, values=values, problem=words.reason(refusal))
        return page, 400
    flash(gettext("Now write its words and sources, then its texts."), "success")
    return redirect(url_for("frames.edit", key=values["key"].strip().lower()), 303)


@pages.get("/topics/<key>")
@needs(Permission.TOPICS)
def show(key: str) -> ResponseReturnValue:
    """One topic: what citizens get, the person's draft, what waits."""
    with services().database.read() as session:
        found = case(session, key)
        waiting = rows.of_topic(session, found.id, OPEN)
        keeper, sets = keepers.of_topic(session, found.id), person().may(Permission.VERIFY, PROVINCE)
        takers = keeping.candidates(session) if sets else []
        rated = services().community.ratings.of_topic(session, key, now())
    texts = sorted((one for one in {*found.live, *found.drafts} if one != FRAME), key=lambda one: one.order)
    general = {one.language for one in texts if one.region is None}
    return render_template(
        "topics/topic.html",
        case=found,
        frame_part=FRAME,
        frame=found.live.get(FRAME) or found.wanted.get(FRAME, {}),
        texts_there=texts,
        missing=[Part(language) for language in languages() if language not in general],
        waiting=waiting,
        address_of=address_of,
        offices=offices(),
        own=person().region_code,
        today=today().isoformat(),
        may_write_here=person().may(Permission.WRITE),
        keeper=keeper,
        sets_keeper=sets,
        takers=takers,
        rated=protect([rated.yes, rated.no])[0] if rated.yes + rated.no >= LEAST else None,
        least=LEAST,
        rated_days=WINDOW.days,
    )


@pages.get("/topics/<key>/add")
@needs(Permission.WRITE)
def add(key: str) -> ResponseReturnValue:
    """Lead to the text in a language for a region."""
    code = request.args.get("code", "").strip() or request.args.get("region", "")
    one = part(request.args.get("language", ""), code)
    return redirect(url_for("texts.edit", key=key, language=one.language, region=code), 303)


@pages.post("/topics/<key>/keeper")
@needs(Permission.VERIFY)
def keep(key: str) -> ResponseReturnValue:
    """Say who looks after the topic."""

    def act() -> None:
        with services().database.write() as session:
            keeping.Keeping(services().staff.audit).put(session, person(), now(), key, request.form.get("keeper", ""))

    return attempt(act, url_for("topics.show", key=key), gettext("Saved."))


@pages.post("/topics/<key>/withdraw")
@needs(Permission.WRITE)
def withdraw(key: str) -> ResponseReturnValue:
    """Ask for the topic to be taken out of the answers."""
    here, asked = url_for("topics.show", key=key), []

    def ask() -> None:
        with services().database.write() as session:
            found = case(session, key).found
            asked.append(reviewing().withdraw(session, person(), now(), found, request.form.get("words", "")))

    answer = attempt(ask, here)
    return redirect(url_for("changes.show", change_id=asked[0]), 303) if asked else answer


def _filter(asked: dict[str, str]) -> Filter:
    due = DUE.get(asked["due"])
    return Filter(
        state=asked["state"] if asked["state"] in STATES else "",
        owner=asked["owner"],
        category=asked["category"],
        missing=asked["missing"] if asked["missing"] in languages() else "",
        words=normal_form(asked["q"]),
        due=today() + timedelta(days=due) if due is not None else None,
    )
