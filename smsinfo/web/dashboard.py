"""The first page after the log-in: figures, what waits, how the channels stand; by what the person may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from smsinfo.content.due import SOON
from smsinfo.db.queries import alerting, proposals
from smsinfo.db.queries import staff as people
from smsinfo.db.queries import staff_requests as requests
from smsinfo.db.queries.waiting import waiting
from smsinfo.domain.alerts import Act, Status, obstacle
from smsinfo.domain.staff import Permission, Person
from smsinfo.reports.board import board
from smsinfo.staff.coverage import manages
from smsinfo.web.access import services
from smsinfo.web.desk import today
from smsinfo.web.health import watch
from smsinfo.web.report_form import own_regions, sees_all
from smsinfo.web.words_board import ALARMS, STANDINGS

MOST_ALERTS: Final = 100


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of thing that waits: how much of it, what it is, and where it is done ("" where there is no page)."""

    number: int
    words: LazyString
    address: str


def figures(session: Session, who: Person, asked: str, language: str) -> dict[str, Any]:
    """Today and the week in one region of the person's (the one asked for, else the first), or everywhere."""
    regions = [] if sees_all(who) else own_regions(who)
    usual = regions[0] if regions else None
    region = asked if asked in regions else usual
    snapshot = services().snapshots.current()
    found = board(session, today(), region)
    named = [(key, snapshot.topics[key].titles if key in snapshot.topics else {}, n) for key, n in found.topics]
    return {
        "board": found,
        "region": region,
        "regions": [(code, snapshot.places[code].name if code in snapshot.places else code) for code in regions],
        "topics": [(key, titles.get(language) or titles.get("id") or key, number) for key, titles, number in named],
    }


def tasks(session: Session, who: Person) -> list[Task]:
    """What waits for this person, nothing that does not."""
    found = []
    if who.may(Permission.TOPICS):
        found += _content(session, who)
    if who.may(Permission.ALERTS):
        found += _alerts(session, who)
    if who.may(Permission.PEOPLE):
        found.append(
            Task(_requests(session, who), _("requests wait for another administrator"), url_for("people.all_"))
        )
    return [task for task in found if task.number]


def channels() -> tuple[list[tuple[str, LazyString, bool]], list[tuple[str, LazyString]]]:
    """(channel, how it stands, whether that is well) and (what it is about, the alarm)."""
    standings, alarms = [], []
    for name, state in watch().parts().items():
        kind, _space, about = name.partition(" ")
        if kind == "channel":
            standings.append((about, STANDINGS[state], state == "ok"))
        elif kind == "alarm":
            code, _space, about = about.partition(" ")
            alarms.append((about, ALARMS[code]))
    return standings, alarms


def _content(session: Session, who: Person) -> list[Task]:
    regions = None if sees_all(who) else own_regions(who) or [who.region_code]
    gaps_page = url_for("gaps.all_") if who.may(Permission.WRITE) else ""
    number = waiting(session, who.id, today(), SOON, regions)
    found = [
        Task(number.reviews, _("changes of others wait for review"), url_for("changes.all_")),
        Task(
            proposals.count_others(session, who.id, regions),
            _("proposals of others for claims, region fields and menus wait"),
            url_for("changes.all_"),
        ),
        Task(number.gaps, _("gaps: asked for, and not answered"), gaps_page),
        Task(number.overdue, _("topics are past their day of review"), url_for("topics.all_", due="0")),
        Task(number.soon, _("topics have to be reviewed within 30 days"), url_for("topics.all_", due="30")),
    ]
    if who.may(Permission.WRITE):
        found.insert(0, Task(number.returned, _("of your changes were returned"), url_for("drafts.mine")))
        returned = proposals.count_returned(session, who.id)
        found.insert(1, Task(returned, _("of your proposals were returned"), url_for("drafts.mine")))
        found.append(Task(number.drafts, _("of your drafts are not sent yet"), url_for("drafts.mine")))
    return found


def _alerts(session: Session, who: Person) -> list[Task]:
    """What waits for an approver, for real and as a drill, and what came back to its author."""
    found = []
    for drill, decide, mend in (
        (False, _("alerts wait for your decision"), _("of your alerts were returned")),
        (True, _("drills wait for your decision"), _("of your drills were returned")),
    ):
        mine = who.regions(Permission.ALERTS)
        open_ones = alerting.find(
            session, (Status.SUBMITTED, Status.RETURNED), most=MOST_ALERTS, drill=drill, regions=mine
        )
        decided = sum(obstacle(Act.APPROVE, one, who) is None for one in open_ones)
        back = sum(one.status is Status.RETURNED and one.author_id == who.id for one in open_ones)
        page = url_for("alerts.all_", drill=drill)
        found += [Task(decided, decide, page), Task(back, mend, page)]
    return found


def _requests(session: Session, who: Person) -> int:
    """Requests of others about people whom the person manages."""
    waiting_for = [one for one in requests.open_ones(session) if one.requested_by != who.id]
    if not waiting_for:
        return 0
    mine = {one.id for one in people.everybody(session) if manages(who, one)}
    return sum(one.account_id in mine for one in waiting_for)
