"""`language`: BAHASA <name> switches, BAHASA alone asks."""

from __future__ import annotations

from dataclasses import replace

from smsinfo.conversation.menu import numbered, with_options
from smsinfo.conversation.turn import Outcome, Turn, World, command_reply
from smsinfo.locale import NAMES, languages


def run(turn: Turn, world: World | None) -> Outcome:
    """Set the language named by the argument (a code), or offer all of them."""
    wanted = turn.resolution.argument
    if wanted not in languages():
        offered = languages()
        text = turn.say("language.ask", options=numbered([NAMES.get(code, code) for code in offered]))
        return Outcome(
            command_reply(turn, text), with_options(turn.state, tuple(f"language:{code}" for code in offered))
        )
    if world is not None:
        world.contacts.set_language(world.session, world.act, wanted)
    turn = replace(turn, person=replace(turn.person, language=wanted))
    state = replace(turn.state, options=(), pages=(), pending=None)
    return Outcome(command_reply(turn, turn.say("language.set"), argument=wanted), state)
