"""`smsinfo content`: content packs in and out of the database."""

from __future__ import annotations

from pathlib import Path

import click

from smsinfo.bootstrap import open_database
from smsinfo.cli.errors import BAD_INPUT, friendly
from smsinfo.config import load_settings
from smsinfo.content.lint import lint_pack
from smsinfo.content.pack_model import Pack
from smsinfo.content.packs import export_pack, import_pack, read_pack
from smsinfo.content.report import ImportReport
from smsinfo.db.engine import Database
from smsinfo.db.schema import require_current
from smsinfo.domain.clock import utc_now

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
    show_report(report, dry_run=dry_run)


@content.command("export")
@click.argument("folder", metavar="DIR", type=FOLDER)
@friendly
def export_folder(folder: Path) -> None:
    """Write everything published into DIR: an empty folder, or one that holds a pack."""
    with ready_database().read() as session:
        pack = export_pack(session, folder)
    click.echo(f"{folder}: {_size(pack)}")


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


def ready_database() -> Database:
    """The database of the settings. Raises NotReady, saying what to run, unless its schema is ours."""
    database = open_database(load_settings())
    require_current(database.engine)
    return database


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
