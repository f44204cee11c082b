"""The answer about a topic: the text for the person's region and language, its source, what else was possible."""

from __future__ import annotations

import re
from dataclasses import replace

from smsinfo.content.render import compose, render
from smsinfo.conversation.local import below
from smsinfo.conversation.menu import label_of, numbered, with_options
from smsinfo.conversation.turn import Outcome, Turn
from smsinfo.domain.messages import Reply, ReplyKind
from smsinfo.locale import member_words
from smsinfo.sms.gsm7 import to_gsm7
from smsinfo.sms.masking import has_personal_number
from smsinfo.sms.segments import count, pages

# Up to three segments go out before LANJUT is asked for: each text that a citizen sends costs pulsa.
MOST_SEGMENTS = 3
# Where a frightened person looks for a number before giving up.
FIRST_WORDS = 40


def topic_answer(turn: Turn, keys: tuple[str, ...], *, emergency: bool = False) -> Outcome:
    """Answer `keys[0]`; the other keys are named in a last line and can be had by their digit."""
    key = keys[0]
    more = continuation(turn, key)
    rest = pages(to_gsm7(more), MOST_SEGMENTS, turn.say("answer.more_tail")) if more else ()
    lines = [answer_text(turn, key, turn.say("answer.hint") if rest and not emergency else "")]
    if emergency:
        lines.insert(0, warning(turn, lines[0]))
    if has_personal_number(turn.text):
        lines.append(turn.say("answer.no_nik"))
    if turn.snapshot.topics[key].is_private:
        lines.append(turn.say("answer.private"))
    lines.extend(filter(None, [below(turn, key)]))
    if len(keys) > 1 and not emergency:
        lines.append(
            turn.say("answer.others", options=numbered([label_of(turn, other) for other in keys[1:]], start=2))
        )
    text, overflow = _fit("\n".join(lines), turn.say("answer.more_tail"))
    state = replace(
        turn.state, options=tuple(f"topic:{k}" for k in keys), pages=(*overflow, *rest), pending=None, topic=key
    )
    return Outcome(Reply(text, ReplyKind.ANSWER, turn.language, topics=keys, paged=bool(overflow)), state)


def answer_text(turn: Turn, key: str, hint: str = "") -> str:
    """What is said of a topic to this person, with its source and month; that it may be outdated; then `hint`."""
    topic = turn.snapshot.topics[key]
    summary = topic.summary(turn.language, turn.person.region)
    stale = turn.say("answer.stale") if topic.review_by < turn.now.astimezone(turn.zone).date() else ""
    fields = turn.snapshot.fields(turn.person.region)
    return compose(topic, summary, fields, turn.snapshot.catalogue.mark, hint, stale)


def continuation(turn: Turn, key: str) -> str:
    """What goes on where the answer ends; empty where nothing does."""
    more = turn.snapshot.topics[key].summary(turn.language, turn.person.region).more
    return render(more, turn.snapshot.fields(turn.person.region)) if more else ""


def warning(turn: Turn, answer: str) -> str:
    """That no rescuer reads this; and whom to call, unless the answer begins with one of the numbers itself."""
    first = answer[:FIRST_WORDS]
    named = any(re.search(rf"\b{number}\b", first) for number in turn.emergency_number.split("/"))
    return turn.say("emergency.here") if named else turn.say("emergency", darurat=turn.emergency_number)


def topic_menu(turn: Turn, keys: tuple[str, ...]) -> Outcome:
    """A bare menu, for a text that is truly open."""
    text = turn.say("menu", options=numbered([label_of(turn, key) for key in keys]))
    reply = Reply(text, ReplyKind.MENU, turn.language, topics=keys)
    return Outcome(reply, with_options(turn.state, tuple(f"topic:{key}" for key in keys)))


def not_understood(turn: Turn) -> Outcome:
    """Say so, and how to ask; never guess."""
    text = turn.say("news.join") if _brings_news(turn.text) else turn.say("none", darurat=turn.emergency_number)
    if has_personal_number(turn.text):
        text += " " + turn.say("answer.no_nik")
    return Outcome(
        Reply(text, ReplyKind.NONE, turn.language), replace(turn.state, options=(), pages=(), pending=None, topic=None)
    )


def _brings_news(text: str) -> bool:
    """`KABAR <isi>`: what members send in, from somebody who is none."""
    first, *rest = text.split(None, 1) or [""]
    return bool(rest) and member_words().get(first.strip(":,.-").lower()) == "news"


def next_page(turn: Turn) -> Outcome:
    """The next part of a long answer."""
    if not turn.state.pages:
        return Outcome(Reply(turn.say("more.nothing"), ReplyKind.COMMAND, turn.language, command="more"), turn.state)
    first, rest = turn.state.pages[0], turn.state.pages[1:]
    topics = (turn.state.topic,) if turn.state.topic else ()
    reply = Reply(first, ReplyKind.COMMAND, turn.language, topics=topics, command="more")
    return Outcome(reply, replace(turn.state, pages=rest))


def _fit(text: str, tail: str) -> tuple[str, tuple[str, ...]]:
    if count(text) <= MOST_SEGMENTS:
        return text, ()
    first, *rest = pages(text, MOST_SEGMENTS, tail)
    return first, tuple(rest)
