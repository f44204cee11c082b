"""What waits for a publisher, and one change: read beside what is published, talked about, decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from smsinfo.content.cases import Case, applied, by_part
from smsinfo.content.parts import FRAME, Part, text_of
from smsinfo.db.queries import changes as rows
from smsinfo.db.queries import proposals
from smsinfo.db.queries.changes import PartRow
from smsinfo.domain.changes import GOING_ON, OPEN, Act, Change, obstacle, responsible
from smsinfo.domain.staff import Permission
from smsinfo.web import diff
from smsinfo.web.access import services
from smsinfo.web.desk import (
    attempt,
    case,
    change,
    desk_pages,
    editing,
    now,
    number,
    offices,
    problems,
    reviewing,
    today,
)
from smsinfo.web.gate import needs, person
from smsinfo.web.preview import Preview, preview
from smsinfo.web.words_proposals import SORTS

PAGE = 50
pages = desk_pages("changes", __name__)
PUBLISHES = needs(Permission.PUBLISH, fresh=True)


@pages.get("/changes")
@needs(Permission.TOPICS)
def all_() -> ResponseReturnValue:
    """All that waits, what the person may decide marked."""
    with services().database.read() as session:
        found = rows.waiting(session, OPEN, PAGE + 1, number("after", 10**12))
        parts = rows.parts_of_all(session, [one.id for one in found])
        others = proposals.waiting(session, PAGE + 1, number("beyond", 10**12))
    me = person()
    scopes = {one.id: frozenset(row.scope for row in parts[one.id]) for one in found}
    may = {one.id: obstacle(Act.PUBLISH, one, scopes[one.id], me) is None for one in found}
    mine = {one.id for one in others if obstacle(Act.PUBLISH, one, frozenset({one.scope}), me) is None}
    return render_template(
        "topics/changes.html",
        changes=found[:PAGE],
        parts=parts,
        may=may,
        more=len(found) > PAGE,
        others=others[:PAGE],
        others_more=len(others) > PAGE,
        mine=mine,
        sorts=SORTS,
    )


@pages.get("/changes/<int:change_id>")
@needs(Permission.TOPICS)
def show(change_id: int) -> ResponseReturnValue:
    """One change beside what is published now."""
    with services().database.read() as session:
        one = change(session, change_id)
        parts = by_part(rows.parts(session, one.id))
        found = case(session, one.topic, drafts=False)
        comments = rows.comments(session, one)
        wrong = problems(session, found, applied(found.live, parts)) if one.state in OPEN and _stays(parts) else []
    names = {part.name for part in parts}
    return render_template(
        "topics/change.html",
        change=one,
        case=found,
        parts=diff.beside(parts),
        comments=comments,
        problems=[
            problem for problem in wrong if problem.severity == "error" or problem.where.split(" more")[0] in names
        ],
        moved=[
            part for part, row in parts.items() if one.state in OPEN and text_of(found.live.get(part)) != row.before
        ],
        previews=_previews(found, parts),
        may={act: obstacle(act, one, frozenset(row.scope for row in parts.values()), person()) for act in Act},
        may_mend=_may_mend(one, parts),
        may_talk=person().may(Permission.WRITE),
        offices=offices(),
        soonest=now().astimezone(services().settings.zone).strftime("%Y-%m-%dT%H:%M"),
    )


@pages.post("/changes/<int:change_id>/comment")
@needs(Permission.WRITE)
def comment(change_id: int) -> ResponseReturnValue:
    """Say something about it."""
    said = request.form.get("words", "")
    return _act(change_id, lambda session, one: reviewing().comment(session, person(), now(), one, said))


@pages.post("/changes/<int:change_id>/return")
@needs(Permission.PUBLISH)
def send_back(change_id: int) -> ResponseReturnValue:
    """Return it with a comment."""
    said = request.form.get("words", "")
    done = gettext("Returned to its author.")
    return _act(change_id, lambda session, one: reviewing().send_back(session, person(), now(), one, said), done)


@pages.post("/changes/<int:change_id>/retract")
@needs(Permission.WRITE)
def retract(change_id: int) -> ResponseReturnValue:
    """Take it back."""
    done = gettext("Taken back.")
    return _act(change_id, lambda session, one: reviewing().retract(session, person(), now(), one), done)


@pages.post("/changes/<int:change_id>/mend")
@needs(Permission.WRITE)
def mend(change_id: int) -> ResponseReturnValue:
    """Go on writing where it ended."""
    with services().database.read() as session:
        key = change(session, change_id).topic
    to = url_for("drafts.look", key=key)
    return _act(change_id, lambda session, one: editing().mend(session, person(), now(), one), to=to)


@pages.post("/changes/<int:change_id>/publish")
@PUBLISHES
def publish(change_id: int) -> ResponseReturnValue:
    """Approve it: citizens get it about a second later."""
    done = gettext("Published. Citizens get it within two seconds.")
    return _act(change_id, lambda session, one: reviewing().publish(session, person(), now(), one), done)


@pages.post("/changes/<int:change_id>/schedule")
@PUBLISHES
def schedule(change_id: int) -> ResponseReturnValue:
    """Approve it for a set time."""
    at = _local(request.form.get("at", ""))
    done = gettext("Approved. It is published by itself when its time has come.")
    return _act(change_id, lambda session, one: reviewing().schedule(session, person(), now(), one, at), done)


def _act(change_id: int, act: Callable[[Session, Change], object], done: str = "", to: str = "") -> ResponseReturnValue:
    def do() -> None:
        with services().database.write() as session:
            act(session, change(session, change_id))

    return attempt(do, url_for("changes.show", change_id=change_id), done, to)


def _local(text: str) -> datetime:
    """A time as the form's field writes it, where the offices are; long ago where it is none, which is refused."""
    zone = services().settings.zone
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone)
    except ValueError:
        return datetime.min.replace(year=1970, tzinfo=zone)


def _may_mend(one: Change, parts: dict[Part, PartRow]) -> bool:
    scopes = frozenset(row.scope for row in parts.values())
    return one.state in GOING_ON and responsible(person(), Permission.WRITE, scopes)


def _stays(parts: dict[Part, PartRow]) -> bool:
    """False where the whole topic is withdrawn: then nothing is left that lint could look at."""
    return not (FRAME in parts and parts[FRAME].after == "")


def _previews(found: Case, parts: dict[Part, PartRow]) -> list[tuple[Part, Preview]]:
    """How the texts of a change look on a phone."""
    wanted, snapshot = applied(found.live, parts), services().snapshots.current()
    texts = [part for part, row in parts.items() if part != FRAME and row.after]
    return [(part, preview(found.key, wanted, part, part.region, snapshot, today())) for part in texts]
