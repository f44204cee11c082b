"""What reports, the gap list and verification keep; the days on which offices are closed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CODE = sa.String(length=13).with_variant(sa.String(length=13, collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "daily_outcome",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("operator", sa.String(length=16), nullable=False),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("cost_idr", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "channel", "operator", "purpose", "status", name=op.f("pk_daily_outcome")),
    )
    op.create_table(
        "daily_timing",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("seconds", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "channel", "seconds", name=op.f("pk_daily_timing")),
    )
    op.create_table(
        "gap_cluster",
        sa.Column("id", ID, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("first_asked_at", TIME, nullable=False),
        sa.Column("last_asked_at", TIME, nullable=False),
        sa.Column("topic_key", sa.String(length=40), nullable=True),
        sa.Column("closed_at", TIME, nullable=True),
        sa.Column("closed_by", sa.String(length=80), nullable=False),
        sa.Column("closed_asked", sa.Integer(), nullable=False),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_cluster")),
    )
    with op.batch_alter_table("gap_cluster") as batch_op:
        batch_op.create_index(batch_op.f("ix_gap_cluster_state"), ["state"], unique=False)

    op.create_table(
        "gap_message",
        sa.Column("inbound_id", ID, autoincrement=False, nullable=False),
        sa.Column("cluster_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["gap_cluster.id"], name=op.f("fk_gap_message_cluster_id_gap_cluster"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["inbound_id"],
            ["inbound_message.id"],
            name=op.f("fk_gap_message_inbound_id_inbound_message"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("inbound_id", name=op.f("pk_gap_message")),
    )
    with op.batch_alter_table("gap_message") as batch_op:
        batch_op.create_index(batch_op.f("ix_gap_message_cluster_id"), ["cluster_id"], unique=False)

    op.create_table(
        "gap_count",
        sa.Column("cluster_id", ID, autoincrement=False, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("region_code", CODE, nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["gap_cluster.id"], name=op.f("fk_gap_count_cluster_id_gap_cluster"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cluster_id", "week", "region_code", name=op.f("pk_gap_count")),
    )
    op.create_table(
        "link_check",
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("result", sa.String(length=8), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.Column("checked_at", TIME, nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_link_check")),
    )
    op.create_table(
        "holiday_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_holiday_year")),
    )
    op.create_table(
        "holiday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holiday")),
    )
