"""CAP documents that came in, and where regions lie"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CODE = sa.String(length=13).with_variant(sa.String(length=13, collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "region_point",
        sa.Column("region_code", CODE, nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["region_code"], ["region.code"], name=op.f("fk_region_point_region_code_region"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("region_code", name=op.f("pk_region_point")),
    )
    op.create_table(
        "cap_document",
        sa.Column("id", ID, nullable=False),
        sa.Column("sender", sa.String(length=300), nullable=False),
        sa.Column("identifier", sa.String(length=300), nullable=False),
        sa.Column("sent_at", TIME, nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("msg_type", sa.String(length=8), nullable=False),
        sa.Column("headline", sa.String(length=500), nullable=False),
        sa.Column("origin", sa.String(length=500), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("alert_id", ID, nullable=True),
        sa.Column("seen_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alert.id"], name=op.f("fk_cap_document_alert_id_alert"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cap_document")),
        sa.UniqueConstraint(
            "sender",
            "identifier",
            "sent_at",
            "language",
            name=op.f("uq_cap_document_sender_identifier_sent_at_language"),
        ),
    )
    with op.batch_alter_table("cap_document") as batch_op:
        batch_op.create_index(batch_op.f("ix_cap_document_alert_id"), ["alert_id"], unique=False)
