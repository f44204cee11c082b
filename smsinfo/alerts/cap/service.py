"""The import of CAP documents, wired."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy.orm import Session

from smsinfo.alerts.cap.importing import Importer
from smsinfo.alerts.cap.opening import Opening
from smsinfo.alerts.cap.regions import Proposer
from smsinfo.alerts.history import History
from smsinfo.alerts.service import Alerts
from smsinfo.config import Settings
from smsinfo.db.queries.points import all_points
from smsinfo.db.queries.regions import all_aliases, all_regions
from smsinfo.domain.regions import Gazetteer, Place
from smsinfo.staff.service import Staff


def make_importer(settings: Settings, staff: Staff, alerts: Alerts) -> Importer:
    """The import under these settings."""
    opening = Opening(settings, alerts.facts, History(staff.audit), alerts.lifecycle)
    return Importer(settings, opening, proposer_of)


def proposer_of(session: Session) -> Proposer:
    """What knows the regions as they are in the database now: a worker's snapshot may be a second behind."""
    aliases: defaultdict[str, list[str]] = defaultdict(list)
    for one in all_aliases(session):
        aliases[one["region_code"]].append(one["alias"])
    places = tuple(Place(row["code"], row["name"], tuple(aliases[row["code"]])) for row in all_regions(session))
    return Proposer(Gazetteer(places, {}), all_points(session))
