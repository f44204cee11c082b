"""`topics`: the list of topics, by category, as menus. Order and what is hidden: the editors', as when one dials."""

from __future__ import annotations

from smsinfo.conversation.menu import numbered, with_options
from smsinfo.conversation.turn import Outcome, Turn, World, command_reply


def run(turn: Turn, _world: World | None) -> Outcome:
    """The categories that show something, in the editors' order."""
    found = turn.snapshot.catalogue.categories()
    text = turn.say("topics", options=numbered([turn.say(f"category.{name}") for name in found]))
    return Outcome(command_reply(turn, text), with_options(turn.state, tuple(f"category:{name}" for name in found)))


def run_category(turn: Turn, world: World | None) -> Outcome:
    """The topics of the category that a digit chose; the categories again when a publication took it away."""
    name = turn.resolution.argument
    topics = [topic for topic in turn.snapshot.catalogue.shown() if topic.category == name]
    if not topics:
        return run(turn, world)
    labels = [topic.label(turn.language) for topic in topics]
    text = turn.say("topics.category", name=turn.say(f"category.{name}"), options=numbered(labels))
    return Outcome(command_reply(turn, text), with_options(turn.state, tuple(f"topic:{topic.key}" for topic in topics)))
