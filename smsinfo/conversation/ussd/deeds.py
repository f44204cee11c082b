"""What a screen does when the newest input leads there: the table of deeds. Each runs inside the turn's transaction.

Every deed may be asked for again (a network that hears nothing asks twice): the second time changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from smsinfo.conversation.answers import MOST_SEGMENTS
from smsinfo.conversation.turn import World
from smsinfo.conversation.ussd.answers import to_copy
from smsinfo.conversation.ussd.visit import Visit
from smsinfo.db.queries.queueing import replies_since
from smsinfo.domain.messages import Lane, Purpose
from smsinfo.errors import Refused
from smsinfo.outbox.enqueue import Draft, Outbox
from smsinfo.sms.gsm7 import to_gsm7
from smsinfo.sms.segments import count, pages

COPY_LIFETIME: Final = timedelta(hours=4)
COPY_WINDOW: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Hands:
    """What a deed works with. `dialogue` stands for the dialogue in 16 letters; `most_copies` is how
    many SMS a person may get in an hour."""

    world: World
    outbox: Outbox
    inbound_id: int
    dialogue: str
    may_spend: bool
    most_copies: int


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a deed: `instead` is the key of the text that is shown in place of the screen, `segments` what was
    put into the outbox."""

    instead: str = ""
    segments: int = 0
    erased: bool = False


def _subscribe(hands: Hands, _visit: Visit, argument: str) -> Done:
    hands.world.contacts.subscribe(hands.world.session, hands.world.act, argument)
    return Done()


def _unsubscribe(hands: Hands, _visit: Visit, argument: str) -> Done:
    for code in argument.split(","):
        hands.world.contacts.unsubscribe(hands.world.session, hands.world.act, code)
    return Done()


def _stop(hands: Hands, _visit: Visit, _argument: str) -> Done:
    hands.world.contacts.stop(hands.world.session, hands.world.act)
    return Done()


def _region(hands: Hands, _visit: Visit, argument: str) -> Done:
    hands.world.contacts.set_region(hands.world.session, hands.world.act, argument)
    return Done()


def _language(hands: Hands, _visit: Visit, argument: str) -> Done:
    hands.world.contacts.set_language(hands.world.session, hands.world.act, argument)
    return Done()


def _forget(hands: Hands, _visit: Visit, _argument: str) -> Done:
    hands.world.contacts.erase(hands.world.session, hands.world.act)
    return Done(erased=True)


def _copy(hands: Hands, visit: Visit, argument: str) -> Done:
    """The answer as one SMS of at most three segments, once a dialogue and topic."""
    text, act = to_copy(visit, argument), hands.world.act
    connection = hands.world.session.connection()
    if text is None or not hands.may_spend:
        return Done("ussd.copy.later")
    if replies_since(connection, act.contact_id, act.at - COPY_WINDOW) >= hands.most_copies:
        return Done("ussd.copy.later")
    body = pages(to_gsm7(text), MOST_SEGMENTS, " ..")[0]
    draft = Draft(
        body,
        Purpose.REPLY,
        Lane.REPLY,
        COPY_LIFETIME,
        contact_id=act.contact_id,
        dedupe_key=f"ussd:{hands.dialogue}:{argument}",
        inbound_id=hands.inbound_id,
    )
    try:
        queued = hands.outbox.add(connection, draft, act.at)
    except Refused:  # every channel that could have sent it is gone
        return Done("ussd.copy.later")
    return Done(segments=count(body) if queued is not None else 0)


DEEDS: Final[dict[str, Callable[[Hands, Visit, str], Done]]] = {
    "subscribe": _subscribe,
    "unsubscribe": _unsubscribe,
    "stop": _stop,
    "region": _region,
    "language": _language,
    "forget": _forget,
    "copy": _copy,
}
"""Name (it is logged as the command) -> what is done."""
