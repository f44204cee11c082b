"""The published content as a snapshot: immutable, swapped whole when a publication moves the version."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from smsinfo.domain.holidays import Holidays
from smsinfo.domain.lessons import CatalogueCourse
from smsinfo.domain.local import Local
from smsinfo.domain.regions import Gazetteer, ancestors

PROTECTION: Final = "perlindungan"
"""The category of protection; its safety topics are those of violence."""


@dataclass(frozen=True, slots=True)
class SummaryText:
    """One live summary: what a citizen reads. `more` is the continuation that LANJUT sends."""

    language: str
    region: str | None
    text: str
    more: str
    checked_on: date
    needs_native: bool = False


@dataclass(frozen=True, slots=True)
class CatalogueTopic:
    """One published topic with all by which it can be found and all that it can say.

    `keywords`, `aliases`, `related` and `examples` are as the editor typed them, all but the first by language;
    `examples` are whole questions that people ask about it, `related` single words that they use.
    """

    key: str
    category: str
    owner: str
    tag: str
    safety: bool
    review_by: date
    titles: dict[str, str]
    labels: dict[str, str]
    keywords: tuple[str, ...]
    aliases: dict[str, tuple[str, ...]]
    related: dict[str, tuple[str, ...]]
    summaries: tuple[SummaryText, ...]
    examples: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_private(self) -> bool:
        """True for topics of violence: who asks may share the phone with whom they fear. The answer hints at deleting
        it, and nothing later comes back to it: no rating, no follow-up."""
        return self.safety and self.category == PROTECTION

    def label(self, language: str) -> str:
        """The short name for menus, in the language or else Indonesian."""
        return self.labels.get(language) or self.labels["id"]

    def summary(self, language: str, region: str | None) -> SummaryText:
        """The best text: the language first (else Indonesian), then the nearest region, then the general one."""
        for wanted in (language, "id"):
            in_language = {s.region: s for s in self.summaries if s.language == wanted}
            for code in (*(ancestors(region) if region else ()), None):
                if code in in_language:
                    return in_language[code]
        raise LookupError(f"topic {self.key} has no Indonesian summary")


@dataclass(frozen=True, slots=True)
class CatalogueClaim:
    """One claim that went round, with our verdict: what HOAKS answers from."""

    key: str
    verdict: str
    region: str | None
    tag: str
    checked_on: date
    claims: dict[str, str]
    answers: dict[str, str]
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenMenu:
    """Words that are open on purpose (BANSOS, AKTA): alone, they get a menu of these topics."""

    words: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UssdMenu:
    """How editors want the menu of USSD: categories that come first, topics that are only searched, shorter labels."""

    order: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    labels: dict[str, dict[str, str]] = field(default_factory=dict)

    def label(self, topic: CatalogueTopic, language: str) -> str:
        """A topic's line in a language, else in Indonesian: the menu's own label before the topic's."""
        own = self.labels.get(topic.key, {})
        return own.get(language) or topic.labels.get(language) or own.get("id") or topic.labels["id"]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything published, at one version. `mark` goes to the end of each answer (DEMO for the demo pack).

    `local` is what the villages say themselves; it is in no pack."""

    version: int
    mark: str
    topics: tuple[CatalogueTopic, ...]
    claims: tuple[CatalogueClaim, ...]
    gazetteer: Gazetteer
    menus: tuple[OpenMenu, ...] = ()
    ussd: UssdMenu = field(default_factory=UssdMenu)
    holidays: Holidays = field(default_factory=Holidays)
    local: Local = field(default_factory=Local)
    courses: tuple[CatalogueCourse, ...] = ()

    def shown(self) -> tuple[CatalogueTopic, ...]:
        """The topics that menus show, by SMS as by dialling. The hidden ones are still found by their words."""
        return tuple(topic for topic in self.topics if topic.key not in self.ussd.hidden)

    def categories(self) -> tuple[str, ...]:
        """The categories that show something, those that the editors put first before the others."""
        there = dict.fromkeys(topic.category for topic in self.shown())
        first = [name for name in self.ussd.order if name in there]
        return (*first, *(name for name in there if name not in self.ussd.order))
