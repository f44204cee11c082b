"""`about` and `thanks`: who this is, what it costs, how to check us; and good manners that cost nobody a text."""

from __future__ import annotations

from smsinfo.conversation.state import LIFETIME
from smsinfo.conversation.turn import Outcome, Turn, World, command_reply


def run(turn: Turn, _world: World | None) -> Outcome:
    """Who we are, the price, what we never ask for."""
    return Outcome(command_reply(turn, turn.say("about")), turn.state)


def run_thanks(turn: Turn, _world: World | None) -> Outcome:
    """No reply to thanks or a greeting within hours of another text; to anybody else, how to ask."""
    if turn.state.topic or any(turn.now - seen.at < LIFETIME for seen in turn.state.recent):
        return Outcome(None, turn.state)
    return Outcome(command_reply(turn, turn.say("greeting")), turn.state)
