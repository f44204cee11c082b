"""`news` and `entry`: KABAR brings what the villages published, a digit one of it in full."""

from __future__ import annotations

from smsinfo.conversation.local import run_entry, run_news
from smsinfo.conversation.turn import Outcome, Turn, World


def run(turn: Turn, _world: World | None) -> Outcome:
    """The newest of the place that was named, or of where the person lives."""
    return run_news(turn)


def run_one(turn: Turn, _world: World | None) -> Outcome:
    """The one that a digit of the list stands for."""
    return run_entry(turn)
