"""A claim as a flat value that people edit: in and out of the database, out of a form, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.content.checks import setting_of
from smsinfo.content.lint import claim_problems
from smsinfo.content.pack_model import PackClaim, PackSource
from smsinfo.content.pack_values import KEY_PATTERN
from smsinfo.content.parts import Fields, day
from smsinfo.content.problems import Problem, error
from smsinfo.content.put_claims import put_claims
from smsinfo.content.report import Ledger
from smsinfo.content.stored import stored_claims
from smsinfo.content.typed import TOO_LONG, Form, body, line, lines, source_problems, sources
from smsinfo.db.queries import claims as rows
from smsinfo.domain.content import Catalogue
from smsinfo.domain.staff import PROVINCE
from smsinfo.errors import ContentRefused
from smsinfo.locale import languages

LONGEST_KEY: Final = 40
MOST: Final = {"tag": 80, "signs": 80, "claim": 2000, "answer": 2000}
"""Characters, as in a pack."""


def check_new(session: Session, key: str) -> None:
    """Raises ContentRefused where no claim can be begun under this key: a file in a pack is called so."""
    if key == "new" or len(key) > LONGEST_KEY or re.fullmatch(KEY_PATTERN, key) is None:
        raise ContentRefused("key_form", "a key has up to 40 of a-z, 0-9 and single hyphens, as in dana-palsu")
    if key in rows.claim_ids(session):
        raise ContentRefused("claim_taken", f"there is a claim {key} already", key=key)


def live(session: Session, key: str) -> Fields | None:
    """What is published of it; None where nothing is."""
    found = next((claim for claim in stored_claims(session) if claim.key == key), None)
    return value_of_claim(found) if found is not None else None


def scope(_key: str, before: Fields | None, after: Fields | None) -> str:
    """The region of a claim that goes round in one place only; the province where it is everywhere, or moves."""
    regions = {value.get("region") or PROVINCE for value in (before, after) if value is not None}
    return regions.pop() if len(regions) == 1 else PROVINCE


def problems(key: str, value: Fields, catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """What lint finds, and what is longer than there is room for. `where` is a language or empty."""
    for name, said in value.items():
        most = MOST.get(name.partition(".")[0])
        for one in said if isinstance(said, list) else [said]:
            if most is not None and len(str(one)) > most:
                yield error("", TOO_LONG, field=name, found=len(str(one)), most=most)
    yield from source_problems("", value.get("sources"))
    if day(value.get("review_by")) is None:
        yield error("", "no day by which it is reviewed; write it as 2027-05-24")
    file = f"claims/{key}.toml"
    for problem in claim_problems(claim_of(key, value, today), setting_of(catalogue, today)):
        yield Problem(problem.where.removeprefix(file).strip(), problem.severity, problem.template, problem.values)


def put(session: Session, key: str, value: Fields | None, now: datetime) -> None:
    """Publish it, or take it out of the answers."""
    if value is None:
        rows.withdraw(session, key)
        return
    # A withdrawn one is written anew: it is not among the stored ones, but its row is.
    put_claims(session, [claim_of(key, value, now.date())], stored_claims(session), Ledger())


def value_of_claim(claim: PackClaim) -> Fields:
    """The value that a form has."""
    value: Fields = {
        "verdict": claim.verdict,
        "tag": claim.tag,
        "review_by": claim.review_by.isoformat(),
        "signs": list(claim.signs),
        "sources": [[source.title, source.address, source.checked_on.isoformat()] for source in claim.sources],
    }
    if claim.region is not None:
        value["region"] = claim.region
    value |= {f"claim.{language}": said for language, said in claim.claim.items()}
    return value | {f"answer.{language}": said for language, said in claim.answer.items()}


def claim_of(key: str, value: Fields, today: date) -> PackClaim:
    """The claim of a value. What is half-written is empty: lint says so, and nothing is published."""
    return PackClaim(
        key=key,
        verdict=str(value.get("verdict", "")),
        tag=str(value.get("tag", "")),
        review_by=day(value.get("review_by")) or today,
        claim=_languages(value, "claim"),
        answer=_languages(value, "answer"),
        signs=tuple(value.get("signs", ())),
        sources=tuple(PackSource(title, address, day(on) or today) for title, address, on in value.get("sources", ())),
        region=value.get("region") or None,
    )


def typed(form: Form) -> Fields:
    """The value of a form; only the fields of a claim are read."""
    value: Fields = {name: line(form.get(name, "")) for name in ("verdict", "tag", "review_by")}
    value["signs"], value["sources"] = lines(form.get("signs", "")), sources(form)
    region = line(form.get("region", ""))[:13]
    if region:
        value["region"] = region
    for language in languages():
        for name in ("claim", "answer"):
            said = body(form.get(f"{name}.{language}", ""))
            if said:
                value[f"{name}.{language}"] = said
    return value


def _languages(value: Fields, name: str) -> dict[str, str]:
    return {field.partition(".")[2]: said for field, said in value.items() if field.startswith(f"{name}.") and said}
