"""What a text would be answered, without anything being done or kept: for pages where people look before they text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from smsinfo.content.snapshot import Snapshot
from smsinfo.conversation.answers import continuation, topic_answer
from smsinfo.conversation.router import Planned, plan
from smsinfo.conversation.turn import Turn
from smsinfo.domain.contacts import Person
from smsinfo.domain.conversation import State
from smsinfo.domain.messages import ReplyKind
from smsinfo.domain.understanding import Resolution
from smsinfo.sms.clean import clean
from smsinfo.sms.gsm7 import to_gsm7

SURE: Final = 0.7
"""Below this the answer may be another one than was meant, and whoever looks should look at the nearest ones too."""
NEAR: Final = 0.1
"""Below this even the nearest topics have nothing to do with the text."""
MOST_NEAR: Final = 3
TELLING: Final = frozenset(("hoax", "ask", "report_danger", "report_topic"))
"""Commands that answer first, and keep or pass on only where somebody texts."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What would come back. `reply` is None for silence, and where the text does something (`acts`), which a look does
    not do. `weak`: another topic may have been meant, or none was understood; `near` are the keys of those nearest."""

    reply: str | None
    resolution: Resolution
    acts: bool = False
    weak: bool = False
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Who looks: the content, the language and region of the answers (None: not told), and when."""

    snapshot: Snapshot
    language: str
    region: str | None
    now: datetime
    zone: ZoneInfo


def look(who: Onlooker, text: str) -> Looked:
    """What the text would be answered. Pure, and bounded for any text."""
    turn = _turn(who, clean(text))
    made, resolution = plan(turn), turn.resolution
    if isinstance(made, Planned):
        told = made.command.run(made.turn, None) if resolution.command in TELLING else None
        if told is None or told.reply is None or told.reply.kind is ReplyKind.NONE:
            return Looked(None, resolution, acts=True)
        made = told
    weak = resolution.kind == "none" or (resolution.kind == "answer" and resolution.score < SURE)
    near: tuple[str, ...] = ()
    if weak and resolution.score >= NEAR:
        explained = who.snapshot.understanding.explain(turn.text, MOST_NEAR + 1)
        near = tuple(key for key, _ in explained if key not in resolution.topics)[:MOST_NEAR]
    return Looked(made.reply.text if made.reply is not None else None, resolution, weak=weak, near=near)


def answer_of(who: Onlooker, key: str) -> tuple[str, str]:
    """What the phone shows of a topic for its first keyword, and what LANJUT sends then (or nothing)."""
    topic = who.snapshot.topics[key]
    turn = _turn(who, topic.keywords[0] if topic.keywords else "")
    found = turn.resolution
    named = found.kind == "answer" and found.topics[:1] == (key,)
    outcome = topic_answer(turn, found.topics if named else (key,), emergency=named and found.emergency)
    assert outcome.reply is not None  # noqa: S101  (a topic has an answer)
    return outcome.reply.text, to_gsm7(continuation(turn, key))


def _turn(who: Onlooker, text: str) -> Turn:
    resolution = who.snapshot.understanding.resolve(text, who.language, who.region)
    person = Person(None, who.language, who.region, True)
    return Turn(text, person, State(), who.snapshot, resolution, who.now, who.zone)
