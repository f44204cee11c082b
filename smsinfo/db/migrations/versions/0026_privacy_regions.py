"""Where a request about personal data belongs"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

REGION = sa.String(length=13).with_variant(sa.String(length=13, collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("privacy_request", sa.Column("region_code", REGION, nullable=True))
