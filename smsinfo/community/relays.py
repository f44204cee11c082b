"""Relays after they were asked: SUDAH, reminders, the word to stop, and the monthly test of their numbers.

They are asked together with the alert (alerts/reading_out.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from smsinfo.community.kit import Kit
from smsinfo.db.queries import marks, relay_tasks, relaying
from smsinfo.db.queries.relay_tasks import Task
from smsinfo.db.queries.relaying import Reader
from smsinfo.domain.alerts import DRILL_WORDS, LEAVING, Status
from smsinfo.domain.cap import Severity
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.domain.relays import OPEN, TEST_CODE, TaskState, reminder_key
from smsinfo.errors import Refused
from smsinfo.locale import say
from smsinfo.logs import get_logger
from smsinfo.outbox.enqueue import Draft

log = get_logger(__name__)
_SOON: Final = (timedelta(minutes=10), timedelta(minutes=30))
_LATER: Final = (timedelta(minutes=30),)
URGENT: Final = (Severity.EXTREME.value, Severity.SEVERE.value)
TEST_REMINDER: Final = timedelta(hours=24)
TEST_ENDS: Final = timedelta(hours=72)
STOPPED_LATELY: Final = timedelta(days=2)
STOP_VALID: Final = timedelta(hours=6)
OFFICE_HOURS: Final = range(9, 16)
"""Local hours in which numbers are tested."""
TESTED: Final = "relay_test:"
"""The mark of a regency: the month in which its relays were tested last."""
TEST_DAYS: Final = 3
"""So many days a worker that was away may be late; whoever becomes a relay after them is tested the next month."""
REGENCY: Final = len("62.06")


class Answer(StrEnum):
    """What comes of a SUDAH. `OTHER`: the code of an alert that this phone was not asked for."""

    DONE = "done"
    AGAIN = "again"
    NOTHING = "nothing"
    UNKNOWN = "unknown"
    OTHER = "other"
    LATE = "late"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Heard:
    """The answer, with the request that it is about (None where there is none)."""

    answer: Answer
    task: Task | None = None
    places: str = ""


class Relays:
    """Works in the caller's transaction."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit

    def done(self, session: Session, contact_id: int, code: str, heard: int | None, now: datetime) -> Heard:
        """Take a SUDAH from a phone; without a code it is about the newest request that waits."""
        connection = session.connection()
        tasks = relay_tasks.of_contact(connection, contact_id)
        if not code:
            open_ = [task for task in tasks if _state(task, now) in OPEN]
            code = open_[0].code if open_ else tasks[0].code if tasks else ""
        mine = [task for task in tasks if task.code == code]
        if not mine:
            return self._not_mine(connection, code)
        task, first = mine[0], mine[0].asked_at
        same = [one for one in mine if (one.alert_id, one.asked_at) == (task.alert_id, first)]
        state, places = _state(task, now), ", ".join(one.place for one in same)
        if state is TaskState.CONFIRMED:
            return Heard(Answer.AGAIN, task, places)
        if state is TaskState.STOPPED:
            return Heard(Answer.STOPPED, task, places)
        if state is TaskState.MISSED:
            return Heard(Answer.LATE, task, places)
        relay_tasks.confirm(connection, [one.id for one in same], heard, now)
        if task.alert_id is not None:
            relaying.stop_reminders(connection, task.alert_id, now, contact_id)
        return Heard(Answer.DONE, task, places)

    def tick(self, session: Session, now: datetime) -> int:
        """Remind, tell to stop, end what is over; how many texts were made."""
        connection = session.connection()
        asked: defaultdict[tuple[int | None, int, datetime], list[Task]] = defaultdict(list)
        for task in relay_tasks.going_on(connection, now - STOPPED_LATELY):
            asked[task.alert_id, task.contact_id, task.asked_at].append(task)
        return sum(self._see_to(connection, tasks, now) for tasks in asked.values())

    def waits(self, session: Session, now: datetime) -> bool:
        """True while there is anything for `tick` to look at."""
        return bool(relay_tasks.going_on(session.connection(), now - STOPPED_LATELY))

    def test_is_due(self, session: Session, now: datetime) -> bool:
        """True in the office hours of the days of the month, while a regency was not tested this month."""
        return bool(self._untested(session.connection(), now))

    def test(self, session: Session, now: datetime) -> int:
        """Test the numbers of every regency whose turn has come this month; how many people were asked."""
        connection, asked = session.connection(), 0
        for regency, readers in self._untested(connection, now).items():
            asked += sum(self._ask(connection, one, now) for one in readers)
            marks.put(connection, f"{TESTED}{regency}", self._month(now), now)
        return asked

    def _untested(self, connection: Connection, now: datetime) -> dict[str, list[Reader]]:
        local, day = now.astimezone(self._kit.settings.zone), self._kit.settings.relay_test_day
        if not day <= local.day < day + TEST_DAYS or not day or local.hour not in OFFICE_HOURS:
            return {}
        found = sorted(_by_regency(relaying.everywhere(connection)).items())
        return {code: people for code, people in found if marks.get(connection, f"{TESTED}{code}") != self._month(now)}

    def _month(self, now: datetime) -> str:
        return f"{now.astimezone(self._kit.settings.zone):%Y-%m}"

    def _not_mine(self, connection: Connection, code: str) -> Heard:
        if not code:
            return Heard(Answer.NOTHING)
        return Heard(Answer.OTHER if relay_tasks.code_exists(connection, code) else Answer.UNKNOWN)

    def _see_to(self, connection: Connection, tasks: Sequence[Task], now: datetime) -> int:
        task, ids = tasks[0], [task.id for task in tasks]
        state = _state(task, now)
        if state is TaskState.MISSED and task.state is not TaskState.MISSED:
            relay_tasks.end(connection, ids, TaskState.MISSED)
            return 0
        if task.alert_id is not None and _is_over(task):
            relay_tasks.end(connection, ids, TaskState.STOPPED)
            relay_tasks.note_stop(connection, ids, now)
            # Who has newer words of the same thing needs no other word to stop.
            told = task.status == Status.CANCELLED and not task.followed and task.had_at is not None
            return (
                self._say(connection, "relay.stop", tasks, f"relay-stop:{task.alert_id}:", STOP_VALID, now)
                if told
                else 0
            )
        return self._remind(connection, tasks, now) if state in OPEN else 0

    def _remind(self, connection: Connection, tasks: Sequence[Task], now: datetime) -> int:
        task, ids = tasks[0], [task.id for task in tasks]
        moments = _moments(task)
        since = task.asked_at if task.alert_id is None else task.had_at
        if since is None or task.reminders >= len(moments) or now < since + moments[task.reminders]:
            return 0
        number = task.reminders + 1
        relay_tasks.note_reminder(connection, ids, number)
        if task.alert_id is None:
            key = f"relay-test:{task.id}:"
            return self._say(connection, "relay.test", tasks, key, TEST_ENDS - TEST_REMINDER, now, Lane.BULK)
        left = (task.expires_at or now) - now
        key = reminder_key(task.alert_id, task.contact_id, number)
        lane = Lane.URGENT if task.severity in URGENT else Lane.ALERT
        return self._say(connection, "relay.remind", tasks, key, min(left, moments[-1]), now, lane)

    def _say(
        self,
        connection: Connection,
        key: str,
        tasks: Sequence[Task],
        reason: str,
        valid: timedelta,
        now: datetime,
        lane: Lane = Lane.URGENT,
    ) -> int:
        task, language = tasks[0], tasks[0].language or self._kit.settings.language
        text = say(key, language, code=task.code, place=_names(one.place for one in tasks))
        if task.drill and not text.startswith(DRILL_WORDS):
            text = f"{DRILL_WORDS}. {text}"
        reason = f"{reason}{task.contact_id}" if reason.endswith(":") else reason
        return self._send(connection, Draft(text, Purpose.RELAY, lane, valid, task.contact_id, dedupe_key=reason), now)

    def _ask(self, connection: Connection, one: Reader, now: datetime) -> int:
        language = one.language or self._kit.settings.language
        text = say("relay.test", language, code=TEST_CODE, place=_names(name for _code, name in one.places))
        made = self._send(connection, Draft(text, Purpose.RELAY, Lane.BULK, TEST_ENDS, one.contact_id), now)
        for region, _name in one.places if made else ():
            relaying.add_test(connection, _test_row(one.contact_id, region, now))
        return made

    def _send(self, connection: Connection, draft: Draft, now: datetime) -> int:
        try:
            return int(self._kit.outbox.add(connection, draft, now) is not None)
        except Refused as problem:
            log.error("relay_not_told", problem=str(problem))
            return 0


