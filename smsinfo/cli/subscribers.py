"""`smsinfo subscribers`: a file of people who agreed elsewhere, and numbers that are dead."""

from __future__ import annotations

from pathlib import Path

import click

from smsinfo.bootstrap import build, make_arrivals, make_staff_of
from smsinfo.cli.errors import friendly
from smsinfo.cli.opening import opened
from smsinfo.config import load_settings
from smsinfo.domain.clock import utc_now
from smsinfo.domain.contacts import Evidence
from smsinfo.errors import BadInput
from smsinfo.outbox.alarms import rupiah
from smsinfo.staff.audit import TERMINAL
from smsinfo.subscribers.arrivals import File, Report
from smsinfo.subscribers.dead import DeadNumbers
from smsinfo.subscribers.problems import Problem
from smsinfo.subscribers.rows import Proof
from smsinfo.subscribers.sheet import MOST_BYTES

MOST_SHOWN = 50


@click.group()
def subscribers() -> None:
    """Bring subscribers in with proof of consent, and set dead numbers aside."""


@subscribers.command("import")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would come in and what is wrong.")
@click.option(
    "--consent",
    type=click.Choice([kind.value for kind in Evidence]),
    help="How people said yes, for rows that do not say it.",
)
@click.option("--consent-date", default="", help="The day on which they did, as 2026-11-24, for rows without one.")
@click.option("--reference", default="", help="The document that shows it, for rows that name none.")
@click.option("--text-version", default="", help="The words that they agreed to, as 2026-11, for rows without.")
@friendly
def import_file(
    file: Path, dry_run: bool, consent: str | None, consent_date: str, reference: str, text_version: str
) -> None:
    """Subscribe the people in FILE (CSV or XLSX). Without proof of consent nobody; who said STOP never."""
    asked = File(read_bytes(file), Proof(consent or "", consent_date, reference, text_version))
    services = build(load_settings())
    arrivals, gazetteer = make_arrivals(services), services.snapshots.current().catalogue.gazetteer
    if dry_run:
        report = arrivals.rehearse(asked, gazetteer, _anywhere)
    else:
        report = arrivals.bring(asked, gazetteer, _anywhere, TERMINAL)
    services.database.close()
    _show(report, dry_run=dry_run)


@subscribers.command("set-aside")
@click.option("--dry-run", is_flag=True, help="Only say how many numbers that would be.")
@friendly
def set_aside(dry_run: bool) -> None:
    """Set dead numbers aside now, however many. A worker does it every hour, unless they are suspiciously many."""
    settings, database = opened()
    duty = DeadNumbers(database, utc_now, settings.zone, make_staff_of(settings).audit)
    found = duty.look()
    done = len(found.ids) if dry_run else duty.set_aside(found, TERMINAL)
    database.close()
    click.echo(f"{done} numbers {'would be' if dry_run else 'are'} set aside.")


def read_bytes(file: Path) -> bytes:
    """A file that somebody hands over; no more of it than may be. Raises BadInput."""
    try:
        with file.open("rb") as opened_file:
            return opened_file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{file} can't be read ({error.strerror})") from None


def show_problems(problems: list[Problem]) -> None:
    """The first of them, a line each."""
    for one in problems[:MOST_SHOWN]:
        click.echo(f"  row {one.line}{f', {one.number}' if one.number else ''}: {one.english()}")
    if len(problems) > MOST_SHOWN:
        click.echo(f"  ... and {len(problems) - MOST_SHOWN} more")


def _anywhere(_code: str) -> bool:
    """Who is at the terminal answers for all regions."""
    return True


def _show(report: Report, *, dry_run: bool) -> None:
    would = "would come in" if dry_run else "came in"
    click.echo(f"{report.people} people {would}, with {report.subscriptions} subscriptions.")
    click.echo(f"{report.messages} welcomes, {report.segments} segments, Rp {rupiah(report.cost_idr)}.")
    click.echo(f"{report.wrong} rows left out, {report.quiet} were there already.")
    show_problems(report.problems)
