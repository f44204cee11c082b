"""What is said last to a person who was erased"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "last_word",
        sa.Column("outbound_id", ID, autoincrement=False, nullable=False),
        sa.Column("msisdn_sealed", sa.LargeBinary(length=64), nullable=False),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["outbound_id"],
            ["outbound_message.id"],
            name=op.f("fk_last_word_outbound_id_outbound_message"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("outbound_id", name=op.f("pk_last_word")),
    )
