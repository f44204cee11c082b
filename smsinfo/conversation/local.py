"""What the villages say: KABAR and ACARA list it, UMKM and WISATA have it below the topic's answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Final

from smsinfo.conversation.turn import Outcome, Turn, command_reply
from smsinfo.domain.cards import TOPICS
from smsinfo.domain.local import Local
from smsinfo.domain.messages import ReplyKind
from smsinfo.domain.news import Entry, NewsKind
from smsinfo.domain.understanding import Resolution
from smsinfo.sms.gsm7 import to_gsm7
from smsinfo.sms.segments import pages

KINDS: Final = {
    "kabar": (NewsKind.NEWS, NewsKind.EVENT),
    "acara": (NewsKind.EVENT,),
    "umkm": (NewsKind.UMKM,),
    "wisata": (NewsKind.WISATA,),
}
MOST: Final = 6
"""Entries of one list; the first in full, the others by a digit."""
BELOW: Final = 2
"""Entries below the answer of a topic."""
LABEL: Final = 32
MOST_SEGMENTS: Final = 3


def run_news(turn: Turn) -> Outcome:
    """KABAR, alone or with a place: news and events, the nearest first."""
    return _list(turn, "kabar", turn.resolution.places)


def events(turn: Turn) -> Outcome | None:
    """ACARA, alone or with a place, where there are events; None where the text is another or there are none."""
    asked = turn.snapshot.understanding.asked_local(turn.text)
    if asked is None or asked[0] != "acara" or not _found(turn, KINDS["acara"], asked[1]):
        return None
    meant = Resolution("command", command="news", places=asked[1], score=1.0)
    return _list(replace(turn, resolution=meant), *asked)


def below(turn: Turn, topic: str) -> str:
    """What goes below an answer: the line of the village card on it; entries below UMKM or WISATA, asked for to the
    letter. Empty where there is nothing."""
    if topic in TOPICS:
        said = _local(turn).card(turn.person.region, TOPICS[topic], _today(turn))
        return turn.say("card.line", words=said) if said else ""
    asked = turn.snapshot.understanding.asked_local(turn.text) if topic in KINDS else None
    if asked is None or asked[0] != topic:
        return ""
    found = _found(turn, KINDS[topic], asked[1])[:BELOW]
    return "\n".join([turn.say("news.near"), *(_full(turn, one) for one in found)]) if found else ""


def run_entry(turn: Turn) -> Outcome:
    """The entry behind a digit, in full. The list stays open."""
    number = turn.resolution.argument
    found = _local(turn).one(int(number), _today(turn)) if number.isdigit() else None
    text = _full(turn, found) if found is not None else turn.say("news.over")
    return _said(turn, text, turn.state.options)


def _list(turn: Turn, word: str, named: tuple[str, ...]) -> Outcome:
    found = _found(turn, KINDS[word], named)[:MOST]
    if not found:
        return _nothing(turn, named)
    lines = [_full(turn, found[0])]
    others = found[1:]
    if others:
        labels = " ".join(f"{n} {_label(one)}" for n, one in enumerate(others, 1))
        lines.append(turn.say("news.others", options=labels))
    if not named and turn.person.region is None:
        lines.append(turn.say("news.where"))
    return _said(turn, "\n".join(lines), tuple(f"entry:{one.number}" for one in others))


def _nothing(turn: Turn, named: tuple[str, ...]) -> Outcome:
    """That there is none, and which other kinds there are."""
    region = named[0] if named else turn.person.region
    others = [word for word, kinds in KINDS.items() if word != "kabar" and _found(turn, kinds, named)]
    text = turn.say("news.none", place=turn.place(region)) if region else turn.say("news.none.anywhere")
    tail = turn.say("news.instead", options=", ".join(word.upper() for word in (*others, "info")))
    return _said(turn, f"{text} {tail}", ())


def _said(turn: Turn, text: str, options: tuple[str, ...]) -> Outcome:
    first, *rest = pages(to_gsm7(text), MOST_SEGMENTS, turn.say("answer.more_tail"))
    state = replace(turn.state, options=options, pages=tuple(rest), pending=None, topic=None)
    reply = replace(command_reply(turn, first), kind=ReplyKind.COMMAND, paged=bool(rest))
    return Outcome(reply, state)


def _found(turn: Turn, kinds: Collection[NewsKind], named: tuple[str, ...]) -> tuple[Entry, ...]:
    local, today = _local(turn), _today(turn)
    if not named:
        return local.near(turn.person.region, kinds, today)
    places = (local.of_place(code, kinds, today) for code in named)
    return next((found for found in places if found), ())


def _full(turn: Turn, one: Entry) -> str:
    """The text with its credit, its place and its day."""
    day = f"{one.published_at.astimezone(turn.zone):%d/%m}"
    return f"{one.words} ({', '.join(filter(None, (one.credit, turn.place(one.region_code), day)))})"


def _label(one: Entry) -> str:
    """The first words, for a list."""
    if len(one.words) <= LABEL:
        return one.words
    return one.words[:LABEL].rsplit(" ", 1)[0] + ".."


def _local(turn: Turn) -> Local:
    return turn.snapshot.catalogue.local


def _today(turn: Turn) -> date:
    return turn.now.astimezone(turn.zone).date()
