"""The two databases of a run: a file in a temporary folder, and PostgreSQL databases of its own, dropped afterwards."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

SERVER = os.environ.get("SMSINFO_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1/postgres")


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, dict[str, str]]]:
    """Engine name -> {"ours": url, "floor": url}. PostgreSQL is left out, with a word, where there is no server."""
    found = {"SQLite": {name: f"sqlite:///{folder / name}.db" for name in ("ours", "floor")}}
    server = create_engine(SERVER, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    made = [f"smsinfo_bench_{secrets.token_hex(6)}" for _ in range(2)]
    try:
        with server.connect() as connection:
            for name in made:
                connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        print("PostgreSQL is left out: there is no server at SMSINFO_TEST_POSTGRESQL")
        yield found
        return
    addresses = [make_url(SERVER).set(database=name).render_as_string(hide_password=False) for name in made]
    try:
        yield {**found, "PostgreSQL": dict(zip(("ours", "floor"), addresses, strict=True))}
    finally:
        with server.connect() as connection:
            for name in made:
                connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        server.dispose()
