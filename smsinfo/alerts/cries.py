"""While a warning holds, cries for help from its regions go on to who is on duty there, at once.

The number of who cries is not in the text: it would stand readable in the outbox. The duty finds the person in the
inbox, by the same words.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from smsinfo.config import Settings
from smsinfo.db.engine import Database
from smsinfo.db.queries import alert_facts, dispatching, prepared, sealed
from smsinfo.db.queries.prepared import Duty
from smsinfo.domain.cries import Cry
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.domain.regions import covers
from smsinfo.errors import SmsinfoError
from smsinfo.locale import say
from smsinfo.logs import get_logger
from smsinfo.outbox.enqueue import Draft, Outbox

log = get_logger(__name__)
MOST_TOLD: Final = 3
"""People on duty who are told: the nearest first, in their order."""
LONGEST: Final = 80
AGAIN: Final = timedelta(minutes=10)
"""Who cries again within so long is known already."""
WORTH: Final = timedelta(hours=2)


class Cries:
    """Forwards what the inbox tells of, in a transaction of its own: the answer to who cries never waits for it."""

    def __init__(self, database: Database, settings: Settings, outbox: Outbox) -> None:
        self._database = database
        self._settings = settings
        self._outbox = outbox

    def forward(self, cry: Cry) -> int:
        """How many people on duty are told. Never raises: the cry itself has been answered and stored."""
        try:
            with self._database.read() as session:
                duties = self._told(session, cry) if cry.region else []
                place = alert_facts.names(session, [cry.region]).get(cry.region, ("",))[0] if duties else ""
            if not duties:
                return 0
            with self._database.writer(), self._database.engine.begin() as connection:
                return sum(self._tell(connection, duty, cry, place) for duty in duties)
        except (SmsinfoError, SQLAlchemyError) as error:
            log.error("cry_not_forwarded", error=type(error).__name__)
            return 0

    def _told(self, session: Session, cry: Cry) -> list[Duty]:
        connection = session.connection()
        holds = any(
            covers(region, cry.region) or covers(cry.region, region)
            for one in dispatching.in_force(connection, cry.at)
            for region in sealed.regions(connection, one.id)
        )
        found = prepared.duties(session, cry.region, cry.at) if holds else []
        return [duty for duty in found if duty.contact_id is not None][:MOST_TOLD]

    def _tell(self, connection: Connection, duty: Duty, cry: Cry, place: str) -> bool:
        words = cry.words[:LONGEST]
        turn = int(cry.at.timestamp() // AGAIN.total_seconds())
        draft = Draft(
            text=say("duty.cry", self._settings.language, place=place, words=words),
            purpose=Purpose.NOTICE,
            lane=Lane.URGENT,
            valid_for=WORTH,
            contact_id=duty.contact_id,
            dedupe_key=f"cry:{cry.contact_id}:{turn}:{duty.contact_id}",
        )
        return self._outbox.add(connection, draft, cry.at) is not None
