"""`help`: what one can do, in one text."""

from __future__ import annotations

from smsinfo.conversation.turn import Outcome, Turn, World, command_reply


def run(turn: Turn, _world: World | None) -> Outcome:
    """One segment with the ways in; its first line offers BANSOS, because BANTUAN also means aid."""
    return Outcome(command_reply(turn, turn.say("help")), turn.state)
