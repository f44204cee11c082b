"""The problems of the words by which topics are found: each must lead to one topic."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from smsinfo.content.pack_model import Pack, PackMenu, PackTopic
from smsinfo.content.problems import Problem, error, warning
from smsinfo.content.words import normal_form
from smsinfo.domain.content import CatalogueTopic
from smsinfo.locale import command_words, languages

MENU_TOPICS = range(2, 5)
"""A menu of one is an answer, and five don't fit a segment."""

ALSO_NAMES = "{word} also names {topics}; keep it in one of them"


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
                yield error(where, "{word} has no letter or digit; take it away", word=repr(word))
            elif counts[form] > 1:
                yield error(
                    where, "{word} stands {found} times in {name}; keep one", word=word, found=counts[form], name=name
                )
            if form in commands:
                yield warning(
                    where,
                    "{word} is also the command {command}; be sure that you want this",
                    word=word,
                    command=commands[form],
                )
    for language in sorted({*topic.aliases, *topic.related, *topic.examples} - set(languages())):
        yield error(
            where, "has words in {language}; known are {known}", language=language, known=", ".join(languages())
        )


def clashes(pack: Pack) -> Iterator[Problem]:
    """Words that name two topics, so that nobody could tell which is meant; examples that teach two."""
    for words in _owners(pack.topics).values():
        first, *others = words
        if others:
            yield error(f"topics/{first}.toml", ALSO_NAMES, word=words[first], topics=", ".join(others))
    taught: dict[str, str] = {}
    for topic in pack.topics:
        for example in (line for lines in topic.examples.values() for line in lines):
            first = taught.setdefault(normal_form(example), topic.key)
            if first != topic.key:
                yield warning(
                    f"topics/{topic.key}.toml",
                    "example of {topic} too: {example}; keep it in one of them",
                    topic=first,
                    example=example,
                )


def menu_problems(pack: Pack) -> Iterator[Problem]:
    """Words that are open on purpose must be open, and lead to topics that are there."""
    yield from open_menu_problems(pack.menus, pack.topics)


def open_menu_problems(menus: Sequence[PackMenu], topics: Sequence[PackTopic | CatalogueTopic]) -> Iterator[Problem]:
    """The same of menus beside topics."""
    owners = _owners(topics)
    known = {topic.key for topic in topics}
    counts = Counter(normal_form(word) for menu in menus for word in menu.words)
    for menu in menus:
        where = f"menus.toml {menu.words[0] if menu.words else ''}".rstrip()
        if not menu.words or len(menu.topics) not in MENU_TOPICS:
            yield error(where, "a menu needs a word and 2 to 4 topics")
        for key in sorted(set(menu.topics) - known):
            yield error(where, "there is no topic {topic}; take it out", topic=key)
        for word in menu.words:
            if counts[normal_form(word)] > 1:
                yield error(where, "{word} stands in two menus; keep one", word=word)
            for owner in owners.get(normal_form(word), ()):
                yield warning(
                    where,
                    "{word} alone is answered with the topic {topic}; take it out here or there",
                    word=word,
                    topic=owner,
                )


def _owners(topics: Sequence[PackTopic | CatalogueTopic]) -> dict[str, dict[str, str]]:
    """Each keyword and alias, as it is compared -> the keys of its topics and how they write it."""
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for topic in topics:
        for word in (*topic.keywords, *(alias for words in topic.aliases.values() for alias in words)):
            owners[normal_form(word)].setdefault(topic.key, word)
    return owners
