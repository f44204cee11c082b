"""Proposes that a published topic answers words that people text: of a gap, or of a question that somebody answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from smsinfo.content import gaps
from smsinfo.content.cases import Case, case_of
from smsinfo.content.editing import Editing, Window
from smsinfo.content.parts import FRAME, digest, text_of
from smsinfo.content.typed import line
from smsinfo.domain.staff import Person
from smsinfo.errors import ContentRefused
from smsinfo.locale import languages


@dataclass(frozen=True, slots=True)
class Alias:
    """The topic's key, the words, their language, and what the reviewer reads of where they come from."""

    key: str
    words: str
    language: str
    note: str


def propose_alias(
    editing: Editing, session: Session, person: Person, now: datetime, wanted: Alias
) -> tuple[str, int | None]:
    """The topic's key and the change that waits. Raises ContentRefused.

    No change where the person was writing on the topic already: then it stands in that draft, which they send when the
    rest is ready.
    """
    said = line(wanted.words)
    if not said or len(said) > gaps.LONGEST_ALIAS or wanted.language not in languages():
        raise ContentRefused("no_alias", f"an alias has up to {gaps.LONGEST_ALIAS} characters")
    case = case_of(session, wanted.key.strip().lower(), person)
    if case is None or not case.found.published:
        raise ContentRefused("no_topic", f"there is no published topic {wanted.key[:40]!r}")
    alone = not case.drafts
    _add(editing, session, person, now, case, said, wanted.language)
    if not alone:
        return case.key, None
    whole = case_of(session, case.key, person)
    assert whole is not None  # noqa: S101  (it was there just now)
    return case.key, editing.submit(session, person, now, whole, wanted.note)


def _add(
    editing: Editing, session: Session, person: Person, now: datetime, case: Case, said: str, language: str
) -> None:
    frame, row = case.wanted[FRAME], case.drafts.get(FRAME)
    field = f"aliases.{language}"
    known: list[str] = frame.get(field, [])
    wanted = frame if said in known else {**frame, field: [*known, said]}
    before = row.before if row is not None else text_of(case.live.get(FRAME))
    window = Window(row.version if row is not None else 0, digest(before))
    editing.save(session, person, now, case, FRAME, wanted, window)
