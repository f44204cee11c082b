"""`verify`: CEK <code> says whether an alert is ours, whose, of when, and what it said; or what a certificate is for.

Who asks must not take an old, false or played warning for a true one: that it was a drill, taken back or corrected
comes before everything else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from smsinfo.conversation.alert_words import verified
from smsinfo.conversation.turn import Outcome, Turn, World, command_reply
from smsinfo.db.queries.public_alerts import by_code
from smsinfo.sms.segments import pages

MOST_SEGMENTS: Final = 3


def run(turn: Turn, world: World | None) -> Outcome:
    """The alert of the code; that there is none; without a code, ask for it."""
    code = turn.resolution.argument.strip()
    if not any(char.isdigit() for char in code):
        return Outcome(command_reply(turn, turn.say("verify.ask")), turn.state)
    found = by_code(world.session, code) if world is not None else None
    if found is None:
        return Outcome(command_reply(turn, _certified(turn, world, code) or turn.say("verify.none")), turn.state)
    words = pages(verified(turn, found), MOST_SEGMENTS, turn.say("answer.more_tail"))
    return Outcome(command_reply(turn, words[0], argument=code), replace(turn.state, pages=words[1:], options=()))


def _certified(turn: Turn, world: World | None, code: str) -> str | None:
    """Which course the certificate of the code is for, and of which month; whose it is nobody can tell."""
    found = world.community.lessons.certificate(world.session, code) if world is not None else None
    if found is None:
        return None
    course = next((one for one in turn.snapshot.catalogue.courses if one.key == found.course), None)
    name = course.title(turn.language) if course is not None else found.course
    return turn.say("verify.certificate", code=found.code, name=name, until=f"{found.finished_on:%m/%Y}")
