"""What a member's command is given, and what the desk asks of a command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from smsinfo.conversation.turn import Outcome, Turn, World
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
    """One command. `known` says who may give it, `fits` which words behind it make it one (`KABAR` alone asks)."""

    run: Callable[[Said], Outcome]
    known: Callable[[Session, int], bool]
    fits: Callable[[str], bool] = bool
