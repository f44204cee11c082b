"""Proposals for claims, region fields and menus, decided by another person"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CODE = sa.String(length=13).with_variant(sa.String(length=13, collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "content_proposal",
        sa.Column("id", ID, nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("scope", CODE, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("follows_id", ID, nullable=True),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sent_at", TIME, nullable=False),
        sa.Column("reviewer_id", ID, nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["staff_account.id"], name=op.f("fk_content_proposal_author_id_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["staff_account.id"], name=op.f("fk_content_proposal_reviewer_id_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"],
            ["content_proposal.id"],
            name=op.f("fk_content_proposal_follows_id_content_proposal"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_proposal")),
    )
    with op.batch_alter_table("content_proposal") as batch_op:
        batch_op.create_index("ix_content_proposal_state_id", ["state", "id"], unique=False)
        batch_op.create_index("ix_content_proposal_subject_id", ["subject", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_content_proposal_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_content_proposal_follows_id"), ["follows_id"], unique=False)
