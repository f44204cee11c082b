"""The schema's version: is it the one that this program wants?"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, column, inspect, select, table
from sqlalchemy.exc import OperationalError

from smsinfo.db.base import Base
from smsinfo.errors import NotReady

MIGRATIONS = Path(__file__).parent / "migrations"


# The newest migration; a guard test compares it with the files. Alembic is loaded by `migrate` only: `ask` has no time.
HEAD = "0027"


def head() -> str:
    """The newest revision that this program knows."""
    return HEAD


def current(engine: Engine) -> str | None:
    """The database's revision; None for an empty database. Raises NotReady when it can't be reached."""
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            return connection.execute(select(column("version_num")).select_from(table("alembic_version"))).scalar()
    except OperationalError as error:
        raise NotReady(f"the database can't be reached: {error.orig}. Check SMSINFO_DATABASE_URL") from None


def require_current(engine: Engine) -> None:
    """Raise NotReady, saying what to run, unless the schema is exactly ours."""
    found = current(engine)
    refuse_newer(found)
    if found is None:
        raise NotReady("the database is empty; run: smsinfo db upgrade && smsinfo content import smsinfo/packs/kalteng")
    if found != head():
        raise NotReady("the database is older than this program; run: smsinfo db upgrade")


def refuse_newer(found: str | None) -> None:
    """Raise NotReady for a revision that this program does not know."""
    known = {path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")}
    if found is not None and found not in known:
        raise NotReady(f"the database (revision {found}) is newer than this program; install the newer smsinfo")


def create_empty(engine: Engine) -> None:
    """All tables, without history and without foreign keys: for a database in memory that is thrown away."""
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    Base.metadata.create_all(engine)
