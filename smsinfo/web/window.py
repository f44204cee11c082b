"""What the pages of the window share: everybody may look, no log-in, no cookie needed, kept by caches and by phones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import Blueprint, Response, abort, current_app, g, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from smsinfo.conversation.looking import Onlooker
from smsinfo.web import public_alerts as alerts
from smsinfo.web.access import services
from smsinfo.web.caching import Made, answer
from smsinfo.web.errors import FRAME, IN_WINDOW
from smsinfo.web.headers import INSTALLABLE
from smsinfo.web.i18n import page_language
from smsinfo.window.numbers import Number, told

HTML: Final = "text/html; charset=utf-8"
VARIES: Final = "Cookie, Accept-Language"
LONGEST_TEXT: Final = 160
"""Letters that may be looked up: what fits into one SMS."""
Entry = tuple[str, LazyString]
MENU: Final[tuple[Entry, ...]] = (
    ("window.topics", _("Topics")),
    ("siaran.all_", _("Official alerts")),
    ("window.claims", _("Hoaxes")),
    ("kim.all_", _("Community groups")),
    ("kabar.all_", _("News")),
    ("help_citizens.citizens", _("How to text")),
)
"""(endpoint, words): a page that stands in the menu of the window adds a line."""

BELOW: Final[tuple[Entry, ...]] = (
    ("numbers.show", _("Figures")),
    ("open_data.all_", _("Open data")),
    ("posters.form", _("Poster")),
    ("certificates.form", _("Certificates")),
)
"""Those that stand at the foot of each page."""


def window_pages(name: str, module: str) -> Blueprint:
    """A blueprint of pages that belong to what can be installed on a phone."""
    pages = Blueprint(name, module)
    pages.before_request(_installable)
    return pages


def menus() -> dict[str, list[Entry]]:
    """What templates of the window need, error pages too, which no blueprint of ours answers for."""
    return {"window_menu": _there(MENU), "window_foot": _there(BELOW)}


def _there(entries: tuple[Entry, ...]) -> list[Entry]:
    return [entry for entry in entries if entry[0] in current_app.view_functions]


def page(key: tuple[str, ...], template: str, values: Callable[[], dict[str, object]]) -> Response:
    """A page as caches keep it, made anew after some seconds."""

    def make() -> Made:
        return Made(render_template(template, **values()).encode(), HTML)

    made = alerts.kept().get((template, page_language(), *key), make)
    return answer(made, varies=VARIES, squeeze=True)


def unkept(template: str, values: dict[str, object], status: int = 200) -> Response:
    """A page of one person, who wrote something: no cache keeps it."""
    return Response(render_template(template, **values), status, content_type=HTML)


def asked_region() -> str:
    """The region of `?wilayah=`, or ""; 404 where there is no such region."""
    region = request.args.get("wilayah", "").strip()
    if region and region not in services().snapshots.current().places:
        abort(404)
    return region


def onlooker(language: str, region: str) -> Onlooker:
    """Who looks at the page, as a phone of that language and region would be answered."""
    settings = services().settings
    return Onlooker(services().snapshots.current(), language, region or None, services().clock(), settings.zone)


def regions(chosen: str) -> list[tuple[str, str]]:
    """(code, name) of what a page may be asked for: provinces, regencies and cities, and the one that was chosen."""
    found = alerts.regencies(page_language())
    if chosen and chosen not in dict(found):
        found.append((chosen, alerts.called(services().snapshots.current(), chosen, page_language())))
    return found


def numbers() -> list[Number]:
    """Which number whom to text: that of all others last."""
    return told(services().outbox.numbers)


def _installable() -> None:
    g.setdefault(INSTALLABLE, True)
    g.setdefault(FRAME, IN_WINDOW)
