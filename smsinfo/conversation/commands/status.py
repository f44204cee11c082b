"""`status`: what is set for this person; with a number, how what they sent under it stands."""

from __future__ import annotations

from smsinfo.conversation.numbered import standing
from smsinfo.conversation.turn import Outcome, Turn, World, command_reply
from smsinfo.db.queries.contacts import subscriptions
from smsinfo.locale import NAMES
from smsinfo.sms.segments import count


def run(turn: Turn, world: World | None) -> Outcome:
    """Place, language and subscriptions, and how to change each; or what became of a number."""
    number = turn.resolution.argument
    if number.isdigit():
        return Outcome(command_reply(turn, standing(turn, world, int(number)), argument=number), turn.state)
    codes = [s.region_code for s in subscriptions(world.session, world.act.contact_id)] if world is not None else []
    # As many names as one segment holds, the newest first; the others are counted.
    names = [turn.place(code) for code in reversed(codes)]
    texts = [_told(turn, names[:shown], len(names) - shown) for shown in range(len(names), 0, -1)]
    text = next((text for text in texts if count(text) == 1), texts[-1]) if texts else _told(turn, [], 0)
    return Outcome(command_reply(turn, text), turn.state)


def _told(turn: Turn, names: list[str], others: int) -> str:
    nothing = turn.say("status.nothing")
    return turn.say(
        "status",
        region=turn.place(turn.person.region) if turn.person.region else nothing,
        language=NAMES.get(turn.language, turn.language),
        subscriptions=(", ".join(names) or nothing) + (f" +{others}" if others else ""),
    )
