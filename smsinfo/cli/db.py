"""`smsinfo db`: the schema."""

from __future__ import annotations

import click

from smsinfo.bootstrap import open_database, prepare_engine
from smsinfo.cli.errors import friendly
from smsinfo.config import load_settings
from smsinfo.db import migrate, schema


@click.group()
def db() -> None:
    """Bring the database up to date, or look at it."""


@db.command()
@friendly
def upgrade() -> None:
    """Apply the migrations that are missing. Never goes back, and refuses a database of a newer smsinfo."""
    database = open_database(load_settings())
    before = schema.current(database.engine)
    migrate.upgrade(database.engine)
    prepare_engine(database)
    click.echo(f"database: {before or 'empty'} -> {schema.head()}")


@db.command()
@friendly
def check() -> None:
    """Say whether the schema is the one that this program wants; exit code 2 when it is not."""
    database = open_database(load_settings())
    schema.require_current(database.engine)
    click.echo(f"database: {schema.head()}, up to date")
