"""`ask`: TANYA <question> is the question. What the answers do not know goes to people of the region."""

from __future__ import annotations

from dataclasses import replace

from smsinfo.community.case_words import is_private
from smsinfo.conversation.answers import not_understood, topic_answer, topic_menu
from smsinfo.conversation.brought import bring, more_of
from smsinfo.conversation.turn import Outcome, Turn, World, command_reply
from smsinfo.domain.cases import CaseKind
from smsinfo.domain.messages import Reply

_SHORTEST = 2
"""Words of a question that somebody could answer."""


def run(turn: Turn, world: World | None) -> Outcome:
    """Answer what was asked as if the command word were not there; the log keeps the command."""
    text = turn.resolution.argument.strip()
    more = more_of(turn, world, CaseKind.QUESTION) if world is not None else None
    if more is not None:
        return Outcome(command_reply(turn, more), turn.state)
    meant = turn.snapshot.understanding.resolve(text, turn.language, turn.person.region)
    if meant.kind == "answer":
        outcome = topic_answer(turn, meant.topics, emergency=meant.emergency)
    elif meant.kind == "menu":
        outcome = topic_menu(turn, meant.topics)
    elif world is None or meant.kind == "command" or len(text.split()) < _SHORTEST:
        outcome = not_understood(turn)
    else:
        return Outcome(command_reply(turn, _passed_on(turn, world, text)), turn.state)
    reply = outcome.reply
    return replace(outcome, reply=_as_command(reply) if reply else None)


def _passed_on(turn: Turn, world: World, text: str) -> str:
    private = is_private(text)
    made = bring(turn, world, CaseKind.QUESTION, text, private=private)
    if isinstance(made, str):
        return made
    number, region = made.case.number, turn.person.region
    if private:
        return turn.say("case.question.private", number=number, darurat=turn.emergency_number)
    if region is None:
        return turn.say("case.question.where", number=number)
    return turn.say("case.question.kept", number=number, place=turn.place(region))


def _as_command(reply: Reply) -> Reply:
    return replace(reply, command="ask")
