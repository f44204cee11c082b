"""What all tests share: databases of their own on both engines, and skips that CI turns into failures."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
import structlog
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

REQUIRE_ALL = os.environ.get("SMSINFO_REQUIRE_ALL") == "1"
SERVER = os.environ.get("SMSINFO_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1/postgres")


def skip_or_fail(reason: str) -> NoReturn:
    """Skip with a reason on a machine without the part; fail where everything is required."""
    if REQUIRE_ALL:
        pytest.fail(f"{reason}, and SMSINFO_REQUIRE_ALL=1 allows no skip")
    pytest.skip(reason)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A new SQLite file."""
    return f"sqlite:///{tmp_path / 'smsinfo.db'}"


@contextmanager
def new_postgresql() -> Iterator[str]:
    """A new PostgreSQL database, dropped afterwards."""
    server = create_engine(SERVER, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    name = f"smsinfo_test_{secrets.token_hex(6)}"
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        skip_or_fail("no PostgreSQL server at SMSINFO_TEST_POSTGRESQL")
    try:
        yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        server.dispose()


@pytest.fixture
def postgresql_url() -> Iterator[str]:
    """A new PostgreSQL database, dropped afterwards."""
    with new_postgresql() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Both engines in turn."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(autouse=True)
def _own_logs() -> Iterator[None]:
    """A program that a test runs in this process sets the logs up; the next test finds them as they were."""
    root, level = logging.getLogger(), logging.getLogger().level
    handlers = list(root.handlers)
    yield
    structlog.reset_defaults()
    root.handlers[:], root.level = handlers, level
