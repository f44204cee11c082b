"""The editor of a topic's frame: by which words it is found, who answers for it, where its facts were seen."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.content.parts import FRAME
from smsinfo.content.typed import typed_frame
from smsinfo.content.words import CATEGORIES
from smsinfo.domain.staff import Permission
from smsinfo.errors import ContentRefused
from smsinfo.web import words_content as words
from smsinfo.web.access import services
from smsinfo.web.desk import by_htmx, case, desk_pages, problems
from smsinfo.web.editor import Sheet, drop, save, sheet
from smsinfo.web.gate import needs

EMPTY_SOURCES = 2
pages = desk_pages("frames", __name__)


@pages.get("/topics/<key>/frame")
@needs(Permission.TOPICS)
def edit(key: str) -> ResponseReturnValue:
    """The frame, in fields for who may write it."""
    with services().database.read() as session:
        return _page(sheet(case(session, key), FRAME))


@pages.post("/topics/<key>/frame")
@needs(Permission.WRITE)
def keep(key: str) -> ResponseReturnValue:
    """Save; where two versions collide, the page on which they are put together."""
    here, act = url_for("frames.edit", key=key), request.form.get("act", "")
    if act == "drop":
        with services().database.write() as session:
            drop(session, key, FRAME)
        flash(gettext("Your draft of words and sources is gone."), "success")
        return redirect(here, 303)
    try:
        found = save(key, FRAME, typed_frame(request.form))
    except ContentRefused as refusal:
        flash(words.reason(refusal), "danger")
        return redirect(here, 303)
    if by_htmx():
        return _page(found, "topics/frame_panel.html")
    if found.collision is not None:
        return _page(found), 409
    if act == "look":
        return redirect(url_for("drafts.look", key=key), 303)
    flash(gettext("Saved. Only you see it until a publisher has approved it."), "success")
    return redirect(here, 303)


def _page(found: Sheet, template: str = "topics/frame.html") -> str:
    with services().database.read() as session:
        wrong = problems(session, found.case, found.wanted)
    value = found.value or {"title.id": ""}
    return render_template(
        template,
        sheet=found,
        value=value,
        part=FRAME,
        categories=CATEGORIES,
        sources=[*value.get("sources", []), *([["", "", ""]] * EMPTY_SOURCES)],
        problems=[problem for problem in wrong if problem.where == FRAME.name],
    )
