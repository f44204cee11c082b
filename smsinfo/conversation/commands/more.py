"""`more`: the rest of a long answer."""

from __future__ import annotations

from smsinfo.conversation.answers import next_page
from smsinfo.conversation.turn import Outcome, Turn, World


def run(turn: Turn, _world: World | None) -> Outcome:
    """The next page, or a word that there is none."""
    return next_page(turn)
