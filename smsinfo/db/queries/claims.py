"""Writes claims, many at a time. Reading them is in `content`: they are part of the published snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypedDict

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.orm import Session

from smsinfo.db.models import Claim, ClaimSign, ClaimText, Source

WITHDRAWN = "withdrawn"


class ClaimLine(NamedTuple):
    """One claim of a list."""

    key: str
    verdict: str
    region_code: str | None
    review_by: date
    status: str
    claim: str | None


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


def withdraw(session: Session, key: str) -> None:
    """Take a claim out of the answers; its words stay, for when it goes round again."""
    session.execute(update(Claim).where(Claim.key == key).values(status=WITHDRAWN))


def lines(session: Session) -> list[ClaimLine]:
    """All claims with what people say in Indonesian, by key, withdrawn ones too."""
    said = and_(ClaimText.claim_id == Claim.id, ClaimText.language == "id")
    columns = select(Claim.key, Claim.verdict, Claim.region_code, Claim.review_by, Claim.status, ClaimText.claim)
    return [ClaimLine(*row) for row in session.execute(columns.outerjoin(ClaimText, said).order_by(Claim.key))]


def add_texts(session: Session, rows: Sequence[ClaimTextValues]) -> None:
    """Insert claims and answers by language."""
    if rows:
        session.execute(insert(ClaimText), list(rows))


def add_signs(session: Session, rows: Sequence[SignValues]) -> None:
    """Insert signs, in the order given."""
    if rows:
        session.execute(insert(ClaimSign), list(rows))
