"""Which texts are an official's command, and what comes of it. Everybody else's text of the same shape is only a text.

A command runs in the transaction that stores the text and its answer: whoever sends the same message again gets the
same answer, and nothing happens twice. A wrong one-time code is counted there though nothing else is done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.alerts.office import Office
from smsinfo.alerts.service import Alerts
from smsinfo.conversation.commands import Command
from smsinfo.conversation.officials import deciding, stopping, writing
from smsinfo.conversation.officials.hands import LATE, Answered, Heard
from smsinfo.conversation.officials.reading import Call, read
from smsinfo.conversation.router import Planned
from smsinfo.conversation.turn import Outcome, Turn, World, command_reply
from smsinfo.db.engine import Database
from smsinfo.db.queries import officials as rows
from smsinfo.db.queries import prepared
from smsinfo.db.queries import staff as accounts
from smsinfo.domain.staff import Person
from smsinfo.domain.understanding import Resolution

COMMANDS: Final[dict[str, Callable[[Heard], str]]] = {
    "alert": writing.run,
    "update": writing.run,
    "all_clear": writing.run,
    "approve": deciding.approve,
    "reject": deciding.reject,
    "cancel": stopping.cancel,
    "correct": stopping.correct,
}
"""A command (locale/*/officials.toml) -> what it does; `duty` and `register` are here."""
STOPPING: Final = frozenset({"cancel", "correct"})
"""What is done however late it comes: a wrong warning is wrong still."""


class Officials:
    """Over one database."""

    def __init__(self, database: Database, alerts: Alerts, office: Office) -> None:
        self._database = database
        self._alerts = alerts
        self._office = office

    def hears(self, text: str, contact_id: int | None, now: datetime) -> Call | None:
        """The command that a text is, from this phone. Only a text of that shape costs a look at the database."""
        call = read(text) if contact_id is not None else None
        if call is None or contact_id is None:
            return None
        with self._database.read() as session:
            if call.command == "register":
                known = self._office.phones.is_asked(session, contact_id, now)
            else:
                known = self._whose(session, contact_id) is not None
        return call if known else None

    def plan(self, turn: Turn, call: Call, sent_at: datetime | None) -> Planned:
        """What to run inside the exchange's transaction."""
        meant = Resolution("command", command=call.command, score=1.0)
        return Planned(Command(partial(self._run, call, sent_at), writes=True), replace(turn, resolution=meant))

    def _run(self, call: Call, sent_at: datetime | None, turn: Turn, world: World | None) -> Outcome:
        assert world is not None  # noqa: S101  (a command that writes gets one)
        try:
            text = self._answer(call, sent_at, turn, world)
        except Answered as answered:
            text = answered.text
        return Outcome(command_reply(turn, text, argument=call.alert or None), turn.state)

    def _answer(self, call: Call, sent_at: datetime | None, turn: Turn, world: World) -> str:
        session, contact_id = world.session, world.act.contact_id
        if call.command == "register":
            return self._register(call, turn, world)
        person = self._whose(session, contact_id)
        if person is None:  # dropped since `hears`
            return turn.say("official.register.wrong")
        heard = Heard(call, person, turn, session, sent_at, self._alerts, self._office)
        rows.confirm_duties(session, person.id, turn.now)
        if sent_at is not None and turn.now - sent_at > LATE and call.command not in STOPPING:
            return turn.say("official.late")
        return self._duty(heard) if call.command == "duty" else COMMANDS[call.command](heard)

    def _register(self, call: Call, turn: Turn, world: World) -> str:
        act = world.act
        person = self._office.phones.confirm(world.session, act.contact_id, act.msisdn, call.proof, turn.now)
        if person is None:
            return turn.say("official.register.wrong")
        return turn.say("official.register.done", name=person.name)

    def _duty(self, heard: Heard) -> str:
        """What the person is on duty for; having asked, they count as confirmed."""
        mine = self._office.roster.of(heard.session, heard.person, heard.now)
        if not mine:
            return heard.turn.say("official.duty.none")
        first = mine[0]
        more = f" +{len(mine) - 1}" if len(mine) > 1 else ""
        return heard.turn.say(
            "official.duty", place=heard.turn.place(first.region_code) + more, position=first.position
        )

    @staticmethod
    def _whose(session: Session, contact_id: int) -> Person | None:
        """The account of a phone, where it may act."""
        account_id = prepared.account_of(session, contact_id)
        person = accounts.by_id(session, account_id) if account_id is not None else None
        return person if person is not None and person.active else None
