"""Writes claims, many at a time. Reading them is in `content`: they are part of the published snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypedDict

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from smsinfo.db.models import Claim, ClaimSign, ClaimText, Source


class ClaimValues(TypedDict):
    """A row of `claim`."""

    key: str
    verdict: str
    status: str
    region_code: str | None
    tag: str
    review_by: date


class ClaimTextValues(TypedDict):
    """A row of `claim_text`."""

    claim_id: int
    language: str
    claim: str
    answer: str


class SignValues(TypedDict):
    """A row of `claim_sign`."""

    claim_id: int
    text: str


def claim_ids(session: Session) -> dict[str, int]:
    """Every claim by key, whatever its status."""
    rows = session.execute(select(Claim.key, Claim.id))
    return {row.key: row.id for row in rows}


def add_claims(session: Session, rows: Sequence[ClaimValues]) -> None:
    """Insert new claims."""
    if rows:
        session.execute(insert(Claim), list(rows))


def change_claims(session: Session, rows: Mapping[int, ClaimValues]) -> None:
    """Overwrite claims by id, and take away their texts, signs and sources so that new ones can be added."""
    if not rows:
        return
    session.execute(update(Claim), [{"id": claim_id, **values} for claim_id, values in rows.items()])
    for model in (ClaimText, ClaimSign, Source):
        session.execute(delete(model).where(model.claim_id.in_(list(rows))))


def add_texts(session: Session, rows: Sequence[ClaimTextValues]) -> None:
    """Insert claims and answers by language."""
    if rows:
        session.execute(insert(ClaimText), list(rows))


def add_signs(session: Session, rows: Sequence[SignValues]) -> None:
    """Insert signs, in the order given."""
    if rows:
        session.execute(insert(ClaimSign), list(rows))
