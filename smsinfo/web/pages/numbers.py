"""Figures for everybody: a month in texts, answers, topics and regions, with small counts hidden."""

from __future__ import annotations

from typing import Final

from flask import Response, abort, request
from sqlalchemy.orm import Session

from smsinfo.reports.shape import Kind
from smsinfo.reports.small import Count, Hidden
from smsinfo.reports.write import HIDING, shown
from smsinfo.web import public_alerts as alerts
from smsinfo.web.access import services
from smsinfo.web.i18n import page_language
from smsinfo.web.window import page, window_pages
from smsinfo.window import figures
from smsinfo.window.figures import Month

pages = window_pages("numbers", __name__)
MOST_TOPICS: Final = 15


@pages.get("/angka")
def show() -> Response:
    """The newest month that is over, or that of `?bulan=2026-10`."""
    wanted = request.args.get("bulan", "")
    today = services().clock().astimezone(services().settings.zone).date()
    with services().database.read() as session:
        months = figures.months(session, today)
        named = {month.name: month for month in months}
        if wanted and wanted not in named:
            abort(404)
        month = named.get(wanted) or next(iter(months), None)
        return page((wanted,), "window/numbers.html", lambda: _values(session, month, months))


def _values(session: Session, month: Month | None, months: list[Month]) -> dict[str, object]:
    usual = {"months": [one.name for one in months], "hiding": HIDING.say(page_language())}
    if month is None:
        return {**usual, "month": ""}
    snapshot, language = services().snapshots.current(), page_language()
    codes = sorted(code for code, _ in alerts.regencies(language) if "." in code)
    (texts,), (answers,) = figures.texts(session, [month], codes), figures.answers(session, [month])
    topics = sorted(answers.topics.items(), key=_rank)[:MOST_TOPICS]
    regions = sorted(texts.regions.items(), key=_rank)
    return {
        **usual,
        "month": month.name,
        "texts": _told(texts.total),
        "answers": _told(answers.total),
        "topics": [
            (key, snapshot.topics[key].label(language) if key in snapshot.topics else key, _told(count))
            for key, count in topics
        ],
        "regions": [(code and alerts.called(snapshot, code, language), _told(count)) for code, count in regions],
    }


def _rank(found: tuple[str, Count]) -> tuple[int, str]:
    """The most first; those that are hidden by name, since their order would tell."""
    key, count = found
    return (0 if isinstance(count, Hidden) else -count, key)


def _told(count: Count) -> str:
    return shown(count, Kind.COUNT, page_language())
