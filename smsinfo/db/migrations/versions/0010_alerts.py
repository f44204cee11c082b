"""Alerts from the draft to the last recipient, and what they are prepared with"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CODE = sa.String(length=13).with_variant(sa.String(length=13, collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)


def staff(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_staff_account")
    return sa.ForeignKeyConstraint([column], ["staff_account.id"], name=name)


def region(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f(f"fk_{table}_region_code_region"))


def upgrade() -> None:
    op.create_table(
        "alert_template",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("form", sa.String(length=12), nullable=False),
        sa.Column("category", sa.String(length=12), nullable=False),
        sa.Column("severity", sa.String(length=12), nullable=False),
        sa.Column("urgency", sa.String(length=12), nullable=False),
        sa.Column("certainty", sa.String(length=12), nullable=False),
        sa.Column("headline", sa.String(length=160), nullable=False),
        sa.Column("instruction", sa.String(length=500), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("signer_id", ID, nullable=True),
        sa.Column("signed_at", TIME, nullable=True),
        staff("alert_template", "author_id"),
        staff("alert_template", "signer_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_template")),
        sa.UniqueConstraint("name", name=op.f("uq_alert_template_name")),
    )
    _alert()
    op.create_table(
        "alert_event",
        sa.Column("id", ID, nullable=False),
        sa.Column("alert_id", ID, nullable=False),
        sa.Column("act", sa.String(length=12), nullable=False),
        sa.Column("before", sa.String(length=12), nullable=False),
        sa.Column("after", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("actor_id", ID, nullable=True),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("via", sa.String(length=8), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alert.id"], name=op.f("fk_alert_event_alert_id_alert"), ondelete="CASCADE"
        ),
        staff("alert_event", "actor_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_event")),
    )
    op.create_index(op.f("ix_alert_event_alert_id"), "alert_event", ["alert_id"], unique=False)
    _prepared()
    _people()


def _alert() -> None:
    texts = (
        ("kind", sa.String(length=12), "alert"),
        ("form", sa.String(length=12), "alert"),
        ("headline", sa.String(length=160), ""),
        ("place", sa.String(length=160), ""),
        ("instruction", sa.String(length=500), ""),
        ("origin", sa.String(length=255), ""),
        ("version", sa.Integer(), "1"),
        ("accepted", sa.Text(), "[]"),
        ("audience", sa.Text(), ""),
        ("seal_key", sa.String(length=16), ""),
    )
    with op.batch_alter_table("alert") as batch_op:
        for name, kind, default in texts:
            batch_op.add_column(sa.Column(name, kind, server_default=default, nullable=False))
        for name in ("template_id", "author_id", "editor_id", "submitter_id", "approver_id"):
            batch_op.add_column(sa.Column(name, ID, nullable=True))
        batch_op.add_column(sa.Column("shown_count", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("seal", sa.LargeBinary(length=32), nullable=True))
        for name in (
            "edited_at",
            "event_at",
            "submitted_at",
            "approved_at",
            "sending_at",
            "stopped_at",
            "finished_at",
        ):
            batch_op.add_column(sa.Column(name, TIME, nullable=True))
        batch_op.create_index("ix_alert_status_id", ["status", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_references_id"), ["references_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_origin"), ["origin"], unique=False)
        for name in ("author_id", "editor_id", "submitter_id", "approver_id"):
            batch_op.create_foreign_key(batch_op.f(f"fk_alert_{name}_staff_account"), "staff_account", [name], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_alert_template_id_alert_template"), "alert_template", ["template_id"], ["id"]
        )


def _prepared() -> None:
    op.create_table(
        "saved_area",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("region_code", CODE, nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("signer_id", ID, nullable=True),
        sa.Column("signed_at", TIME, nullable=True),
        sa.Column("retired_at", TIME, nullable=True),
        region("saved_area"),
        staff("saved_area", "author_id"),
        staff("saved_area", "signer_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_area")),
        sa.UniqueConstraint("name", "region_code", name=op.f("uq_saved_area_name_region_code")),
    )
    op.create_table(
        "saved_area_region",
        sa.Column("area_id", ID, autoincrement=False, nullable=False),
        sa.Column("region_code", CODE, nullable=False),
        sa.ForeignKeyConstraint(
            ["area_id"], ["saved_area.id"], name=op.f("fk_saved_area_region_area_id_saved_area"), ondelete="CASCADE"
        ),
        region("saved_area_region"),
        sa.PrimaryKeyConstraint("area_id", "region_code", name=op.f("pk_saved_area_region")),
    )
    op.create_table(
        "directory_entry",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("approver_id", ID, nullable=True),
        sa.Column("approved_at", TIME, nullable=True),
        staff("directory_entry", "author_id"),
        staff("directory_entry", "approver_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_entry")),
        sa.UniqueConstraint("kind", "value", name=op.f("uq_directory_entry_kind_value")),
    )


def _people() -> None:
    op.create_table(
        "staff_phone",
        sa.Column("account_id", ID, autoincrement=False, nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("confirmed_at", TIME, nullable=False),
        staff("staff_phone", "account_id"),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_staff_phone_contact_id_contact"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_staff_phone")),
        sa.UniqueConstraint("contact_id", name=op.f("uq_staff_phone_contact_id")),
    )
    op.create_table(
        "duty_roster",
        sa.Column("id", ID, nullable=False),
        sa.Column("region_code", CODE, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", TIME, nullable=False),
        sa.Column("ends_at", TIME, nullable=True),
        sa.Column("confirmed_at", TIME, nullable=False),
        region("duty_roster"),
        staff("duty_roster", "account_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_roster")),
    )
    op.create_index(op.f("ix_duty_roster_region_code"), "duty_roster", ["region_code"], unique=False)
    op.create_index(op.f("ix_duty_roster_account_id"), "duty_roster", ["account_id"], unique=False)
    op.create_table(
        "alert_code",
        sa.Column("id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("used_at", TIME, nullable=True),
        sa.Column("revoked_at", TIME, nullable=True),
        staff("alert_code", "account_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_code")),
        sa.UniqueConstraint("account_id", "digest", name=op.f("uq_alert_code_account_id_digest")),
    )