def _state(task: Task, now: datetime) -> TaskState:
    """Where the request stands now: what the worker has not written down yet counts as well."""
    if task.state not in OPEN:
        return task.state
    if task.alert_id is None:
        return TaskState.MISSED if now >= task.asked_at + TEST_ENDS else task.state
    if _is_over(task):
        return TaskState.STOPPED
    return TaskState.MISSED if task.expires_at is not None and now >= task.expires_at else task.state


def _is_over(task: Task) -> bool:
    return task.followed or task.status not in {status.value for status in LEAVING}


def _moments(task: Task) -> tuple[timedelta, ...]:
    """How long after the phone got it somebody is reminded."""
    if task.alert_id is None:
        return (TEST_REMINDER,)
    return _SOON if task.severity in URGENT else _LATER


def _by_regency(readers: Iterable[Reader]) -> dict[str, list[Reader]]:
    found: defaultdict[str, list[Reader]] = defaultdict(list)
    for one in readers:
        found[one.places[0][0][:REGENCY]].append(one)
    return found


def _names(places: Iterable[str]) -> str:
    """A few names: a text has one segment."""
    first, *others = places
    return f"{first} +{len(others)}" if others else first


def _test_row(contact_id: int, region: str, now: datetime) -> dict[str, object]:
    return {
        "alert_id": None,
        "code": TEST_CODE,
        "contact_id": contact_id,
        "region_code": region,
        "state": TaskState.SENT.value,
        "reminders": 0,
        "asked_at": now,
    }
