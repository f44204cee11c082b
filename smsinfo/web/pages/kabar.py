"""What the villages published, for everybody: by region and kind. No log-in."""

from __future__ import annotations

from typing import Final

from flask import Response, abort, request

from smsinfo.db.queries.news import published_news
from smsinfo.domain.news import NewsKind
from smsinfo.web import public_alerts as alerts
from smsinfo.web import words_news as words
from smsinfo.web.access import services
from smsinfo.web.i18n import page_language
from smsinfo.web.window import page, window_pages

pages = window_pages("kabar", __name__)
PAGE: Final = 20
LONGEST_ID: Final = 9


@pages.get("/kabar")
def all_() -> Response:
    """The newest of a region (`wilayah`) or of all, of a kind (`jenis`) or of all; `sebelum` leads to older ones."""
    region, kind = request.args.get("wilayah", "").strip(), request.args.get("jenis", "")
    before = request.args.get("sebelum", "")
    if (region and region not in services().snapshots.current().places) or (kind and kind not in set(NewsKind)):
        abort(404)
    older = int(before) if before.isascii() and before.isdigit() and len(before) <= LONGEST_ID else None
    shown = page((region, kind, str(older)), "kabar/list.html", lambda: _list(region, kind, older))
    shown.headers["Cache-Control"] = "no-store"  # credits name members: who takes that back is gone from phones too
    return shown


def _list(region: str, kind: str, older: int | None) -> dict[str, object]:
    today = services().clock().astimezone(services().settings.zone).date()
    wanted = NewsKind(kind) if kind else None
    with services().database.read() as session:
        found = published_news(session, region or None, wanted, PAGE + 1, today, older)
    language = page_language()
    snapshot = services().snapshots.current()
    shown = found[:PAGE]
    return {
        "found": [(one, alerts.called(snapshot, one.region_code, language)) for one in shown],
        "older": shown[-1].number if len(found) > PAGE else None,
        "region": region,
        "kind": kind,
        "kinds": words.KINDS,
        "regencies": alerts.regencies(language),
    }
