"""`propose`: USUL <text> keeps a proposal for the village meeting (musrenbang)."""

from __future__ import annotations

from smsinfo.conversation.brought import bring, more_of
from smsinfo.conversation.turn import Outcome, Turn, World, command_reply
from smsinfo.domain.cases import CaseKind


def run(turn: Turn, world: World | None) -> Outcome:
    """A receipt with its number; without words, how to write one."""
    text = turn.resolution.argument.strip()
    if world is None or not any(char.isalpha() for char in text):
        return Outcome(command_reply(turn, turn.say("case.proposal.empty")), turn.state)
    said = more_of(turn, world, CaseKind.PROPOSAL)
    if said is None:
        made = bring(turn, world, CaseKind.PROPOSAL, text)
        said = made if isinstance(made, str) else _receipt(turn, made.case.number)
    return Outcome(command_reply(turn, said), turn.state)


def _receipt(turn: Turn, number: int) -> str:
    region = turn.person.region
    if region is None:
        return turn.say("case.proposal.where", number=number)
    return turn.say("case.proposal.kept", number=number, place=turn.place(region))
