"""The published content of the database as a pack: what export writes, import compares with, answers are made from."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import NamedTuple, TypeVar

from sqlalchemy.orm import Session

from smsinfo.content.pack_model import (
    Pack,
    PackAlias,
    PackClaim,
    PackField,
    PackHead,
    PackMenu,
    PackRegion,
    PackSource,
    PackSummary,
    PackTopic,
    canonical,
)
from smsinfo.db.queries import content as rows
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
        )
    )


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


def read_head(state: rows.StateRow, order: tuple[str, ...]) -> tuple[PackHead, Extra]:
    """The head of the pack that was imported last, with the order that holds now, and what is kept beside it."""
    if not state.pack:
        return replace(_UNNAMED, order=order), Extra((), {})
    kept = json.loads(state.pack)
    languages = tuple(kept["languages"])
    head = PackHead(kept["name"], kept["title"], kept["licence"], languages, kept["description"], order, state.mark)
    menus = tuple(PackMenu(tuple(menu["words"]), tuple(menu["topics"])) for menu in kept["menus"])
    return head, Extra(menus, kept["notices"])


def write_head(head: PackHead, extra: Extra) -> str:
    """What `read_head` reads; mark and order have columns of their own."""
    kept = {**asdict(head), "menus": [asdict(menu) for menu in extra.menus], "notices": extra.notices}
    return json.dumps({name: kept[name] for name in kept if name not in ("mark", "order")}, ensure_ascii=False)


def _sources(session: Session) -> Sources:
    of_topic: dict[int, list[PackSource]] = defaultdict(list)
    of_claim: dict[int, list[PackSource]] = defaultdict(list)
    for row in rows.sources(session):
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
        text = PackSummary(row.language, row.text, row.more, row.region_code, row.needs_native, row.checked_on)
        texts[row.topic_id].append(text)
    return tuple(
        PackTopic(
            key=topic.key,
            category=topic.category,
            owner=topic.owner,
            tag=topic.tag,
            safety=topic.safety,
            review_by=topic.review_by,
            keywords=tuple(row.text for row in words[topic.id] if row.kind == KEYWORD),
            title={row.language: row.title for row in names[topic.id]},
            label={row.language: row.label for row in names[topic.id]},
            aliases=_by_language(row for row in words[topic.id] if row.kind == ALIAS),
            related=_by_language(row for row in words[topic.id] if row.kind == RELATED),
            examples=_by_language(row for row in words[topic.id] if row.kind == EXAMPLE),
            sources=sources.get(topic.id, ()),
            summaries=tuple(texts[topic.id]),
        )
        for topic in rows.topics(session)
        if any(text.language == "id" and text.region is None for text in texts[topic.id])
    )


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
