"""`show` and `hide`: TAMPIL and SEMBUNYI, whether a member's name may stand on the public page of the group."""

from __future__ import annotations

from smsinfo.conversation.members.said import Said, answered
from smsinfo.conversation.turn import Outcome


def alone(rest: str) -> bool:
    """The word is the whole text."""
    return not rest.strip(" .!")


def show(said: Said) -> Outcome:
    """The name may be shown from now on."""
    said.world.community.answering.show(said.world.session, said.world.act, shown=True)
    return answered(said, said.turn.say("member.shown"))


def hide(said: Said) -> Outcome:
    """The name is shown no more."""
    said.world.community.answering.show(said.world.session, said.world.act, shown=False)
    return answered(said, said.turn.say("member.hidden"))
