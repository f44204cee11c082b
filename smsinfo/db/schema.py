"""The schema's version: bring it up to date, or say what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from smsinfo.db.base import Base
from smsinfo.errors import NotReady

MIGRATIONS = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def head() -> str:
    """The newest revision that this program knows."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    if found is None:
        raise NotReady("this installation has no migrations: install it again")
    return found


def current(engine: Engine) -> str | None:
    """The database's revision; None for an empty database. Raises NotReady when it can't be reached."""
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except OperationalError as error:
        raise NotReady(f"the database can't be reached: {error.orig}. Check SMSINFO_DATABASE_URL") from None


def upgrade(engine: Engine) -> None:
    """Apply the missing migrations. Raises NotReady when the database is newer than this program."""
    _refuse_newer(current(engine))
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def require_current(engine: Engine) -> None:
    """Raise NotReady, saying what to run, unless the schema is exactly ours."""
    found = current(engine)
    _refuse_newer(found)
    if found is None:
        raise NotReady("the database is empty; run: smsinfo db upgrade && smsinfo content import smsinfo/packs/kalteng")
    if found != head():
        raise NotReady("the database is older than this program; run: smsinfo db upgrade")


def differences(engine: Engine) -> list[object]:
    """How the migrated schema differs from the models: empty when they are equal."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def _refuse_newer(found: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if found is not None and found not in known:
        raise NotReady(f"the database (revision {found}) is newer than this program; install the newer smsinfo")


def create_empty(engine: Engine) -> None:
    """All tables, without history and without foreign keys: for a database in memory that is thrown away."""
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    Base.metadata.create_all(engine)
