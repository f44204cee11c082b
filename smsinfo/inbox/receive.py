"""`Inbox.receive`: read what is known, think without a lock, then store text, reply and state in one transaction.

The webhook answers only after the commit, and (channel, external id) is unique: a provider that repeats a request gets
the same answer and nothing happens again. Everything is read and computed before the write begins, because SQLite's
slowest answers come from writers that wait for each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from smsinfo.community.service import Community
from smsinfo.config import Settings
from smsinfo.contacts.service import Act, Contacts
from smsinfo.content.snapshot import Snapshots
from smsinfo.conversation import guards
from smsinfo.conversation import state as states
from smsinfo.conversation.answers import MOST_SEGMENTS
from smsinfo.conversation.members.desk import Members
from smsinfo.conversation.officials.desk import Officials
from smsinfo.conversation.rating import Asking, dropped, with_question
from smsinfo.conversation.router import Planned, plan
from smsinfo.conversation.turn import Outcome, Turn, World
from smsinfo.db.engine import Database
from smsinfo.db.hot import Lost
from smsinfo.db.queries import exchange, last_words
from smsinfo.domain.clock import Clock
from smsinfo.domain.contacts import Person
from smsinfo.domain.conversation import State
from smsinfo.domain.cries import Cry
from smsinfo.domain.messages import MoMessage, Reply, ReplyKind
from smsinfo.domain.outbox import Leaving
from smsinfo.domain.understanding import Resolution
from smsinfo.errors import NotReady
from smsinfo.inbox import loops
from smsinfo.inbox.handed import HandedOver
from smsinfo.inbox.people import Newcomer, contact_of
from smsinfo.inbox.rows import inbound, outbound
from smsinfo.inbox.sender import Sender, identify
from smsinfo.inbox.spend import Spend
from smsinfo.locale import say
from smsinfo.sms.clean import clean
from smsinfo.sms.masking import mask_text
from smsinfo.sms.segments import count

TRIES = 25


class _Raced(Exception):
    """Another turn of the same person, or the same message, was stored in between: look again."""


@dataclass(frozen=True, slots=True)
class _Case:
    """One MO with all that is known before the write."""

    mo: MoMessage
    text: str
    sender: Sender
    seals: tuple[bytes, ...]
    known: exchange.Known
    person: Person
    state: State
    turn: Turn


class Inbox:
    """Receives texts for all channels of one process."""

    def __init__(
        self,
        database: Database,
        contacts: Contacts,
        snapshots: Snapshots,
        settings: Settings,
        clock: Clock,
        community: Community,
        own_numbers: frozenset[str],
        pushed: frozenset[str] = frozenset(),
        cried: Callable[[Cry], object] = lambda _: None,
        officials: Officials | None = None,
    ) -> None:
        """`pushed` are the channels whose replies can't go back inline: theirs are queued with the text. `cried` hears
        of cries for help, after they are stored; `officials` commands that only registered numbers have (None: nobody
        has any); `community` is in the hands of commands."""
        self._database = database
        self._exchanges = exchange.Exchanges(database)
        self._contacts = contacts
        self._snapshots = snapshots
        self._settings = settings
        self._clock = clock
        self._community = community
        self._members = Members(database)
        self._own_numbers = own_numbers
        self._pushed = pushed
        self._cried = cried
        self._officials = officials
        self._zone: ZoneInfo = settings.zone
        self.spend = Spend(database, clock, settings)
        self.handed = HandedOver(database, clock)

    def receive(self, mo: MoMessage) -> Reply | None:
        """Store the text and what came of it; the reply to hand back, or None for silence. Raises NotReady."""
        sender = loops.silenced(mo, identify(mo.sender, self._own_numbers))
        try:
            for _ in range(TRIES):
                try:
                    if not sender.silence:
                        return self._exchange(mo, sender)
                    self._silent(mo, sender)
                    return None
                except (_Raced, Lost):
                    continue
        except OperationalError as error:
            raise NotReady(f"the database can't be reached or written: {type(error.orig).__name__}") from error
        raise NotReady("the database is away, or too many texts of one person came at once; the provider may try again")

    def _silent(self, mo: MoMessage, sender: Sender) -> None:
        """Somebody who can't or must not get a reply: stored, and that is all."""
        values = inbound(mo, clean(mo.text), None, ReplyKind.SILENT, sender.silence, self._settings.language)
        values.update(sender_kind=sender.kind.value, sender=sender.shown)
        with self._database.writer(), self._database.engine.begin() as connection:
            if exchange.add_inbound(connection, values) is not None:
                loops.note(connection, mo, sender, self._clock())

    def _exchange(self, mo: MoMessage, sender: Sender) -> Reply | None:
        seals = self._contacts.sealer.seals(sender.msisdn, practice=mo.practice)
        known = self._exchanges.known(seals, mo.channel, mo.external_id)
        if known.inbound_id is not None:
            return _again(known)
        case = self._prepare(mo, sender, seals, known)
        official = self._official(case)
        if official is not None:
            # Nobody who has to stop a wrong warning is held back by a limit, or greeted like a newcomer.
            case = replace(case, person=replace(case.person, welcomed=True))
            return self._store(case, official, "")
        silence = self._held_back(case)
        made: Outcome | Planned
        made = Outcome(None, case.state) if silence else self._members.takes(case.turn) or plan(case.turn)
        if isinstance(made, Outcome) and not case.mo.practice:
            made = with_question(case.turn, made, self._asking(case))
        if isinstance(made, Outcome) and self._is_plain(case, made):
            reply: Reply | None = self._store_plain(case, made)
        else:
            reply = self._store(case, made, silence)
        if case.turn.resolution.emergency and not case.mo.practice and known.contact_id is not None:
            self._cried(Cry(known.contact_id, case.person.region or "", mask_text(case.text), case.turn.now))
        return reply

    def _prepare(self, mo: MoMessage, sender: Sender, seals: tuple[bytes, ...], known: exchange.Known) -> _Case:
        text, now = clean(mo.text), self._clock()
        person = Person(known.contact_id, known.language or self._settings.language, known.region, known.welcomed)
        state = states.load(known.state, known.version, known.state_expires_at, now)
        snapshot = self._snapshots.current()
        resolution = snapshot.understanding.resolve(text, person.language, person.region)
        turn = Turn(text, person, state, snapshot, resolution, now, self._zone)
        return _Case(mo, text, sender, seals, known, person, state, turn)

    def _asking(self, case: _Case) -> Asking:
        seed = f"{case.mo.channel} {case.mo.external_id}"
        return Asking(case.known.welcomed_at, self._settings.rating_share, seed)

    def _official(self, case: _Case) -> Planned | None:
        """An official's command, where the text is one and the number is registered."""
        if self._officials is None:
            return None
        call = self._officials.hears(case.text, case.known.contact_id, case.turn.now)
        return self._officials.plan(case.turn, call, case.mo.sent_at) if call is not None else None

    def _held_back(self, case: _Case) -> str:
        if guards.always_passes(case.turn.resolution, case.text):
            return ""
        if guards.is_stale(case.mo, case.turn.now, self._settings):
            return "stale"
        if self.spend.exhausted:
            return "spend"
        return guards.over_limit(case.state, case.text, case.turn.now, self._settings) or ""

    @staticmethod
    def _is_plain(case: _Case, made: Outcome) -> bool:
        """An answer to somebody we know and have greeted: nine texts in ten."""
        known = case.known
        settled = known.contact_id is not None and known.version is not None and known.sealed == case.seals[0]
        settled = settled and not known.aside
        greeted = case.person.welcomed or case.turn.resolution.emergency
        return settled and greeted and made.reply is not None and not made.erased

    def _store_plain(self, case: _Case, made: Outcome) -> Reply:
        reply, contact_id = made.reply, case.known.contact_id
        assert reply is not None and contact_id is not None  # noqa: S101, PT018  (_is_plain)
        inbound = self._inbound_of(case, contact_id, made, "")
        state = exchange.state_values(contact_id, case.known.version or 0, *self._new_state(case, made.state, reply))
        if not self._exchanges.store(inbound, self._outbound(case, reply, contact_id, None), state):
            raise _Raced
        self.spend.add(reply.segments)
        return reply

    def _store(self, case: _Case, made: Outcome | Planned, silence: str) -> Reply | None:
        with self._database.writer(), self._database.engine.begin() as connection:
            contact_id = self._contact(connection, case)
            inbound_id = exchange.add_inbound(connection, self._inbound_of(case, contact_id, made, silence))
            if inbound_id is None:
                raise _Raced
            outcome = self._run(connection, case, contact_id, made) if isinstance(made, Planned) else made
            reply = self._welcome(connection, case, contact_id, outcome)
            kept = None if outcome.erased else contact_id
            if reply is not None:
                exchange.add_outbound(connection, self._outbound(case, reply, kept, inbound_id))
                if kept is None and case.mo.channel in self._pushed:
                    last_words.keep_for_reply(connection, inbound_id, Leaving(case.seals[0], case.mo.practice))
            if kept is not None:
                self._save_state(connection, case, kept, *self._new_state(case, outcome.state, reply))
        if reply is not None:
            self.spend.add(reply.segments)
        return reply

    def _contact(self, connection: Connection, case: _Case) -> int:
        newcomer = Newcomer(case.seals[0], case.sender.operator, case.mo.practice, case.turn.now)
        return contact_of(connection, case.known.contact_id, case.known.sealed, newcomer, aside=case.known.aside)

    def _run(self, connection: Connection, case: _Case, contact_id: int, made: Planned) -> Outcome:
        act = Act(contact_id, case.sender.msisdn, case.mo.practice, case.mo.channel, case.mo.external_id, case.turn.now)
        with Session(connection, expire_on_commit=False) as session:
            outcome = made.command.run(made.turn, World(session, self._contacts, act, self._community))
            session.flush()
        return outcome

    def _welcome(self, connection: Connection, case: _Case, contact_id: int, outcome: Outcome) -> Reply | None:
        """The first answer tells what this is and what it costs, after the answer itself; never in an emergency."""
        reply = outcome.reply
        if reply is None or case.person.welcomed or outcome.erased or case.turn.resolution.emergency:
            return reply
        greeted = f"{reply.text}\n{say('welcome', reply.language)}"
        if count(greeted) > MOST_SEGMENTS:
            return reply
        exchange.mark_welcomed(connection, contact_id, case.turn.now)
        return replace(reply, text=greeted)

    def _new_state(self, case: _Case, new: State, reply: Reply | None) -> tuple[str, datetime]:
        segments = reply.segments if reply is not None else None
        kept = guards.remember(
            dropped(case.state, new), case.text, case.turn.now, self._settings, segments=segments, before=case.state
        )
        return states.dump(kept), case.turn.now + states.LIFETIME

    def _save_state(self, connection: Connection, case: _Case, contact_id: int, text: str, until: datetime) -> None:
        seen = case.known.version
        if seen is None:
            kept = exchange.add_state(connection, contact_id, text, until)
        else:
            kept = exchange.save_state(connection, contact_id, seen, text, until)
        if not kept:
            raise _Raced

    def _inbound_of(self, case: _Case, contact_id: int, made: Outcome | Planned, silence: str) -> dict[str, Any]:
        reply = made.reply if isinstance(made, Outcome) else None
        resolution: Resolution = case.turn.resolution
        kind = ReplyKind.COMMAND if isinstance(made, Planned) else reply.kind if reply else ReplyKind.SILENT
        values = inbound(case.mo, case.text, contact_id, kind, silence, case.person.language)
        values.update(
            region_code=case.person.region,
            command=(
                made.turn.resolution.command
                if isinstance(made, Planned)
                else reply.command
                if reply
                else resolution.command
            ),
            topic_key=reply.topics[0] if reply and reply.topics and reply.kind is not ReplyKind.MENU else None,
        )
        return values

    def _outbound(self, case: _Case, reply: Reply, contact_id: int | None, inbound_id: int | None) -> dict[str, Any]:
        inline = case.mo.channel not in self._pushed
        row = outbound(case.mo.channel, reply, case.turn.now, segment_idr=self._settings.segment_idr, inline=inline)
        operator = case.known.operator or case.sender.operator
        ids = {"inbound_id": inbound_id, "contact_id": contact_id}
        return {**row, **ids, "operator": operator, "region_code": case.person.region}


def _again(known: exchange.Known) -> Reply | None:
    """The same answer to the same message, word for word."""
    # An erased reply is empty: the person is gone, and nothing is said again.
    return Reply(known.reply, ReplyKind(known.kind or "answer"), known.language or "id") if known.reply else None
