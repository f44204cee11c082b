"""`join` and `decline`: IKUT or TIDAK with the code of an invitation, from the phone that it was sent to."""

from __future__ import annotations

import re
from typing import Final

from smsinfo.community.answering import Heard
from smsinfo.community.answering import Said as Came
from smsinfo.community.joining import ROLE_WORDS
from smsinfo.conversation.members.said import Said, answered
from smsinfo.conversation.turn import Outcome, Turn, bare_name
from smsinfo.domain.community import MemberRole

_CODE: Final = re.compile(r"(?:kim\W+)?(\d[\d ]{0,7})\b.*", re.IGNORECASE | re.DOTALL)
_REFUSED: Final = {Came.WRONG: "member.wrong", Came.OVER: "member.over", Came.HEAD_THERE: "member.head_there"}


def names_code(rest: str) -> bool:
    """Whether what follows the word is a code; what else begins with the word is somebody's sentence."""
    return _CODE.fullmatch(rest) is not None


def join(said: Said) -> Outcome:
    """The membership begins."""
    heard = said.world.community.answering.join(said.world.session, said.world.act, _code(said.rest))
    if heard.said in _REFUSED:
        return answered(said, said.turn.say(_REFUSED[heard.said]))
    if heard.role is MemberRole.VILLAGE_HEAD:
        return answered(said, said.turn.say("member.joined.head", region=_village(said.turn, heard)))
    key = "member.joined" if heard.said is Came.DONE else "member.already"
    return answered(said, said.turn.say(key, role=said.turn.say(ROLE_WORDS[heard.role]), group=heard.group))


def decline(said: Said) -> Outcome:
    """The invitation is over, and nobody asks again soon."""
    heard = said.world.community.answering.decline(said.world.session, said.world.act, _code(said.rest))
    return answered(said, said.turn.say(_REFUSED.get(heard.said, "member.declined")))


def _code(rest: str) -> str:
    found = _CODE.fullmatch(rest)
    return found.group(1).replace(" ", "") if found else ""


def _village(turn: Turn, heard: Heard) -> str:
    place = turn.snapshot.places.get(heard.region)
    return bare_name(place.name) if place else heard.region
