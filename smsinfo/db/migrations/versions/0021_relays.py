"""Who was asked to read an alert out where; erasures in the stores of channels; proof of retention"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CODE = sa.String(length=13).with_variant(sa.String(length=13, collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "relay_task",
        sa.Column("id", ID, nullable=False),
        sa.Column("alert_id", ID, nullable=True),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("contact_id", ID, nullable=True),
        sa.Column("region_code", CODE, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("heard", sa.Integer(), nullable=True),
        sa.Column("reminders", sa.Integer(), server_default="0", nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("confirmed_at", TIME, nullable=True),
        sa.Column("stopped_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alert.id"], name=op.f("fk_relay_task_alert_id_alert"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_relay_task_contact_id_contact"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_relay_task_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay_task")),
        sa.UniqueConstraint(
            "alert_id", "contact_id", "region_code", name=op.f("uq_relay_task_alert_id_contact_id_region_code")
        ),
    )
    op.create_index(op.f("ix_relay_task_contact_id"), "relay_task", ["contact_id"])
    op.create_index("ix_relay_task_region", "relay_task", ["region_code", "asked_at"])
    op.create_index("ix_relay_task_state", "relay_task", ["state", "asked_at"])
    op.create_table(
        "store_erasure",
        sa.Column("id", ID, nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("msisdn_sealed", sa.LargeBinary(length=64), nullable=False),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=160), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store_erasure")),
        sa.UniqueConstraint("channel", "msisdn_sealed", name=op.f("uq_store_erasure_channel_msisdn_sealed")),
    )
    op.create_index(op.f("ix_store_erasure_due_at"), "store_erasure", ["due_at"])
    op.create_table(
        "retention_run",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rule", sa.String(length=24), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.Column("oldest_at", TIME, nullable=True),
        sa.Column("ran_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("day", "rule", name=op.f("pk_retention_run")),
    )
