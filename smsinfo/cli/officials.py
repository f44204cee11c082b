"""`smsinfo staff phone` and `smsinfo staff codes`: what an official needs who has no data at night."""

from __future__ import annotations

import click

from smsinfo.bootstrap import Services, build
from smsinfo.cli.errors import friendly
from smsinfo.cli.opening import account
from smsinfo.config import load_settings
from smsinfo.domain.clock import utc_now
from smsinfo.staff.audit import TERMINAL


@click.command()
@click.argument("name")
@click.option("--drop", is_flag=True, help="The account has no phone any more.")
@friendly
def phone(name: str, drop: bool) -> None:
    """Register the phone of NAME: asks for the number, and sends a code that is to be texted back from it."""
    services = build(load_settings())
    try:
        if drop:
            _drop(services, name)
        else:
            _register(services, name)
    finally:
        services.database.close()


@click.command()
@click.argument("name")
@click.option("--revoke", is_flag=True, help="End the codes of a sheet that was lost, and make none.")
@friendly
def codes(name: str, revoke: bool) -> None:
    """Print a sheet of one-time codes for NAME, this once. The codes of an older sheet end."""
    services = build(load_settings())
    try:
        with services.database.write() as session:
            person = account(session, name)
            proofs, now = services.alerts.proofs, utc_now()
            if revoke:
                ended = proofs.revoke(session, TERMINAL, person, now)
            else:
                made = proofs.new_sheet(session, TERMINAL, person, now)
        if revoke:
            click.echo(f"{ended} codes of {person.name} have ended.")
            return
        click.echo(f"{person.full_name} ({person.name}), {now.astimezone(services.settings.zone):%d-%m-%Y}")
        for one in made:
            click.echo(f"{one.number:02d}-{one.code}   ____________")
        click.echo("Each code counts once. Print this; nobody can show it again.", err=True)
    finally:
        services.database.close()


def _register(services: Services, name: str) -> None:
    with services.database.read() as session:
        person = account(session, name)
    # Not an argument: what is typed in a command line is kept in histories and shown to everybody who runs `ps`.
    typed = click.prompt("Number", err=True)
    with services.database.write() as session:
        masked = services.office.phones.register(session, TERMINAL, person, typed, utc_now())
    click.echo(f"A code is on its way to {masked}. From that phone, text back within 30 minutes: PETUGAS <code>")


def _drop(services: Services, name: str) -> None:
    with services.database.write() as session:
        person = account(session, name)
        done = services.office.phones.drop(session, TERMINAL, person, utc_now())
    click.echo(f"{person.name} has no phone now." if done else f"{person.name} had no phone.")
