"""The published content of the database as a pack: what export writes, import compares with, answers are made from."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any, NamedTuple, TypeVar

from sqlalchemy.orm import Session

from smsinfo.content.pack_model import (
    Pack,
    PackAlias,
    PackClaim,
    PackField,
    PackHead,
    PackHoliday,
    PackHolidays,
    PackMenu,
    PackRegion,
    PackSource,
    PackSummary,
    PackTopic,
    PackUssd,
    canonical,
    canonical_topic,
)
from smsinfo.content.put_courses import stored_courses
from smsinfo.db.queries import content as rows
from smsinfo.db.queries import holidays as holiday_rows
from smsinfo.db.queries import regions as region_rows

R = TypeVar("R", rows.NameRow, rows.KeywordRow)

KEYWORD, ALIAS, RELATED, EXAMPLE = "keyword", "alias", "related", "example"

_UNNAMED = PackHead("unnamed", "Unnamed", "unstated", ("id",), "", ())
"""The head of a database that no pack was imported into."""


class Extra(NamedTuple):
    """What a pack has besides topics, claims and regions; it is kept beside the head."""

    menus: tuple[PackMenu, ...]
    notices: dict[str, str]


class Sources(NamedTuple):
    """All sources, by the id of what they belong to."""

    of_topic: dict[int, tuple[PackSource, ...]]
    of_claim: dict[int, tuple[PackSource, ...]]


def stored_pack(session: Session) -> Pack:
    """Everything published, in canonical order. A topic or claim without its general Indonesian text is not."""
    sources = _sources(session)
    topics = _topics(session, sources.of_topic)
    head, extra = read_head(rows.content_state(session), tuple(topic.key for topic in topics))
    return canonical(
        Pack(
            head=head,
            menus=extra.menus,
            topics=topics,
            claims=_claims(session, sources.of_claim),
            regions=stored_regions(session),
            aliases=_aliases(session),
            fields=_fields(session),
            notices=extra.notices,
            holidays=_holidays(session),
            courses=stored_courses(session),
        )
    )


def stored_topic(session: Session, topic: rows.TopicRow) -> PackTopic:
    """What is published of one topic, in canonical order and in four statements."""
    found = _topic(
        topic,
        rows.names(session, topic.id),
        rows.keywords(session, topic.id),
        _sources(session, topic.id).of_topic.get(topic.id, ()),
        [_summary(row) for row in rows.texts(session, topic.id)],
    )
    return canonical_topic(found)


def stored_regions(session: Session) -> tuple[PackRegion, ...]:
    """All regions, by code."""
    found = region_rows.all_regions(session)
    return tuple(PackRegion(row["code"], row["name"], row["level"], row["parent_code"] or "") for row in found)


def _aliases(session: Session) -> tuple[PackAlias, ...]:
    found = region_rows.all_aliases(session)
    return tuple(PackAlias(row["alias"], row["region_code"], row["note"]) for row in found)


def _fields(session: Session) -> tuple[PackField, ...]:
    found = region_rows.all_fields(session)
    return tuple(
        PackField(row["region_code"], row["name"], row["value"], row["source"], row["checked_on"]) for row in found
    )


def _holidays(session: Session) -> tuple[PackHolidays, ...]:
    days: dict[int, list[PackHoliday]] = defaultdict(list)
    for day, name in holiday_rows.days(session):
        days[day.year].append(PackHoliday(day, name))
    return tuple(PackHolidays(*row, days=tuple(days[row.year])) for row in holiday_rows.years(session))


def read_head(state: rows.StateRow, order: tuple[str, ...]) -> tuple[PackHead, Extra]:
    """The head of the pack that was imported last, with the order that holds now, and what is kept beside it."""
    if not state.pack:
        return replace(_UNNAMED, order=order), Extra((), {})
    kept = json.loads(state.pack)
    languages = tuple(kept["languages"])
    texts = (kept["name"], kept["title"], kept["licence"], languages, kept["description"])
    head = PackHead(*texts, order, state.mark, _ussd(kept.get("ussd", {})))
    menus = tuple(PackMenu(tuple(menu["words"]), tuple(menu["topics"])) for menu in kept["menus"])
    return head, Extra(menus, kept["notices"])


def _ussd(kept: dict[str, Any]) -> PackUssd:
    """The menu; a pack that was imported before there was one has none."""
    return PackUssd(tuple(kept.get("order", ())), tuple(kept.get("hidden", ())), kept.get("labels", {}))


def write_head(head: PackHead, extra: Extra) -> str:
    """What `read_head` reads; mark and order have columns of their own."""
    kept = {**asdict(head), "menus": [asdict(menu) for menu in extra.menus], "notices": extra.notices}
    return json.dumps({name: kept[name] for name in kept if name not in ("mark", "order")}, ensure_ascii=False)


def stored_claims(session: Session) -> tuple[PackClaim, ...]:
    """All published claims, by key."""
    of_claim: dict[int, list[PackSource]] = defaultdict(list)
    for row in rows.claim_sources(session):
        of_claim[row.claim_id or 0].append(PackSource(row.title, row.address, row.checked_on))
    return _claims(session, {claim_id: tuple(found) for claim_id, found in of_claim.items()})


def _sources(session: Session, topic: int | None = None) -> Sources:
    of_topic: dict[int, list[PackSource]] = defaultdict(list)
    of_claim: dict[int, list[PackSource]] = defaultdict(list)
    for row in rows.sources(session, topic):
        source = PackSource(row.title, row.address, row.checked_on)
        if row.topic_id is not None:
            of_topic[row.topic_id].append(source)
        elif row.claim_id is not None:
            of_claim[row.claim_id].append(source)
    return Sources({i: tuple(s) for i, s in of_topic.items()}, {i: tuple(s) for i, s in of_claim.items()})


def _topics(session: Session, sources: dict[int, tuple[PackSource, ...]]) -> tuple[PackTopic, ...]:
    names = _by_topic(rows.names(session))
    words = _by_topic(rows.keywords(session))
    texts: dict[int, list[PackSummary]] = defaultdict(list)
    for row in rows.texts(session):
        texts[row.topic_id].append(_summary(row))
    return tuple(
        _topic(topic, names[topic.id], words[topic.id], sources.get(topic.id, ()), texts[topic.id])
        for topic in rows.topics(session)
        if any(text.language == "id" and text.region is None for text in texts[topic.id])
    )


def _topic(
    topic: rows.TopicRow,
    names: list[rows.NameRow],
    words: list[rows.KeywordRow],
    sources: tuple[PackSource, ...],
    texts: list[PackSummary],
) -> PackTopic:
    return PackTopic(
        key=topic.key,
        category=topic.category,
        owner=topic.owner,
        tag=topic.tag,
        safety=topic.safety,
        review_by=topic.review_by,
        keywords=tuple(row.text for row in words if row.kind == KEYWORD),
        title={row.language: row.title for row in names},
        label={row.language: row.label for row in names},
        aliases=_by_language(row for row in words if row.kind == ALIAS),
        related=_by_language(row for row in words if row.kind == RELATED),
        examples=_by_language(row for row in words if row.kind == EXAMPLE),
        sources=sources,
        summaries=tuple(texts),
    )


def _summary(row: rows.TextRow) -> PackSummary:
    return PackSummary(row.language, row.text, row.more, row.region_code, row.needs_native, row.checked_on)


def _by_topic(found: list[R]) -> dict[int, list[R]]:
    grouped: dict[int, list[R]] = defaultdict(list)
    for row in found:
        grouped[row.topic_id].append(row)
    return grouped


def _by_language(found: Iterable[rows.KeywordRow]) -> dict[str, tuple[str, ...]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for row in found:
        grouped[row.language].append(row.text)
    return {language: tuple(words) for language, words in grouped.items()}


def _claims(session: Session, sources: dict[int, tuple[PackSource, ...]]) -> tuple[PackClaim, ...]:
    texts: dict[int, list[rows.ClaimTextRow]] = defaultdict(list)
    for text in rows.claim_texts(session):
        texts[text.claim_id].append(text)
    signs: dict[int, list[str]] = defaultdict(list)
    for sign in rows.claim_signs(session):
        signs[sign.claim_id].append(sign.text)
    return tuple(
        PackClaim(
            key=claim.key,
            verdict=claim.verdict,
            tag=claim.tag,
            review_by=claim.review_by,
            claim={text.language: text.claim for text in texts[claim.id]},
            answer={text.language: text.answer for text in texts[claim.id]},
            signs=tuple(signs[claim.id]),
            sources=sources.get(claim.id, ()),
            region=claim.region_code,
        )
        for claim in rows.claims(session)
        if any(text.language == "id" for text in texts[claim.id])
    )
