"""The front door: what one can text, to which number, what it costs, and which alerts are in force now."""

from __future__ import annotations

from typing import Final

from flask import Response, current_app
from sqlalchemy.orm import Session

from smsinfo.domain.content import CatalogueTopic
from smsinfo.domain.public_alerts import PublicAlert, Standing
from smsinfo.locale import say
from smsinfo.reports.write import grouped
from smsinfo.web import public_alerts as alerts
from smsinfo.web.access import services
from smsinfo.web.i18n import page_language
from smsinfo.web.window import LONGEST_TEXT, numbers, page, window_pages
from smsinfo.web.words_siaran import SEVERITIES

pages = window_pages("home", __name__)
MOST_ALERTS: Final = 5
EXAMPLES: Final = 3
PHONE: Final = "simulator.phone"


@pages.get("/")
def home() -> Response:
    """The window."""
    return page((), "window/home.html", _values)


def _values() -> dict[str, object]:
    settings = services().settings
    catalogue = services().snapshots.current().catalogue
    with services().database.read() as session:
        in_force = _in_force(session)
    language = page_language()
    return {
        "numbers": numbers(),
        "cost": grouped(settings.citizen_text_idr, language) if settings.citizen_text_idr else "",
        "examples": [(topic.keywords[0], topic.label(language), topic.key) for topic in _first(catalogue.topics)],
        "alerts": in_force[:MOST_ALERTS],
        "more": max(len(in_force) - MOST_ALERTS, 0),
        "categories": _categories(catalogue.topics, language),
        "mark": catalogue.mark,
        "courses": bool(catalogue.courses),
        "phone": PHONE in current_app.view_functions,
        "longest": LONGEST_TEXT,
    }


def _in_force(session: Session) -> list[dict[str, object]]:
    """Those that hold, the newest first: what was taken back or corrected is told by the page of alerts."""
    now, language = services().clock(), page_language()
    holding = [one for one in alerts.in_force(session) if one.standing(now) is Standing.IN_FORCE]
    return [_shown(one, language) for one in holding]


def _shown(alert: PublicAlert, language: str) -> dict[str, object]:
    return {
        "code": alert.code,
        "title": alerts.title(alert, language),
        "severity": SEVERITIES.get(alert.severity),
        "places": ", ".join(alerts.names(alert, language).values()),
        "expires_at": alert.expires_at,
    }


def _first(topics: tuple[CatalogueTopic, ...]) -> list[CatalogueTopic]:
    """The first topics of different categories that a word names: as examples, they show how wide it reaches."""
    by_category: dict[str, CatalogueTopic] = {}
    for topic in topics:
        if topic.keywords:
            by_category.setdefault(topic.category, topic)
    return list(by_category.values())[:EXAMPLES]


def _categories(topics: tuple[CatalogueTopic, ...], language: str) -> list[tuple[str, str, int]]:
    """(key, name, how many topics), in the order of the menus."""
    counts: dict[str, int] = {}
    for topic in topics:
        counts[topic.category] = counts.get(topic.category, 0) + 1
    return [(key, say(f"category.{key}", language), number) for key, number in counts.items()]
