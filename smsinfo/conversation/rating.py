"""`Membantu?`: the question behind some answers, and what comes back.

It is asked of people whom we know for a day at least, once a week at most, of a share of the answers (a setting), and
only where it makes the answer no dearer. Never in danger, never about a topic of safety (violence is one: phones are
shared), never after a command or an alert.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from smsinfo.conversation.menu import rated
from smsinfo.conversation.turn import Outcome, Turn, World
from smsinfo.domain.conversation import State
from smsinfo.domain.messages import Reply, ReplyKind
from smsinfo.domain.understanding import Resolution
from smsinfo.sms.segments import count

PENDING: Final = "rate:"
"""How `State.pending` begins while the question is open: `rate:<topic>`."""

DAYS_BETWEEN: Final = 7
KNOWN_FOR: Final = timedelta(days=1)
"""Who has just found us learns to ask first."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Whether this person may be asked about this text: since when we know them, the share of answers in a hundred,
    and a text that is another for each message (so that a repeat of one gets the same reply)."""

    welcomed_at: datetime | None
    share: int
    seed: str


def with_question(turn: Turn, outcome: Outcome, asking: Asking) -> Outcome:
    """The outcome with the question behind its answer, where it may and does fit; else as it is."""
    reply = outcome.reply
    if reply is None or reply.kind is not ReplyKind.ANSWER or not reply.topics or not _may_ask(turn, reply, asking):
        return outcome
    text = f"{reply.text}\n{turn.say('rate.ask')}"
    if count(text) > reply.segments:
        return outcome
    state = replace(outcome.state, pending=f"{PENDING}{reply.topics[0]}", asked=_day(turn))
    return replace(outcome, reply=replace(reply, text=text), state=state)


def _may_ask(turn: Turn, reply: Reply, asking: Asking) -> bool:
    if asking.welcomed_at is None or turn.now - asking.welcomed_at < KNOWN_FOR:
        return False
    topics = [turn.snapshot.topics[key] for key in reply.topics]
    if turn.resolution.emergency or any(topic.safety or topic.is_private for topic in topics):
        return False
    if turn.state.asked and _day(turn) - turn.state.asked < DAYS_BETWEEN:
        return False
    drawn = int.from_bytes(hashlib.blake2s(asking.seed.encode(), digest_size=4).digest(), "big") % 100
    return drawn < asking.share


def rating_in(turn: Turn) -> Resolution | None:
    """The command `rate` with `yes:<topic>` or `no:<topic>`, where the text answers the question right after it."""
    pending = turn.state.pending or ""
    helped = rated(turn.text) if pending.startswith(PENDING) else None
    if helped is None or turn.resolution.emergency:
        return None
    said = f"{'yes' if helped else 'no'}:{pending.removeprefix(PENDING)}"
    return Resolution("command", command="rate", argument=said, score=1.0)


def dropped(before: State, after: State) -> State:
    """The state after a turn: a question that stood before it is over, whatever was said."""
    over = (before.pending or "").startswith(PENDING) and after.pending == before.pending
    return replace(after, pending=None) if over else after


def run(turn: Turn, world: World | None) -> Outcome:
    """Count it once, for the topic and the regency; nobody knows whose it was."""
    said, _, topic = turn.resolution.argument.partition(":")
    helped = said == "yes"
    if world is not None and topic in turn.snapshot.topics:
        world.community.ratings.add(world.session, topic, turn.person.region, turn.now, helped=helped)
    reply = Reply(turn.say("rate.yes" if helped else "rate.no"), ReplyKind.COMMAND, turn.language, command="rate")
    return Outcome(reply, replace(turn.state, pending=None))


def _day(turn: Turn) -> int:
    return turn.now.astimezone(turn.zone).toordinal()
