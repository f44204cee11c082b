"""What members send in from the villages"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CODE = sa.String(length=13).with_variant(sa.String(length=13, collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "contribution",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("region_code", CODE, nullable=False),
        sa.Column("contact_id", ID, nullable=True),
        sa.Column("membership_id", ID, nullable=True),
        sa.Column("group_id", ID, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("flags", sa.String(length=60), nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("asked_at", TIME, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("credit", sa.String(length=80), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("published_at", TIME, nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("account_id", ID, nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["community_number.id"], name=op.f("fk_contribution_id_community_number")),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_contribution_region_code_region")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_contribution_contact_id_contact"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["kim_membership.id"],
            name=op.f("fk_contribution_membership_id_kim_membership"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["group_id"], ["kim_group.id"], name=op.f("fk_contribution_group_id_kim_group")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["staff_account.id"], name=op.f("fk_contribution_account_id_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
    )
    op.create_index("ix_contribution_state_region", "contribution", ["state", "region_code"])
    op.create_index("ix_contribution_state_published", "contribution", ["state", "published_at"])
    for column in ("contact_id", "membership_id", "group_id"):
        op.create_index(op.f(f"ix_contribution_{column}"), "contribution", [column])
    op.create_table(
        "contribution_step",
        sa.Column("id", ID, nullable=False),
        sa.Column("contribution_id", ID, nullable=False),
        sa.Column("act", sa.String(length=10), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("account_id", ID, nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_contribution_step_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["staff_account.id"], name=op.f("fk_contribution_step_account_id_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_step")),
    )
    op.create_index(op.f("ix_contribution_step_contribution_id"), "contribution_step", ["contribution_id"])
