"""Courses by SMS with the progress of each phone, certificates, and whether answers helped"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CODE = sa.String(length=13).with_variant(sa.String(length=13, collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _content()
    op.create_table(
        "lesson_progress",
        sa.Column("contact_id", ID, autoincrement=False, nullable=False),
        sa.Column("course_key", sa.String(length=40), nullable=False),
        sa.Column("lesson", sa.Integer(), nullable=False),
        sa.Column("right_answers", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("finished_at", TIME, nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("certificate", sa.String(length=5), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_lesson_progress_contact_id_contact"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contact_id", "course_key", name=op.f("pk_lesson_progress")),
    )
    op.create_index("ix_lesson_progress_at", "lesson_progress", ["at"])
    op.create_table(
        "certificate",
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("course_key", sa.String(length=40), nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_certificate")),
    )
    _counts("course_count", "course_key", "started", "finished")
    _counts("topic_rating", "topic_key", "yes", "no")


def _content() -> None:
    op.create_table(
        "course",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("needs_reader", sa.Boolean(), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("key", name=op.f("uq_course_key")),
    )
    op.create_table(
        "course_name",
        sa.Column("course_id", ID, autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("label", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_course_name_course_id_course"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("course_id", "language", name=op.f("pk_course_name")),
    )
    op.create_table(
        "lesson",
        sa.Column("id", ID, nullable=False),
        sa.Column("course_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("right_option", sa.String(length=1), nullable=False),
        sa.Column("tag", sa.String(length=16), nullable=False),
        sa.Column("source_title", sa.String(length=200), nullable=False),
        sa.Column("source_address", sa.String(length=300), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_lesson_course_id_course"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("course_id", "number", name=op.f("uq_lesson_course_id_number")),
    )
    op.create_table(
        "lesson_text",
        sa.Column("lesson_id", ID, autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("option_a", sa.String(length=80), nullable=False),
        sa.Column("option_b", sa.String(length=80), nullable=False),
        sa.Column("option_c", sa.String(length=80), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_text_lesson_id_lesson"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("lesson_id", "language", name=op.f("pk_lesson_text")),
    )


def _counts(table: str, key: str, first: str, second: str) -> None:
    op.create_table(
        table,
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(key, sa.String(length=40), nullable=False),
        sa.Column("region_code", CODE, nullable=False),
        sa.Column(first, sa.Integer(), nullable=False),
        sa.Column(second, sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", key, "region_code", name=op.f(f"pk_{table}")),
    )
