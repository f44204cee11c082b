"""Personal data: requests with their clock, proof of retention, the breach kit, and what people agreed to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.community.breach import FIELDS, LONGEST, NOTICES, notice
from smsinfo.contacts.wordings import WORDINGS
from smsinfo.db.queries import data_requests as rows
from smsinfo.db.queries import privacy as kept
from smsinfo.domain.privacy import ANSWER_WITHIN, RequestKind, RequestState, RequestWay
from smsinfo.domain.staff import Permission
from smsinfo.errors import CommunityRefused
from smsinfo.reports.retention import RULES
from smsinfo.sms.masking import mask_log
from smsinfo.staff.audit import Actor
from smsinfo.web import words_privacy
from smsinfo.web.access import services
from smsinfo.web.desk import now, offices
from smsinfo.web.gate import needs, person, staff_pages
from smsinfo.web.i18n import page_language
from smsinfo.web.village_desk import attempt

MOST: Final = 100
LARGEST: Final = 2**31 - 1
MONTH: Final = timedelta(days=30)
WEEK: Final = timedelta(days=7)
E = TypeVar("E", bound=StrEnum)
pages = staff_pages("privacy", __name__)
pages.context_processor(lambda: {"say": words_privacy})


@pages.get("/privacy")
@needs(Permission.PRIVACY)
def show() -> ResponseReturnValue:
    """Requests, what was done at once, the last week of retention, the wordings."""
    today = now().astimezone(UTC).date()
    with services().database.read() as session:
        found = rows.newest(session, MOST)
        done = rows.done_since(session, today - MONTH)
        proof = kept.runs(session.connection(), today - WEEK, today)
    late = sum(one.state is RequestState.OPEN and one.is_late(now()) for one in found)
    return render_template(
        "privacy/show.html",
        found=found,
        late=late,
        at=now(),
        done=done,
        proof=proof,
        rules={rule: words.say(page_language()) for rule, words in RULES.items()},
        wordings=WORDINGS[::-1],
        may_change=person().may(Permission.PRIVACY_ACT),
        regions=_regions(),
        names={code: place.name for code, place in services().snapshots.current().places.items()},
    )


@pages.post("/privacy/requests")
@needs(Permission.PRIVACY_ACT)
def enter() -> ResponseReturnValue:
    """Enter a request that came by a letter, at the help desk or by a text."""
    form = request.form
    region = form.get("region", "")[:13] or None
    asked = (_choice(RequestKind, form.get("kind", "")), _choice(RequestWay, form.get("way", "")))
    came_at = _moment(form.get("came_at", ""))

    def act() -> str:
        if came_at is None:
            raise CommunityRefused("came_when", "no time")
        with services().database.write() as session:
            reference = form.get("reference", "")
            services().community.privacy.enter(session, person(), now(), asked, reference, came_at, region)
        return str(gettext("Entered. Its clock runs from when it came."))

    return attempt(act, url_for("privacy.show"))


@pages.post("/privacy/requests/<int:data_request_id>/close")
@needs(Permission.PRIVACY_ACT)
def close(data_request_id: int) -> ResponseReturnValue:
    """Done or refused."""
    if data_request_id > LARGEST:
        abort(404)
    state = _choice(RequestState, request.form.get("state", ""))
    if state is RequestState.OPEN:
        abort(400)

    def act() -> str:
        reason = request.form.get("reason", "")
        with services().database.write() as session:
            services().community.privacy.close(session, person(), now(), data_request_id, state, reason)
        return str(gettext("Closed."))

    return attempt(act, url_for("privacy.show"))


@pages.get("/privacy/breach")
@needs(Permission.PRIVACY)
def breach() -> ResponseReturnValue:
    """The breach kit: what is filled in stands in the address only, so it can be printed and is not kept."""
    given = request.args
    found, first, last = (_moment(given.get("found", "")), _day(given.get("first", "")), _day(given.get("last", "")))
    problem = bool(given) and (found is None or found > now() or first is None or last is None or last < first)
    fields = {name: mask_log(given.get(name, "").strip()[:LONGEST]) for name in FIELDS}
    touched = None
    if given and not problem and found is not None and first is not None and last is not None:
        start, end = _start(first), _start(last + timedelta(days=1))
        with services().database.write() as session:
            touched = rows.touched(session.connection(), start, end)
            days = f"{first.isoformat()}..{last.isoformat()}"
            services().staff.audit.record(
                session, now(), Actor.of(person()), "privacy.breach_counted", "breach", days=days, people=touched.people
            )
        zone, when = services().settings.zone, "%d-%m-%Y %H.%M"
        fields |= {"found": f"{found.astimezone(zone):{when}}", "people": str(touched.people)}
        fields |= {"due": f"{(found + ANSWER_WITHIN).astimezone(zone):{when}}"}
        fields |= {"first": f"{first:%d-%m-%Y}", "last": f"{last:%d-%m-%Y}"}
    due = found + ANSWER_WITHIN if found is not None and not problem else None
    typed = fields | {name: given.get(name, "")[:LONGEST] for name in ("found", "first", "last")}
    return render_template(
        "privacy/breach.html",
        given=typed,
        problem=problem,
        touched=touched,
        due=due,
        over=due is not None and due < now(),
        notices=[(to, language, notice(to, language, fields)) for to, language in NOTICES],
    )


@pages.get("/consent-texts")
@needs(Permission.DESK)
def wordings() -> ResponseReturnValue:
    """What people agreed to, for the help desk."""
    return render_template("privacy/wordings.html", wordings=WORDINGS[::-1])


def _regions() -> list[tuple[str, str]]:
    """(code, name) of the offices of the jurisdiction, and of its own regions where those are smaller."""
    places, own = services().snapshots.current().places, {grant.region_code for grant in person().grants}
    wanted = {code for code, _ in offices()} | (own & places.keys())
    return [(code, places[code].name) for code in sorted(wanted) if person().may(Permission.PRIVACY_ACT, code)]


def _choice(kind: type[E], typed: str) -> E:
    try:
        return kind(typed)
    except ValueError:
        abort(400)


def _moment(typed: str) -> datetime | None:
    try:
        return datetime.fromisoformat(typed.strip()).replace(tzinfo=services().settings.zone)
    except ValueError:
        return None


def _day(typed: str) -> date | None:
    try:
        found = date.fromisoformat(typed.strip())
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2999 else None


def _start(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), services().settings.zone).astimezone(UTC)
