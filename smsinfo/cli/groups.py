"""`smsinfo groups`: the register of the community groups, and a list of them brought in."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from smsinfo.bootstrap import Services, build
from smsinfo.cli.errors import friendly
from smsinfo.cli.opening import opened
from smsinfo.cli.subscribers import MOST_SHOWN, read_bytes, show_problems
from smsinfo.community.arrivals import Report, paged
from smsinfo.config import load_settings
from smsinfo.db.queries import groups as rows
from smsinfo.staff.audit import TERMINAL
from smsinfo.subscribers.kim_file import KimRow, read_groups

MOST_LISTED = 500


@click.group()
def groups() -> None:
    """The register of the community groups (KIM)."""


@groups.command("list")
@click.option("--region", default="", help="Only those of a region and all in it, by its code.")
@friendly
def list_(region: str) -> None:
    """The groups with their members, at most five hundred."""
    _, database = opened()
    with database.read() as session:
        found = rows.within(session, [region], "", 0, MOST_LISTED)
    database.close()
    table = Table("number", "group", "seat", "active", "invited", "resting", "state")
    for one in found:
        state = "closed" if one.closed_at else "public" if one.public else "for staff"
        counts = (str(one.active), str(one.invited), str(one.resting))
        table.add_row(str(one.id), one.name, one.region_code, *counts, state)
    Console().print(table)


@groups.command("import")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--apply", "really", is_flag=True, help="Do it; without this it is only said what would be done.")
@friendly
def import_file(file: Path, really: bool) -> None:
    """Enter the groups in FILE (CSV or XLSX) and invite its people by SMS. Nobody is a member before their own text."""
    body = read_bytes(file)
    services = build(load_settings())
    found, problems = read_groups(body, services.snapshots.current().catalogue.gazetteer, _anywhere)
    report = _bring(services, found, sha256(body).hexdigest()) if really else _rehearse(services, found)
    services.database.close()
    would = "" if really else "would be "
    click.echo(f"{len(report.groups)} groups {would}entered, {report.invitations} people {would}invited.")
    click.echo(f"{len(problems) + len(report.refused)} rows left out, {report.there} were there already.")
    show_problems(problems)
    for line, why in report.refused[:MOST_SHOWN]:
        click.echo(f"  row {line}: {why}")
    if len(report.refused) > MOST_SHOWN:
        click.echo(f"  ... and {len(report.refused) - MOST_SHOWN} more")
    if not really:
        click.echo("Nothing was written. Once more with --apply does it.")


def _anywhere(_code: str) -> bool:
    """Who is at the terminal answers for all regions."""
    return True


def _rehearse(services: Services, found: list[KimRow]) -> Report:
    report = Report()
    for page in paged(found):
        with services.database.rehearse() as session:
            services.community.arrivals.bring(session, TERMINAL, page, services.clock(), report)
    return report


def _bring(services: Services, found: list[KimRow], digest: str) -> Report:
    report = Report()
    for page in paged(found):
        with services.database.write() as session:
            services.community.arrivals.bring(session, TERMINAL, page, services.clock(), report)
    with services.database.write() as session:
        services.community.arrivals.note(session, TERMINAL, digest, report, services.clock())
    return report
