"""Publishes what was approved for a set time."""

from __future__ import annotations

from smsinfo.bootstrap import Services
from smsinfo.content.reviewing import Reviewing
from smsinfo.db.queries import changes as rows
from smsinfo.domain.changes import Change
from smsinfo.errors import ContentRefused
from smsinfo.logs import get_logger

log = get_logger(__name__)


def publish_due(services: Services) -> int:
    """Each change whose time has come, in a transaction of its own; how many were published.

    What no longer fits is returned to its author with the reason. Of two workers the second finds it decided.
    """
    with services.database.read() as session:
        due = rows.due(session, services.clock())
    return sum(_publish(services, change) for change in due)


def _publish(services: Services, change: Change) -> bool:
    reviewing = Reviewing(services.staff.audit)
    try:
        with services.database.write() as session:
            reviewing.publish_scheduled(session, services.clock(), change)
    except ContentRefused as refusal:
        if refusal.reason != "decided":
            _give_back(services, reviewing, change, refusal)
        return False
    log.info("change_published", change=change.id, topic=change.topic)
    return True


def _give_back(services: Services, reviewing: Reviewing, change: Change, refusal: ContentRefused) -> None:
    parts = refusal.values.get("parts", [])
    names = [str(part) for part in parts] if isinstance(parts, list) else []
    try:
        with services.database.write() as session:
            reviewing.return_scheduled(session, services.clock(), change, refusal.reason, names)
    except ContentRefused:
        return  # somebody else has decided it meanwhile
    log.warning("change_returned", change=change.id, topic=change.topic)
