"""`verify`: CEK <code> says whether an alert is ours."""

from __future__ import annotations

from smsinfo.conversation.turn import Outcome, Turn, World, command_reply


def run(turn: Turn, _world: World | None) -> Outcome:
    """No alert has been sent by this installation yet, so no code is genuine; without a code, ask for it."""
    key = "verify.none" if any(char.isdigit() for char in turn.resolution.argument) else "verify.ask"
    return Outcome(command_reply(turn, turn.say(key)), turn.state)
