"""Certificates of courses for everybody: which course a code is for and of which month. It leads to no person."""

from __future__ import annotations

from typing import Final

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.community.lessons import CODE_LENGTH
from smsinfo.domain.lessons import Certificate
from smsinfo.web.access import services
from smsinfo.web.i18n import page_language
from smsinfo.web.window import page, unkept, window_pages

pages = window_pages("certificates", __name__)
TEMPLATE: Final = "window/certificate.html"
LONGEST: Final = 20
"""Letters of a code that are shown again where it is wrong."""


@pages.get("/belajar")
def form() -> ResponseReturnValue:
    """The courses by SMS, and where a code is typed; `kode` leads to its page."""
    code = request.args.get("kode", "").strip().upper()
    if not code:
        return page((), TEMPLATE, _usual)
    if _found(code) is None:
        return _wrong(code)
    return redirect(url_for("certificates.one", code=code), 303)


@pages.get("/belajar/<code>")
def one(code: str) -> Response:
    """What the certificate of a code is for; kindly that there is none, with status 404."""
    code = code.strip().upper()
    found = _found(code)
    if found is None:
        return _wrong(code)
    return page((code,), TEMPLATE, lambda: _told(found))


def _found(code: str) -> Certificate | None:
    """The certificate of a code; what cannot be one is not even looked up."""
    if not (len(code) == CODE_LENGTH and code.isascii() and code.isalnum()):
        return None
    with services().database.read() as session:
        return services().community.lessons.certificate(session, code)


def _told(found: Certificate) -> dict[str, object]:
    named = next((one for one in services().snapshots.current().catalogue.courses if one.key == found.course), None)
    name = named.title(page_language()) if named is not None else found.course
    return {**_usual(), "code": found.code, "name": name, "month": found.finished_on}


def _wrong(code: str) -> Response:
    said = gettext("There is no certificate with this code. Look at its five letters and digits again.")
    return unkept(TEMPLATE, {**_usual(), "typed": code[:LONGEST], "problem": said}, 404)


def _usual() -> dict[str, object]:
    snapshot, language = services().snapshots.current(), page_language()
    return {
        "longest": LONGEST,
        "courses": [one.title(language) for one in snapshot.catalogue.courses],
        "mark": snapshot.catalogue.mark,
    }
