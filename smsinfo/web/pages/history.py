"""What a topic said before, who wrote and who approved it; and old words put back."""

from __future__ import annotations

from datetime import date

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from smsinfo.content.parts import Part, assembled, text_of
from smsinfo.db.queries import changes as rows
from smsinfo.db.queries import topics
from smsinfo.db.queries.topics import TextRevision
from smsinfo.domain.changes import State
from smsinfo.domain.staff import Permission
from smsinfo.web.access import services
from smsinfo.web.desk import attempt, case, change, desk_pages, now, reviewing, today
from smsinfo.web.gate import needs, person

SHOWN = 100
DONE = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)
pages = desk_pages("history", __name__)


@pages.get("/topics/<key>/history")
@needs(Permission.TOPICS)
def show(key: str) -> ResponseReturnValue:
    """All that was published, newest first."""
    with services().database.read() as session:
        found = case(session, key)
        changes = rows.of_topic(session, found.id, [*DONE, State.RETURNED, State.RETRACTED], SHOWN)
        parts = rows.parts_of_all(session, [one.id for one in changes])
        texts = topics.revisions(session, found.id, SHOWN)
    return render_template(
        "topics/history.html",
        case=found,
        changes=changes,
        parts=parts,
        done=DONE,
        texts_then=texts,
        part_of=lambda text: Part(text.language, text.region_code),
        may_write_here=person().may(Permission.WRITE),
    )


@pages.post("/topics/<key>/history/undo/<int:change_id>")
@needs(Permission.WRITE)
def undo(key: str, change_id: int) -> ResponseReturnValue:
    """Ask for what stood there before a change."""
    with services().database.read() as session:
        one = change(session, change_id)
        if one.topic != key or one.state not in DONE:
            abort(404)
        old = {Part.read(row.part): row.before for row in rows.parts(session, one.id)}
    return _ask(key, old)


@pages.post("/topics/<key>/history/restore/<int:revision_id>")
@needs(Permission.WRITE)
def restore(key: str, revision_id: int) -> ResponseReturnValue:
    """Ask for an old text."""
    with services().database.read() as session:
        found = case(session, key)
        text = topics.revision(session, found.id, revision_id)
    if text is None:
        abort(404)
    checked = assembled(key, found.live, today()).checked_on
    return _ask(key, {Part(text.language, text.region_code): _value(text, checked)})


def _ask(key: str, old: dict[Part, str]) -> ResponseReturnValue:
    made: list[int] = []

    def ask() -> None:
        with services().database.write() as session:
            found, words = case(session, key).found, request.form.get("words", "")
            made.append(reviewing().roll_back(session, person(), now(), found, old, words))

    answer = attempt(ask, url_for("history.show", key=key))
    return redirect(url_for("changes.show", change_id=made[0]), 303) if made else answer


def _value(text: TextRevision, checked: date) -> str:
    """A revision as the value of its part, with the day on which its facts were checked then, where that is another."""
    value: dict[str, object] = {"text": text.text}
    if text.checked_on != checked:
        value["checked_on"] = text.checked_on.isoformat()
    if text.more:
        value["more"] = text.more
    if text.needs_native:
        value["needs_native"] = True
    return text_of(value)
