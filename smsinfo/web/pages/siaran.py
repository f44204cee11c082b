"""Official alerts for everybody: what is in force, what was, and one of them. No log-in."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from flask import Response, abort, render_template, request, url_for
from flask_babel import gettext

from smsinfo.alerts.cap.syndication import Channel, rss
from smsinfo.alerts.facts import ZONES
from smsinfo.db.queries import public_alerts as rows
from smsinfo.domain.public_alerts import PublicAlert, Standing
from smsinfo.locale import NAMES, say
from smsinfo.web import public_alerts as alerts
from smsinfo.web.access import services
from smsinfo.web.caching import Made, answer
from smsinfo.web.i18n import page_language
from smsinfo.web.window import HTML, VARIES, window_pages
from smsinfo.web.words_siaran import SEVERITIES, STANDINGS

pages = window_pages("siaran", __name__)
PAST: Final = 20
LONGEST_ID: Final = 18


@pages.get("/siaran")
def all_() -> Response:
    """Those in force and the past ones, of a region (`wilayah`) or of all; `sebelum` leads to older ones."""
    region = request.args.get("wilayah", "").strip()
    before = request.args.get("sebelum", "")
    if region and region not in services().snapshots.current().places:
        abort(404)
    older = int(before) if before.isascii() and before.isdigit() and len(before) <= LONGEST_ID else None
    made = alerts.kept().get(("siaran", region, str(older), page_language()), lambda: _list(region, older))
    return answer(made, varies=VARIES, squeeze=True)


@pages.get("/siaran/<code>")
def one(code: str) -> Response:
    """One alert: official words in each language, issuer, times, regions, what corrects it."""
    if not (code.isascii() and code.isdigit()):
        abort(404)
    made = alerts.kept().get(("alert", code, page_language()), lambda: _one(code))
    return answer(made, varies=VARIES, squeeze=True)


@pages.get("/siaran/rss.xml")
def feed() -> Response:
    """The newest ones for readers of RSS, in Indonesian."""
    return answer(alerts.kept().get(("rss",), _rss))


def _list(region: str, older: int | None) -> Made:
    now = services().clock()
    with services().database.read() as session:
        current = alerts.in_force(session, region or None) if older is None else []
        past = rows.past(session, now, region=region or None, most=PAST + 1, before=older)
    shown = past[:PAST]
    body = render_template(
        "siaran/list.html",
        current=[_shown(alert) for alert in current],
        past=[_shown(alert) for _, alert in shown],
        older=shown[-1][0] if len(past) > PAST else None,
        is_first=older is None,
        region=region,
        regencies=alerts.regencies(page_language()),
    )
    return Made(body.encode(), HTML)


def _one(code: str) -> Made:
    with services().database.read() as session:
        found = rows.by_code(session, code)
    if found is None:
        abort(404)
    texts = alerts.by_language(found, page_language())
    body = render_template("siaran/alert.html", texts=texts, languages_of_texts=NAMES, **_shown(found))
    return Made(body.encode(), HTML, found.changed_at)


def _rss() -> Made:
    settings, now = services().settings, services().clock()
    with services().database.read() as session:
        found = alerts.in_force(session) + [alert for _, alert in rows.past(session, now, most=PAST)]
    found.sort(key=lambda alert: alert.sent_at, reverse=True)
    updated = max((alert.changed_at for alert in found), default=None)
    channel = Channel(
        title=say("alert.feed", "id", name=alerts.issuer().sender),
        here=f"{settings.public_url}{url_for('siaran.feed')}",
        home=f"{settings.public_url}{url_for('siaran.all_')}",
        language="id",
        updated=updated or services().clock().replace(hour=0, minute=0, second=0, microsecond=0),
    )
    return Made(rss(channel, alerts.items(found, "id")), "application/rss+xml; charset=utf-8", updated)


@pages.app_template_filter("siaran_time")
def moment(at: datetime) -> str:
    """A time as people here read it, with the name of its zone."""
    settings = services().settings
    return f"{at.astimezone(settings.zone):%d-%m-%Y %H.%M} {ZONES.get(settings.timezone, '')}".rstrip()


def _shown(alert: PublicAlert) -> dict[str, object]:
    """What the templates show of an alert."""
    standing = alert.standing(services().clock())
    language = page_language()
    return {
        "alert": alert,
        "title": alert.headline or gettext("Alert %(code)s", code=alert.code),
        "text": alerts.fill(alert.text(language)),
        "standing": standing,
        "holds": standing is Standing.IN_FORCE,
        "standing_word": STANDINGS[standing],
        "severity": SEVERITIES.get(alert.severity),
        "places": alerts.names(alert, language),
    }
