"""Contacts lie in the order in which a preview groups them"""

from __future__ import annotations

from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_index("ix_contact_groups", "contact", ["region_code", "language", "operator", "practice", "status"])
    op.drop_index("ix_contact_region_code", table_name="contact")
