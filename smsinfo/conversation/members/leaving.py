"""`leave`: KELUAR KIM ends all that the phone does for groups and villages. Subscriptions stay."""

from __future__ import annotations

from smsinfo.conversation.members.said import Said, answered
from smsinfo.conversation.turn import Outcome


def names_group(rest: str) -> bool:
    """`kim`, `dari kim`, and what people write behind it; KELUAR alone is no command."""
    return "kim" in rest.lower().split()[:2]


def leave(said: Said) -> Outcome:
    """Out."""
    said.world.community.answering.leave(said.world.session, said.world.act)
    return answered(said, said.turn.say("member.left"))
