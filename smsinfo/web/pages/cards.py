"""Lines of village cards that wait for an editor of the region."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from smsinfo.community.cards import Cards
from smsinfo.db.queries import cards as rows
from smsinfo.domain.regions import ancestors
from smsinfo.domain.staff import Permission, Person
from smsinfo.errors import NewsRefused
from smsinfo.web import words_news as words
from smsinfo.web.access import services
from smsinfo.web.desk import desk_pages, now, number
from smsinfo.web.gate import needs, person

PAGE: Final = 25
FARTHEST: Final = 100_000
LARGEST: Final = 2**31 - 1
pages = desk_pages("cards", __name__)


@pages.get("/cards")
@needs(Permission.NEWS)
def all_() -> ResponseReturnValue:
    """What waits in the person's regions a page at a time, the oldest first."""
    known, offset = services().snapshots.current().places, number("from", FARTHEST)
    with services().database.read() as session:
        found = rows.proposed(session, person().regions(Permission.NEWS), PAGE + 1, offset)
    places = {
        one.region_code: ", ".join(known[code].name for code in ancestors(one.region_code)[:2] if code in known)
        for one in found[:PAGE]
    }
    return render_template(
        "cards/list.html", found=found[:PAGE], further=len(found) > PAGE, offset=offset, size=PAGE, places=places
    )


@pages.post("/cards/<int:card_id>/accept")
@needs(Permission.NEWS)
def accept(card_id: int) -> ResponseReturnValue:
    """Put it into the answers of that village."""
    return _do(card_id, gettext("Accepted. The village reads it below the answers."), Cards.accept)


@pages.post("/cards/<int:card_id>/refuse")
@needs(Permission.NEWS)
def refuse(card_id: int) -> ResponseReturnValue:
    """Leave the line as it was."""
    return _do(card_id, gettext("Refused. The sender is asked to look at it again."), Cards.refuse)


def _do(card_id: int, done: str, act: Callable[[Cards, Session, Person, datetime, int], None]) -> ResponseReturnValue:
    if card_id > LARGEST:
        abort(404)
    try:
        with services().database.write() as session:
            act(services().community.cards, session, person(), now(), card_id)
    except NewsRefused as refusal:
        if refusal.reason == "not_yours":
            abort(404)
        flash(words.reason(refusal), "danger")
    else:
        flash(done, "success")
    # What was decided no longer stands in the list: the next ones have moved up to this page.
    here: dict[str, Any] = {"from": number("from", FARTHEST) or None}
    return redirect(url_for("cards.all_", **here), 303)
