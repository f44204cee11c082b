"""`smsinfo doctor`: what is wrong with this installation, and what to do about it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from sqlalchemy import make_url

from smsinfo.bootstrap import open_database
from smsinfo.config import Settings, load_settings, require_secrets
from smsinfo.content.catalogue import load_catalogue
from smsinfo.db import schema
from smsinfo.db.engine import Database, sqlite_is_mended, sqlite_module
from smsinfo.errors import SmsinfoError
from smsinfo.locale import FALLBACK, languages

LEAST_FREE_BYTES = 500 * 1024 * 1024


@click.command()
def doctor() -> None:
    """Say what is wrong with this installation; exit code 2 when something must be mended."""
    wrong = False
    for good, name, message in _findings():
        wrong = wrong or not good
        click.echo(f"{'ok  ' if good else 'BAD '} {name}: {message}")
    sys.exit(2 if wrong else 0)


def _findings() -> Iterator[tuple[bool, str, str]]:
    try:
        settings = load_settings()
    except SmsinfoError as error:
        yield False, "settings", str(error)
        return
    yield _checked(
        "settings",
        lambda: require_secrets(settings),
        f"public address {settings.public_url}, times in {settings.timezone}",
    )
    yield _sqlite(settings)
    yield _disk(settings)
    database = open_database(settings)
    schema_is = _checked(
        "database",
        lambda: schema.require_current(database.engine),
        f"{database.engine.dialect.name}, revision {schema.head()}",
    )
    yield schema_is
    if schema_is[0]:
        yield _content(database)
    yield True, "languages", ", ".join(languages()) + f" (fallback {FALLBACK})"


def _checked(name: str, check: Callable[[], None], message: str) -> tuple[bool, str, str]:
    try:
        check()
    except SmsinfoError as error:
        return False, name, str(error)
    return True, name, message


def _sqlite(settings: Settings) -> tuple[bool, str, str]:
    if not settings.database_url.startswith("sqlite"):
        return True, "sqlite", "not used"
    version = str(sqlite_module.sqlite_version)
    if sqlite_is_mended(version):
        return True, "sqlite", f"{version} from {sqlite_module.__name__}, without the WAL-reset bug"
    return (
        False,
        "sqlite",
        f"{version} has the WAL-reset bug (3.7.0-3.51.2): install pysqlite3>=0.6.1, or serve with --workers 1",
    )


def _disk(settings: Settings) -> tuple[bool, str, str]:
    database = make_url(settings.database_url).database if settings.database_url.startswith("sqlite") else None
    folder = Path(database or ".").resolve().parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    enough = free >= LEAST_FREE_BYTES
    return enough, "disk", f"{free // 2**20} MB free" + ("" if enough else "; make room, or texts can't be stored")


def _content(database: Database) -> tuple[bool, str, str]:
    with database.read() as session:
        catalogue = load_catalogue(session)
    if not catalogue.topics:
        return False, "content", "no published topic; run: smsinfo content import smsinfo/packs/kalteng"
    places = len(catalogue.gazetteer.places)
    return True, "content", f"{len(catalogue.topics)} topics, {places} regions, version {catalogue.version}"
