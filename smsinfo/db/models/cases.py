"""What citizens bring: cases with their history and answers, who is told of them, and rumours that cases are about."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, BigId, RegionCode


class CitizenCase(Base):
    """One case; its number is one of the series (`community_number`). The text is masked, and emptied by time.

    The columns are those of `domain.cases.Case`.
    """

    __tablename__ = "citizen_case"
    __table_args__ = (
        Index("ix_citizen_case_state_opened", "state", "opened_at"),
        Index("ix_citizen_case_kind_region", "kind", "region_code"),
    )

    number: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(9))
    contact_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("contact.id", ondelete="SET NULL"), index=True)
    region_code: Mapped[str | None] = mapped_column(RegionCode, ForeignKey("region.code"))
    office: Mapped[str | None] = mapped_column(RegionCode, ForeignKey("region.code"))
    group_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("kim_group.id"))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(3))
    urgent: Mapped[bool] = mapped_column(Boolean, default=False)
    private: Mapped[bool] = mapped_column(Boolean, default=False)
    flagged: Mapped[bool] = mapped_column(Boolean, default=False)
    practice: Mapped[bool] = mapped_column(Boolean, default=False)
    level: Mapped[int] = mapped_column(Integer, default=0)
    outcome: Mapped[str] = mapped_column(String(12), default="")
    rumour_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("rumour.id"), index=True)
    topic_key: Mapped[str | None] = mapped_column(String(40))
    rating: Mapped[int | None] = mapped_column(Integer)
    opened_at: Mapped[datetime] = mapped_column()
    moved_at: Mapped[datetime] = mapped_column()
    answered_at: Mapped[datetime | None] = mapped_column()
    closed_at: Mapped[datetime | None] = mapped_column()


class CaseEvent(Base):
    """One line of a case's history. `words` are what was said to or by the person, masked."""

    __tablename__ = "case_event"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[int] = mapped_column(BigId, ForeignKey("citizen_case.number", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column()
    act: Mapped[str] = mapped_column(String(12))
    by: Mapped[str] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(Text, default="")


class CaseAnswer(Base):
    """One answer. `group_id` stays when the member has gone: what a group answered is counted."""

    __tablename__ = "case_answer"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    number: Mapped[int] = mapped_column(BigId, ForeignKey("citizen_case.number", ondelete="CASCADE"), index=True)
    membership_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("kim_membership.id", ondelete="SET NULL"))
    group_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("kim_group.id"), index=True)
    credit: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column()
    decided_at: Mapped[datetime | None] = mapped_column()


class CaseTold(Base):
    """A member was told of a question."""

    __tablename__ = "case_told"

    number: Mapped[int] = mapped_column(
        BigId, ForeignKey("citizen_case.number", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    membership_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("kim_membership.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime] = mapped_column()


class ReportOffice(Base):
    """Whether the office of a region takes reports; it holds for all in it that says nothing of its own.

    `account_id` is who is told of each new report by SMS, on their registered phone.
    """

    __tablename__ = "report_office"

    region_code: Mapped[str] = mapped_column(RegionCode, ForeignKey("region.code"), primary_key=True)
    takes: Mapped[bool] = mapped_column(Boolean)
    account_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("staff_account.id"))
    changed_at: Mapped[datetime] = mapped_column()
    changed_by: Mapped[str] = mapped_column(String(64))


class Rumour(Base):
    """What several people heard. `terms` is the cluster's vector (content/gap_clusters.py), `sample` a masked text."""

    __tablename__ = "rumour"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    sample: Mapped[str] = mapped_column(Text)
    terms: Mapped[str] = mapped_column(Text)
    heard: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[str] = mapped_column(String(8), index=True)
    claim_key: Mapped[str | None] = mapped_column(String(60), index=True)
    first_at: Mapped[datetime] = mapped_column()
    last_at: Mapped[datetime] = mapped_column()
    answered_at: Mapped[datetime | None] = mapped_column()


class RumourCount(Base):
    """How often a rumour was heard in a regency on a day; `region_code` is empty where nobody said where."""

    __tablename__ = "rumour_count"
    __table_args__ = ({"sqlite_with_rowid": False},)

    rumour_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("rumour.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    region_code: Mapped[str] = mapped_column(RegionCode, primary_key=True)
    heard: Mapped[int] = mapped_column(Integer)
