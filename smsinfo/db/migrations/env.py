"""Alembic's environment: migrations run on the connection that `smsinfo.db.schema` hands over."""

from __future__ import annotations

from alembic import context

from smsinfo.db.base import Base
from smsinfo.db.models import __all__ as _all_models  # noqa: F401  (registers every table)


def run() -> None:
    """Migrate the handed-over connection, in batch mode so that SQLite can change tables."""
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
