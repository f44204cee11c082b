"""`smsinfo content`: content packs in and out of the database."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from pathlib import Path
from time import sleep

import click

from smsinfo.cli.acts import note
from smsinfo.cli.errors import BAD_INPUT, friendly
from smsinfo.cli.opening import opened
from smsinfo.config import load_settings
from smsinfo.content.due import Standing, due_claims, due_topics
from smsinfo.content.link_fetch import Look, Looker
from smsinfo.content.link_kinds import Link
from smsinfo.content.links import LinkWalk
from smsinfo.content.lint import lint_pack
from smsinfo.content.pack_model import Pack
from smsinfo.content.packs import export_pack, import_pack, read_pack
from smsinfo.content.report import ImportReport
from smsinfo.content.sheet_read import read_book
from smsinfo.content.sheets import export_book, import_book
from smsinfo.db.engine import Database
from smsinfo.domain.clock import utc_now

FILE = click.Path(dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
MOST_SHOWN = 20


@click.group()
def content() -> None:
    """Import, export and check content packs."""


@content.command("import")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@friendly
def import_folder(folder: Path, dry_run: bool) -> None:
    """Publish the pack in DIR. The same pack twice changes nothing; what it does not name stays."""
    pack = read_pack(folder)
    database = ready_database()
    # Without a commit all that the session wrote is undone when it closes.
    with database.read() if dry_run else database.write() as session:
        report = import_pack(session, pack, utc_now())
        if not dry_run:
            note(load_settings(), session, "content.imported", f"pack:{folder.resolve().name}"[:64], **report.counts())
    show_report(report, dry_run=dry_run)


@content.command("export")
@click.argument("folder", metavar="DIR", type=FOLDER)
@friendly
def export_folder(folder: Path) -> None:
    """Write everything published into DIR: an empty folder, or one that holds a pack."""
    with ready_database().read() as session:
        pack = export_pack(session, folder)
    click.echo(f"{folder}: {_size(pack)}")


@content.command("export-xlsx")
@click.argument("file", metavar="FILE", type=FILE)
@friendly
def export_xlsx(file: Path) -> None:
    """Write all published topics into FILE, a workbook: one row a topic and language."""
    database = ready_database()
    with database.read() as session:
        pack = export_book(session, file)
    database.close()
    click.echo(f"{file}: {len(pack.topics)} topics")


@content.command("import-xlsx")
@click.argument("file", metavar="FILE", type=FILE)
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@friendly
def import_xlsx(file: Path, dry_run: bool) -> None:
    """Publish the topics in FILE, a workbook as export-xlsx writes it. Topics that it does not name stay."""
    book = read_book(file)
    database = ready_database()
    with database.read() if dry_run else database.write() as session:
        report = import_book(session, book, utc_now())
        if not dry_run:
            note(load_settings(), session, "content.imported", f"book:{file.name}"[:64], **report.counts())
    database.close()
    show_report(report, dry_run=dry_run)


@content.command("lint")
@click.argument("folder", metavar="DIR", type=FOLDER)
@friendly
def lint_folder(folder: Path) -> None:
    """Say what is wrong with the pack in DIR. Exit code 2 when it could not be imported."""
    pack = read_pack(folder)
    problems = lint_pack(pack)
    for problem in problems:
        click.echo(f"{problem.severity:7} {problem.where}: {problem.message}")
    errors = sum(problem.severity == "error" for problem in problems)
    click.echo(f"{_size(pack)}: {errors} errors, {len(problems) - errors} warnings")
    if errors:
        raise SystemExit(BAD_INPUT)


@content.command()
@click.option(
    "--days", type=click.IntRange(0, 3650), default=30, show_default=True, help="Also those due within so many days."
)
@friendly
def due(days: int) -> None:
    """Topics whose day of review has passed or comes soon, by the agency that owns the answer; then claims."""
    settings, database = opened()
    today = utc_now().astimezone(settings.zone).date()
    with database.read() as session:
        ahead = timedelta(days=days)
        found = due_topics(session, today, ahead) + due_claims(session, today, ahead)
    database.close()
    for owner, topics in groupby(found, key=lambda one: one.owner):
        click.echo(owner)
        for one in topics:
            late = "OVERDUE" if one.standing is Standing.OVERDUE else ""
            click.echo(f"  {one.review_by}  {one.key:20} {late:8} {one.title}".rstrip())
    overdue = sum(one.standing is Standing.OVERDUE for one in found)
    click.echo(f"{len(found)} answers to review, {overdue} overdue.")


@content.command("check-links")
@click.option("--days", type=click.IntRange(0, 3650), default=0, help="Only addresses not looked at for so many days.")
@friendly
def check_links(days: int) -> None:
    """Look whether the sources' addresses still answer: one a second, the open web only. Offline, nothing changes."""
    database = ready_database()
    walk = LinkWalk(database, utc_now, Looker(), sleep).run(timedelta(days=days), _show_look)
    database.close()
    if walk.offline:
        click.echo("This machine seems to be offline: nothing was changed.")
        return
    click.echo(", ".join(f"{walk.results[kind]} {kind.value}" for kind in Link) + ".")


def _show_look(address: str, look: Look) -> None:
    """Everything that is not simply there."""
    if look.result not in (Link.OK, Link.NO_LINK):
        click.echo(f"{look.result.value:7} {address} {look.status or ''} {look.detail}".rstrip())


def ready_database() -> Database:
    """The database of the settings. Raises NotReady, saying what to run, unless its schema is ours."""
    return opened()[1]


def show_report(report: ImportReport, *, dry_run: bool) -> None:
    """Print what an import did, the long lists cut short."""
    for kind in ("added", "changed", "withdrawn"):
        names: tuple[str, ...] = getattr(report, kind)
        for name in names[:MOST_SHOWN]:
            click.echo(f"{kind:9} {name}")
        if len(names) > MOST_SHOWN:
            click.echo(f"{kind:9} ... and {len(names) - MOST_SHOWN} more")
    parts = [f"{len(getattr(report, kind))} {kind}" for kind in ("added", "changed", "withdrawn", "unchanged")]
    click.echo(", ".join(parts))
    click.echo("Dry run: nothing was written." if dry_run else f"Content version {report.version}.")


def _size(pack: Pack) -> str:
    return f"{len(pack.topics)} topics, {len(pack.claims)} claims, {len(pack.regions)} regions"
