"""`news` and `append`: KABAR <isi> sends something in from the village, TAMBAH <isi> goes on with it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.news import LONGEST, NotTaken, Taken, writer_of
from smsinfo.conversation.answers import not_understood, topic_answer
from smsinfo.conversation.local import run_news
from smsinfo.conversation.members.said import Said
from smsinfo.conversation.turn import Outcome, Turn, command_reply
from smsinfo.db.queries import members
from smsinfo.domain.news import Contribution, Flag, NewsKind, NewsState
from smsinfo.locale import news_kinds

_FIRST = re.compile(r"([^\W\d_]+)[\s:,.-]+(.+)", re.DOTALL)
_NUMBERED = re.compile(r"(?:no\.?|nomor)?\s*(\d{1,9})[\s:,.-]+(.+)", re.DOTALL | re.IGNORECASE)
_NOT_TAKEN: Final = {
    NotTaken.SHORT: "news.short",
    NotTaken.LONG: "news.long",
    NotTaken.FLOOD: "news.flood",
    NotTaken.NOTHING_OPEN: "news.nothing_open",
}
_HELD: Final = (
    (Flag.NUMBER, "news.held.number"),
    (Flag.CHILD, "news.held.child"),
    (Flag.PHONE, "news.held.phone"),
    (Flag.ABUSE, "news.held.abuse"),
    (Flag.LINK, "news.held.link"),
)
"""What is said of what was found: the first that fits, since a receipt is one segment."""
_STANDING: Final = {
    NewsState.WAITING: "news.status.waiting",
    NewsState.ASKED: "news.ask",
    NewsState.PUBLISHED: "news.published",
    NewsState.DECLINED: "news.declined",
    NewsState.WITHDRAWN: "news.withdrawn",
}


def is_writer(session: Session, contact_id: int) -> bool:
    """True for the phone of a contributor or a village head."""
    return writer_of(members.active(session, contact_id)) is not None


def run(said: Said) -> Outcome:
    """Take it in and say under which number. KABAR with only a place is a question; a cry for help is answered too."""
    turn, world = said.turn, said.world
    meant = turn.snapshot.understanding.resolve(turn.text, turn.language, turn.person.region)
    if meant.command == "news":
        return run_news(replace(turn, resolution=meant))
    member = writer_of(said.members)
    if member is None:  # it ended between the look and the act
        return not_understood(turn)
    kind, text = _kind(said.rest)
    text_of = _answered(turn, world.community.news.receive(world.session, member, kind, text, turn.now), "received")
    if meant.emergency:
        helped = topic_answer(turn, meant.topics, emergency=True)
        assert helped.reply is not None  # noqa: S101  (an emergency is always answered)
        return replace(helped, reply=replace(helped.reply, text=f"{helped.reply.text}\n{text_of}"))
    return Outcome(command_reply(turn, text_of), turn.state)


def run_append(said: Said) -> Outcome:
    """Go on with the last contribution, or with the one whose number stands in front."""
    turn, world, news = said.turn, said.world, said.world.community.news
    contact, number, text = world.act.contact_id, None, said.rest
    found = _NUMBERED.fullmatch(said.rest)
    if found is not None and news.own(world.session, contact, int(found[1])) is not None:
        number, text = int(found[1]), found[2]
    taken = news.append(world.session, contact, number, text, turn.now)
    return Outcome(command_reply(turn, _answered(turn, taken, "added")), turn.state)


def standing(turn: Turn, found: Contribution) -> str:
    """How a contribution stands, in a sentence to its author."""
    return turn.say(
        _STANDING[found.state],
        number=found.number,
        words=found.reason,
        until=f"{found.expires_on:%d-%m-%Y}" if found.expires_on else "",
    )


def _kind(rest: str) -> tuple[NewsKind, str]:
    """`ACARA lomba dayung ...`: an event, and the text without the word."""
    found = _FIRST.fullmatch(rest)
    kind = news_kinds().get(found[1].lower()) if found is not None else None
    return (NewsKind(kind), found[2]) if kind and found is not None else (NewsKind.NEWS, rest)


def _answered(turn: Turn, taken: Taken | NotTaken, done: str) -> str:
    if isinstance(taken, NotTaken):
        return turn.say(_NOT_TAKEN[taken], most=LONGEST, darurat=turn.emergency_number)
    if taken.again:
        return turn.say("news.again", number=taken.number)
    key = next((key for flag, key in _HELD if flag in taken.flags), None)
    if key is None:
        key = "news.received" if done == "received" else "news.added"
    return turn.say(key, number=taken.number)
