"""`confirm`: YA from somebody whom we asked whether the number is still theirs."""

from __future__ import annotations

from smsinfo.community.answering import Said as Came
from smsinfo.conversation.members.said import Said, answered
from smsinfo.conversation.turn import Outcome

_KEYS = {Came.DONE: "member.confirmed", Came.HEAD_THERE: "member.head_there", Came.ALREADY: "subscriber.confirmed"}


def confirm(said: Said) -> Outcome:
    """The number is theirs: roles go on, subscriptions count."""
    heard = said.world.community.answering.confirm(said.world.session, said.world.act)
    return answered(said, said.turn.say(_KEYS[heard.said]))
