"""Try it: a text as a citizen would send it, answered from what is published or from a draft; nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, cast

from flask import abort, current_app, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from smsinfo.content.cases import Case, applied, by_part
from smsinfo.content.catalogue import catalogue_topic
from smsinfo.content.parts import FRAME, Part, Parts, assembled, digest, text_of
from smsinfo.content.snapshot import Snapshot, with_topic
from smsinfo.db.queries import changes as rows
from smsinfo.domain.staff import Permission
from smsinfo.locale import languages
from smsinfo.rehearsal import Citizen, Trials
from smsinfo.web.access import services
from smsinfo.web.desk import by_htmx, case, change, desk_pages, offices, today
from smsinfo.web.gate import needs, person
from smsinfo.web.preview import shown

EXTENSION: Final = "smsinfo-trials"
LONGEST: Final = 480
pages = desk_pages("trial", __name__)


@dataclass(frozen=True, slots=True)
class Stage:
    """What the text is answered from: a name by which it is kept, and how its snapshot is made."""

    name: str
    make: Callable[[], Snapshot]


@pages.get("/try")
@needs(Permission.TOPICS)
def form() -> ResponseReturnValue:
    """The form by itself."""
    return _page("topics/try.html", {})


@pages.post("/try")
@needs(Permission.TOPICS)
def play() -> ResponseReturnValue:
    """What the citizen gets, and why."""
    snapshot = services().snapshots.current()
    asked = request.form
    region = asked.get("region", "").strip()
    language = asked.get("language", "id")
    citizen = Citizen(
        asked.get("text", "")[:LONGEST],
        language if language in languages() else "id",
        region if region in snapshot.places else None,
    )
    with services().database.read() as session:
        stage = _stage(session, snapshot)
    found: dict[str, object] = {}
    if citizen.text.strip():
        played, used = trials().play(stage.name, stage.make, snapshot.catalogue.version, citizen)
        found = {
            "played": played,
            "reply": shown(played.reply.text) if played.reply else None,
            "runners": used.understanding.explain(citizen.text),
        }
    return _page("topics/try_result.html" if by_htmx() else "topics/try.html", {"citizen": citizen, **found})


def trials() -> Trials:
    """The rehearsals of this process."""
    known = current_app.extensions.get(EXTENSION)
    if known is None:
        known = current_app.extensions[EXTENSION] = Trials(services().settings, services().clock)
    return cast(Trials, known)


def _stage(session: Session, snapshot: Snapshot) -> Stage:
    """What is published, or a topic with the person's draft or with a change that was sent."""
    key, number = request.form.get("topic", ""), request.form.get("change", type=int)
    if not key:
        return Stage("published", lambda: snapshot)
    found = case(session, key)
    if number is not None:
        one = change(session, number)
        if one.topic != key:
            abort(404)
        return _of(found, applied(found.live, by_part(rows.parts(session, one.id))), snapshot)
    if not person().may(Permission.WRITE) or not found.drafts:
        return Stage("published", lambda: snapshot)
    return _of(found, found.wanted, snapshot)


def _of(found: Case, wanted: Parts, snapshot: Snapshot) -> Stage:
    """The topic of these parts, where it can answer at all; else what is published."""
    if FRAME not in wanted or Part("id") not in wanted:
        return Stage("published", lambda: snapshot)
    topic = catalogue_topic(assembled(found.key, wanted, today()))
    anew = wanted[FRAME] != found.live.get(FRAME)
    name = digest(found.key + "".join(sorted(f"{part.name}{text_of(value)}" for part, value in wanted.items())))
    return Stage(name, lambda: with_topic(snapshot, topic, anew=anew))


def _page(template: str, values: dict[str, object]) -> str:
    asked = {name: request.values.get(name, "") for name in ("topic", "change")}
    default = Citizen("", "id", person().region_code)
    return render_template(template, **{"citizen": default, "offices": offices(), "asked": asked, **values})
