"""Makes a draft of what an official has texted: place, severity, issuer, moment, headline. What can't be found out is
left empty, and the checks of every alert say what is missing."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from smsinfo.alerts.checks import LONGEST
from smsinfo.alerts.draft import Draft
from smsinfo.content.snapshot import Snapshot
from smsinfo.domain.alerts import Kind
from smsinfo.domain.cap import Certainty, Severity, Urgency
from smsinfo.domain.contacts import Category
from smsinfo.domain.regions import Place
from smsinfo.locale import official_words
from smsinfo.outbox.numbers import PLACE
from smsinfo.sms.gsm7 import to_gsm7
from smsinfo.understanding.normalise import words
from smsinfo.understanding.places import PlaceIndex

HOLDS: Final = timedelta(hours=12)
"""For so long a text of an official holds, from the moment that it names: until the day after a night."""
HEADLINE: Final = 80
_CLOCK = re.compile(r"(?<![\d.:])([01]?\d|2[0-4])[.:]([0-5]\d)(?![\d.:])")
_DATE = re.compile(r"(?<![\d/-])([0-3]?\d)[/-]([01]?\d)(?:[/-](20\d\d|\d\d))?(?![\d/-])")
_CODE = re.compile(r"62(?:\.\d{2}){0,2}(?:\.\d{4})?")
_SENTENCE = re.compile(r"[!?\n]|\.(?!\d)")
_SEVERE: Final = frozenset({Severity.EXTREME, Severity.SEVERE})


@dataclass(frozen=True, slots=True)
class Written:
    """What an official wrote: severity, the places as typed, and the words of the alert ("" where no colon came)."""

    severity: Severity
    places: tuple[str, ...]
    text: str


def written(rest: str) -> Written:
    """`berat katingan hilir, tasik payawan: Banjir ...`"""
    head, colon, text = rest.partition(":")
    first, _, others = head.strip().partition(" ")
    graveness = official_words().severities.get(first.lower().strip(",;.-"))
    severity = Severity(graveness) if graveness else Severity.SEVERE
    named = others if graveness else head
    places = tuple(part.strip() for part in re.split(r"[,;+&/\n]", named) if part.strip())
    return Written(severity, places, text.strip() if colon else "")


def found(snapshot: Snapshot, name: str) -> tuple[str, ...]:
    """The codes that a name or a code stands for; several for namesakes."""
    if _CODE.fullmatch(name):
        return (name,) if name in snapshot.places else ()
    key = "officials' places"
    if key not in snapshot.memo:
        snapshot.memo[key] = PlaceIndex(snapshot.catalogue.gazetteer)
    index: PlaceIndex = snapshot.memo[key]
    return index.find(words(name))


def draft(text: str, severity: Severity, places: tuple[Place, ...], now: datetime, zone: ZoneInfo) -> Draft:
    """The draft of a text for these places. `{nomor}` is put at the end where the text does not name it."""
    plain = to_gsm7(" ".join(text.split()))
    said = plain if PLACE in plain else f"{plain.rstrip(' .')}. Info: {PLACE}"
    event = moment(plain, now, zone)
    latest = now + LONGEST[Kind.ALERT]
    return Draft(
        issuer=issuer(plain, tuple(place.name for place in places)),
        category=Category.DISASTER.value,
        severity=severity,
        urgency=Urgency.IMMEDIATE if severity in _SEVERE else Urgency.EXPECTED,
        certainty=Certainty.LIKELY,
        expires_at=min(max(event or now, now) + HOLDS, latest),
        event_at=event,
        headline=headline(plain),
        place=", ".join(place.name for place in places)[:160],
        regions=tuple(place.code for place in places),
        texts={"id": said} if plain else {},
    )


def issuer(text: str, names: tuple[str, ...]) -> str:
    """Who speaks, as it stands in the text: `BPBD Katingan`; "" where nobody is named."""
    for name in official_words().issuers:
        at = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
        if at is not None:
            return text[at.start() : at.end()] + _named_after(text[at.end() :], names)
    return ""


def _named_after(rest: str, names: tuple[str, ...]) -> str:
    """The words after an agency that belong to its name: a place of the alert, else what is written with capitals."""
    for bare in sorted(
        (name.removeprefix("Kabupaten ").removeprefix("Kota ") for name in names), key=len, reverse=True
    ):
        if re.match(rf" {re.escape(bare)}(?!\w)", rest, re.IGNORECASE):
            return rest[: len(bare) + 1]
    capital = re.match(r"(?: [A-Z][\w'-]*){1,3}", rest)
    return capital.group() if capital is not None else ""


def headline(text: str) -> str:
    """The first sentence, or as much of it as a headline holds."""
    end = _SENTENCE.search(text)
    first = text[: end.start()] if end is not None else text
    return first if len(first) <= HEADLINE else first[:HEADLINE].rpartition(" ")[0]


def moment(text: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment that a text names first; without a date, that of today. None without a time of the clock.

    A date without a year is the nearest one: on 31/12 people write of 1/1.
    """
    clock = _CLOCK.search(text)
    if clock is None:
        return None
    local = now.astimezone(zone)
    date = _DATE.search(text)
    day, month, years = (int(date[1]), int(date[2]), _years(date[3], local.year)) if date else (0, 0, [local.year])
    hours, minutes = int(clock[1]), int(clock[2])
    at = [
        datetime(year, month or local.month, day or local.day, hours % 24, minutes, tzinfo=zone)
        for year in years
        if not date or _is_day(year, month, day)
    ]
    if not at:
        return None
    nearest = min(at, key=lambda one: abs(one - local))
    return (nearest + timedelta(days=hours // 24)).astimezone(now.tzinfo)


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _years(written_year: str | None, this: int) -> list[int]:
    if written_year is None:
        return [this - 1, this, this + 1]
    year = int(written_year)
    return [year + 2000 if year < 100 else year]
