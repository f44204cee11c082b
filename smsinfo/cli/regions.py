"""`smsinfo regions`: regions by their Kemendagri codes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

import click

from smsinfo.cli.acts import note
from smsinfo.cli.content import ready_database, show_report
from smsinfo.cli.errors import friendly
from smsinfo.cli.opening import opened
from smsinfo.cli.subscribers import read_bytes, show_problems
from smsinfo.content.packs import import_regions, read_regions
from smsinfo.content.points import import_points, read_points
from smsinfo.db.queries.regions import codes
from smsinfo.db.queries.village_coverage import Fact
from smsinfo.domain.clock import utc_now
from smsinfo.domain.regions import Level, level_of
from smsinfo.errors import BadInput
from smsinfo.subscribers.villages import bring_villages, read_villages

VILLAGES: Final = (Level.VILLAGE, Level.URBAN_VILLAGE)


@click.group()
def regions() -> None:
    """Import regions, where they lie, what is known of villages."""


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


@regions.command("points")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@friendly
def import_middles(file: Path, dry_run: bool) -> None:
    """Add and change the middles of regions in FILE, a CSV of code,latitude,longitude: a map's area finds them so."""
    found = read_points(file)
    database = ready_database()
    with database.read() if dry_run else database.write() as session:
        report = import_points(session, found)
    database.close()
    click.echo(f"{report.added} added, {report.changed} changed, {report.unchanged} unchanged")
    if dry_run:
        click.echo("Dry run: nothing was written.")


@regions.command()
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--source", required=True, help="Where the figures come from, as in 'BPS 2025'.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Of which day they are; without it, today.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@friendly
def population(file: Path, source: str, day: datetime | None, dry_run: bool) -> None:
    """Write what FILE says of villages: code, population, signal (ada or tanpa sinyal). Empty cells change nothing."""
    settings, database = opened()
    with database.rehearse() if dry_run else database.write() as session:
        facts, problems = read_villages(read_bytes(file), codes(session))
        bring_villages(session, facts, source, (day or utc_now().astimezone(settings.zone)).date())
        if not dry_run:
            note(settings, session, "regions.facts_imported", "regions", villages=len(facts), wrong=len(problems))
    database.close()
    click.echo(f"{len(facts)} villages{' would be' if dry_run else ''} written, {len(problems)} rows left out.")
    show_problems(problems)


@regions.command()
@click.argument("code")
@click.argument("state", type=click.Choice(["none", "there"]))
@click.option("--source", required=True, help="Who says so, as in 'Camat Katingan Hulu'.")
@friendly
def signal(code: str, state: str, source: str) -> None:
    """Mark the village CODE as one without signal (none) or with it (there)."""
    settings, database = opened()
    with database.write() as session:
        if code not in codes(session) or level_of(code) not in VILLAGES:
            raise BadInput(f"no village has the code {code[:20]!r}; write one as 62.06.01.2001")
        today = utc_now().astimezone(settings.zone).date()
        bring_villages(session, [Fact(code, None, state == "none")], source, today)
        note(settings, session, "regions.signal_marked", f"region:{code}", signal=state)
    database.close()
    click.echo(f"{code}: {'no signal' if state == 'none' else 'signal'}.")
