"""`smsinfo drill`: when the last drill was, and whether the next one is due."""

from __future__ import annotations

import click

from smsinfo.alerts.drills import EVERY, practice
from smsinfo.cli.errors import friendly
from smsinfo.cli.opening import opened
from smsinfo.domain.clock import utc_now


@click.command()
@friendly
def drill() -> None:
    """Say when the last drill of the alerts was; exit code 1 when none was sent for 30 days."""
    settings, database = opened()
    now = utc_now()
    with database.read() as session:
        found = practice(session, now)
    database.close()
    days = (now - found.since).days
    if found.last is None:
        click.echo(f"No drill has been sent yet; {days} days are counted.")
    else:
        day = f"{found.since.astimezone(settings.zone):%Y-%m-%d}"
        click.echo(f"The last drill: {found.last.code} {found.last.headline}, {day}, {days} days ago.")
    if found.is_due(now):
        click.echo(
            f"Due: one each {EVERY.days} days. A draft that is begun as a drill goes to its own list only.", err=True
        )
        raise SystemExit(1)
