"""The answer about a topic, the answer to a cry for help, and that a copy was sent."""

from __future__ import annotations

from smsinfo.conversation.answers import answer_text, continuation, warning
from smsinfo.conversation.ussd.topics import option
from smsinfo.conversation.ussd.visit import View, Visit


def topic(visit: Visit, argument: str) -> View:
    """The answer for the person's region and language with all that LANJUT would bring; other readings as options."""
    first, *others = argument.split(",")
    text = whole_answer(visit, first)
    if text is None:
        return View(visit.say("ussd.gone"))
    found = (visit.snapshot.topics.get(key) for key in others)
    options = tuple(option(visit, other) for other in found if other is not None)
    return View(text, options, copy=f"copied:{first}" if visit.can_copy else "")


def danger(visit: Visit, argument: str) -> View:
    """The number to call first; nothing else to choose from."""
    first = argument.partition(",")[0]
    text = whole_answer(visit, first)
    if text is None:
        return View(visit.say("emergency", darurat=visit.voice.emergency_number))
    return View(f"{warning(visit.voice, text)}\n{text}")


def copied(visit: Visit, _argument: str) -> View:
    """The SMS is on its way."""
    return View(visit.say("ussd.copied"))


def whole_answer(visit: Visit, key: str) -> str | None:
    """The answer with its stamp, and its continuation; None where a publication took the topic away."""
    if key not in visit.snapshot.topics:
        return None
    return "\n".join(filter(None, (answer_text(visit.voice, key), continuation(visit.voice, key))))


def to_copy(visit: Visit, key: str) -> str | None:
    """The same as it is sent by text, which stays on a phone that others may read: said first, since a long copy is
    cut at its end."""
    text = whole_answer(visit, key)
    private = text is not None and visit.snapshot.topics[key].is_private
    return f"{visit.say('answer.private')}\n{text}" if private else text
