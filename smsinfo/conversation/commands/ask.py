"""`ask`: TANYA <question> is the question."""

from __future__ import annotations

from dataclasses import replace

from smsinfo.conversation.answers import not_understood, topic_answer, topic_menu
from smsinfo.conversation.turn import Outcome, Turn, World
from smsinfo.domain.messages import Reply


def run(turn: Turn, _world: World | None) -> Outcome:
    """Answer what was asked as if the command word were not there; the log keeps the command."""
    meant = turn.snapshot.understanding.resolve(turn.resolution.argument, turn.language, turn.person.region)
    if meant.kind == "answer":
        outcome = topic_answer(turn, meant.topics, emergency=meant.emergency)
    elif meant.kind == "menu":
        outcome = topic_menu(turn, meant.topics)
    else:
        outcome = not_understood(turn)
    reply = outcome.reply
    return replace(outcome, reply=_as_command(reply) if reply else None)


def _as_command(reply: Reply) -> Reply:
    return replace(reply, command="ask")
