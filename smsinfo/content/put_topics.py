"""Puts the topics of a pack into the database. Topics that the pack does not have stay as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from smsinfo.content.pack_model import PackTopic
from smsinfo.content.put_texts import By, put_texts
from smsinfo.content.report import Ledger
from smsinfo.content.stored import ALIAS, EXAMPLE, KEYWORD, RELATED
from smsinfo.content.words import normal_form
from smsinfo.db.queries import publishing as rows
from smsinfo.db.queries.content import PUBLISHED
from smsinfo.errors import BadPack


def put_topics(
    session: Session, wanted: Sequence[PackTopic], stored: Sequence[PackTopic], by: By, ledger: Ledger
) -> bool:
    """Topics by key, in the order of the pack; True where menus now show old ones in another order.

    Raises BadPack where a word names a topic that the pack leaves alone.
    """
    _refuse_taken_words(session, wanted)
    known = {topic.key: topic for topic in stored}
    places = rows.places(session)
    written = [topic for topic in wanted if known.get(topic.key) != topic]
    for topic in wanted:
        ledger.note(_file(topic), was_there=topic.key in places, differs=known.get(topic.key) != topic)
    order = {topic.key: number for number, topic in enumerate(wanted)}
    rows.add_topics(session, [_row(topic, order) for topic in written if topic.key not in places])
    rows.change_topics(session, {places[topic.key].id: _row(topic, order) for topic in written if topic.key in places})
    moved = _moved(places, order)
    rows.move_topics(session, moved)
    _put_parts(session, written, by, ledger)
    return bool(moved)


def put_topic(session: Session, topic: PackTopic, position: int, by: By) -> None:
    """Publish one topic, whatever it was before. Raises BadPack where a word of it names another topic."""
    _refuse_taken_words(session, [topic])
    place, row = rows.places(session).get(topic.key), _row(topic, {topic.key: position})
    if place is None:
        rows.add_topics(session, [row])
    else:
        rows.change_topics(session, {place.id: row})
    _put_parts(session, [topic], by, Ledger())


def _put_parts(session: Session, written: Sequence[PackTopic], by: By, ledger: Ledger) -> None:
    """Names, keywords, sources and texts of new and changed topics."""
    if not written:
        return
    places = rows.places(session)
    topics = {places[topic.key].id: topic for topic in written}
    rows.add_names(session, [name for topic_id, topic in topics.items() for name in _names(topic_id, topic)])
    rows.add_keywords(session, [word for topic_id, topic in topics.items() for word in _words(topic_id, topic)])
    rows.add_sources(session, [source for topic_id, topic in topics.items() for source in _sources(topic_id, topic)])
    withdrawn = put_texts(session, topics, by)
    ledger.withdrawn.extend(f"{_file(topics[topic_id])} {text}" for topic_id, text in withdrawn)


def _file(topic: PackTopic) -> str:
    return f"topics/{topic.key}.toml"


def _refuse_taken_words(session: Session, wanted: Sequence[PackTopic]) -> None:
    taken = rows.words_of_others(session, {topic.key for topic in wanted})
    for topic in wanted:
        for word in (*topic.keywords, *(alias for words in topic.aliases.values() for alias in words)):
            owner = taken.get(normal_form(word))
            if owner is not None:
                raise BadPack(
                    _file(topic),
                    "{word} already names the topic {owner} in the database; choose another",
                    word=word,
                    owner=owner,
                )


def _row(topic: PackTopic, order: dict[str, int]) -> rows.TopicValues:
    return rows.TopicValues(
        key=topic.key,
        category=topic.category,
        owner=topic.owner,
        tag=topic.tag,
        safety=topic.safety,
        status=PUBLISHED,
        review_by=topic.review_by,
        position=order[topic.key],
    )


def _moved(places: dict[str, rows.Place], order: dict[str, int]) -> dict[int, int]:
    """Which of the topics that were there have another place now."""
    old = {place.id: (place.position, order[key]) for key, place in places.items() if key in order}
    return {topic_id: now for topic_id, (before, now) in old.items() if before != now}


def _names(topic_id: int, topic: PackTopic) -> Iterator[rows.NameValues]:
    for language, title in topic.title.items():
        yield rows.NameValues(topic_id=topic_id, language=language, title=title, label=topic.label[language])


def _words(topic_id: int, topic: PackTopic) -> Iterator[rows.KeywordValues]:
    groups = [(KEYWORD, "", topic.keywords)]
    groups += [(ALIAS, language, words) for language, words in topic.aliases.items()]
    groups += [(RELATED, language, words) for language, words in topic.related.items()]
    groups += [(EXAMPLE, language, words) for language, words in topic.examples.items()]
    for kind, language, words in groups:
        for word in words:
            form = normal_form(word)
            yield rows.KeywordValues(topic_id=topic_id, text=word, normalised=form, language=language, kind=kind)


def _sources(topic_id: int, topic: PackTopic) -> Iterator[rows.SourceValues]:
    for source in topic.sources:
        yield rows.SourceValues(
            topic_id=topic_id, claim_id=None, title=source.title, address=source.address, checked_on=source.checked_on
        )
