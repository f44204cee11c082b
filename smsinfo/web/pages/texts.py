"""The editor of one text: saved as it is typed, counted as a phone counts, shown as a phone shows it."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.content.parts import FRAME
from smsinfo.content.typed import typed_text
from smsinfo.domain.staff import Permission
from smsinfo.errors import ContentRefused
from smsinfo.sms.gsm7 import to_gsm7
from smsinfo.web import words_content as words
from smsinfo.web.access import services
from smsinfo.web.desk import address_of, by_htmx, case, desk_pages, offices, part, problems, today
from smsinfo.web.editor import Sheet, drop, save, sheet
from smsinfo.web.gate import needs, person
from smsinfo.web.preview import BASIC, EXTENSION, preview

pages = desk_pages("texts", __name__)


@pages.get("/topics/<key>/texts/<language>/<region>")
@needs(Permission.TOPICS)
def edit(key: str, language: str, region: str) -> ResponseReturnValue:
    """The text, in fields for who may write it."""
    with services().database.read() as session:
        return _page(sheet(case(session, key), part(language, region)))


@pages.post("/topics/<key>/texts/<language>/<region>")
@needs(Permission.WRITE)
def keep(key: str, language: str, region: str) -> ResponseReturnValue:
    """Save; where two versions collide, the page on which they are put together."""
    one, act = part(language, region), request.form.get("act", "")
    here = url_for("texts.edit", key=key, language=language, region=region)
    if act == "drop":
        with services().database.write() as session:
            drop(session, key, one)
        flash(gettext("Your draft of this text is gone."), "success")
        return redirect(here, 303)
    value = typed_text(request.form)
    try:
        found = save(key, one, None if act == "remove" else value)
        if act == "substitute" and found.collision is None:
            # After what was typed, not instead of it: the page may just have saved that by itself.
            value |= {name: to_gsm7(value[name]).strip() for name in ("text", "more") if name in value}
            found = save(key, one, value, found.window)
    except ContentRefused as refusal:
        flash(words.reason(refusal), "danger")
        return redirect(here, 303)
    if by_htmx():
        return _page(found, "topics/text_panel.html")
    if found.collision is not None:
        return _page(found), 409
    if act in ("look", "remove"):
        return redirect(url_for("drafts.look", key=key), 303)
    flash(gettext("Saved. Only you see it until a publisher has approved it."), "success")
    return redirect(here, 303)


def _page(found: Sheet, template: str = "topics/text.html") -> str:
    one, snapshot = found.part, services().snapshots.current()
    asked = request.values.get("as", "") or one.region or person().region_code
    region = asked if asked in snapshot.places else one.region
    with services().database.read() as session:
        wrong = problems(session, found.case, found.wanted)
    mine = [problem for problem in wrong if problem.where.split(" more")[0] == one.name]
    values: dict[str, Any] = {
        "sheet": found,
        "part": one,
        "preview": preview(found.case.key, found.wanted, one, region, snapshot, today()),
        "problems": mine,
        "others": len([problem for problem in wrong if problem not in mine and problem.severity == "error"]),
        "region": region,
        "offices": [office for office in offices() if one.region is None],
        "address": address_of(one),
        "address_of": address_of,
        "frame": found.case.wanted.get(FRAME, {}),
        "general": found.case.live.get(type(one)(one.language)) if one.region else None,
        "indonesian": found.case.wanted.get(type(one)("id", one.region)) or found.case.wanted.get(type(one)("id")),
        "alphabet": (BASIC, EXTENSION),
    }
    return render_template(template, **values)
