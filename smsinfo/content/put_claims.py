"""Puts the claims of a pack into the database. Claims that the pack does not have stay as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from smsinfo.content.pack_model import PackClaim
from smsinfo.content.report import Ledger
from smsinfo.db.queries import claims as rows
from smsinfo.db.queries.content import PUBLISHED
from smsinfo.db.queries.publishing import SourceValues, add_sources


def put_claims(session: Session, wanted: Sequence[PackClaim], stored: Sequence[PackClaim], ledger: Ledger) -> None:
    """Claims by key; a changed one is written anew."""
    known = {claim.key: claim for claim in stored}
    ids = rows.claim_ids(session)
    written = [claim for claim in wanted if known.get(claim.key) != claim]
    for claim in wanted:
        ledger.note(f"claims/{claim.key}.toml", was_there=claim.key in ids, differs=known.get(claim.key) != claim)
    if not written:
        return
    rows.add_claims(session, [_row(claim) for claim in written if claim.key not in ids])
    rows.change_claims(session, {ids[claim.key]: _row(claim) for claim in written if claim.key in ids})
    ids = rows.claim_ids(session)
    rows.add_texts(session, [text for claim in written for text in _texts(ids[claim.key], claim)])
    rows.add_signs(session, [rows.SignValues(claim_id=ids[c.key], text=sign) for c in written for sign in c.signs])
    add_sources(session, [source for claim in written for source in _sources(ids[claim.key], claim)])


def _row(claim: PackClaim) -> rows.ClaimValues:
    return rows.ClaimValues(
        key=claim.key,
        verdict=claim.verdict,
        status=PUBLISHED,
        region_code=claim.region,
        tag=claim.tag,
        review_by=claim.review_by,
    )


def _texts(claim_id: int, claim: PackClaim) -> Iterator[rows.ClaimTextValues]:
    for language, said in claim.claim.items():
        yield rows.ClaimTextValues(claim_id=claim_id, language=language, claim=said, answer=claim.answer[language])


def _sources(claim_id: int, claim: PackClaim) -> Iterator[SourceValues]:
    for source in claim.sources:
        yield SourceValues(
            topic_id=None, claim_id=claim_id, title=source.title, address=source.address, checked_on=source.checked_on
        )
