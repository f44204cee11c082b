"""`answer`: JAWAB 45 <text> answers the question 45 of a citizen."""

from __future__ import annotations

import re
from typing import Final

from smsinfo.community.case_answers import NotTaken
from smsinfo.conversation.members.said import Said
from smsinfo.conversation.turn import Outcome, command_reply

_NUMBERED: Final = re.compile(r"(?:no\.?|nr\.?|nomor)?\s*(\d{1,9})\b[\s:,.-]*(.*)", re.DOTALL | re.IGNORECASE)


def fits(rest: str) -> bool:
    """A number first: without it, a member answers something else."""
    return _NUMBERED.fullmatch(rest) is not None


def run(said: Said) -> Outcome:
    """Thanks, or why the answer is not taken."""
    found = _NUMBERED.fullmatch(said.rest)
    assert found is not None  # noqa: S101  (`fits` has looked)
    number, words, world, turn = int(found.group(1)), found.group(2), said.world, said.turn
    try:
        sent = world.community.case_answers.by_member(world.session, said.members, number, words, turn.now)
        text = turn.say("answer.sent" if sent else "answer.waits", number=number)
    except NotTaken as refusal:
        text = turn.say(f"answer.not.{refusal.reason}", number=number, **refusal.values)
    return Outcome(command_reply(turn, text), turn.state)
