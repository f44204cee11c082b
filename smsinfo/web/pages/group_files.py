"""A file of groups, members and village heads: looked at first, then brought in. Nobody is a member or a head by it.

Bringing in asks for the same file again; this session remembers the digest of the file and of what was seen of it, and
the server keeps nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from smsinfo.community.arrivals import Report
from smsinfo.content.unpacked import MEGABYTE
from smsinfo.domain.community import MemberRole
from smsinfo.domain.staff import Permission
from smsinfo.errors import BadNumber, BadSheet, CommunityRefused, DeskRefused, Refused
from smsinfo.sms.msisdn import mask
from smsinfo.staff.audit import Actor
from smsinfo.subscribers.kim_file import EXAMPLES, HEADS, MOST_BYTES, KimRow, read_groups
from smsinfo.subscribers.problems import QUIET
from smsinfo.web import words_subscribers as words
from smsinfo.web.access import services
from smsinfo.web.csv_out import download
from smsinfo.web.gate import needs, person, takes
from smsinfo.web.village_desk import problem_of, village_pages

SEEN: Final = "groups_seen"
ROOM: Final = MOST_BYTES + 64 * 1024
"""Bytes of a form with a file: the file, and what a form puts around it."""
MOST_ROWS: Final = 500
"""Rows that a page takes: each is some ten looks at the database, and the browser waits. The terminal takes more."""
MOST_SHOWN: Final = 100
"""Rows of each list of a report: with all its lists a page stays light enough for 2G."""

pages = village_pages("group_files", __name__)


@dataclass(frozen=True, slots=True)
class Look:
    """What a file would bring: the first row of each new group, the rows that invite members and those that invite
    heads; `wrong` are (line, masked number, why) of the rows that are left out, `there` how many change nothing.
    """

    seen: str
    groups: list[KimRow] = field(default_factory=list)
    members: list[KimRow] = field(default_factory=list)
    heads: list[KimRow] = field(default_factory=list)
    wrong: list[tuple[int, str, str]] = field(default_factory=list)
    there: int = 0


@pages.get("/groups/import")
@needs(Permission.GROUPS, fresh=True)
def show() -> ResponseReturnValue:
    """Where a file is chosen."""
    return _page()


@pages.get("/groups/import/template.csv")
@needs(Permission.GROUPS)
def template() -> Response:
    """A file with the columns and a row of each kind, whose numbers are none."""
    return download("kim.csv", tuple(HEADS), EXAMPLES)


@pages.post("/groups/import")
@needs(Permission.GROUPS)
@takes(ROOM)
def look() -> ResponseReturnValue:
    """What a file would bring; nothing is written."""
    body = _body()
    if not body:
        return _page(problem=gettext("Choose a file first.")), 400
    return _reported(body)


@pages.post("/groups/import/bring")
@needs(Permission.GROUPS, fresh=True)
@takes(ROOM)
def bring() -> ResponseReturnValue:
    """Bring in the file whose report was seen; another file, or other groups by now, get their report first."""
    body = _body()
    if not body:
        return _page(problem=gettext("Choose the file once more, and put the tick.")), 400
    try:
        now_seen = _look(body).seen
    except BadSheet as wrong:
        return _page(problem=words.refusal(wrong)), 409
    if session.get(SEEN) != now_seen or "agreed" not in request.form:
        problem = gettext(
            "This is not the file whose report you saw, something has changed since, or the tick is missing. "
            "Nothing was written: look at this report."
        )
        return _reported(body, problem, 409)
    session.pop(SEEN, None)
    found, _ = _read(body)
    arrivals, database, clock = services().community.arrivals, services().database, services().clock
    report = arrivals.bring_all(database, Actor.of(person()), found, sha256(body).hexdigest(), clock)
    entered = ngettext("%(num)d group was entered.", "%(num)d groups were entered.", len(report.groups))
    invited = ngettext("%(num)d person is invited by SMS.", "%(num)d people are invited by SMS.", report.invitations)
    flash(f"{entered} {invited}", "success")
    return redirect(url_for("group_files.show"), 303)


def _body() -> bytes:
    """The file of the form; b"" where none was chosen. Its name is not looked at."""
    sent = request.files.get("file")
    if sent is None:
        return b""
    body: bytes = sent.read()
    sent.close()  # a large one lies in a file of its own
    return body


def _within(code: str) -> bool:
    return person().may(Permission.GROUPS, code)


def _read(body: bytes) -> tuple[list[KimRow], Look]:
    """The rows that make sense, and a report with those that do not; rows outside the jurisdiction are among them."""
    gazetteer = services().snapshots.current().catalogue.gazetteer
    rows, problems = read_groups(body, gazetteer, _within, most_rows=MOST_ROWS)
    wrong = [(one.line, one.number, words.problem(one)) for one in problems if one.reason not in QUIET]
    return rows, Look("", wrong=wrong, there=len(problems) - len(wrong))


def _look(body: bytes) -> Look:
    """What a file would bring by the rules and whom we know; nothing is kept. Raises BadSheet."""
    rows, read = _read(body)
    arrivals = services().community.arrivals
    report = arrivals.rehearse(services().database, Actor.of(person()), rows, services().clock)
    first = {(row.seat, row.group.lower()): row for row in reversed(rows) if row.group}
    by_line = {row.line: row for row in rows}
    invited = [by_line[line] for line in report.invited]
    refused = [(line, _masked(by_line[line]), _why(refusal)) for line, refusal in report.refused]
    return Look(
        _fingerprint(body, report),
        sorted((first[group] for group in report.groups), key=lambda row: row.line),
        [row for row in invited if row.role is not MemberRole.VILLAGE_HEAD],
        [row for row in invited if row.role is MemberRole.VILLAGE_HEAD],
        sorted([*read.wrong, *refused]),
        read.there + report.there,
    )


def _fingerprint(body: bytes, report: Report) -> str:
    """Names the file and all that it would do: a head whom nobody saw in the report is not asked."""
    does = (sorted(report.groups), report.invited, [line for line, _ in report.refused])
    return sha256(repr(does).encode() + b"\0" + body).hexdigest()


def _masked(row: KimRow) -> str:
    return mask(row.number) if row.number else ""


def _why(refusal: Refused) -> str:
    if isinstance(refusal, CommunityRefused | BadNumber | DeskRefused):
        return problem_of(refusal)
    return str(gettext("No channel can send an invitation to this number. Tell who looks after the channels."))


def _reported(body: bytes, problem: str = "", status: int = 200) -> ResponseReturnValue:
    """The page with what the file would bring; this session remembers what that was."""
    session.pop(SEEN, None)
    try:
        found = _look(body)
    except BadSheet as wrong:
        return _page(problem=words.refusal(wrong)), 409
    session[SEEN] = found.seen
    return _page(found, problem), status


def _page(found: Look | None = None, problem: str = "") -> str:
    return render_template(
        "groups/import.html",
        found=found,
        problem=problem,
        most=MOST_SHOWN,
        masked_row=_masked,
        heads_of_file=HEADS,
        most_megabytes=MOST_BYTES // MEGABYTE,
        most_rows=MOST_ROWS,
    )
