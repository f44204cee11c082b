"""`report`: LAPOR <text>. Complaints belong to SP4N; this says how to reach it."""

from __future__ import annotations

from smsinfo.conversation.turn import Outcome, Turn, World, command_reply


def run(turn: Turn, _world: World | None) -> Outcome:
    """Where the report has to go, and whom to call in danger: nobody may believe that we passed it on."""
    return Outcome(command_reply(turn, turn.say("report", darurat=turn.emergency_number)), turn.state)
