"""`Ussd.turn`: one input of a dialogue becomes one screen.

Where a network sends the whole path each time nothing is remembered: the path is walked again. Else the dialogue stands
in a row with a version, so that any process may answer the next turn and of two turns at once the loser looks again.
Nothing is kept of who only looks beyond that row, which lives for minutes. A screen that does something (subscribe,
send a copy) does it in one transaction with its MO, whose id names the turn: the same turn again does nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from smsinfo.community.service import Community
from smsinfo.config import Settings
from smsinfo.contacts.service import Act, Contacts
from smsinfo.content.snapshot import Snapshots
from smsinfo.conversation.turn import Turn, World
from smsinfo.conversation.ussd import walk
from smsinfo.conversation.ussd.deeds import DEEDS, Done, Hands
from smsinfo.conversation.ussd.trail import HOME, Spot, Trail, dump, load
from smsinfo.conversation.ussd.visit import Visit
from smsinfo.db.engine import Database
from smsinfo.db.hot import Lost
from smsinfo.db.queries import exchange
from smsinfo.db.queries.ussd import Caller, Dialogues, Stored, drop_expired
from smsinfo.domain.channels import Plan
from smsinfo.domain.clock import Clock
from smsinfo.domain.contacts import Person
from smsinfo.domain.conversation import State
from smsinfo.domain.cries import Cry
from smsinfo.domain.understanding import Resolution
from smsinfo.domain.ussd import Screen, UssdTurn
from smsinfo.errors import BadRequest, ForeignSession, NotReady
from smsinfo.inbox import naming
from smsinfo.inbox.facts import DatabaseFacts
from smsinfo.inbox.people import Newcomer, contact_of
from smsinfo.inbox.seen import Seen
from smsinfo.inbox.sender import Sender, identify
from smsinfo.inbox.spend import Spend
from smsinfo.outbox.enqueue import Outbox
from smsinfo.outbox.route import best
from smsinfo.sms.masking import mask_text

LIFETIME: Final = timedelta(minutes=5)
"""How long a dialogue stands after its last turn. Networks end one after some three minutes without an input."""

RESUMED: Final = timedelta(minutes=3)
"""How soon after the last turn of a dropped dialogue a new one offers to go on with it."""

TRIES: Final = 25
CRY: Final = "danger"
"""The kind of the screen that answers a cry for help (conversation/ussd/table.py)."""
_NOTHING: Final = Resolution("none")


class _Raced(Exception):
    """Another turn of the same dialogue, or the same turn, was stored in between: look again."""


@dataclass(frozen=True, slots=True)
class _Case:
    """One turn with all that is known before the write. `stored` is the dialogue as it stood, `seen` its version."""

    turn: UssdTurn
    sender: Sender
    seals: tuple[bytes, ...]
    caller: Caller
    visit: Visit
    stored: Stored | None
    seen: int = 0

    @property
    def name(self) -> str:
        """The id of this turn, for ever: a repeat has the same."""
        place = self.turn.path if self.turn.path is not None else str(self.seen + 1)
        return naming.turn_id(self.turn, self.seals[0], place)


class Ussd:
    """Answers the turns of all channels of one process."""

    def __init__(
        self,
        database: Database,
        contacts: Contacts,
        snapshots: Snapshots,
        settings: Settings,
        clock: Clock,
        community: Community,
        outbox: Outbox,
        plans: Mapping[str, Plan],
        spend: Spend,
        own_numbers: frozenset[str] = frozenset(),
        cried: Callable[[Cry], object] = lambda _: None,
    ) -> None:
        """`cried` is told of cries for help of people whom we know, once their screen is stored."""
        self._database = database
        self._dialogues = Dialogues(database)
        self._contacts = contacts
        self._snapshots = snapshots
        self._settings = settings
        self._clock = clock
        self._community = community
        self._outbox = outbox
        self._plans = plans
        self._spend = spend
        self._own_numbers = own_numbers
        self._cried = cried
        self.seen = Seen(database)

    def turn(self, turn: UssdTurn, limit: int) -> Screen:
        """The screen that answers a turn, at most `limit` septets (100 to 182) of GSM-7.

        Raises NotReady when the database is away, ForeignSession when the dialogue is another number's, BadRequest for
        a turn that names no dialogue although its channel sends no path.
        """
        if turn.ended:
            return Screen("", more=False)
        if turn.path is None and not turn.session:
            raise BadRequest("the turn names no session; the provider has to send its id with each turn")
        try:
            for _ in range(TRIES):
                try:
                    return self._by_path(turn, limit) if turn.path is not None else self._by_session(turn, limit)
                except (_Raced, Lost):
                    continue
        except OperationalError as error:
            raise NotReady(f"the database can't be reached or written: {type(error.orig).__name__}") from error
        raise NotReady("the database is away, or too many turns of one dialogue came at once; dial again")

    def sweep(self) -> int:
        """Forget the dialogues that nobody can go on with; how many."""
        with self._database.writer(), self._database.engine.begin() as connection:
            return drop_expired(connection, self._clock())

    def _by_path(self, turn: UssdTurn, limit: int) -> Screen:
        case = self._case(turn, limit, stored=False)
        trail = walk.replay(case.visit, turn.path or "")
        if walk.deed_of(trail) and case.visit.can_act:
            return self._act(case, trail)
        screen = walk.show(case.visit, trail)
        self._note(case, trail)
        return screen

    def _by_session(self, turn: UssdTurn, limit: int) -> Screen:
        case = self._case(turn, limit, stored=True)
        shown = self._shown_before(case)
        if shown is not None:
            return shown
        trail = self._next(case)
        if walk.deed_of(trail) and case.visit.can_act:
            return self._act(case, trail)
        screen = walk.show(case.visit, trail)
        if not self._dialogues.store(self._row(case, trail, screen), case.seen):
            raise _Raced
        self._note(case, trail)
        return screen

    def _case(self, turn: UssdTurn, limit: int, *, stored: bool) -> _Case:
        sender = identify(turn.sender, self._own_numbers)
        # Somebody whose number can't be read may look around; a dialogue is then bound to what stands for it.
        seals = self._contacts.sealer.seals(sender.msisdn or f"?{turn.sender[:64]}", practice=turn.practice)
        caller, found = self._dialogues.known(seals, turn.channel, naming.session_key(turn.session), stored=stored)
        now = self._clock()
        fresh = found is None or found.expires_at <= now
        if found is not None and not fresh and found.sealed not in seals:
            raise ForeignSession("the session belongs to another number")
        person = Person(caller.contact_id, caller.language or self._settings.language, caller.region, welcomed=True)
        voice = Turn("", person, State(), self._snapshots.current(), _NOTHING, now, self._settings.zone)
        can_act = bool(sender.msisdn)
        can_copy = can_act and best(self._plans.values(), caller.operator or sender.operator) is not None
        facts = DatabaseFacts(self._database, caller.contact_id, now)
        visit = Visit(voice, facts, limit, can_act=can_act, can_copy=can_copy)
        return _Case(
            turn, sender, seals, caller, visit, None if fresh else found, found.version if found is not None else 0
        )

    @staticmethod
    def _shown_before(case: _Case) -> Screen | None:
        """The stored screen for a turn that comes again, or too late; None for a new one."""
        stored, number = case.stored, case.turn.number
        if stored is None:
            return None
        late = number is not None and 0 < number <= stored.number and not (case.turn.first and number < stored.number)
        opened_again = case.turn.first and number is None and stored.version == 1
        return Screen(stored.screen, not stored.over) if late or opened_again else None

    def _next(self, case: _Case) -> Trail:
        """Where this turn leads. A dialogue that begins, or that nobody remembers, begins at home."""
        stored, turn = case.stored, case.turn
        if stored is None or turn.first:
            return self._begin(case) if turn.first else Trail()
        trail = Trail(over=True) if stored.over else load(stored.state)
        return walk.step(case.visit, trail, turn.text)

    def _begin(self, case: _Case) -> Trail:
        """Home; or the offer to go on where a dialogue of this number broke off."""
        since = case.visit.voice.now + LIFETIME - RESUMED
        dropped = self._dialogues.dropped(case.seals, case.turn.channel, since)
        before = load(dropped) if dropped is not None else Trail()
        spots = before.kept or before.spots
        if len(spots) == 1:
            return Trail()
        return Trail((Spot(HOME), Spot("resume")), language=before.language, kept=spots)

    def _row(self, case: _Case, trail: Trail, screen: Screen) -> dict[str, Any]:
        return {
            "channel": case.turn.channel,
            "session": naming.session_key(case.turn.session),
            "msisdn_sealed": case.seals[0],
            "number": case.turn.number or 0,
            "state": dump(trail),
            "screen": screen.text,
            "over": not screen.more,
            "expires_at": case.visit.voice.now + LIFETIME,
        }

    def _act(self, case: _Case, trail: Trail) -> Screen:
        """Do what the screen does, once, and show it; MO, deed and dialogue are stored together or not at all."""
        deed, spot = walk.deed_of(trail), trail.here
        visit = case.visit.speaking(trail.language) if trail.language else case.visit
        done = Done()
        with self._database.writer(), self._database.engine.begin() as connection:
            newcomer = Newcomer(case.seals[0], case.sender.operator, case.turn.practice, visit.voice.now)
            caller = case.caller
            # An act is rare: whether the number was set aside is asked by the statement that ends that.
            contact_id = contact_of(connection, caller.contact_id, caller.sealed, newcomer, aside=True)
            row = naming.seen_row(case.turn, case.name, visit.voice, trail, contact_id)
            inbound_id = exchange.add_inbound(connection, row)
            if inbound_id is not None:
                done = self._do(connection, case, deed, spot.argument, visit, contact_id, inbound_id)
            if done.instead:
                trail = replace(trail, spots=(*trail.spots[:-1], Spot("said", done.instead)))
            screen = walk.show(visit, trail)
            if (
                case.turn.path is None
                and not done.erased
                and not self._dialogues.store_in(connection, self._row(case, trail, screen), case.seen)
            ):
                raise _Raced
        self._spend.add(done.segments)
        return screen

    def _do(
        self,
        connection: Connection,
        case: _Case,
        deed: str,
        argument: str,
        visit: Visit,
        contact_id: int,
        inbound_id: int,
    ) -> Done:
        turn = case.turn
        act = Act(contact_id, case.sender.msisdn, turn.practice, turn.channel, case.name, visit.voice.now)
        with Session(connection, expire_on_commit=False) as session:
            hands = Hands(
                World(session, self._contacts, act, self._community),
                self._outbox,
                inbound_id,
                naming.dialogue_mark(turn, case.seals[0]),
                not self._spend.exhausted,
                self._settings.rate_per_phone,
            )
            done = DEEDS[deed](hands, visit, argument)
            session.flush()
        return done

    def _note(self, case: _Case, trail: Trail) -> None:
        """What was looked up goes into the statistics, without the person; a cry for help to who may come."""
        if naming.tells_something(trail):
            self.seen.note(naming.seen_row(case.turn, case.name, case.visit.voice, trail, None))
        caller, turn = case.caller, case.turn
        if trail.entered and trail.here.kind == CRY and caller.contact_id is not None and not turn.practice:
            typed = turn.text if turn.path is None else turn.path.rpartition("*")[2]
            self._cried(Cry(caller.contact_id, caller.region or "", mask_text(typed), case.visit.voice.now))
