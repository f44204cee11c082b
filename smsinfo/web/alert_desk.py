"""What all pages of alerts share: their two addresses, the alert of an address, who acts, who may see it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from smsinfo.alerts.history import Doer
from smsinfo.alerts.service import Alerts
from smsinfo.db.queries import alerting
from smsinfo.domain.alerts import Alert
from smsinfo.domain.regions import covers
from smsinfo.domain.staff import Permission
from smsinfo.errors import AlertRefused
from smsinfo.web import words_alerts as words
from smsinfo.web.access import services
from smsinfo.web.desk import LANGUAGES
from smsinfo.web.gate import View, person, staff_pages

WAYS: Final = {False: "/alerts", True: "/drills"}
"""Where what is sent to people stands, and where a drill: nobody has to read a mark to know in which they are."""


def alert_pages(name: str, module: str) -> Blueprint:
    """A blueprint of staff pages whose templates have the words of alerts."""
    pages = staff_pages(name, module)
    pages.context_processor(lambda: {"say": words, "texts": LANGUAGES, "zone": alerts().facts.zone_word})
    return pages


def both(pages: Blueprint, path: str, *methods: str) -> Callable[[View], View]:
    """Put a view at its two addresses, below /alerts and below /drills; it gets `drill`."""

    def put(view: View) -> View:
        for drill, way in WAYS.items():
            pages.add_url_rule(way + path, view_func=view, methods=list(methods or ("GET",)), defaults={"drill": drill})
        return view

    return put


def alerts() -> Alerts:
    """The services."""
    return services().alerts


def now() -> datetime:
    """The time, aware."""
    return services().clock()


def doer() -> Doer:
    """Who acts."""
    return Doer(person())


def alert(session: Session, alert_id: int, *, drill: bool) -> Alert:
    """The alert of an address; 404 where there is none, where it stands at the other address, or is none of theirs."""
    found = alerting.get(session, alert_id)
    if found is None or found.drill is not drill or not sees(found):
        abort(404)
    return found


def sees(one: Alert) -> bool:
    """True for an alert that touches the person's regions, and for a draft without a region yet."""
    mine = person().regions(Permission.ALERTS)
    return not one.regions or any(
        covers(region, code) or covers(code, region) for region in mine for code in one.regions
    )


def attempt(act: Callable[[Session], object], back: str, done: str) -> ResponseReturnValue:
    """Do it in a transaction of its own, say what came of it, and go on at an address."""
    try:
        with services().database.write() as session:
            act(session)
    except AlertRefused as refusal:
        flash(words.reason(refusal), "danger")
    else:
        flash(done, "success")
    return redirect(back, 303)


def page_of(one: Alert, endpoint: str = "alerts.show", **values: Any) -> str:
    """The address of an alert's page."""
    return url_for(endpoint, alert_id=one.id, drill=one.drill, **values)
