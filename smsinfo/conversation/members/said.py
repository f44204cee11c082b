"""What a member's command is given, and what the desk asks of a command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from smsinfo.conversation.turn import Outcome, Turn, World, command_reply
from smsinfo.domain.community import Member


@dataclass(frozen=True, slots=True)
class Said:
    """One command of a member: its name, what follows the word, the member's active memberships, and the turn."""

    command: str
    rest: str
    members: tuple[Member, ...]
    turn: Turn
    world: World


@dataclass(frozen=True, slots=True)
class Deed:
    """One command. `known` says who may give it, `fits` which words behind it make it one (`KABAR` alone asks).

    `yields`: the word is an answer to what the conversation itself asks just now, where it asks something.
    """

    run: Callable[[Said], Outcome]
    known: Callable[[Session, int], bool]
    fits: Callable[[str], bool] = bool
    yields: bool = False


def answered(said: Said, text: str) -> Outcome:
    """The text as the reply; what the conversation was about stays as it is."""
    return Outcome(command_reply(said.turn, text), said.turn.state)
