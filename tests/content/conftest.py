"""Real databases: a migrated SQLite file for every test, PostgreSQL where one answers."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from smsinfo.content.pack_files import read_pack
from smsinfo.content.pack_model import Pack
from smsinfo.db import migrate
from smsinfo.db.engine import Database, make_engine
from tests import migrated

from .newsroom import Newsroom
from .samples import KALTENG


@pytest.fixture(scope="session")
def kalteng() -> Pack:
    """The shipped pack, read once."""
    return read_pack(KALTENG)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated SQLite database."""
    yield from _migrated(f"sqlite:///{tmp_path / 'smsinfo.db'}")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated database of both kinds."""
    if request.param == "sqlite":
        yield from _migrated(f"sqlite:///{tmp_path / 'smsinfo.db'}")
        return
    server = os.environ.get("SMSINFO_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1/postgres")
    admin = create_engine(server, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 2})
    name = f"smsinfo_content_{uuid.uuid4().hex}"
    try:
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        if os.environ.get("SMSINFO_REQUIRE_ALL"):
            raise
        pytest.skip("no PostgreSQL answers; set SMSINFO_TEST_POSTGRESQL")
    try:
        yield from _migrated(make_url(server).set(database=name).render_as_string(hide_password=False))
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the newsroom in it, made once and copied for each test."""
    path = tmp_path_factory.mktemp("newsroom") / "smsinfo.db"
    database = Database(make_engine(f"sqlite:///{path}"))
    migrate.upgrade(database.engine)
    Newsroom(database).furnish()
    database.close()
    return path


@pytest.fixture
def room(furnished: Path, tmp_path: Path) -> Iterator[Newsroom]:
    """The newsroom on SQLite."""
    copied = Database(make_engine(f"sqlite:///{shutil.copy(furnished, tmp_path)}"))
    yield Newsroom(copied)
    copied.close()


@pytest.fixture
def both(either: Database) -> Newsroom:
    """The newsroom on both databases."""
    found = Newsroom(either)
    found.furnish()
    return found


def _migrated(url: str) -> Iterator[Database]:
    migrated.migrate(url)
    opened = Database(make_engine(url))
    yield opened
    opened.close()
