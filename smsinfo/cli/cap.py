"""`smsinfo cap`: CAP documents of other agencies as drafts, and what came of those that came."""

from __future__ import annotations

from pathlib import Path

import click

from smsinfo.alerts.cap.fetching import Fetcher
from smsinfo.alerts.cap.opening import Arrival
from smsinfo.alerts.cap.outcome import Outcome, Result
from smsinfo.alerts.cap.parse import MOST_BYTES
from smsinfo.alerts.cap.reading import read_cap
from smsinfo.alerts.cap.regions import Reason
from smsinfo.alerts.history import BY_TERMINAL
from smsinfo.bootstrap import build
from smsinfo.cli.errors import BAD_INPUT, friendly
from smsinfo.cli.opening import opened
from smsinfo.config import load_settings
from smsinfo.db.queries.cap_documents import newest
from smsinfo.domain.clock import utc_now
from smsinfo.errors import BadCap

REASONS = {Reason.GEOCODE: "from geocode", Reason.NAME: "named", Reason.SHAPE: "inside the area on the map"}
SAID = {
    Outcome.DRAFT: "draft {code} was opened: people have to edit, submit and approve it",
    Outcome.ADDED: "its text was added to draft {code}",
    Outcome.WITHDRAWN: "its sender took it back: draft {code} was closed",
    Outcome.HELD: "held: no draft",
    Outcome.DUPLICATE: "known already: nothing was changed",
    Outcome.EXPIRED: "it is over: no draft",
    Outcome.ELSEWHERE: "it names no region of ours: no draft (no area means nobody)",
    Outcome.STRANGER: "its sender is not in cap_senders: add {sender} there if you trust it",
}
REFUSED = (Outcome.STRANGER, Outcome.ELSEWHERE, Outcome.EXPIRED, Outcome.HELD)


@click.group()
def cap() -> None:
    """CAP documents of other agencies: bring one in as a draft, look at those that came."""


@cap.command("import")
@click.argument("source", metavar="FILE")
@click.option("--dry-run", is_flag=True, help="Only say what would become of it.")
@friendly
def bring(source: str, dry_run: bool) -> None:
    """Make a draft of the CAP document in FILE, or at an https address. Exit code 2 when no draft came of it."""
    raw = _read(source)
    alert = read_cap(raw)
    services = build(load_settings())
    arrival = Arrival(alert, source if "://" in source else Path(source).name, BY_TERMINAL, utc_now())
    # Without a commit all that the session wrote is undone when it closes.
    with services.database.read() if dry_run else services.database.write() as session:
        result = services.cap.take(session, arrival)
    services.database.close()
    _show(result, alert.sender)
    if dry_run:
        click.echo("Dry run: nothing was written.")
    if result.outcome in REFUSED:
        raise SystemExit(BAD_INPUT)


@cap.command("list")
@click.option("--most", type=click.IntRange(1, 1000), default=20, show_default=True, help="So many at most.")
@friendly
def list_(most: int) -> None:
    """The last CAP documents that came: what became of each, tests and exercises marked."""
    settings, database = opened()
    with database.read() as session:
        for row in newest(session, most):
            at = row.sent_at.astimezone(settings.zone)
            mark = "" if row.status == "Actual" else f" {row.status.upper()}"
            click.echo(f"{at:%Y-%m-%d %H:%M}  {row.outcome:9}{mark} {row.sender}: {row.headline}".rstrip(": "))
    database.close()


def _read(source: str) -> bytes:
    if "://" in source:
        return Fetcher().fetch(source).raw or b""
    path = Path(source)
    if not path.is_file():
        raise BadCap("{source} is no file; give a CAP document or its https address", source=source)
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _show(result: Result, sender: str) -> None:
    click.echo(SAID[result.outcome].format(code=result.code, sender=sender))
    for one in result.regions:
        wide = "  WHOLE PROVINCE: not taken over, choose the districts" if one.wide else ""
        click.echo(f"  {one.code:14} {REASONS[one.reason]}: {one.said}{wide}")
    for remark in result.remarks:
        click.echo(f"  look: {remark.message}")
