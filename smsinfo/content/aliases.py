"""One more way to name a published topic: the smallest publication there is."""

from __future__ import annotations

from datetime import datetime

from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from smsinfo.content.pack_values import Name
from smsinfo.content.stored import ALIAS
from smsinfo.content.words import normal_form
from smsinfo.db.queries import content as rows
from smsinfo.db.queries import publishing
from smsinfo.db.queries.content import StateRow
from smsinfo.errors import BadInput
from smsinfo.locale import command_words, languages


def add_alias(session: Session, key: str, words: str, language: str, now: datetime) -> int:
    """Publish an alias; the content version that then holds, and that every process builds its snapshot from.

    Raises BadInput for words that are no alias: of the wrong shape, a command, or the name of a topic already.
    """
    state = rows.content_state(session, lock=True)
    topic = next((topic for topic in rows.topics(session) if topic.key == key), None)
    if topic is None:
        raise BadInput(f"there is no published topic {key[:40]!r}; smsinfo report topics and pack.toml name them")
    form = _checked(words, language)
    owner = publishing.owner_of(session, form)
    if owner is not None:
        raise BadInput(f"{words} already names the topic {owner}; choose other words")
    value = publishing.KeywordValues(topic_id=topic.id, text=words, normalised=form, language=language, kind=ALIAS)
    publishing.add_keywords(session, [value])
    rows.save_state(session, StateRow(state.version + 1, state.mark, state.pack), now)
    return state.version + 1


def _checked(words: str, language: str) -> str:
    """The words as they are compared."""
    if language not in languages():
        raise BadInput(f"we have no language {language[:8]!r}; known are {', '.join(languages())}")
    try:
        TypeAdapter(Name).validate_python(words)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        raise BadInput(f"{words[:40]!r} is no alias: {problem}") from None
    form = normal_form(words)
    if not form:
        raise BadInput(f"{words!r} has no letter or digit; write the words that people text")
    command = next((c.command for c in command_words() if form in {normal_form(word) for word in c.words}), None)
    if command is not None:
        raise BadInput(f"{words} is the command {command}; as an alias it would never be looked at")
    return form
