"""`STATUS 123`: what is told of a thing that somebody sent and got a number for: only to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from smsinfo.community.numbers import what_is
from smsinfo.conversation.brought import standing_of
from smsinfo.conversation.members.news import standing as news_standing
from smsinfo.conversation.turn import Turn, World
from smsinfo.domain.numbers import Numbered

Standing = Callable[[Turn, World, int], str | None]
"""What is said of the thing with a number to the person of the turn; None where it is not theirs."""


def _news(turn: Turn, world: World, number: int) -> str | None:
    found = world.community.news.own(world.session, world.act.contact_id, number)
    return news_standing(turn, found) if found is not None else None


STANDINGS: Final[dict[Numbered, Standing]] = {
    Numbered.NEWS: _news,
    Numbered.REPORT: standing_of,
    Numbered.PROPOSAL: standing_of,
    Numbered.QUESTION: standing_of,
    Numbered.HOAX: standing_of,
}
"""A new kind of numbered things is a line here."""


def standing(turn: Turn, world: World | None, number: int) -> str:
    """How the thing with this number stands. Whose it is not hears the same as of a number that was never given."""
    kind = what_is(world.session, number) if world is not None else None
    tell = STANDINGS.get(kind) if kind is not None else None
    told = tell(turn, world, number) if tell is not None and world is not None else None
    return told or turn.say("status.no_number", number=number)
