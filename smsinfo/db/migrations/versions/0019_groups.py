"""Confirmation of members' and subscribers' numbers, and trainings of the groups"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    for name in ("tries", "asks"):
        op.add_column("kim_membership", sa.Column(name, sa.SmallInteger(), server_default="0", nullable=False))
    op.create_table(
        "kim_training",
        sa.Column("id", ID, nullable=False),
        sa.Column("group_id", ID, nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("guests", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["kim_group.id"], name=op.f("fk_kim_training_group_id_kim_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kim_training")),
    )
    op.create_index(op.f("ix_kim_training_group_id"), "kim_training", ["group_id"])
    op.create_table(
        "kim_attendance",
        sa.Column("training_id", ID, autoincrement=False, nullable=False),
        sa.Column("membership_id", ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["training_id"],
            ["kim_training.id"],
            name=op.f("fk_kim_attendance_training_id_kim_training"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"],
            ["kim_membership.id"],
            name=op.f("fk_kim_attendance_membership_id_kim_membership"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("training_id", "membership_id", name=op.f("pk_kim_attendance")),
    )
    op.create_index(op.f("ix_kim_attendance_membership_id"), "kim_attendance", ["membership_id"])
    op.create_table(
        "contact_check",
        sa.Column("contact_id", ID, autoincrement=False, nullable=False),
        sa.Column("asks", sa.SmallInteger(), nullable=False),
        sa.Column("asked_at", TIME, nullable=True),
        sa.Column("confirmed_at", TIME, nullable=True),
        sa.Column("unconfirmed_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_contact_check_contact_id_contact"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_contact_check")),
    )
