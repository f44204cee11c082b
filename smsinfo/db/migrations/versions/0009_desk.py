"""Which threads of the inbox somebody has dealt with"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "handled_thread",
        sa.Column("contact_id", ID, autoincrement=False, nullable=False),
        sa.Column("inbound_id", ID, nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_handled_thread_contact_id_contact"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["staff_account.id"], name=op.f("fk_handled_thread_account_id_staff_account")
        ),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_handled_thread")),
    )
