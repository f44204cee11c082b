"""Which poster for whom: kind, region and language in, what it says out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from smsinfo.domain.content import Catalogue, CatalogueTopic
from smsinfo.domain.regions import Place
from smsinfo.errors import BadInput
from smsinfo.locale import say
from smsinfo.reports.write import grouped
from smsinfo.window import poster_words as words
from smsinfo.window.numbers import Number
from smsinfo.window.poster import Poster

EXAMPLES: Final = 3
ANYWHERE: Final = "110/119"
"""The emergency numbers where a region names none: police and ambulance."""


@dataclass(frozen=True, slots=True)
class House:
    """Whose posters these are: the content, the numbers, the address of the window, the price of a text (rupiah)."""

    catalogue: Catalogue
    numbers: Sequence[Number]
    address: str
    text_idr: int
    today: date


def kinds(catalogue: Catalogue) -> list[str]:
    """What a poster may be about: everything, alerts, or a category that has enough to show."""
    named = [topic.category for topic in catalogue.topics if topic.keywords]
    enough = [key for key in dict.fromkeys(named) if named.count(key) >= EXAMPLES]
    general = [words.INFO] if len(set(named)) >= EXAMPLES else []
    return [*general, words.ALERTS, *enough]


def headline(kind: str, language: str) -> str:
    """What a poster of this kind says first."""
    if kind in words.KINDS:
        return words.KINDS[kind].say(language)
    return words.HEADLINE.say(language).format(name=say(f"category.{kind}", language))


def poster(house: House, region: str, kind: str, language: str) -> Poster:
    """What a poster says. Raises BadInput for what there is not, and where nobody declared a number to text."""
    place = next((one for one in house.catalogue.gazetteer.places if one.code == region), None)
    if place is None:
        raise BadInput(f"{region!r} is not a known region code; 62.06 is Katingan, 62.71 Palangka Raya")
    if kind not in kinds(house.catalogue):
        raise BadInput(f"{kind!r} is no kind of poster; choose one of {', '.join(kinds(house.catalogue))}")
    if language not in words.LANGUAGES:
        raise BadInput(f"there is no poster in {language!r}; choose one of {', '.join(words.LANGUAGES)}")
    if not house.numbers:
        raise BadInput("no channel declares a number that people can text: set number in [channels.<name>]")
    return Poster(
        headline=headline(kind, language),
        place=say(f"level.{place.level.value}", language, name=place.short),
        numbers=tuple(house.numbers),
        examples=_examples(house.catalogue, place, kind, language),
        emergency=house.catalogue.gazetteer.fields_for(region).get("darurat", ANYWHERE),
        address=house.address,
        language=language,
        today=house.today,
        cost=grouped(house.text_idr, language) if house.text_idr else "",
        mark=house.catalogue.mark,
    )


def _examples(catalogue: Catalogue, place: Place, kind: str, language: str) -> tuple[tuple[str, str], ...]:
    if kind == words.ALERTS:
        typed = f"DAFTAR {place.short.upper()}"
        return (
            (typed, words.SUBSCRIBE.say(language)),
            ("CEK 4821", words.CHECK.say(language)),
            ("STOP", words.STOP.say(language)),
        )
    found = [topic for topic in catalogue.topics if topic.keywords]
    if kind == words.INFO:
        by_category: dict[str, CatalogueTopic] = {}
        for topic in found:
            by_category.setdefault(topic.category, topic)
        found = list(by_category.values())
    else:
        found = [topic for topic in found if topic.category == kind]
    return tuple((one.keywords[0], one.titles.get(language) or one.titles["id"]) for one in found[:EXAMPLES])
