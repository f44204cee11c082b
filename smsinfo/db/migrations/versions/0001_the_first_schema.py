"""The first schema"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CODE = sa.String(length=13).with_variant(sa.String(length=13, collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "content_version",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=8), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_version")),
    )
    op.create_table(
        "daily_count",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("region_code", CODE, nullable=False),
        sa.Column("topic_key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("cost_idr", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "day", "region_code", "topic_key", "kind", "channel", "language", name=op.f("pk_daily_count")
        ),
    )
    op.create_table(
        "open_menu",
        sa.Column("id", ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_menu")),
    )
    op.create_table(
        "region",
        sa.Column("code", CODE, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("parent_code", CODE, nullable=True),
        sa.ForeignKeyConstraint(["parent_code"], ["region.code"], name=op.f("fk_region_parent_code_region")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_region")),
    )
    op.create_index(op.f("ix_region_parent_code"), "region", ["parent_code"], unique=False)

    op.create_table(
        "suppression",
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_suppression")),
    )
    op.create_table(
        "topic",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=24), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("tag", sa.String(length=16), nullable=False),
        sa.Column("safety", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("key", name=op.f("uq_topic_key")),
    )
    op.create_table(
        "claim",
        sa.Column("id", ID, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("region_code", CODE, nullable=True),
        sa.Column("tag", sa.String(length=16), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_claim_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("key", name=op.f("uq_claim_key")),
    )
    op.create_table(
        "contact",
        sa.Column("id", ID, nullable=False),
        sa.Column("msisdn_sealed", sa.LargeBinary(length=64), nullable=False),
        sa.Column("operator", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=True),
        sa.Column("region_code", CODE, nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("first_seen_at", TIME, nullable=False),
        sa.Column("welcomed_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_contact_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("msisdn_sealed", name=op.f("uq_contact_msisdn_sealed")),
    )
    op.create_index(op.f("ix_contact_region_code"), "contact", ["region_code"], unique=False)

    op.create_table(
        "keyword",
        sa.Column("id", ID, nullable=False),
        sa.Column("topic_id", ID, nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("normalised", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_keyword_topic_id_topic"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keyword")),
    )
    op.create_index("ix_keyword_topic_id", "keyword", ["topic_id"], unique=False)
    op.create_index(
        "uq_keyword_normalised_language",
        "keyword",
        ["normalised", "language"],
        unique=True,
        sqlite_where=sa.text("kind IN ('keyword', 'alias')"),
        postgresql_where=sa.text("kind IN ('keyword', 'alias')"),
    )

    op.create_table(
        "open_menu_topic",
        sa.Column("menu_id", ID, autoincrement=False, nullable=False),
        sa.Column("topic_id", ID, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["menu_id"], ["open_menu.id"], name=op.f("fk_open_menu_topic_menu_id_open_menu"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_open_menu_topic_topic_id_topic"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("menu_id", "topic_id", name=op.f("pk_open_menu_topic")),
    )
    op.create_table(
        "open_menu_word",
        sa.Column("id", ID, nullable=False),
        sa.Column("menu_id", ID, nullable=False),
        sa.Column("text", sa.String(length=80), nullable=False),
        sa.Column("normalised", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["menu_id"], ["open_menu.id"], name=op.f("fk_open_menu_word_menu_id_open_menu"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_menu_word")),
        sa.UniqueConstraint("normalised", name=op.f("uq_open_menu_word_normalised")),
    )
    op.create_index(op.f("ix_open_menu_word_menu_id"), "open_menu_word", ["menu_id"], unique=False)

    op.create_table(
        "region_alias",
        sa.Column("id", ID, nullable=False),
        sa.Column("alias", sa.String(length=80), nullable=False),
        sa.Column("region_code", CODE, nullable=False),
        sa.Column("note", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_region_alias_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_alias")),
        sa.UniqueConstraint("alias", "region_code", name=op.f("uq_region_alias_alias_region_code")),
    )
    op.create_index(op.f("ix_region_alias_region_code"), "region_alias", ["region_code"], unique=False)

    op.create_table(
        "region_field",
        sa.Column("id", ID, nullable=False),
        sa.Column("region_code", CODE, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_region_field_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region_field")),
        sa.UniqueConstraint("region_code", "name", name=op.f("uq_region_field_region_code_name")),
    )
    op.create_table(
        "summary",
        sa.Column("id", ID, nullable=False),
        sa.Column("topic_id", ID, nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("region_code", CODE, nullable=True),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_summary_region_code_region")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_summary_topic_id_topic"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary")),
    )
    op.create_index(
        "uq_summary_general",
        "summary",
        ["topic_id", "language"],
        unique=True,
        sqlite_where=sa.text("region_code IS NULL"),
        postgresql_where=sa.text("region_code IS NULL"),
    )
    op.create_index(
        "uq_summary_override",
        "summary",
        ["topic_id", "language", "region_code"],
        unique=True,
        sqlite_where=sa.text("region_code IS NOT NULL"),
        postgresql_where=sa.text("region_code IS NOT NULL"),
    )

    op.create_table(
        "topic_name",
        sa.Column("id", ID, nullable=False),
        sa.Column("topic_id", ID, nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("label", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_topic_name_topic_id_topic"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_name")),
        sa.UniqueConstraint("topic_id", "language", name=op.f("uq_topic_name_topic_id_language")),
    )
    op.create_table(
        "claim_sign",
        sa.Column("id", ID, nullable=False),
        sa.Column("claim_id", ID, nullable=False),
        sa.Column("text", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_sign_claim_id_claim"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_sign")),
    )
    op.create_index(op.f("ix_claim_sign_claim_id"), "claim_sign", ["claim_id"], unique=False)

    op.create_table(
        "claim_text",
        sa.Column("id", ID, nullable=False),
        sa.Column("claim_id", ID, nullable=False),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_text_claim_id_claim"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_text")),
        sa.UniqueConstraint("claim_id", "language", name=op.f("uq_claim_text_claim_id_language")),
    )
    op.create_table(
        "consent_event",
        sa.Column("id", ID, nullable=False),
        sa.Column("contact_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("region_code", CODE, nullable=True),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("text_version", sa.String(length=16), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_consent_event_contact_id_contact"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_event")),
    )
    op.create_index(op.f("ix_consent_event_contact_id"), "consent_event", ["contact_id"], unique=False)

    op.create_table(
        "contact_role",
        sa.Column("id", ID, nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("region_code", CODE, nullable=False),
        sa.Column("confirmed_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_contact_role_contact_id_contact"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_contact_role_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_role")),
        sa.UniqueConstraint(
            "contact_id", "role", "region_code", name=op.f("uq_contact_role_contact_id_role_region_code")
        ),
    )
    op.create_table(
        "conversation",
        sa.Column("contact_id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_conversation_contact_id_contact"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_conversation")),
    )
    op.create_index(op.f("ix_conversation_expires_at"), "conversation", ["expires_at"], unique=False)

    op.create_table(
        "inbound_message",
        sa.Column("id", ID, nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("contact_id", ID, nullable=True),
        sa.Column("sender_kind", sa.String(length=12), nullable=False),
        sa.Column("sender", sa.String(length=24), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("silence", sa.String(length=16), nullable=False),
        sa.Column("topic_key", sa.String(length=40), nullable=True),
        sa.Column("command", sa.String(length=16), nullable=True),
        sa.Column("region_code", CODE, nullable=True),
        sa.Column("language", sa.String(length=3), nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("sent_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_inbound_message_contact_id_contact"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_message")),
        sa.UniqueConstraint("channel", "external_id", name=op.f("uq_inbound_message_channel_external_id")),
    )
    op.create_index(op.f("ix_inbound_message_contact_id"), "inbound_message", ["contact_id"], unique=False)
    op.create_index("ix_inbound_message_received_at", "inbound_message", ["received_at"], unique=False)

    op.create_table(
        "revision",
        sa.Column("id", ID, nullable=False),
        sa.Column("summary_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("more", sa.Text(), nullable=False),
        sa.Column("needs_native", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=False),
        sa.Column("reviewer", sa.String(length=80), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["summary_id"], ["summary.id"], name=op.f("fk_revision_summary_id_summary"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("summary_id", "number", name=op.f("uq_revision_summary_id_number")),
    )
    op.create_index(
        "uq_revision_published",
        "revision",
        ["summary_id"],
        unique=True,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )

    op.create_table(
        "source",
        sa.Column("id", ID, nullable=False),
        sa.Column("topic_id", ID, nullable=True),
        sa.Column("claim_id", ID, nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.CheckConstraint("(topic_id IS NULL) <> (claim_id IS NULL)", name=op.f("ck_source_one_owner")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_source_claim_id_claim"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_source_topic_id_topic"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
    )
    op.create_index(op.f("ix_source_claim_id"), "source", ["claim_id"], unique=False)
    op.create_index(op.f("ix_source_topic_id"), "source", ["topic_id"], unique=False)

    op.create_table(
        "subscription",
        sa.Column("id", ID, nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("region_code", CODE, nullable=False),
        sa.Column("category", sa.String(length=12), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_subscription_contact_id_contact"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["region_code"], ["region.code"], name=op.f("fk_subscription_region_code_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint(
            "contact_id", "region_code", "category", name=op.f("uq_subscription_contact_id_region_code_category")
        ),
    )
    op.create_index("ix_subscription_region", "subscription", ["region_code", "category"], unique=False)

    op.create_table(
        "outbound_message",
        sa.Column("id", ID, nullable=False),
        sa.Column("inbound_id", ID, nullable=True),
        sa.Column("contact_id", ID, nullable=True),
        sa.Column("purpose", sa.String(length=8), nullable=False),
        sa.Column("lane", sa.String(length=8), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("operator", sa.String(length=16), nullable=False),
        sa.Column("region_code", CODE, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("encoding", sa.String(length=4), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("cost_idr", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=True),
        sa.Column("not_before", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("status_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_outbound_message_contact_id_contact"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["inbound_id"],
            ["inbound_message.id"],
            name=op.f("fk_outbound_message_inbound_id_inbound_message"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbound_message")),
        sa.UniqueConstraint("inbound_id", name=op.f("uq_outbound_message_inbound_id")),
    )
    op.create_index(op.f("ix_outbound_message_contact_id"), "outbound_message", ["contact_id"], unique=False)
    op.create_index("ix_outbound_message_created_at", "outbound_message", ["created_at"], unique=False)
    op.create_index("ix_outbound_message_external", "outbound_message", ["channel", "external_id"], unique=False)
    op.create_index(
        "ix_outbound_message_pending",
        "outbound_message",
        ["lane", "not_before"],
        unique=False,
        sqlite_where=sa.text("status IN ('queued', 'sending')"),
        postgresql_where=sa.text("status IN ('queued', 'sending')"),
    )
