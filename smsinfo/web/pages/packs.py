"""Packs: a whole content pack or a workbook of topics brought in by a publisher, and taken along.

A file is looked at first: a report says what it would change. Publishing asks for the same file again; this session
remembers its digest and the version of the content that was seen, and the server keeps nothing of it.
"""

from __future__ import annotations

from typing import Final

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.content.arrivals import Arrival, Arrivals, Rehearsal, TopicChange, pack_file, rehearse, workbook
from smsinfo.content.pack_zip import MOST_BYTES
from smsinfo.content.parts import Part
from smsinfo.db.queries.content import content_version
from smsinfo.domain.staff import PROVINCE, Permission
from smsinfo.errors import BadInput, ContentRefused
from smsinfo.staff.audit import Actor
from smsinfo.web import diff
from smsinfo.web import words_content as words
from smsinfo.web.access import services
from smsinfo.web.desk import desk_pages, now
from smsinfo.web.gate import needs, person, takes

SEEN: Final = "pack_seen"
ROOM: Final = MOST_BYTES + 64 * 1024
"""Bytes of a form with a file: the file, and what a form puts around it."""
MOST_SHOWN: Final = 60
"""Topics whose words are shown beside each other; of the others the report has the names."""
MOST_PROBLEMS: Final = 100
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
pages = desk_pages("packs", __name__)


@pages.get("/packs")
@needs(Permission.PUBLISH, fresh=True)
def show() -> ResponseReturnValue:
    """What may be brought and taken."""
    return _page()


@pages.post("/packs")
@needs(Permission.PUBLISH)
@takes(ROOM)
def look() -> ResponseReturnValue:
    """What a file would change; nothing is written."""
    arrival = _arrival()
    if arrival is None:
        return _page(problem=gettext("Choose a file first.")), 400
    if not person().may(Permission.PUBLISH, PROVINCE):
        return _page(problem=str(words.REASONS["not_yours"])), 409
    return _report(arrival)


@pages.post("/packs/publish")
@needs(Permission.PUBLISH, fresh=True)
@takes(ROOM)
def bring() -> ResponseReturnValue:
    """Publish the file whose report was seen; another file, or other content by now, gets its report first."""
    arrival, seen = _arrival(), session.get(SEEN)
    if arrival is None:
        return _page(problem=gettext("Choose the file once more, and put the tick.")), 400
    if not seen or seen[0] != arrival.digest or "agreed" not in request.form:
        problem = gettext("This is not the file whose report you saw, or the tick is missing. Nothing was published.")
        return _report(arrival, problem), 409
    try:
        with services().database.write() as database:
            report = Arrivals(services().staff.audit).publish(database, person(), now(), arrival, seen[1])
    except (BadInput, ContentRefused) as refusal:
        # Why a file does not fit stands in its report.
        other = gettext("It does not fit any more. Nothing was published.")
        return _report(arrival, words.reason(refusal) if isinstance(refusal, ContentRefused) else other), 409
    session.pop(SEEN, None)
    said = gettext(
        "Published: %(added)s added, %(changed)s changed, %(withdrawn)s withdrawn. Citizens get it within two seconds.",
        added=len(report.added),
        changed=len(report.changed),
        withdrawn=len(report.withdrawn),
    )
    flash(said, "success")
    return redirect(url_for("packs.show"), 303)


@pages.get("/packs/pack.zip")
@needs(Permission.PUBLISH)
def pack() -> ResponseReturnValue:
    """Everything published, as a ZIP."""
    with services().database.read() as database:
        version, body = content_version(database), pack_file(database)
    return _download(body, f"smsinfo-{version}.zip", "application/zip")


@pages.get("/packs/topics.xlsx")
@needs(Permission.PUBLISH)
def book() -> ResponseReturnValue:
    """All published topics, as a workbook."""
    with services().database.read() as database:
        version, body = content_version(database), workbook(database)
    return _download(body, f"smsinfo-{version}.xlsx", XLSX)


def _arrival() -> Arrival | None:
    """The file of the form; None where none was chosen. Its name is not looked at."""
    sent = request.files.get("file")
    body = sent.read() if sent is not None else b""
    return Arrival(body) if body else None


def _report(arrival: Arrival, problem: str = "") -> str:
    """The page with what the file would change; this session remembers which file and content that was."""
    found = rehearse(services().database, arrival, now())
    session[SEEN] = [arrival.digest, found.version] if found.report is not None else None
    return _page(arrival, found, problem)


def _page(arrival: Arrival | None = None, found: Rehearsal | None = None, problem: str = "") -> str:
    changed = found.topics[:MOST_SHOWN] if found else ()
    return render_template(
        "packs/packs.html",
        arrival=arrival,
        found=found,
        problem=problem,
        beside=[(topic, _beside(topic)) for topic in changed],
        problems=found.problems[:MOST_PROBLEMS] if found else (),
        errors=sum(one.severity == "error" for one in found.problems) + len(found.refusals) if found else 0,
        may_bring=person().may(Permission.PUBLISH, PROVINCE),
        most=MOST_BYTES // 2**20,
    )


def _beside(topic: TopicChange) -> list[tuple[Part, list[diff.Row], bool]]:
    """The parts of a topic that differ, word by word."""
    parts = sorted({*topic.old, *topic.new}, key=lambda part: part.order)
    differing = (part for part in parts if topic.old.get(part) != topic.new.get(part))
    return [(part, diff.rows(topic.old.get(part), topic.new.get(part)), part not in topic.new) for part in differing]


def _download(body: bytes, name: str, kind: str) -> Response:
    with services().database.write() as database:
        told = Actor.of(person()), "content.exported", "content"
        services().staff.audit.record(database, now(), *told, kind=name.rpartition(".")[2], bytes=len(body))
    answer = Response(body, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
