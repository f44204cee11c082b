"""`stop`: no more alerts, of one place or of all. It can't fail and can't be misread."""

from __future__ import annotations

from dataclasses import replace

from smsinfo.conversation.turn import Outcome, Turn, World, command_reply


def run(turn: Turn, world: World | None) -> Outcome:
    """STOP alone, or with a place that we don't know for sure, ends everything: too much is better than too little.

    Of several places of one name those end that the person is subscribed to.
    """
    state = replace(turn.state, options=(), pages=(), pending=None)
    places = turn.resolution.places
    ended = [p for p in places if world is None or world.contacts.unsubscribe(world.session, world.act, p)]
    if ended or len(places) == 1:
        meant = tuple(ended) or places
        names = ", ".join(turn.place(code) for code in meant)
        text = turn.say("stop.one" if ended else "stop.not_there", place=names)
        return Outcome(command_reply(turn, text, places=meant), state)
    if world is not None:
        world.contacts.stop(world.session, world.act)
    return Outcome(command_reply(turn, turn.say("stop.done")), state)
