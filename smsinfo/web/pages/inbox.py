"""The inbox: what citizens of one's own jurisdiction texted, one line a person, the newest first, numbers masked."""

from __future__ import annotations

from typing import Final

from flask import render_template, request
from flask.typing import ResponseReturnValue

from smsinfo.content.gap_texts import masked
from smsinfo.db.queries import desk
from smsinfo.db.queries.desk import WINDOW, Wanted
from smsinfo.domain.desk import Thread
from smsinfo.domain.messages import ReplyKind
from smsinfo.domain.staff import Permission
from smsinfo.errors import DeskRefused
from smsinfo.helpdesk.card import jurisdictions, sees_unplaced
from smsinfo.sms.msisdn import mask
from smsinfo.staff.audit import Actor
from smsinfo.web import words_desk as words
from smsinfo.web.access import services
from smsinfo.web.citizens import citizen_pages, code_of, place
from smsinfo.web.gate import needs, person

pages = citizen_pages("inbox", __name__)
PAGE: Final = 40
SNIPPET: Final = 240
STATES: Final = ("open", "all")


@pages.get("/inbox")
@needs(Permission.DESK)
def show() -> ResponseReturnValue:
    """The newest threads that fit the filter; that they were listed is written down, as one look."""
    asked = {name: request.args.get(name, "").strip()[:60] for name in ("kind", "channel", "place", "state")}
    problem, wanted = _wanted(asked)
    given = request.args.get("before", type=int)
    with services().database.read() as session:
        before = max(given, 1) if given is not None else desk.newest_id(session) + 1
        found = desk.threads(session, wanted, before, PAGE + 1)
    lines = [] if problem else found[:PAGE]
    _note(lines, asked)
    # A page that is not full has looked as far back as a page may; what is older is on the next.
    older = lines[-1].id if len(found) > PAGE else before - WINDOW
    return render_template(
        "inbox/list.html",
        lines=[(line, *_told(line)) for line in lines],
        older=older if older > 1 and not problem else None,
        asked=asked,
        given={name: said for name, said in asked.items() if said},
        kinds=list(ReplyKind),
        channels=sorted(services().plans),
        problem=problem,
        states=STATES,
    )


def _wanted(asked: dict[str, str]) -> tuple[str, Wanted]:
    """What the filter asks for; with what is wrong with its place, where something is."""
    me, problem, code = person(), "", ""
    try:
        code = place(asked["place"]) if asked["place"] else ""
    except DeskRefused as refusal:
        problem = words.reason(refusal)
    return problem, Wanted(
        regions=jurisdictions(me),
        unplaced=sees_unplaced(me),
        kind=asked["kind"] if asked["kind"] in set(ReplyKind) else "",
        channel=asked["channel"] if asked["channel"] in services().plans else "",
        region=code,
        open_only=asked["state"] != "all",
    )


def _told(line: Thread) -> tuple[str, str, str, str]:
    """Code, masked number, and the beginnings of text and reply."""
    sealer = services().contacts.sealer
    number = mask(sealer.open(line.msisdn_sealed, practice=line.practice))
    return code_of(line.contact_id), number, masked(line.body)[:SNIPPET], (line.reply or "")[:SNIPPET]


def _note(lines: list[Thread], asked: dict[str, str]) -> None:
    if not lines:
        return
    names = sorted(name for name, said in asked.items() if said)
    with services().database.write() as session:
        services().staff.audit.record(
            session,
            services().clock(),
            Actor.of(person()),
            "desk.listed",
            "inbox",
            threads=len(lines),
            newest=lines[0].id,
            oldest=lines[-1].id,
            filtered_by=names,
        )
