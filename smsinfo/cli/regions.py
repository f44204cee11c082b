"""`smsinfo regions`: regions by their Kemendagri codes."""

from __future__ import annotations

from pathlib import Path

import click

from smsinfo.cli.content import ready_database, show_report
from smsinfo.cli.errors import friendly
from smsinfo.content.packs import import_regions, read_regions
from smsinfo.domain.clock import utc_now


@click.group()
def regions() -> None:
    """Import regions."""


@regions.command("import")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@friendly
def import_file(file: Path, dry_run: bool) -> None:
    """Add and change the regions in FILE, a CSV of code,name,level,parent_code. Regions that it does not name stay."""
    found = read_regions(file)
    database = ready_database()
    with database.read() if dry_run else database.write() as session:
        report = import_regions(session, found, utc_now())
    show_report(report, dry_run=dry_run)
