"""Regions by Kemendagri code, what people call them, and the values that belong to them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, Date, Float, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from smsinfo.db.base import Base, BigId, RegionCode


class Region(Base):
    """One province, regency or city, district, kelurahan or desa. The level follows from the code."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(RegionCode, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    level: Mapped[str] = mapped_column(String(12))
    parent_code: Mapped[str | None] = mapped_column(RegionCode, ForeignKey("region.code"), index=True)


class RegionAlias(Base):
    """Another name that people use for a region: short name, capital, market town. One alias may mean several."""

    __tablename__ = "region_alias"
    __table_args__ = (UniqueConstraint("alias", "region_code"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    alias: Mapped[str] = mapped_column(String(80))
    region_code: Mapped[str] = mapped_column(RegionCode, ForeignKey("region.code"), index=True)
    note: Mapped[str] = mapped_column(String(120), default="")


class RegionField(Base):
    """A value that texts may name as `{name}`; inherited downward, the nearest wins."""

    __tablename__ = "region_field"
    __table_args__ = (UniqueConstraint("region_code", "name"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    region_code: Mapped[str] = mapped_column(RegionCode, ForeignKey("region.code"))
    name: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(String(200))
    checked_on: Mapped[date] = mapped_column(Date)


class RegionPoint(Base):
    """Where a region lies: its middle, in degrees of WGS 84. Shapes on a map are turned into villages by it."""

    __tablename__ = "region_point"

    region_code: Mapped[str] = mapped_column(
        RegionCode, ForeignKey("region.code", ondelete="CASCADE"), primary_key=True
    )
    latitude: Mapped[float] = mapped_column(Float)
    longitude: Mapped[float] = mapped_column(Float)


class RegionFact(Base):
    """What is known of who lives in a village and whether a phone works there; a mark that nobody made is None."""

    __tablename__ = "region_fact"

    region_code: Mapped[str] = mapped_column(RegionCode, ForeignKey("region.code"), primary_key=True)
    people: Mapped[int | None] = mapped_column(Integer)
    no_signal: Mapped[bool | None] = mapped_column(Boolean)
    source: Mapped[str] = mapped_column(String(200))
    checked_on: Mapped[date] = mapped_column(Date)
