"""`hoax`: HOAKS <what you heard> looks the claim up; an unknown claim is called unchecked, never judged."""

from __future__ import annotations

from smsinfo.community.cases import TooMany
from smsinfo.content.render import stamp
from smsinfo.conversation.turn import Outcome, Turn, World, command_reply

_SHORTEST = 2
"""Words of a claim that somebody could check."""


def run(turn: Turn, world: World | None) -> Outcome:
    """The verdict on the claim that the words point to, with its source and month; else do not pass it on.

    An unknown claim is kept for editors, and the person hears of it once there is a verdict.
    """
    said = turn.resolution.argument.strip()
    key = turn.snapshot.understanding.claim(said)
    claim = next((c for c in turn.snapshot.catalogue.claims if c.key == key), None)
    if claim is None:
        return Outcome(command_reply(turn, _unchecked(turn, world, said)), turn.state)
    if world is not None and not world.act.practice:
        words = claim.claims.get("id") or said
        world.community.hoaxes.known(world.session, claim.key, words, turn.person.region, turn.now)
    body = claim.answers.get(turn.language) or claim.answers["id"]
    text = body + stamp(claim.tag, claim.checked_on, turn.snapshot.catalogue.mark)
    return Outcome(command_reply(turn, text, argument=claim.key), turn.state)


def _unchecked(turn: Turn, world: World | None, said: str) -> str:
    if world is None or world.act.practice or len(said.split()) < _SHORTEST:
        return turn.say("hoax.unchecked")
    act = world.act
    try:
        case = world.community.hoaxes.hear(
            world.session, act.contact_id, turn.person.region, said, turn.language, turn.now
        )
    except TooMany:
        # What was heard counts all the same; only the promise to tell is not made.
        return turn.say("hoax.unchecked")
    return turn.say("case.hoax", number=case.number)
