"""`rate_case`: `Y 45` or `T 45` says whether the answer to the question 45 helped."""

from __future__ import annotations

from smsinfo.conversation.turn import Outcome, Turn, World, command_reply


def run(turn: Turn, world: World | None) -> Outcome:
    """Thanks; whose question it is not hears the same as of a number that was never given."""
    said, _, digits = turn.resolution.argument.partition(" ")
    number = int(digits)
    cases = world.community.cases if world is not None else None
    case = cases.mine(world.session, number, world.act.contact_id) if cases is not None and world is not None else None
    if cases is None or world is None or case is None:
        return Outcome(command_reply(turn, turn.say("status.no_number", number=number)), turn.state)
    rated = cases.rate(world.session, case, helped=said == "y", now=turn.now)
    key = "case.rated" if rated else "case.not_rated"
    return Outcome(command_reply(turn, turn.say(key, number=number)), turn.state)
