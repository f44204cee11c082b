"""What an editor is told at once about a topic as it would be: lint, words that name another topic, readability."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.content.lint import topic_problems
from smsinfo.content.lint_texts import Setting
from smsinfo.content.lint_words import ALSO_NAMES
from smsinfo.content.pack_model import PackField, PackTopic
from smsinfo.content.parts import FRAME, Part, Parts, assembled
from smsinfo.content.problems import Problem, error, warning
from smsinfo.content.render import render
from smsinfo.content.stored import read_head
from smsinfo.content.typed import typed_problems
from smsinfo.content.words import normal_form
from smsinfo.db.queries import regions as region_rows
from smsinfo.db.queries.content import content_state
from smsinfo.db.queries.topics import taken_words
from smsinfo.domain.content import Catalogue

LONGEST_SENTENCE: Final = 20
"""Words. Plain-language guides (GOV.UK: 25, easy-to-read: 15) agree on the order; a basic phone shows six lines."""
LONGEST_WORD: Final = 22
_SENTENCE: Final = re.compile(r"[.!?;:\n]+(?:\s|$)|\n")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def setting_of(catalogue: Catalogue, today: date) -> Setting:
    """What texts are measured against, from the snapshot: costs a page no look at the database."""
    places = {place.code for place in catalogue.gazetteer.places}
    fields = [
        PackField(code, name, value, "", today)
        for code, values in catalogue.gazetteer.fields.items()
        for name, value in values.items()
    ]
    return Setting(catalogue.mark, tuple(fields), places.__contains__, today)


def stored_setting(session: Session, today: date) -> Setting:
    """The same from the database: what counts when something is sent or published."""
    rows = region_rows.all_fields(session)
    fields = (PackField(r["region_code"], r["name"], r["value"], r["source"], r["checked_on"]) for r in rows)
    return Setting(content_state(session).mark, tuple(fields), region_rows.codes(session).__contains__, today)


def problems_of(session: Session, topic_id: int, key: str, parts: Parts, setting: Setting) -> tuple[Problem, ...]:
    """Everything that is wrong with a topic of these parts. `where` is the name of a part, with a field after it."""
    topic = assembled(key, parts, setting.today)
    found = [problem for part, value in parts.items() for problem in typed_problems(part, value)]
    found += [_placed(problem, key) for problem in topic_problems(topic, setting)]
    found += _clashes(session, topic, topic_id)
    found += [
        problem for text in topic.summaries for problem in readability(Part(text.language, text.region), text.text)
    ]
    return tuple(found)


def menu_problems(session: Session, key: str) -> tuple[Problem, ...]:
    """Why a topic can't be withdrawn: a menu that leads to it."""
    _, extra = read_head(content_state(session), ())
    menus = [menu for menu in extra.menus if key in menu.topics]
    return tuple(error(FRAME.name, IN_MENU, word=menu.words[0] if menu.words else "") for menu in menus)


IN_MENU: Final = "the menu {word} leads here; take the topic out of menus.toml first"


def readability(part: Part, text: str) -> Iterator[Problem]:
    """What makes a text hard to read for people who read little. Measured with the clauses that may be there."""
    shown = render(text, {})
    for sentence in _SENTENCE.split(shown):
        length = len(_WORD.findall(sentence))
        if length > LONGEST_SENTENCE:
            yield warning(part.name, "a sentence has {found} words; people read up to {most} easily: cut it in two",
                          found=length, most=LONGEST_SENTENCE)  # fmt: skip
    long = sorted({word for word in _WORD.findall(shown) if len(word) > LONGEST_WORD})
    if long:
        yield warning(part.name, "long words: {words}; is there a shorter one?", words=", ".join(long))


def _clashes(session: Session, topic: PackTopic, topic_id: int) -> Iterator[Problem]:
    """Keywords and aliases that name another topic, published or not yet withdrawn."""
    said = (*topic.keywords, *(word for words in topic.aliases.values() for word in words))
    taken = taken_words(session, {normal_form(word) for word in said}, topic_id)
    for word in said:
        owner = taken.get(normal_form(word))
        if owner is not None:
            yield error(FRAME.name, ALSO_NAMES, word=word, topics=owner)


def _placed(problem: Problem, key: str) -> Problem:
    """The problem with the name of a part instead of a file."""
    where = problem.where.removeprefix(f"topics/{key}.toml").strip()
    return Problem(where or FRAME.name, problem.severity, problem.template, problem.values)
