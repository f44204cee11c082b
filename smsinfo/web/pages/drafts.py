"""A person's draft of a topic as a whole: what it would change, what is wrong with it, and sending it for review."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.db.queries import changes as rows
from smsinfo.db.queries import proposals
from smsinfo.domain.changes import State
from smsinfo.domain.staff import Permission
from smsinfo.web import diff
from smsinfo.web.access import services
from smsinfo.web.desk import address_of, attempt, case, desk_pages, editing, now, problems
from smsinfo.web.gate import needs, person
from smsinfo.web.words_proposals import SORTS

MOST_MINE = 50
pages = desk_pages("drafts", __name__)


@pages.get("/topics/<key>/draft")
@needs(Permission.WRITE)
def look(key: str) -> ResponseReturnValue:
    """All parts of the draft beside what is published."""
    with services().database.read() as session:
        found = case(session, key)
        wrong = problems(session, found, found.wanted) if found.drafts else []
    names = {part.name for part in found.real}
    return render_template(
        "topics/draft.html",
        case=found,
        parts=diff.beside(found.real),
        problems=[
            problem for problem in wrong if problem.severity == "error" or problem.where.split(" more")[0] in names
        ],
        moved=[part for part in found.moved if part in found.real],
        address_of=address_of,
    )


@pages.post("/topics/<key>/draft")
@needs(Permission.WRITE)
def submit(key: str) -> ResponseReturnValue:
    """Send it for review."""
    here = url_for("drafts.look", key=key)

    def send() -> None:
        with services().database.write() as session:
            editing().submit(session, person(), now(), case(session, key), request.form.get("words", ""))

    done = gettext("Sent. Another person reads it before citizens get it.")
    return attempt(send, here, done, url_for("topics.show", key=key))


@pages.post("/topics/<key>/draft/discard")
@needs(Permission.WRITE)
def discard(key: str) -> ResponseReturnValue:
    """Forget all of it."""

    def forget() -> None:
        with services().database.write() as session:
            editing().discard(session, person(), now(), case(session, key))

    done = gettext("Your draft is gone. Citizens get what they got before.")
    return attempt(forget, url_for("topics.show", key=key), done, url_for("topics.all_"))


@pages.get("/drafts")
@needs(Permission.WRITE)
def mine() -> ResponseReturnValue:
    """What the person is writing, what was returned to them, and what became of the rest."""
    with services().database.read() as session:
        found = rows.of_author(session, person().id, list(State), MOST_MINE)
        parts = rows.parts_of_all(session, [change.id for change in found])
        others = proposals.of_author(session, person().id, MOST_MINE)
    return render_template("topics/mine.html", changes=found, parts=parts, others=others, sorts=SORTS)
