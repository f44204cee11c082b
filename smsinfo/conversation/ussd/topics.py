"""Topics by category, and the menu of a word that is open on purpose. Order, labels and what is hidden: the pack's."""

from __future__ import annotations

from smsinfo.conversation.ussd.visit import Option, View, Visit
from smsinfo.domain.content import CatalogueTopic


def topics(visit: Visit, _argument: str) -> View:
    """The categories that show something, those that the pack orders first."""
    names = visit.snapshot.catalogue.categories()
    options = tuple(Option(visit.say(f"category.{name}"), f"category:{name}") for name in names)
    return View(visit.say("ussd.topics.ask"), options)


def category(visit: Visit, argument: str) -> View:
    """The topics of a category, in the order of the pack."""
    found = tuple(topic for topic in visit.snapshot.catalogue.shown() if topic.category == argument)
    if not found:
        return View(visit.say("ussd.gone"))
    return View(f"{visit.say(f'category.{argument}')}:", tuple(option(visit, topic) for topic in found))


def menu(visit: Visit, argument: str) -> View:
    """The topics that a text may have meant, hidden ones too: they were asked for."""
    found = (visit.snapshot.topics.get(key) for key in argument.split(","))
    options = tuple(option(visit, topic) for topic in found if topic is not None)
    return View(visit.say("ussd.menu") if options else visit.say("ussd.gone"), options)


def option(visit: Visit, topic: CatalogueTopic) -> Option:
    """The line of a topic."""
    return Option(visit.snapshot.catalogue.ussd.label(topic, visit.language), f"topic:{topic.key}")
