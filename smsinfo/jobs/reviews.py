"""Reminds people of answers that wait for a review, and withdraws what nobody reviewed, where the policy says so.

Whoever looks after a topic is reminded first, by mail and on their registered phone; the `operator_contacts` of the
topics that nobody looks after, of claims, and of what is overdue all the same. Once a week, in office hours of a day on
which offices are open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from sqlalchemy import Connection

from smsinfo.bootstrap import Services
from smsinfo.content.due import Due, Standing, due_claims, due_topics, withdraw_overdue
from smsinfo.db.queries.keepers import Told, told
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.errors import SmsinfoError
from smsinfo.logs import get_logger
from smsinfo.outbox.enqueue import Draft
from smsinfo.outbox.watch import contact_of
from smsinfo.sms.msisdn import parse

log = get_logger(__name__)
AHEAD: Final = timedelta(days=14)
OPENS, CLOSES = time(8), time(15)
WORTH_TELLING: Final = timedelta(days=3)
MOST_NAMED: Final = 5
"""So many stand in an SMS."""

_SMS: Final = {
    "id": "smsinfo: {n} jawaban perlu ditinjau, {late} sudah lewat: {keys}. Lihat: smsinfo content due",
    "en": "smsinfo: {n} answers to review, {late} overdue: {keys}. See: smsinfo content due",
}
_SUBJECT: Final = {"id": "smsinfo: {n} jawaban perlu ditinjau", "en": "smsinfo: {n} answers to review"}
_MAIL: Final = {
    "id": "{n} jawaban perlu ditinjau sampai {until}, {late} di antaranya sudah lewat. Jawaban yang lewat diberi tanda "
    "mungkin usang.",
    "en": "{n} answers are to be reviewed by {until}, {late} of them are overdue. An overdue answer says that it may "
    "be out of date.",
}
_LATE: Final = {"id": "LEWAT", "en": "OVERDUE"}


@dataclass(frozen=True, slots=True)
class To:
    """Whom to remind: a mail address or number, or a contact; as the keeper of topics, or for the office."""

    address: str = ""
    contact_id: int | None = None
    keeper: bool = False


class Reviews:
    """The two duties over one installation."""

    def __init__(self, services: Services) -> None:
        self._services = services
        settings = services.settings
        self._language = settings.language if settings.language in _SMS else "id"

    def remind(self) -> int:
        """Put this week's reminder to each contact into the outbox; how many were new."""
        services, now = self._services, self._services.clock()
        local = now.astimezone(services.settings.zone)
        if not self._office_hours(local):
            return 0
        with services.database.read() as session:
            due = due_topics(session, local.date(), AHEAD, self._language)
            claims = due_claims(session, local.date(), AHEAD, self._language)
            keepers = told(session) if due else {}
        reached = {key: one for key, one in keepers.items() if one.email or one.contact_id is not None}
        rest = [one for one in due if one.key not in reached or one.standing is Standing.OVERDUE] + claims
        number = sum(self._remind(to, topics, local) for to, topics in _kept(due, reached))
        contacts = services.settings.operator_contacts if rest else ()
        return number + sum(self._remind(To(contact), rest, local) for contact in contacts)

    def withdraw(self) -> tuple[str, ...]:
        """Withdraw topics that are overdue by more than `withdraw_days`; their keys. 0 days: never."""
        days = self._services.settings.withdraw_days
        if not days:
            return ()
        now = self._services.clock()
        today = now.astimezone(self._services.settings.zone).date()
        with self._services.database.write() as session:
            gone = withdraw_overdue(session, today - timedelta(days=days), now)
        if gone:
            log.warning("topics_withdrawn", topics=gone)
        return gone

    def _office_hours(self, local: datetime) -> bool:
        holidays = self._services.snapshots.current().catalogue.holidays
        return OPENS <= local.time() < CLOSES and holidays.is_open(local.date())

    def _remind(self, to: To, due: Sequence[Due], local: datetime) -> bool:
        """True where it is new this week. Who can't be told keeps nobody else from it."""
        services = self._services
        try:
            with services.database.writer(), services.database.engine.begin() as connection:
                return self._tell(connection, to, due, local) is not None
        except SmsinfoError as error:
            log.warning("review_not_told", problem=str(error))
            return False

    def _tell(self, connection: Connection, to: To, due: Sequence[Due], local: datetime) -> int | None:
        mail, contact_id = "@" in to.address, to.contact_id
        if not mail and contact_id is None:
            contact_id = contact_of(connection, self._services.sealer, parse(to.address), self._services.clock())
        year, week, _ = local.isocalendar()
        name = f"{year}-{week}:{contact_id or to.address}{':keeper' if to.keeper else ''}"
        reason = hashlib.sha256(name.encode()).hexdigest()[:48]
        words = {"n": len(due), "late": sum(one.standing is Standing.OVERDUE for one in due)}
        draft = Draft(
            text=self._mail(due, words, local.date()) if mail else self._sms(due, words),
            purpose=Purpose.NOTICE,
            lane=Lane.BULK,
            valid_for=WORTH_TELLING,
            contact_id=contact_id,
            mail_to=to.address if mail else None,
            subject=_SUBJECT[self._language].format(**words) if mail else None,
            dedupe_key=f"review:{reason}",
        )
        return self._services.outbox.add(connection, draft, self._services.clock())

    def _sms(self, due: Sequence[Due], words: dict[str, int]) -> str:
        oldest = sorted(due, key=lambda one: (one.review_by, one.key))[:MOST_NAMED]
        more = ", ..." if len(due) > MOST_NAMED else ""
        return _SMS[self._language].format(keys=", ".join(one.key for one in oldest) + more, **words)

    def _mail(self, due: Sequence[Due], words: dict[str, int], today: date) -> str:
        lines = [_MAIL[self._language].format(until=today + AHEAD, **words)]
        for owner, topics in groupby(due, key=lambda one: one.owner):
            lines += ["", owner]
            for one in topics:
                late = f" {_LATE[self._language]}" if one.standing is Standing.OVERDUE else ""
                lines.append(f"- {one.review_by} {one.title} ({one.key}){late}")
        return "\n".join(lines)


def _kept(due: Sequence[Due], reached: Mapping[str, Told]) -> Iterator[tuple[To, list[Due]]]:
    """Each keeper's mail address and phone with the topics that are theirs."""
    mine: dict[Told, list[Due]] = {}
    for one in due:
        if one.key in reached:
            mine.setdefault(reached[one.key]._replace(key=""), []).append(one)
    for keeper, topics in mine.items():
        if keeper.email:
            yield To(keeper.email, keeper=True), topics
        if keeper.contact_id is not None:
            yield To(contact_id=keeper.contact_id, keeper=True), topics
