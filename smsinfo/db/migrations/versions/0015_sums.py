"""Sums of the daily counts by place and by topic, made from what is counted already"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

CODE = sa.String(length=13).with_variant(sa.String(length=13, collation="C"), "postgresql")
SUMS = "sum(messages), sum(segments), sum(cost_idr)"
PLACES = {"''": 0, "substr(region_code, 1, 2)": 2, "substr(region_code, 1, 5)": 5, "substr(region_code, 1, 8)": 8}


def upgrade() -> None:
    op.create_table(
        "daily_place",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", CODE, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("cost_idr", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "place", "kind", "language", name=op.f("pk_daily_place")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "daily_topic",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", CODE, nullable=False),
        sa.Column("topic_key", sa.String(length=40), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("cost_idr", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "place", "topic_key", name=op.f("pk_daily_topic")),
        sqlite_with_rowid=False,
    )
    for place, least in PLACES.items():
        these = f"length(region_code) >= {least}"
        op.execute(
            f"INSERT INTO daily_place SELECT day, {place}, kind, language, {SUMS} FROM daily_count"  # noqa: S608
            f" WHERE {these} GROUP BY 1, 2, 3, 4"
        )
        if least < 8:
            op.execute(
                f"INSERT INTO daily_topic SELECT day, {place}, topic_key, {SUMS} FROM daily_count"  # noqa: S608
                f" WHERE {these} AND kind = 'answer' GROUP BY 1, 2, 3"
            )
