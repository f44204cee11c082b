"""Changes of content on their way to citizens, and what is said about them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CODE = sa.String(length=13).with_variant(sa.String(length=13, collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)
DRAFT = sa.text("state = 'draft'")


def upgrade() -> None:
    op.create_table(
        "content_change",
        sa.Column("id", ID, nullable=False),
        sa.Column("topic_id", ID, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("author_id", ID, nullable=False),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("follows_id", ID, nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("submitted_at", TIME, nullable=True),
        sa.Column("reviewer_id", ID, nullable=True),
        sa.Column("decided_at", TIME, nullable=True),
        sa.Column("publish_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_content_change_topic_id_topic"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["staff_account.id"], name=op.f("fk_content_change_author_id_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["staff_account.id"], name=op.f("fk_content_change_reviewer_id_staff_account")
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"],
            ["content_change.id"],
            name=op.f("fk_content_change_follows_id_content_change"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_change")),
    )
    with op.batch_alter_table("content_change") as batch_op:
        batch_op.create_index(
            "uq_content_change_draft",
            ["topic_id", "author_id"],
            unique=True,
            sqlite_where=DRAFT,
            postgresql_where=DRAFT,
        )
        batch_op.create_index("ix_content_change_state_id", ["state", "id"], unique=False)
        batch_op.create_index("ix_content_change_topic_id_id", ["topic_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_content_change_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_content_change_follows_id"), ["follows_id"], unique=False)

    op.create_table(
        "content_change_part",
        sa.Column("id", ID, nullable=False),
        sa.Column("change_id", ID, nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("scope", CODE, nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["content_change.id"],
            name=op.f("fk_content_change_part_change_id_content_change"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_change_part")),
        sa.UniqueConstraint("change_id", "part", name=op.f("uq_content_change_part_change_id_part")),
    )
    op.create_table(
        "content_comment",
        sa.Column("id", ID, nullable=False),
        sa.Column("change_id", ID, nullable=False),
        sa.Column("author_id", ID, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["content_change.id"],
            name=op.f("fk_content_comment_change_id_content_change"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["staff_account.id"], name=op.f("fk_content_comment_author_id_staff_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_comment")),
    )
    with op.batch_alter_table("content_comment") as batch_op:
        batch_op.create_index(batch_op.f("ix_content_comment_change_id"), ["change_id"], unique=False)
