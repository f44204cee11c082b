"""The proof of who was imported, numbers that are dead, and what is known of villages"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

CODE = sa.String(length=13).with_variant(sa.String(length=13, collation="C"), "postgresql")
DEAD = sa.text("error = 'bad_number'")


def upgrade() -> None:
    op.create_table(
        "region_fact",
        sa.Column("region_code", CODE, nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("no_signal", sa.Boolean(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_region_fact_region_code_region")),
        sa.PrimaryKeyConstraint("region_code", name=op.f("pk_region_fact")),
    )
    op.add_column("consent_event", sa.Column("evidence", sa.String(length=8), server_default="", nullable=False))
    op.add_column("consent_event", sa.Column("given_on", sa.Date(), nullable=True))
    op.create_index(
        "ix_outbound_message_bad_number",
        "outbound_message",
        ["contact_id", "status_at"],
        unique=False,
        sqlite_where=DEAD,
        postgresql_where=DEAD,
    )
