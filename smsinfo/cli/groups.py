"""`smsinfo groups`: the register of the community groups, and a list of them brought in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from hashlib import sha256
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from smsinfo.bootstrap import build
from smsinfo.cli.errors import friendly
from smsinfo.cli.opening import opened
from smsinfo.cli.subscribers import MOST_SHOWN, read_bytes, show_problems
from smsinfo.config import load_settings
from smsinfo.db.queries import groups as rows
from smsinfo.domain.community import MemberRole
from smsinfo.sms.msisdn import mask
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
    """Enter the groups in FILE (CSV or XLSX), invite its people and heads. Nobody is one before their own text."""
    body = read_bytes(file)
    services = build(load_settings())
    gazetteer = services.snapshots.current().catalogue.gazetteer
    found, problems = read_groups(body, gazetteer, _anywhere)
    brings, database, clock = services.community.arrivals, services.database, services.clock
    if really:
        report = brings.bring_all(database, TERMINAL, found, sha256(body).hexdigest(), clock)
    else:
        report = brings.rehearse(database, TERMINAL, found, clock)
    database.close()
    would = "" if really else "would be "
    click.echo(f"{len(report.groups)} groups {would}entered, {report.invitations} people {would}invited.")
    click.echo(f"{len(problems) + len(report.refused)} rows left out, {report.there} were there already.")
    _show_heads(found, report.invited, {place.code: place.name for place in gazetteer.places})
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


def _show_heads(found: list[KimRow], invited: Collection[int], names: Mapping[str, str]) -> None:
    """Each head by the village and the masked number: there is one, so somebody should look at each."""
    for row in found:
        if row.role is MemberRole.VILLAGE_HEAD and row.line in invited:
            click.echo(f"  row {row.line}: head of {names[row.village]} ({row.village}), {mask(row.number)}")
