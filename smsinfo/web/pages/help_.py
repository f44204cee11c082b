"""Help inside the product: what citizens may text, for everybody; how the staff pages are used, for who works here."""

from __future__ import annotations

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from smsinfo.domain.staff import Permission
from smsinfo.outbox.numbers import textable
from smsinfo.web.access import services
from smsinfo.web.gate import needs, staff_pages
from smsinfo.web.help_citizens import lines
from smsinfo.web.help_staff import HELP
from smsinfo.web.window import page, window_pages

public = window_pages("help_citizens", __name__)
pages = staff_pages("help", __name__)


@public.get("/help")
def citizens() -> Response:
    """What citizens may text, with every way of typing it."""
    return page((), "help/citizens.html", _citizens)


@pages.get("/help")
@needs(Permission.ACCOUNT)
def all_() -> ResponseReturnValue:
    """All help of the staff pages."""
    return render_template("help/list.html", helps=HELP)


@pages.get("/help/<name>")
@needs(Permission.ACCOUNT)
def show(name: str) -> ResponseReturnValue:
    """The help of one feature."""
    found = HELP.get(name)
    if found is None:
        abort(404)
    return render_template("help/page.html", help=found, lines=lines() if name in ("help-desk", "inbox") else [])


def _citizens() -> dict[str, object]:
    numbers = sorted({textable(plan.number) for plan in services().plans.values() if plan.kind != "mail"} - {""})
    return {"lines": lines(), "numbers": numbers}
