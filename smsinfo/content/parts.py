"""A topic in the parts that people edit: its frame, and one text for each language and region.

The value of a part is a flat dict for JSON, so that it can be kept half-written, compared field by field, and merged
where two people changed it. A list of words is one field (`aliases.id`), a language of a title too (`title.en`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from smsinfo.content.pack_model import PackSource, PackSummary, PackTopic
from smsinfo.domain.staff import PROVINCE

Fields = dict[str, Any]
Parts = dict["Part", Fields]

BY_LANGUAGE: Final = ("title", "label", "aliases", "related", "examples")
"""The fields of a frame that there are once a language."""
LISTS: Final = frozenset({"keywords", "aliases", "related", "examples"})
"""Fields that are lists of words or lines: two people's additions go together."""


@dataclass(frozen=True, slots=True)
class Part:
    """The frame of a topic (no language), or its text in a language, for everybody or for a region."""

    language: str = ""
    region: str | None = None

    @property
    def name(self) -> str:
        """How the database names it: `frame`, `id`, `id 62.06`."""
        return f"{self.language} {self.region}" if self.region else self.language or "frame"

    @property
    def scope(self) -> str:
        """The region for which somebody must be responsible who changes it: what holds everywhere is the province's."""
        return self.region or PROVINCE

    @property
    def order(self) -> tuple[bool, str, int, str]:
        """The frame first, general texts next, then by region; Indonesian first."""
        return bool(self.language), self.region or "", {"id": 0, "en": 1}.get(self.language, 2), self.language

    @classmethod
    def read(cls, name: str) -> Part:
        """The part of a name."""
        language, _, region = name.partition(" ")
        return FRAME if name == "frame" else cls(language, region or None)


FRAME: Final = Part()


def parts_of(topic: PackTopic, position: int) -> Parts:
    """All parts of a topic, whose place in menus is `position`."""
    found = {FRAME: _frame(topic, position)}
    for text in topic.summaries:
        found[Part(text.language, text.region)] = _text(text)
    return found


def text_of(value: Fields | None) -> str:
    """A value as the database keeps it: two that say the same are the same text. Empty for none."""
    return "" if value is None else json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def value_of(text: str) -> Fields | None:
    """What `text_of` wrote."""
    return json.loads(text) if text else None


def digest(text: str) -> str:
    """A short name of exactly this text, for forms and the audit log."""
    return hashlib.sha256(text.encode()).hexdigest()


def assembled(key: str, parts: Mapping[Part, Fields], today: date) -> PackTopic:
    """The topic of these parts. What is missing or half-written is empty: lint says so, and nothing is published."""
    frame = parts.get(FRAME, {})
    texts = (
        _summary(part, value) for part, value in sorted(parts.items(), key=lambda item: item[0].order) if part != FRAME
    )
    return PackTopic(
        key=key,
        category=str(frame.get("category", "")),
        owner=str(frame.get("owner", "")),
        tag=str(frame.get("tag", "")),
        safety=bool(frame.get("safety", False)),
        review_by=day(frame.get("review_by")) or today,
        keywords=tuple(frame.get("keywords", ())),
        title=_languages(frame, "title"),
        label=_languages(frame, "label"),
        aliases={language: tuple(words) for language, words in _languages(frame, "aliases").items()},
        related={language: tuple(words) for language, words in _languages(frame, "related").items()},
        examples={language: tuple(words) for language, words in _languages(frame, "examples").items()},
        sources=tuple(PackSource(title, address, day(on) or today) for title, address, on in frame.get("sources", ())),
        summaries=tuple(texts),
    )


def day(text: object) -> date | None:
    """A day as forms and JSON write it; None where it is none."""
    try:
        return date.fromisoformat(str(text or ""))
    except ValueError:
        return None


def position_of(parts: Mapping[Part, Fields]) -> int:
    """The place in menus."""
    return int(parts.get(FRAME, {}).get("position", 0))


@dataclass(frozen=True, slots=True)
class Merged:
    """Two people's changes together. For the fields in `conflicts` both wrote something else: mine stands there."""

    value: Fields
    conflicts: tuple[str, ...]


def merge(base: Fields | None, mine: Fields, theirs: Fields | None) -> Merged:
    """Field by field: who alone changed it has it; lists take both; the rest is for a person to decide."""
    old, other = base or {}, theirs or {}
    value: Fields = {}
    conflicts = []
    for name in sorted({*old, *mine, *other}):
        before, ours, new = old.get(name), mine.get(name), other.get(name)
        if ours in (before, new):
            chosen = new
        elif new == before:
            chosen = ours
        elif name.partition(".")[0] in LISTS:
            chosen = _together(before or [], ours or [], new or [])
        else:
            chosen = ours
            conflicts.append(name)
        if chosen is not None:
            value[name] = chosen
    return Merged(value, tuple(conflicts))


def _together(before: list[str], ours: list[str], new: list[str]) -> list[str]:
    """What either added, without what either took away."""
    kept = [word for word in new if word in ours or word not in before]
    return kept + [word for word in ours if word not in kept and word not in before]


def _frame(topic: PackTopic, position: int) -> Fields:
    value: Fields = {
        "category": topic.category,
        "owner": topic.owner,
        "tag": topic.tag,
        "safety": topic.safety,
        "review_by": topic.review_by.isoformat(),
        "position": position,
        "keywords": list(topic.keywords),
        "sources": [[source.title, source.address, source.checked_on.isoformat()] for source in topic.sources],
    }
    for name in BY_LANGUAGE:
        for language, said in getattr(topic, name).items():
            if said:
                value[f"{name}.{language}"] = said if isinstance(said, str) else list(said)
    return value


def _text(text: PackSummary) -> Fields:
    value: Fields = {"text": text.text}
    if text.more:
        value["more"] = text.more
    if text.needs_native:
        value["needs_native"] = True
    if text.checked_on is not None:
        value["checked_on"] = text.checked_on.isoformat()
    return value


def _summary(part: Part, value: Fields) -> PackSummary:
    return replace(
        PackSummary(part.language, str(value.get("text", "")), str(value.get("more", "")), part.region),
        needs_native=bool(value.get("needs_native", False)),
        checked_on=day(value.get("checked_on")),
    )


def _languages(frame: Fields, name: str) -> dict[str, Any]:
    return {field.partition(".")[2]: said for field, said in frame.items() if field.startswith(f"{name}.") and said}
