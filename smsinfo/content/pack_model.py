"""A content pack as values: what its files hold, checked for shape and size but not yet for sense (that is `lint`).

A field of these dataclasses is a field of the file, with the limits of the database's columns. `canonical` makes two
packs equal that say the same, whatever the layout of their files.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated

from pydantic import Strict

from smsinfo.content.pack_courses import PackCourse
from smsinfo.content.pack_values import (
    Address,
    Body,
    ClaimKey,
    Code,
    Day,
    FieldName,
    Flag,
    Key,
    Language,
    Line,
    Mark,
    Name,
    Note,
    Title,
    Word,
    closed,
)


@closed
@dataclass(frozen=True, slots=True)
class PackSource:
    """Where a fact was seen, and when."""

    title: Line
    address: Address
    checked_on: Day


@closed
@dataclass(frozen=True, slots=True)
class PackSummary:
    """One text in one language, for everybody or (`region`) for a region and everything in it.

    `checked_on` is None where it is that of the topic's sources.
    """

    language: Language
    text: Body
    more: Body = ""
    region: Code | None = None
    needs_native: Flag = False
    checked_on: Day | None = None


@closed
@dataclass(frozen=True, slots=True)
class PackTopic:
    """topics/<key>.toml: one subject. `title`, `label`, `aliases`, `related` and `examples` are by language.

    `related` are words that people use who mean this topic, `examples` whole questions.
    """

    key: Key
    category: Word
    owner: Name
    tag: Name
    safety: Flag
    review_by: Day
    keywords: tuple[Name, ...]
    title: dict[Language, Title]
    label: dict[Language, Name]
    aliases: dict[Language, tuple[Name, ...]]
    related: dict[Language, tuple[Name, ...]]
    sources: tuple[PackSource, ...] = ()
    summaries: tuple[PackSummary, ...] = ()
    examples: dict[Language, tuple[Line, ...]] = field(default_factory=dict)

    @property
    def checked_on(self) -> date:
        """A text is as fresh as its oldest source. Without a source, which lint refuses, the day of review."""
        return min((source.checked_on for source in self.sources), default=self.review_by)


@closed
@dataclass(frozen=True, slots=True)
class PackClaim:
    """claims/<key>.toml: one claim that went round, with our verdict. `claim` and `answer` are by language."""

    key: ClaimKey
    verdict: Word
    tag: Name
    review_by: Day
    claim: dict[Language, Body]
    answer: dict[Language, Body]
    signs: tuple[Name, ...]
    sources: tuple[PackSource, ...] = ()
    region: Code | None = None

    @property
    def checked_on(self) -> date:
        """As fresh as its oldest source; without one, which lint refuses, the day of review."""
        return min((source.checked_on for source in self.sources), default=self.review_by)


@closed
@dataclass(frozen=True, slots=True)
class PackMenu:
    """Words that are open on purpose (BANSOS, AKTA): alone, they get a menu of these topics."""

    words: tuple[Name, ...]
    topics: tuple[Key, ...]


@closed
@dataclass(frozen=True, slots=True)
class PackMenus:
    """menus.toml."""

    menus: tuple[PackMenu, ...] = ()


@closed
@dataclass(frozen=True, slots=True)
class PackRegion:
    """A row of regions.csv. `parent_code` is empty for a province."""

    code: Code
    name: Name
    level: Word
    parent_code: str


@closed
@dataclass(frozen=True, slots=True)
class PackAlias:
    """A row of region_aliases.csv: one more name of a region; the same alias may name several regions."""

    alias: Name
    code: Code
    note: Note


@closed
@dataclass(frozen=True, slots=True)
class PackField:
    """A row of region_fields.csv: a value that texts may name as `{name}` in the region and everything in it."""

    code: Code
    name: FieldName
    value: Name
    source: Line
    checked_on: Day


@closed
@dataclass(frozen=True, slots=True)
class PackUssd:
    """[ussd] of pack.toml: the menu that is dialled.

    `order` are the categories that come first; `hidden` the topics that the menu leaves out, which are still found by
    their words; `labels` shorter or clearer lines than the topics' own labels, by topic and language.
    """

    order: tuple[Word, ...] = ()
    hidden: tuple[Key, ...] = ()
    labels: dict[Key, dict[Language, Name]] = field(default_factory=dict)


@closed
@dataclass(frozen=True, slots=True)
class PackHoliday:
    """A day on which offices are closed."""

    day: Day
    name: Name


@closed
@dataclass(frozen=True, slots=True)
class PackHolidays:
    """holidays/<year>.toml. `complete` only when the government's whole list of the year is in it."""

    year: Annotated[int, Strict()]
    complete: Flag
    source: Line
    checked_on: Day
    days: tuple[PackHoliday, ...] = ()


@closed
@dataclass(frozen=True, slots=True)
class PackHead:
    """pack.toml. `order` lists the topic keys as menus show them; `mark` ends each answer and may be empty."""

    name: Key
    title: Line
    licence: Name
    languages: tuple[Language, ...]
    description: Body
    order: tuple[Key, ...]
    mark: Mark = ""
    ussd: PackUssd = field(default_factory=PackUssd)


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole pack. `notices` are the licence texts that must travel with it, by file name."""

    head: PackHead
    topics: tuple[PackTopic, ...] = ()
    claims: tuple[PackClaim, ...] = ()
    menus: tuple[PackMenu, ...] = ()
    regions: tuple[PackRegion, ...] = ()
    aliases: tuple[PackAlias, ...] = ()
    fields: tuple[PackField, ...] = ()
    notices: dict[str, str] = field(default_factory=dict)
    holidays: tuple[PackHolidays, ...] = ()
    courses: tuple[PackCourse, ...] = ()


def canonical(pack: Pack) -> Pack:
    """The same pack with everything in its one order: two packs that say the same become equal."""
    place = {key: number for number, key in enumerate(pack.head.order)}
    return replace(
        pack,
        topics=tuple(sorted(map(canonical_topic, pack.topics), key=lambda t: (place.get(t.key, len(place)), t.key))),
        claims=tuple(sorted(pack.claims, key=lambda claim: claim.key)),
        regions=tuple(sorted(pack.regions, key=lambda region: region.code)),
        aliases=tuple(sorted(pack.aliases, key=lambda alias: (alias.code, alias.alias))),
        fields=tuple(sorted(pack.fields, key=lambda value: (value.code, value.name))),
        holidays=tuple(
            replace(year, days=tuple(sorted(year.days, key=lambda holiday: holiday.day)))
            for year in sorted(pack.holidays, key=lambda year: year.year)
        ),
        courses=tuple(sorted(pack.courses, key=lambda course: (course.position, course.key))),
    )


def canonical_topic(topic: PackTopic) -> PackTopic:
    """The same topic with everything in its one order."""
    return replace(
        topic,
        aliases=_said(topic.aliases),
        related=_said(topic.related),
        examples=_said(topic.examples),
        summaries=tuple(
            replace(text, checked_on=None if text.checked_on == topic.checked_on else text.checked_on)
            for text in sorted(topic.summaries, key=_place_of)
        ),
    )


def _said(words: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Only the languages that have words."""
    return {language: found for language, found in words.items() if found}


def _place_of(text: PackSummary) -> tuple[str, int, str]:
    """General texts first, then by region; Indonesian first, then English, then the local languages."""
    return text.region or "", {"id": 0, "en": 1}.get(text.language, 2), text.language
