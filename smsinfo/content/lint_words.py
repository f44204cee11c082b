"""The problems of the words by which topics are found: each must lead to one topic."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from smsinfo.content.pack_model import Pack, PackTopic
from smsinfo.content.problems import Problem, error, warning
from smsinfo.content.words import normal_form
from smsinfo.locale import command_words, languages

MENU_TOPICS = range(2, 5)
"""A menu of one is an answer, and five don't fit a segment."""


def word_problems(where: str, topic: PackTopic) -> Iterator[Problem]:
    """Keywords, aliases, related words and examples of one topic."""
    commands = {normal_form(word): command.command for command in command_words() for word in command.words}
    groups = [("keywords", topic.keywords)]
    groups += [(f"aliases {language}", words) for language, words in topic.aliases.items()]
    for name, words in groups:
        counts = Counter(normal_form(word) for word in words)
        for word in words:
            form = normal_form(word)
            if not form:
                yield error(where, f"{word!r} has no letter or digit; take it away")
            elif counts[form] > 1:
                yield error(where, f"{word} stands {counts[form]} times in {name}; keep one")
            if form in commands:
                yield warning(where, f"{word} is also the command {commands[form]}; be sure that you want this")
    for language in sorted({*topic.aliases, *topic.related, *topic.examples} - set(languages())):
        yield error(where, f"has words in {language}; known are {', '.join(languages())}")


def clashes(pack: Pack) -> Iterator[Problem]:
    """Words that name two topics, so that nobody could tell which is meant; examples that teach two."""
    for words in _owners(pack).values():
        first, *others = words
        if others:
            message = f"{words[first]} also names {', '.join(others)}; keep it in one of them"
            yield error(f"topics/{first}.toml", message)
    taught: dict[str, str] = {}
    for topic in pack.topics:
        for example in (line for lines in topic.examples.values() for line in lines):
            first = taught.setdefault(normal_form(example), topic.key)
            if first != topic.key:
                yield warning(f"topics/{topic.key}.toml", f"example of {first} too: {example}; keep it in one of them")


def menu_problems(pack: Pack) -> Iterator[Problem]:
    """Words that are open on purpose must be open, and lead to topics that are there."""
    owners = _owners(pack)
    known = {topic.key for topic in pack.topics}
    counts = Counter(normal_form(word) for menu in pack.menus for word in menu.words)
    for menu in pack.menus:
        where = f"menus.toml {menu.words[0] if menu.words else ''}".rstrip()
        if not menu.words or len(menu.topics) not in MENU_TOPICS:
            yield error(where, "a menu needs a word and 2 to 4 topics")
        for key in sorted(set(menu.topics) - known):
            yield error(where, f"there is no topic {key}; take it out")
        for word in menu.words:
            if counts[normal_form(word)] > 1:
                yield error(where, f"{word} stands in two menus; keep one")
            for owner in owners.get(normal_form(word), ()):
                yield warning(where, f"{word} alone is answered with the topic {owner}; take it out here or there")


def _owners(pack: Pack) -> dict[str, dict[str, str]]:
    """Each keyword and alias, as it is compared -> the keys of its topics and how they write it."""
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for topic in pack.topics:
        for word in (*topic.keywords, *(alias for words in topic.aliases.values() for alias in words)):
            owners[normal_form(word)].setdefault(topic.key, word)
    return owners
