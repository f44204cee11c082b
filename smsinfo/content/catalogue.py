"""The published content as the snapshot that answers are made from: out of the database, or straight from a pack."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from sqlalchemy.orm import Session

from smsinfo.content.lesson_texts import course_of
from smsinfo.content.pack_model import Pack, PackClaim, PackTopic
from smsinfo.content.stored import stored_pack
from smsinfo.db.queries.content import content_version
from smsinfo.db.queries.local import load as load_local
from smsinfo.domain.content import Catalogue, CatalogueClaim, CatalogueTopic, OpenMenu, SummaryText, UssdMenu
from smsinfo.domain.holidays import Holidays
from smsinfo.domain.regions import Gazetteer, Place


def load_catalogue(session: Session) -> Catalogue:
    """Everything published, at its version. One query a table, however much there is."""
    number = version(session)  # read first: should a publication come between, the next look sees a new number
    return replace(catalogue_of(stored_pack(session), number), local=load_local(session))


def version(session: Session) -> int:
    """The number of the last publication; 0 before the first."""
    return content_version(session)


def catalogue_of(pack: Pack, number: int = 0) -> Catalogue:
    """The snapshot of a pack, without a database. The pack has to be one that lint accepts."""
    return Catalogue(
        version=number,
        mark=pack.head.mark,
        topics=tuple(catalogue_topic(topic) for topic in pack.topics),
        claims=tuple(catalogue_claim(claim) for claim in pack.claims),
        gazetteer=_gazetteer(pack),
        holidays=_holidays(pack),
        courses=tuple(course_of(course) for course in pack.courses),
        menus=tuple(OpenMenu(menu.words, menu.topics) for menu in pack.menus),
        ussd=UssdMenu(pack.head.ussd.order, frozenset(pack.head.ussd.hidden), pack.head.ussd.labels),
    )


def catalogue_topic(topic: PackTopic) -> CatalogueTopic:
    """One topic as answers are made from it."""
    return CatalogueTopic(
        key=topic.key,
        category=topic.category,
        owner=topic.owner,
        tag=topic.tag,
        safety=topic.safety,
        review_by=topic.review_by,
        titles=topic.title,
        labels=topic.label,
        keywords=topic.keywords,
        aliases=topic.aliases,
        related=topic.related,
        examples=topic.examples,
        summaries=tuple(
            SummaryText(
                text.language, text.region, text.text, text.more, text.checked_on or topic.checked_on, text.needs_native
            )
            for text in topic.summaries
        ),
    )


def catalogue_claim(claim: PackClaim) -> CatalogueClaim:
    """One claim as answers are made from it."""
    return CatalogueClaim(
        key=claim.key,
        verdict=claim.verdict,
        region=claim.region,
        tag=claim.tag,
        checked_on=claim.checked_on,
        claims=claim.claim,
        answers=claim.answer,
        signs=claim.signs,
    )


def _holidays(pack: Pack) -> Holidays:
    """The days by day, and how sure each year is."""
    return Holidays(
        {holiday.day: holiday.name for year in pack.holidays for holiday in year.days},
        {year.year: year.complete for year in pack.holidays},
    )


def _gazetteer(pack: Pack) -> Gazetteer:
    """All regions with their aliases, and the fields of each code."""
    aliases: dict[str, list[str]] = defaultdict(list)
    for alias in pack.aliases:
        aliases[alias.code].append(alias.alias)
    fields: dict[str, dict[str, str]] = defaultdict(dict)
    for value in pack.fields:
        fields[value.code][value.name] = value.value
    places = tuple(Place(region.code, region.name, tuple(aliases.get(region.code, ()))) for region in pack.regions)
    return Gazetteer(places, dict(fields))
