"""`status`: what is set for this person."""

from __future__ import annotations

from smsinfo.conversation.turn import Outcome, Turn, World, command_reply
from smsinfo.db.queries.contacts import subscriptions
from smsinfo.locale import NAMES


def run(turn: Turn, world: World | None) -> Outcome:
    """Place, language and subscriptions, and how to change each."""
    codes = [s.region_code for s in subscriptions(world.session, world.act.contact_id)] if world is not None else []
    nothing = turn.say("status.nothing")
    text = turn.say(
        "status",
        region=turn.place(turn.person.region) if turn.person.region else nothing,
        language=NAMES.get(turn.language, turn.language),
        subscriptions=", ".join(turn.place(code) for code in codes) or nothing,
    )
    return Outcome(command_reply(turn, text), turn.state)
