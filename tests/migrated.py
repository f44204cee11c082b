"""An empty database brought up to date by copying one that was migrated once: each test gets one of its own, and to
migrate hundreds of them step by step takes longer than most of the stories. What migrations do is tested elsewhere."""

from __future__ import annotations

import atexit
import secrets
import shutil
import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import URL, create_engine, inspect, make_url, text

from smsinfo.db.engine import make_engine
from smsinfo.db.migrate import upgrade


def migrate(database_url: str) -> None:
    """Every table of today, where there is none yet; else only what is missing."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_file(), url.database)
        return
    engine = make_engine(database_url)
    empty = url.get_backend_name() == "postgresql" and not inspect(engine).get_table_names()
    if not empty:
        upgrade(engine)
    engine.dispose()
    if empty:
        _from_template(url, _template(url.set(database="postgres")))


@cache
def _file() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="smsinfo-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _upgraded(f"sqlite:///{folder / 'smsinfo.db'}")
    return folder / "smsinfo.db"


@cache
def _template(server: URL) -> str:
    name = f"smsinfo_test_migrated_{secrets.token_hex(6)}"
    _run(server, f"CREATE DATABASE {name}")
    atexit.register(_run, server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    _upgraded(server.set(database=name).render_as_string(hide_password=False))
    return name


def _from_template(url: URL, template: str) -> None:
    server = url.set(database="postgres")
    _run(server, f"DROP DATABASE {url.database} WITH (FORCE)", f"CREATE DATABASE {url.database} TEMPLATE {template}")


def _upgraded(database_url: str) -> None:
    engine = make_engine(database_url)
    upgrade(engine)
    engine.dispose()


def _run(server: URL, *statements: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
