"""What pages, feeds and documents of official alerts share: reading them, their words, their addresses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy.orm import Session

from smsinfo.alerts.cap.issuing import Issuer
from smsinfo.alerts.cap.syndication import Item
from smsinfo.content.snapshot import Snapshot
from smsinfo.db.queries import public_alerts as rows
from smsinfo.domain.public_alerts import PublicAlert
from smsinfo.domain.regions import Level
from smsinfo.errors import Refused
from smsinfo.locale import say
from smsinfo.outbox.numbers import PLACE
from smsinfo.web.access import services
from smsinfo.web.caching import Kept

KEPT: Final = "smsinfo.kept"
MOST_IN_FORCE: Final = 100


def kept() -> Kept:
    """The pages that this application made last."""
    found: Kept = current_app.extensions[KEPT]
    return found


def issuer() -> Issuer:
    """Who we are to readers of documents."""
    settings = services().settings
    sender = settings.cap_sender or urlsplit(settings.public_url).hostname or "smsinfo"
    return Issuer(sender, settings.cap_identity, settings.public_url, settings.zone)


def fill(text: str) -> str:
    """A text with the number that anybody may text; without it where no channel declares one."""
    try:
        return services().outbox.numbers.fill(text, "")
    except Refused:
        return text.replace(PLACE, "")


def names(alert: PublicAlert, language: str) -> dict[str, str]:
    """Region code -> what people call it, of an alert."""
    snapshot = services().snapshots.current()
    return {code: called(snapshot, code, language) for code in alert.regions}


def called(snapshot: Snapshot, code: str, language: str) -> str:
    """`Kec Katingan Hilir`; the code where there is no such region."""
    place = snapshot.places.get(code)
    if place is None:
        return code
    return say(f"level.{place.level.value}", language, name=place.short)


def regencies(language: str) -> list[tuple[str, str]]:
    """What the list of alerts may be narrowed to: (code, name) of provinces, regencies and cities."""
    snapshot = services().snapshots.current()
    levels = (Level.PROVINCE, Level.REGENCY, Level.CITY)
    return [
        (place.code, called(snapshot, place.code, language))
        for place in snapshot.places.values()
        if place.level in levels
    ]


def in_force(session: Session, region: str | None = None) -> list[PublicAlert]:
    """Those whose time is not over, with what was corrected."""
    return rows.in_force(session, services().clock(), region=region, most=MOST_IN_FORCE)


def items(alerts: list[PublicAlert], language: str) -> list[Item]:
    """The alerts as entries of a feed."""
    who, base = issuer(), services().settings.public_url
    return [
        Item(
            identifier=who.identifier(one.code, one.sent_at),
            title=title(one, language),
            summary=fill(one.text(language)),
            author=one.issuer,
            document=f"{base}/cap/{one.code}.xml",
            page=f"{base}/siaran/{one.code}",
            at=one.changed_at,
        )
        for one in alerts
    ]


def title(alert: PublicAlert, language: str) -> str:
    """A line for lists: headline, or what kind of alert it is, with its code."""
    return f"{alert.headline or say(f'alert.event.{alert.category}', language)} ({alert.code})"


def by_language(alert: PublicAlert, first: str) -> Mapping[str, str]:
    """Language -> official words, the reader's language first, then Indonesian."""
    order = sorted(alert.texts, key=lambda language: (language != first, language != "id", language))
    return {language: fill(alert.texts[language]) for language in order}
