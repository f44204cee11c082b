"""Community information groups, their members and village heads"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CODE = sa.String(length=13).with_variant(sa.String(length=13, collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "kim_group",
        sa.Column("id", ID, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("region_code", CODE, nullable=False),
        sa.Column("decree", sa.String(length=80), nullable=False),
        sa.Column("area", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("closed_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_kim_group_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kim_group")),
        sa.UniqueConstraint("region_code", "name", name=op.f("uq_kim_group_region_code_name")),
    )
    op.create_index(op.f("ix_kim_group_region_code"), "kim_group", ["region_code"])
    op.create_table(
        "kim_membership",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=True),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("region_code", CODE, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=True),
        sa.Column("invited_at", TIME, nullable=False),
        sa.Column("joined_at", TIME, nullable=True),
        sa.Column("confirmed_at", TIME, nullable=True),
        sa.Column("asked_at", TIME, nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["kim_group.id"], name=op.f("fk_kim_membership_group_id_kim_group")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_kim_membership_contact_id_contact"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_kim_membership_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kim_membership")),
        sa.UniqueConstraint(
            "contact_id", "role", "region_code", name=op.f("uq_kim_membership_contact_id_role_region_code")
        ),
    )
    op.create_index(op.f("ix_kim_membership_group_id"), "kim_membership", ["group_id"])
    op.create_index("ix_kim_membership_region_state", "kim_membership", ["region_code", "state"])
