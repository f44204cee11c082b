"""What makes a phone keep the window: manifest, the worker that keeps what was seen, the page without connection."""

from __future__ import annotations

import hashlib
import json
from typing import Final

from flask import Response, render_template, url_for
from flask_babel import force_locale, gettext

from smsinfo.web.assets import asset
from smsinfo.web.caching import Made, answer
from smsinfo.web.i18n import LANGUAGES, page_language
from smsinfo.web.window import VARIES, numbers, page, window_pages

pages = window_pages("installing", __name__)
PAPER: Final = "#f5f1e8"
RIVER: Final = "#1c6b5f"
"""The colours of smsinfo.css, for the frame around the pages."""
NOT_SEARCHED: Final = ("/staff/", "/simulator", "/gw/", "/info?q=", "/hoaks?q=")


@pages.get("/manifest.webmanifest")
def manifest() -> Response:
    """Name, icons and start (W3C, Web Application Manifest)."""
    icons = [
        {"src": url_for("static", filename="icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": url_for("static", filename="icon-192.png"), "sizes": "192x192", "type": "image/png"},
    ]
    described = {
        "name": gettext("smsinfo: answers for citizens"),
        "short_name": "smsinfo",
        "lang": page_language(),
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": RIVER,
        "icons": icons,
    }
    body = json.dumps(described, ensure_ascii=False).encode()
    return answer(Made(body, "application/manifest+json"), varies=VARIES)


@pages.get("/sw.js")
def worker() -> Response:
    """The worker. Its text changes with the files that come first, so that browsers take a new one."""
    first = [url_for("installing.offline"), asset("window.css"), url_for("static", filename="smsinfo.css")]
    first += [asset("window.js"), url_for("static", filename="icon.svg")]
    version = hashlib.sha256("".join(first).encode()).hexdigest()[:8]
    says = {language: _says(language) for language in LANGUAGES}
    text = render_template("window/worker.js", first=first, version=version, says=says)
    response = answer(Made(text.encode(), "text/javascript; charset=utf-8"), squeeze=True)
    response.headers["Cache-Control"] = "public, no-cache"
    return response


@pages.get("/robots.txt")
def robots() -> Response:
    """What search engines leave alone (RFC 9309): staff pages, machines, and what somebody typed."""
    text = "".join(f"Disallow: {path}\n" for path in NOT_SEARCHED)
    return answer(Made(f"User-agent: *\n{text}".encode(), "text/plain; charset=utf-8"))


@pages.get("/luring")
def offline() -> Response:
    """What the worker shows in the place of a page that it does not have."""
    return page((), "window/offline.html", lambda: {"numbers": numbers()})


def _says(language: str) -> str:
    """What a kept page says of itself: in its own language, which the worker's request does not tell."""
    with force_locale(language):
        told = gettext(
            "No connection: this is a copy that your phone kept. "
            "Alerts may have changed; text CEK and the code, or call 112."
        )
    return str(told)
