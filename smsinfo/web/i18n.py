"""The pages' language: the one chosen by ?lang=, else the browser's, else Indonesian.

The catalogues are compiled in memory at start (a few milliseconds) and no .mo is kept: a compiled file beside its
source would be a second truth, stale after each edit and unreadable in a review. English is the source language, so its
catalogue translates nothing; it stands there for the tools and as the pattern for the next language.
"""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from babel.dates import format_date as babel_day
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import Babel, format_date, get_locale

from smsinfo.config import Settings
from smsinfo.web.errors import MACHINES

FOLDER: Final = Path(__file__).parent / "translations"
DOMAIN: Final = "messages"
LANGUAGES: Final = {"id": "Bahasa Indonesia", "en": "English"}
DEFAULT: Final = "id"


def init_app(app: Flask, settings: Settings) -> None:
    """Translate pages and show times in the configured zone."""
    babel = Babel(app, default_locale=DEFAULT, locale_selector=page_language, timezone_selector=lambda: settings.zone)
    with app.app_context():
        # flask-babel looks here before it looks for compiled files.
        babel.domain_instance.cache.update({(language, DOMAIN): catalogue(language) for language in LANGUAGES})
    app.add_template_filter(day_words, "dateformat")
    app.before_request(choose_language)
    app.context_processor(
        lambda: {"page_language": page_language(), "languages": LANGUAGES, "in_language": in_language}
    )


def page_language() -> str:
    """The language of this request's page."""
    chosen = session.get("lang")
    if chosen in LANGUAGES:
        return str(chosen)
    return request.accept_languages.best_match(list(LANGUAGES)) or DEFAULT


def choose_language() -> ResponseReturnValue | None:
    """Keep the language that a page's ?lang= asks for in the session, then show the page without it, filters kept."""
    if request.method != "GET" or "QUERY_STRING" not in request.environ or request.path.startswith(MACHINES):
        return None
    wanted = request.args.get("lang")
    if wanted not in LANGUAGES:
        return None
    session["lang"] = wanted
    # Only to an address of ours: a path of two slashes would lead to another site.
    return redirect(request.path + _query(), 303) if request.endpoint else None


def in_language(code: str) -> str:
    """The query that shows this page in a language, with what else its address asks for."""
    return _query(("lang", code))


def _query(*more: tuple[str, str]) -> str:
    """The query of this request without its language, and with `more` at the end."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return f"?{urlencode([*kept, *more])}" if kept or more else ""


def day_words(day: date | None, form: str = "medium") -> str:
    """A day in the page's language. A list has the same few days in hundreds of cells, and Babel reads the pattern anew
    for each: that was a third of what the longest pages took."""
    if type(day) is not date:
        return str(format_date(day, form))
    return _day_in(day, form, str(get_locale()))


@lru_cache(maxsize=4096)
def _day_in(day: date, form: str, language: str) -> str:
    return babel_day(day, form, locale=language)


@cache
def catalogue(language: str, domain: str = DOMAIN) -> Translations:
    """The compiled catalogue of one language: ours, or the one that we wrote for a library's own words."""
    compiled = BytesIO()
    with (FOLDER / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled, domain)
