"""Reports, proposals, questions and rumours of citizens"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CODE = sa.String(length=13).with_variant(sa.String(length=13, collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "rumour",
        sa.Column("id", ID, nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("sample", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("heard", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("claim_key", sa.String(length=60), nullable=True),
        sa.Column("first_at", TIME, nullable=False),
        sa.Column("last_at", TIME, nullable=False),
        sa.Column("answered_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rumour")),
    )
    op.create_index(op.f("ix_rumour_state"), "rumour", ["state"])
    op.create_index(op.f("ix_rumour_claim_key"), "rumour", ["claim_key"])
    op.create_table(
        "rumour_count",
        sa.Column("rumour_id", ID, nullable=False, autoincrement=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("region_code", CODE, nullable=False),
        sa.Column("heard", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rumour_id"], ["rumour.id"], name=op.f("fk_rumour_count_rumour_id_rumour"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("rumour_id", "day", "region_code", name=op.f("pk_rumour_count")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "report_office",
        sa.Column("region_code", CODE, nullable=False),
        sa.Column("takes", sa.Boolean(), nullable=False),
        sa.Column("account_id", ID, nullable=True),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["staff_account.id"], name=op.f("fk_report_office_account_id_staff_account")
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_report_office_region_code_region")),
        sa.PrimaryKeyConstraint("region_code", name=op.f("pk_report_office")),
    )
    _cases()
    _of_a_case()


def _cases() -> None:
    op.create_table(
        "citizen_case",
        sa.Column("number", ID, nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("contact_id", ID, nullable=True),
        sa.Column("region_code", CODE, nullable=True),
        sa.Column("office", CODE, nullable=True),
        sa.Column("group_id", ID, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("rumour_id", ID, nullable=True),
        sa.Column("topic_key", sa.String(length=40), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("moved_at", TIME, nullable=False),
        sa.Column("answered_at", TIME, nullable=True),
        sa.Column("closed_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_citizen_case_contact_id_contact"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_citizen_case_region_code_region")),
        sa.ForeignKeyConstraint(["office"], ["region.code"], name=op.f("fk_citizen_case_office_region")),
        sa.ForeignKeyConstraint(["group_id"], ["kim_group.id"], name=op.f("fk_citizen_case_group_id_kim_group")),
        sa.ForeignKeyConstraint(["rumour_id"], ["rumour.id"], name=op.f("fk_citizen_case_rumour_id_rumour")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_citizen_case")),
    )
    op.create_index("ix_citizen_case_state_opened", "citizen_case", ["state", "opened_at"])
    op.create_index("ix_citizen_case_kind_region", "citizen_case", ["kind", "region_code"])
    op.create_index(op.f("ix_citizen_case_contact_id"), "citizen_case", ["contact_id"])
    op.create_index(op.f("ix_citizen_case_rumour_id"), "citizen_case", ["rumour_id"])


def _of_a_case() -> None:
    op.create_table(
        "case_event",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("act", sa.String(length=12), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["citizen_case.number"], name=op.f("fk_case_event_number_citizen_case"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
    )
    op.create_index(op.f("ix_case_event_number"), "case_event", ["number"])
    op.create_table(
        "case_answer",
        sa.Column("id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("membership_id", ID, nullable=True),
        sa.Column("group_id", ID, nullable=True),
        sa.Column("credit", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("decided_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["number"], ["citizen_case.number"], name=op.f("fk_case_answer_number_citizen_case"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["kim_membership.id"],
            name=op.f("fk_case_answer_membership_id_kim_membership"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["group_id"], ["kim_group.id"], name=op.f("fk_case_answer_group_id_kim_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_answer")),
    )
    op.create_index(op.f("ix_case_answer_number"), "case_answer", ["number"])
    op.create_index(op.f("ix_case_answer_group_id"), "case_answer", ["group_id"])
    op.create_table(
        "case_told",
        sa.Column("number", ID, nullable=False, autoincrement=False),
        sa.Column("membership_id", ID, nullable=False, autoincrement=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["citizen_case.number"], name=op.f("fk_case_told_number_citizen_case"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["kim_membership.id"],
            name=op.f("fk_case_told_membership_id_kim_membership"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", "membership_id", name=op.f("pk_case_told")),
    )
