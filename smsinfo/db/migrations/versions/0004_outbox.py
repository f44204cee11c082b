"""The outbox: leases, receipts, channels, and the alerts that it sends for"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CODE = sa.String(length=13).with_variant(sa.String(length=13, collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("drill", sa.Boolean(), nullable=False),
        sa.Column("msg_type", sa.String(length=8), nullable=False),
        sa.Column("category", sa.String(length=12), nullable=False),
        sa.Column("severity", sa.String(length=12), nullable=False),
        sa.Column("urgency", sa.String(length=12), nullable=False),
        sa.Column("certainty", sa.String(length=12), nullable=False),
        sa.Column("references_id", ID, nullable=True),
        sa.Column("issuer", sa.String(length=120), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("reached_id", ID, server_default="0", nullable=False),
        sa.Column("recipients", sa.Integer(), server_default="0", nullable=False),
        sa.Column("fanned_out_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["references_id"], ["alert.id"], name=op.f("fk_alert_references_id_alert")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("code", name=op.f("uq_alert_code")),
    )
    op.create_table(
        "channel_state",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("free_at", TIME, nullable=False),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("open_until", TIME, nullable=True),
        sa.Column("last_sent_at", TIME, nullable=True),
        sa.Column("last_failed_at", TIME, nullable=True),
        sa.Column("last_error", sa.String(length=160), nullable=True),
        sa.Column("last_inbound_at", TIME, nullable=True),
        sa.Column("balance_idr", sa.Integer(), nullable=True),
        sa.Column("checked_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_channel_state")),
    )
    op.create_table(
        "mark",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mark")),
    )
    op.create_table(
        "parked_receipt",
        sa.Column("id", ID, nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=16), nullable=True),
        sa.Column("detail", sa.String(length=160), nullable=False),
        sa.Column("at", TIME, nullable=True),
        sa.Column("received_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_receipt")),
    )
    with op.batch_alter_table("parked_receipt") as batch_op:
        batch_op.create_index("ix_parked_receipt_external", ["channel", "external_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_parked_receipt_received_at"), ["received_at"], unique=False)

    op.create_table(
        "alert_region",
        sa.Column("alert_id", ID, autoincrement=False, nullable=False),
        sa.Column("region_code", CODE, nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alert.id"], name=op.f("fk_alert_region_alert_id_alert"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_alert_region_region_code_region")),
        sa.PrimaryKeyConstraint("alert_id", "region_code", name=op.f("pk_alert_region")),
    )
    op.create_table(
        "alert_text",
        sa.Column("id", ID, nullable=False),
        sa.Column("alert_id", ID, nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("encoding", sa.String(length=4), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alert.id"], name=op.f("fk_alert_text_alert_id_alert"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_text")),
        sa.UniqueConstraint("alert_id", "language", name=op.f("uq_alert_text_alert_id_language")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", ID, nullable=False),
        sa.Column("outbound_id", ID, nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.String(length=160), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["outbound_id"],
            ["outbound_message.id"],
            name=op.f("fk_attempt_outbound_id_outbound_message"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt") as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_outbound_id"), ["outbound_id"], unique=False)

    op.create_table(
        "receipt_part",
        sa.Column("outbound_id", ID, autoincrement=False, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["outbound_id"],
            ["outbound_message.id"],
            name=op.f("fk_receipt_part_outbound_id_outbound_message"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("outbound_id", "part", name=op.f("pk_receipt_part")),
    )
    with op.batch_alter_table("outbound_message") as batch_op:
        batch_op.add_column(sa.Column("alert_id", ID, nullable=True))
        batch_op.add_column(sa.Column("alert_text_id", ID, nullable=True))
        batch_op.add_column(sa.Column("mail_to", sa.String(length=254), nullable=True))
        batch_op.add_column(sa.Column("subject", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("dedupe_key", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("fence", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("repeats", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("lease_until", TIME, nullable=True))
        batch_op.add_column(sa.Column("error", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("detail", sa.String(length=160), nullable=True))
        batch_op.drop_index(batch_op.f("ix_outbound_message_pending"), sqlite_where=sa.text("status = 'queued'"))
        batch_op.create_index(
            "ix_outbound_message_pending",
            ["channel", "lane", "not_before", "id"],
            unique=False,
            sqlite_where=sa.text("status = 'queued'"),
            postgresql_where=sa.text("status = 'queued'"),
        )
        batch_op.create_index(
            "ix_outbound_message_lease",
            ["lease_until"],
            unique=False,
            sqlite_where=sa.text("lease_until IS NOT NULL"),
            postgresql_where=sa.text("lease_until IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_outbound_message_dedupe",
            ["dedupe_key"],
            unique=True,
            sqlite_where=sa.text("dedupe_key IS NOT NULL"),
            postgresql_where=sa.text("dedupe_key IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_outbound_message_recipient",
            ["alert_id", "contact_id", "purpose"],
            unique=True,
            sqlite_where=sa.text("alert_id IS NOT NULL"),
            postgresql_where=sa.text("alert_id IS NOT NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_outbound_message_alert_text_id_alert_text"), "alert_text", ["alert_text_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_outbound_message_alert_id_alert"), "alert", ["alert_id"], ["id"])
