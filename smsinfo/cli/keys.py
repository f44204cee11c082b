"""`smsinfo keys`: fresh keys, and re-sealing under a new one."""

from __future__ import annotations

import base64
import secrets

import click

from smsinfo.bootstrap import make_sealer, open_database
from smsinfo.cli.errors import friendly
from smsinfo.config import load_settings
from smsinfo.contacts.rotate import rotate_keys
from smsinfo.db.schema import require_current


def fresh_keys() -> dict[str, str]:
    """Setting name -> a new random value of the right form."""
    return {
        "SMSINFO_SECRET_KEY": secrets.token_urlsafe(48),
        "SMSINFO_CONTACT_KEY": _base64url(64),
        "SMSINFO_AUDIT_KEY": _base64url(48),
    }


def _base64url(size: int) -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(size)).decode().rstrip("=")


@click.group()
def keys() -> None:
    """Make keys, and seal numbers under the newest."""


@keys.command()
def new() -> None:
    """Print fresh keys as environment lines. Keep them outside the database and its backups, in two places."""
    for name, value in fresh_keys().items():
        click.echo(f"{name}={value}")


@keys.command()
@friendly
def rotate() -> None:
    """Seal all numbers under the first key of SMSINFO_CONTACT_KEY; afterwards the old key may go."""
    settings = load_settings()
    database = open_database(settings)
    require_current(database.engine)
    moved = rotate_keys(database, make_sealer(settings))
    click.echo(f"{moved} numbers were sealed under the first key. The other keys are not needed any more.")
