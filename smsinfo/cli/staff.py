"""`smsinfo staff`: what only somebody at the machine may do, the first administrator above all."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from smsinfo.bootstrap import make_staff_of
from smsinfo.cli import officials
from smsinfo.cli.errors import friendly
from smsinfo.cli.opening import account, opened
from smsinfo.config import Settings
from smsinfo.db.engine import Database
from smsinfo.db.queries import staff as rows
from smsinfo.domain.clock import utc_now
from smsinfo.domain.staff import PROVINCE, Grant, LinkPurpose, Permission, Person, Role
from smsinfo.errors import Refused
from smsinfo.staff.accounts import LINK_LASTS, NewAccount
from smsinfo.staff.audit import TERMINAL
from smsinfo.staff.coverage import is_ready
from smsinfo.staff.service import Staff


@click.group()
def staff() -> None:
    """The people who work here: the first administrator, new links, unlocking, phones, code sheets."""


@staff.command()
@click.argument("name")
@click.option("--full-name", help="The person's name as it is shown; without it, NAME.")
@click.option("--region", default=PROVINCE, show_default=True, help="Kemendagri code of the jurisdiction.")
@friendly
def first(name: str, full_name: str | None, region: str) -> None:
    """Make NAME the first administrator and print the one-time link by which the password is set."""
    settings, database, services = _opened()
    with database.write() as session:
        others = [one for one in rows.everybody(session) if one.may(Permission.PEOPLE, region) and is_ready(one)]
        if others:
            raise Refused(f"{others[0].name} is administrator already and can invite others at /staff/people")
        person = rows.by_name(session, name.strip().lower())
        if person is None:
            new = NewAccount(name, full_name or name.replace(".", " ").title(), region)
            person = services.accounts.open(session, TERMINAL, utc_now(), new)
        rows.put_grant(session, person.id, Grant(Role.ADMINISTRATOR, region), utc_now())
        subject, role = f"account:{person.name}", Role.ADMINISTRATOR.value
        services.audit.record(session, utc_now(), TERMINAL, "role.granted", subject, region=region, role=role)
        token = services.accounts.link(session, TERMINAL, utc_now(), person, LinkPurpose.JOIN)
    database.close()
    _show_link(settings, person, token, LinkPurpose.JOIN)


@staff.command("list")
@friendly
def list_() -> None:
    """All accounts with their roles and what state they are in."""
    _, database, services = _opened()
    with database.read() as session:
        people = rows.everybody(session)
        locked = services.locks.locked(session, [one.name for one in people], utc_now())
    database.close()
    table = Table("name", "full name", "office", "roles", "state")
    for one in people:
        roles = ", ".join(f"{g.role} {g.region_code}{' (practice)' if g.practice else ''}" for g in one.grants)
        table.add_row(one.name, one.full_name, one.region_code, roles, _state(one, one.name in locked))
    Console().print(table)


@staff.command()
@click.argument("name")
@friendly
def link(name: str) -> None:
    """Print a one-time link by which NAME sets a new password. The authenticator stays."""
    settings, database, services = _opened()
    with database.write() as session:
        person = account(session, name)
        purpose = LinkPurpose.RESET if person.has_password else LinkPurpose.JOIN
        token = services.accounts.link(session, TERMINAL, utc_now(), person, purpose)
    database.close()
    _show_link(settings, person, token, purpose)


@staff.command()
@click.argument("name")
@friendly
def unlock(name: str) -> None:
    """Let NAME try again at once after too many wrong passwords or codes."""
    _, database, services = _opened()
    with database.write() as session:
        person = account(session, name)
        done = services.accounts.unlock(session, TERMINAL, utc_now(), person)
    database.close()
    click.echo(f"{person.name} can try again." if done else f"{person.name} was not locked.")


@staff.command("reset-code")
@click.argument("name")
@friendly
def reset_code(name: str) -> None:
    """Forget the authenticator of NAME, who sets up a new one at the next log-in. For when nobody else can."""
    _, database, services = _opened()
    with database.write() as session:
        person = account(session, name)
        services.accounts.drop_code(session, TERMINAL, utc_now(), person)
    database.close()
    click.echo(f"{person.name} sets up a new authenticator at the next log-in.")


staff.add_command(officials.phone)
staff.add_command(officials.codes)


def _opened() -> tuple[Settings, Database, Staff]:
    settings, database = opened()
    return settings, database, make_staff_of(settings)


def _state(person: Person, locked: bool) -> str:
    if not person.active:
        return "suspended"
    if locked:
        return "locked"
    if not person.has_password:
        return "invited"
    return "without authenticator" if person.needs_code and not person.has_code else "active"


def _show_link(settings: Settings, person: Person, token: str, purpose: LinkPurpose) -> None:
    lasts = LINK_LASTS[purpose]
    click.echo(f"{settings.public_url}/staff/join/{token}")
    click.echo(f"By this link {person.name} sets a password, once, within {lasts}.", err=True)
