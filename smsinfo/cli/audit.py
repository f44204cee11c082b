"""`smsinfo audit`: is the log whole, and where does it end."""

from __future__ import annotations

import click

from smsinfo.bootstrap import make_staff_of
from smsinfo.cli.errors import friendly
from smsinfo.cli.opening import opened
from smsinfo.domain.clock import utc_now
from smsinfo.errors import Refused
from smsinfo.staff.audit import TERMINAL

SAYS = {
    "changed": "row {id} was changed after it was written",
    "deleted": "row {id} is missing: it was deleted",
    "truncated": "from row {id} on rows are missing: the end of the log was cut off",
    "replaced": "row {id} is not the one of the printed end: the log was written anew",
    "no_end": "the sealed end of the log is missing or does not fit; look at the rows from {id} on",
}


@click.group()
def audit() -> None:
    """Check the audit log, and print its end."""


@audit.command()
@click.option("--head", help="An end of the log that was printed or mailed: the log must still hold it.")
@friendly
def verify(head: str | None) -> None:
    """Check every row of the log; names the first one that is wrong and exits with 2."""
    settings, database = opened()
    log = make_staff_of(settings).audit
    with database.read() as session:
        verdict = log.verify(session, head)
    with database.write() as session:
        told = {"count": verdict.count, "broken": verdict.broken}
        log.record(session, utc_now(), TERMINAL, "audit.verified", "audit", region=None, **told)
    database.close()
    if verdict.broken is not None:
        raise Refused(
            f"the audit log is broken: {SAYS[verdict.reason].format(id=verdict.broken)}. "
            "Keep this database and the newest backup from before, and tell the head of the office"
        )
    click.echo(f"The audit log is whole: {verdict.count} rows, end {verdict.head}")


@audit.command()
@friendly
def head() -> None:
    """Print the end of the log. Keep it outside this machine: it shows later when rows were cut off."""
    settings, database = opened()
    with database.read() as session:
        click.echo(make_staff_of(settings).audit.head(session))
    database.close()
