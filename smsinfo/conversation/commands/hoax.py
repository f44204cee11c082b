"""`hoax`: HOAKS <what you heard> looks the claim up; an unknown claim is called unchecked, never judged."""

from __future__ import annotations

from smsinfo.content.render import stamp
from smsinfo.conversation.turn import Outcome, Turn, World, command_reply


def run(turn: Turn, _world: World | None) -> Outcome:
    """The verdict on the claim that the words point to, with its source and month; else do not pass it on."""
    key = turn.snapshot.understanding.claim(turn.resolution.argument)
    claim = next((c for c in turn.snapshot.catalogue.claims if c.key == key), None)
    if claim is None:
        return Outcome(command_reply(turn, turn.say("hoax.unchecked")), turn.state)
    body = claim.answers.get(turn.language) or claim.answers["id"]
    text = body + stamp(claim.tag, claim.checked_on, turn.snapshot.catalogue.mark)
    return Outcome(command_reply(turn, text, argument=claim.key), turn.state)
