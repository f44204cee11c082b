"""`smsinfo report`: what happened, in tables, CSV, PDF or JSON."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from smsinfo.cli.errors import friendly
from smsinfo.cli.opening import opened
from smsinfo.config import Settings
from smsinfo.domain.clock import utc_now
from smsinfo.errors import BadInput
from smsinfo.reports import REPORTS, load
from smsinfo.reports.ask import Told, tell
from smsinfo.reports.csv_text import lines
from smsinfo.reports.pdf import as_pdf
from smsinfo.reports.period import month_of
from smsinfo.reports.shape import LANGUAGES, Kind, Query, Report, usual_days
from smsinfo.reports.write import as_data, cells, heading, notes, total_cells

DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("name", required=False)
@click.option("--from", "first", type=DAY, help="The first day; without it, thirty days ago or the last whole month.")
@click.option("--to", "last", type=DAY, help="The last day; without it, today or the end of the last whole month.")
@click.option("--month", help="A month (2026-11) or a year (2026) instead of --from and --to.")
@click.option("--region", help="Kemendagri code of a region, e.g. 62.06: only what lies in it.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Language of the words; without it, the settings'.")
@click.option("--csv", "csv_file", type=FILE, help="Write a CSV file for a spreadsheet.")
@click.option("--pdf", "pdf_file", type=FILE, help="Write a PDF file to print.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for programs.")
@friendly
def report(
    name: str | None,
    first: datetime | None,
    last: datetime | None,
    month: str | None,
    region: str | None,
    language: str | None,
    csv_file: Path | None,
    pdf_file: Path | None,
    as_json: bool,
) -> None:
    """What happened, from the figures that are kept by day. Without NAME, the list of reports."""
    if name is None:
        _list(language)
        return
    if (csv_file is not None) + (pdf_file is not None) + as_json > 1:
        raise BadInput("choose one of --csv, --pdf and --json")
    settings, database = opened()
    asked = _query(load(name), settings, (first, last, month), region, language)
    with database.read() as session:
        told = tell(session, name, asked)
        if csv_file is not None:
            _write_csv(told, csv_file)
        elif pdf_file is not None:
            _write(pdf_file, as_pdf(told))
        elif as_json:
            click.echo(json.dumps(as_data(told.report, told.query, told.table), ensure_ascii=False))
        else:
            _show(told)
    database.close()


def _query(
    report: Report,
    settings: Settings,
    days: tuple[datetime | None, datetime | None, str | None],
    region: str | None,
    language: str | None,
) -> Query:
    first, last, month = days
    today = utc_now().astimezone(settings.zone).date()
    usual = usual_days(report, today)
    begins, ends = first.date() if first else usual[0], last.date() if last else usual[1]
    if first is not None and last is None:
        ends = max(begins, today)
    if month is not None:
        begins, ends = _month(month, first, last)
    words = language or (settings.language if settings.language in LANGUAGES else LANGUAGES[0])
    return Query(begins, ends, today, settings.zone, region, words, settings.citizen_text_idr)


def _month(month: str, first: datetime | None, last: datetime | None) -> tuple[date, date]:
    if first is not None or last is not None:
        raise BadInput("choose --month, or --from and --to")
    try:
        return month_of(month)
    except ValueError:
        raise BadInput(f"{month[:20]!r} is no month; write it as 2026-11, or a year as 2026") from None


def _list(language: str | None) -> None:
    for name in REPORTS:
        click.echo(f"{name:10} {load(name).title.say(language or LANGUAGES[0])}")


def _write_csv(told: Told, file: Path) -> None:
    try:
        with file.open("w", encoding="utf-8", newline="") as out:
            out.writelines(lines(told.report, told.query, told.table))
    except OSError as error:
        raise BadInput(f"{file} can't be written ({error.strerror}); choose another place") from None
    click.echo(f"{file}: {told.report.title.say(told.query.language)}")


def _write(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as error:
        raise BadInput(f"{file} can't be written ({error.strerror}); choose another place") from None
    click.echo(f"{file}: {len(data)} bytes")


def _show(told: Told) -> None:
    console, language, columns = Console(), told.query.language, told.report.columns
    table = Table(title=told.report.title.say(language), title_justify="left", title_style="bold", box=None)
    for column in columns:
        words = column.kind in (Kind.TEXT, Kind.DAY)
        table.add_column(
            column.head.say(language),
            justify="left" if words else "right",
            header_style="underline",
            overflow="fold",
            no_wrap=not words,
        )
    for row in told.table.rows:
        table.add_row(*(Text(cell) for cell in cells(row, columns, language)))
    totals = total_cells(told.table, columns, language)
    if totals:
        table.add_row(*(Text(cell, style="bold") for cell in totals))
    console.print(heading(told.report, told.query, told.place))
    console.print(table)
    for note in notes(told.report, language):
        console.print(Text(note, style="dim"))
