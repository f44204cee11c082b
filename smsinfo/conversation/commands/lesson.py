"""`lesson`: BELAJAR [answer]. There is no lesson yet; this says so."""

from __future__ import annotations

from smsinfo.conversation.turn import Outcome, Turn, World, command_reply


def run(turn: Turn, _world: World | None) -> Outcome:
    """That nothing is to be learned here yet, and what can be asked: nobody may wait for a first lesson."""
    return Outcome(command_reply(turn, turn.say("lesson")), turn.state)
