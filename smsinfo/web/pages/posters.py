"""A poster to print for the board of a village: choose the place and what it is about, get a PDF."""

from __future__ import annotations

from typing import Final

from flask import Response, abort, request
from flask_babel import gettext

from smsinfo.errors import BadInput
from smsinfo.web import public_alerts as alerts
from smsinfo.web.access import services
from smsinfo.web.caching import Made, answer
from smsinfo.web.i18n import LANGUAGES, page_language
from smsinfo.web.window import numbers, page, unkept, window_pages
from smsinfo.window import poster_words, posters
from smsinfo.window.poster import as_pdf

pages = window_pages("posters", __name__)
LONGEST_PLACE: Final = 60
MOST_PLACES: Final = 12
TEMPLATE: Final = "window/poster.html"


@pages.get("/poster")
def form() -> Response:
    """The form; with a place, the file or the places of that name."""
    typed = " ".join(request.args.get("tempat", "").split())
    kind, language = request.args.get("jenis", poster_words.INFO), request.args.get("bahasa", page_language())
    if kind not in _kinds() or language not in poster_words.LANGUAGES:
        abort(404)
    chosen: dict[str, object] = {"kind": kind, "language": language, "typed": typed[:LONGEST_PLACE]}
    if not typed:
        return page((kind, language), TEMPLATE, lambda: _usual() | chosen)
    found = _places(typed) if len(typed) <= LONGEST_PLACE else []
    if not found:
        problem = gettext("There is no such place here. Write the name of a village, district or regency.")
        return unkept(TEMPLATE, _usual() | chosen | {"problem": problem}, 400)
    snapshot = services().snapshots.current()
    places = [
        (code, _called(code), alerts.called(snapshot, code.rpartition(".")[0], page_language())) for code in found
    ]
    return unkept(TEMPLATE, _usual() | chosen | {"places": places})


@pages.get("/poster.pdf")
def file() -> Response:
    """The poster of a region, kind and language."""
    asked = tuple(request.args.get(name, "") for name in ("wilayah", "jenis", "bahasa"))
    try:
        made = posters.poster(_house(), *asked)
    except BadInput:
        abort(404)
    response = answer(alerts.kept().get(("poster", *asked), lambda: Made(as_pdf(made), "application/pdf")))
    response.headers["Content-Disposition"] = f'inline; filename="poster-{asked[0]}-{asked[1]}.pdf"'
    return response


def _house() -> posters.House:
    settings, catalogue = services().settings, services().snapshots.current().catalogue
    today = services().clock().astimezone(settings.zone).date()
    return posters.House(catalogue, numbers(), settings.public_url, settings.citizen_text_idr, today)


def _kinds() -> list[str]:
    return posters.kinds(services().snapshots.current().catalogue)


def _places(typed: str) -> list[str]:
    """The codes of the regions that are meant, by code or by name as citizens write it."""
    snapshot = services().snapshots.current()
    if typed in snapshot.places:
        return [typed]
    meant = snapshot.understanding.resolve(f"daftar {typed}", page_language()).places
    return [code for code in meant if code in snapshot.places][:MOST_PLACES]


def _called(code: str) -> str:
    return alerts.called(services().snapshots.current(), code, page_language())


def _usual() -> dict[str, object]:
    return {
        "kinds": [(kind, posters.headline(kind, page_language())) for kind in _kinds()],
        "poster_languages": [(code, LANGUAGES[code]) for code in poster_words.LANGUAGES],
        "longest": LONGEST_PLACE,
        "ready": bool(numbers()),
        "mark": services().snapshots.current().catalogue.mark,
    }
