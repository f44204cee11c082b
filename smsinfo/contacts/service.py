"""What a person may change about themselves: place, language, subscriptions, everything."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.contacts.seal import Sealer
from smsinfo.db.models import Subscription
from smsinfo.db.queries import contacts as queries
from smsinfo.db.queries import data_requests, privacy
from smsinfo.db.queries.news_keeping import forget_author
from smsinfo.domain.contacts import Category, ConsentKind
from smsinfo.domain.privacy import Counted
from smsinfo.domain.regions import covers

# Moves when the wording of `subscribe.done` or `ussd.join.ask` (what a person agrees to) changes; see wordings.py.
CONSENT_VERSION = "2026-11"
ANSWERED: Final = timedelta(minutes=10)
"""By then the answer to HAPUS DATA has left."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one person: who, by which message, when. `msisdn` is needed for suppression only."""

    contact_id: int
    msisdn: str
    practice: bool
    channel: str
    external_id: str
    at: datetime


class Contacts:
    """The service over one sealer; every method works in the caller's transaction."""

    def __init__(self, sealer: Sealer, stores: Collection[str] = ()) -> None:
        """`stores` are the channels that keep texts of their own and can be told to forget somebody."""
        self.sealer = sealer
        self._stores = sorted(stores)

    def set_region(self, session: Session, act: Act, code: str) -> None:
        """Remember where the person lives."""
        queries.get(session, act.contact_id).region_code = code

    def set_language(self, session: Session, act: Act, language: str) -> None:
        """Remember the language of all further replies and alerts."""
        queries.get(session, act.contact_id).language = language

    def subscribe(self, session: Session, act: Act, code: str, category: Category = Category.ALL) -> bool:
        """Subscribe to a region's alerts; False when the person already was. Lifts an earlier STOP and records consent.

        The first place that a person names is also taken for the place where they live.
        """
        queries.unsuppress(session, self._digest(act))
        contact = queries.get(session, act.contact_id)
        contact.status = "active"
        if contact.region_code is None:
            contact.region_code = code
        here = [s for s in queries.subscriptions(session, act.contact_id) if s.region_code == code]
        if any(s.category == category for s in here):
            return False
        session.add(Subscription(contact_id=act.contact_id, region_code=code, category=category, created_at=act.at))
        self._consent(session, act, ConsentKind.SUBSCRIBED, code)
        return True

    def unsubscribe(self, session: Session, act: Act, code: str) -> bool:
        """End the subscriptions to a place and to anything in it; False when there was none."""
        inside = [s.region_code for s in queries.subscriptions(session, act.contact_id) if covers(code, s.region_code)]
        if not inside:
            return False
        queries.remove_subscriptions(session, act.contact_id, inside)
        for region in inside:
            self._consent(session, act, ConsentKind.UNSUBSCRIBED, region)
        return True

    def stop(self, session: Session, act: Act) -> None:
        """End everything that we push, at once and for good, until the person subscribes again."""
        queries.remove_subscriptions(session, act.contact_id)
        queries.get(session, act.contact_id).status = "stopped"
        queries.suppress(session, self._digest(act), act.at)
        self._consent(session, act, ConsentKind.STOPPED, None)

    def erase(self, session: Session, act: Act, counted: Counted = Counted.ERASURE) -> None:
        """Forget the person. The suppression digest stays, so that no import or restore brings them back.

        The stores of channels are told by rows that stay until they have done it (outbox/clearing.py): after the answer
        to the person has left by them. `counted` says in the figures of the data officer who did it.
        """
        queries.suppress(session, self._digest(act), act.at)
        self._consent(session, act, ConsentKind.ERASED, None)
        session.flush()
        forget_author(session, act.contact_id, act.at)
        privacy.ask_stores(session, act.contact_id, self._stores, act.at + ANSWERED, act.at)
        queries.erase(session, act.contact_id, act.at)
        if not act.practice:
            data_requests.count_done(session, counted, act.at)

    def find(self, session: Session, msisdn: str, *, practice: bool = False) -> int | None:
        """The id of the contact with this number, under any key."""
        contact = queries.by_seals(session, self.sealer.seals(msisdn, practice=practice))
        return contact.id if contact else None

    def _digest(self, act: Act) -> bytes:
        return self.sealer.suppression_digest(act.msisdn, practice=act.practice)

    def _consent(self, session: Session, act: Act, kind: ConsentKind, region: str | None) -> None:
        queries.add_consent(
            session, act.contact_id, kind, region, act.channel, act.external_id, CONSENT_VERSION, act.at
        )
