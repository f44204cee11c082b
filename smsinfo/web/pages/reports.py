"""Reports: the list, and each as a page, as CSV for a spreadsheet and as PDF to print. What they say is in reports/."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import Any, Final

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from smsinfo.domain.staff import Permission
from smsinfo.reports import REPORTS, load
from smsinfo.reports.ask import Told, tell
from smsinfo.reports.csv_text import lines
from smsinfo.reports.pdf import as_pdf
from smsinfo.reports.shape import LANGUAGES, Kind, Report
from smsinfo.reports.small import Hidden
from smsinfo.reports.write import cells, heading, notes, total_cells
from smsinfo.web.access import services
from smsinfo.web.gate import needs, person, staff_pages
from smsinfo.web.i18n import LANGUAGES as NAMES
from smsinfo.web.i18n import page_language
from smsinfo.web.report_form import Form, choices, form_of, may_see, months, reports_of
from smsinfo.web.tiles import tiles

MOST: Final = 100
"""A page shows so many rows; the CSV has all of them."""
NARROW: Final = 4
LEAD_ON: Final = frozenset({"regions", "subscribers", "coverage", "relays", "cards"})
"""Reports whose rows are regions that can be asked for by themselves."""
MOST_ON_PAPER: Final = 300
"""A row takes ten milliseconds, in which this process serves nobody. `smsinfo report --pdf` makes longer ones."""

pages = staff_pages("reports", __name__)


@pages.get("/reports")
@needs(Permission.REPORTS)
def all_() -> ResponseReturnValue:
    """What there is to ask for."""
    return render_template("reports/list.html", reports=reports_of(person()), spoken=page_language())


@pages.get("/reports/<name>")
@needs(Permission.REPORTS)
def show(name: str) -> ResponseReturnValue:
    """One report: form, table, what it does not show; a chart and a map where it has them."""
    report = _report(name)
    form = form_of(report, request.args, person())
    return _page(report, form, form.problem)


@pages.get("/reports/<name>/csv")
@needs(Permission.REPORTS)
def csv(name: str) -> ResponseReturnValue:
    """The same as a file for a spreadsheet, all rows of it."""
    report = _report(name)
    form = form_of(report, request.args, person())
    if form.problem:
        return _page(report, form, form.problem)
    told = _told(report, form)
    return _file(told, "csv", Response(lines(told.report, told.query, told.table), mimetype="text/csv"))


@pages.get("/reports/<name>/pdf")
@needs(Permission.REPORTS)
def pdf(name: str) -> ResponseReturnValue:
    """The same on A4."""
    report = _report(name)
    form = form_of(report, request.args, person())
    if form.problem:
        return _page(report, form, form.problem)
    told = _told(report, form, MOST_ON_PAPER + 1)
    if len(list(told.table.rows)) > MOST_ON_PAPER:
        return _page(report, form, gettext("That is too long for paper. Save it as CSV, or ask for fewer days."))
    return _file(told, "pdf", Response(as_pdf(told), mimetype="application/pdf"))


def _report(name: str) -> Report:
    """The report of an address; 404 where there is none, or none for this person."""
    if name not in REPORTS:
        abort(404)
    report = load(name)
    if not may_see(report, person()):
        abort(404)
    return report


def _told(report: Report, form: Form, most: int | None = None) -> Told:
    """The report, its rows made, so that no line however slow holds the database."""
    with services().database.read() as session:
        told = tell(session, report.name, form.query)
        return replace(told, table=replace(told.table, rows=list(islice(told.table.rows, most))))


def _file(told: Told, kind: str, answer: Response) -> Response:
    query = told.query
    days = f"{query.first}-{query.last}" if told.report.takes_days else str(query.today)
    where = f"-{query.region}" if query.region else ""
    answer.headers["Content-Disposition"] = f'attachment; filename="{told.report.name}-{days}{where}.{kind}"'
    return answer


def _page(report: Report, form: Form, problem: str) -> ResponseReturnValue:
    told = None if problem else _told(report, form, MOST + 1)
    page = render_template(
        "reports/report.html",
        report=report,
        form=form,
        problem=problem,
        spoken=page_language(),
        languages_of_reports={code: NAMES[code] for code in LANGUAGES},
        months=months(),
        regions=choices(person(), form.query.region),
        **(_figures(told) if told else {}),
    )
    return (page, 400) if problem else page


def _figures(told: Told) -> dict[str, Any]:
    """What the template shows of a report that was made."""
    report, language = told.report, told.query.language
    rows = list(told.table.rows)
    columns = [(column.head.say(language), column.kind not in (Kind.TEXT, Kind.DAY)) for column in report.columns]
    words = sum(not number for _, number in columns)
    on_map = report.name == "regions" and told.query.region is None
    return {
        "heading": heading(report, told.query, told.place),
        "columns": columns,
        "by_day": report.columns[0].kind is Kind.DAY,
        "numbers": not columns[0][1] and all(number for _, number in columns[1:]),
        # A phone shows four columns, where most of them are numbers; more it shows one below the other.
        "stacked": len(columns) > NARROW or (words > 1 and 2 * words >= len(columns)),
        "rows": [(cells(row, report.columns, language), _inside(report, row)) for row in rows[:MOST]],
        "totals": total_cells(told.table, report.columns, language),
        "more": len(rows) > MOST,
        "most": MOST,
        "notes": notes(report, language),
        "chart": _chart(report, rows, language),
        "tiles": tiles(rows, "texts", language) if on_map else [],
    }


def _inside(report: Report, row: Any) -> str:
    """The region that a row leads into."""
    return row.code if report.name in LEAD_ON and len(row.code) < len("62.06.01.2001") else ""


def _chart(report: Report, rows: list[Any], language: str) -> dict[str, Any] | None:
    """Names and series for bars; what is hidden has no bar."""
    if report.chart is None or not rows:
        return None
    shown = rows[: report.chart.most]
    heads = {column.field: column.head.say(language) for column in report.columns}
    series = [(heads[field], [_height(getattr(row, field)) for row in shown]) for field in report.chart.values]
    # Names stand in lines (a phone has no room for "Kabupaten" in each), days follow each other from left to right.
    labels = [str(getattr(row, report.chart.label)).removeprefix("Kabupaten ") for row in shown]
    return {"labels": labels, "series": series, "across": report.chart.label != "day"}


def _height(value: Any) -> int | None:
    return None if isinstance(value, Hidden) else value
