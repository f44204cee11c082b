"""Claims, region fields and menus: what one person sends, another reads and publishes. The rules are those of topics.

There are no drafts here: such a value is small and is sent as it stands. Taking something back needs one publisher
only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from smsinfo.content import claim_values, field_values, menu_values
from smsinfo.content.catalogue import load_catalogue
from smsinfo.content.editing import MOST_NOTE
from smsinfo.content.parts import Fields, digest, text_of, value_of
from smsinfo.content.problems import Problem
from smsinfo.content.reviewing import MOST_COMMENT, REASONS
from smsinfo.content.typed import body
from smsinfo.db.queries import proposals as rows
from smsinfo.db.queries.content import StateRow, content_state, save_state
from smsinfo.domain.changes import GOING_ON, Act, Kind, State, next_state, obstacle
from smsinfo.domain.content import Catalogue
from smsinfo.domain.proposals import Proposal, Sort, Subject
from smsinfo.domain.staff import Permission, Person
from smsinfo.errors import ContentRefused
from smsinfo.staff.audit import Actor, AuditLog

LONGEST_SUBJECT: Final = 64
"""Of the audit log."""


@dataclass(frozen=True, slots=True)
class Desk:
    """How a sort of thing is read, whose it is, what is wrong with a value (None: nothing is left of it), and how it
    becomes what citizens get."""

    live: Callable[[Session, str], Fields | None]
    scope: Callable[[str, Fields | None, Fields | None], str]
    problems: Callable[[str, Fields, Catalogue, date], Iterator[Problem]]
    gone: Callable[[str, None, Catalogue, date], Iterator[Problem]]
    put: Callable[[Session, str, Fields | None, datetime], None]


def _nothing_breaks(_key: str, _value: None, _catalogue: Catalogue, _today: date) -> Iterator[Problem]:
    return iter(())


DESKS: Final[dict[Sort, Desk]] = {
    Sort.CLAIM: Desk(claim_values.live, claim_values.scope, claim_values.problems, _nothing_breaks, claim_values.put),
    Sort.FIELD: Desk(
        field_values.live, field_values.scope, field_values.problems, field_values.answers_broken, field_values.put
    ),
    Sort.MENU: Desk(menu_values.live, menu_values.scope, menu_values.problems, _nothing_breaks, menu_values.put),
}


def live_text(session: Session, subject: Subject) -> str:
    """What holds now, as JSON; empty where nothing does."""
    return text_of(DESKS[subject.sort].live(session, subject.key))


def problems_of(subject: Subject, value: Fields | None, catalogue: Catalogue, today: date) -> list[Problem]:
    """What is wrong with a value, errors first."""
    desk = DESKS[subject.sort]
    if value is None:
        return list(desk.gone(subject.key, None, catalogue, today))
    return sorted(desk.problems(subject.key, value, catalogue, today), key=lambda problem: problem.severity)


def is_in_force(proposal: Proposal, live: str) -> bool:
    """True for a published one of which citizens get exactly what it says."""
    return proposal.state is State.PUBLISHED and proposal.after == live


class Proposing:
    """The acts; every method works in the caller's transaction. `catalogue` is the snapshot of this process."""

    def __init__(self, audit: AuditLog, catalogue: Catalogue) -> None:
        self._audit = audit
        self._catalogue = catalogue

    def send(
        self,
        session: Session,
        person: Person,
        now: datetime,
        subject: Subject,
        value: Fields,
        seen: str,
        words: str = "",
        follows: Proposal | None = None,
    ) -> int:
        """Send a value for review; the proposal's id. `seen` is the digest of what stood on the form's page.

        Raises ContentRefused.
        """
        before, after = live_text(session, subject), text_of(value)
        if digest(before) != seen:
            raise ContentRefused("changed", "somebody else published it since the page was opened")
        authors = {person.id}
        if follows is not None and follows.subject == subject and follows.state in GOING_ON:
            authors |= follows.authors
        else:
            follows = None
        return self._ask(session, person, now, subject, before, after, Kind.EDIT, words, follows, authors)

    def withdraw(self, session: Session, person: Person, now: datetime, subject: Subject, words: str) -> int:
        """Ask for it to be taken out; the proposal's id. Raises ContentRefused."""
        if not body(words):
            raise ContentRefused("no_words", "write why")
        before = live_text(session, subject)
        return self._ask(session, person, now, subject, before, "", Kind.WITHDRAWAL, words, None, {person.id})

    def restore(self, session: Session, person: Person, now: datetime, old: Proposal) -> int:
        """Ask for what stood there before that proposal; the new one's id. Raises ContentRefused."""
        if old.state is not State.PUBLISHED:
            raise ContentRefused("not_now", "only what was published is put back")
        live = live_text(session, old.subject)
        return self._ask(session, person, now, old.subject, live, old.before, Kind.ROLLBACK, "", None, {person.id})

    def retract(self, session: Session, person: Person, now: datetime, proposal: Proposal) -> None:
        """Take back what one sent. Raises ContentRefused."""
        self._move(session, person, Act.RETRACT, proposal, {"decided_at": now})
        self._tell(session, now, person, "proposal.retracted", proposal)

    def send_back(self, session: Session, person: Person, now: datetime, proposal: Proposal, words: str) -> None:
        """Return it to its author, who is told why. Raises ContentRefused."""
        said = body(words)[:MOST_COMMENT]
        if not said:
            raise ContentRefused("no_words", "write what has to be mended")
        decided = {"decided_at": now, "reviewer_id": person.id, "answer": said}
        self._move(session, person, Act.RETURN, proposal, decided)
        self._tell(session, now, person, "proposal.returned", proposal)

    def publish(self, session: Session, person: Person, now: datetime, proposal: Proposal) -> None:
        """Approve it and make it what citizens get. Raises ContentRefused."""
        state = content_state(session, lock=True)
        self._move(session, person, Act.PUBLISH, proposal, {"decided_at": now, "reviewer_id": person.id})
        subject, value = proposal.subject, value_of(proposal.after)
        if live_text(session, subject) != proposal.before:
            raise ContentRefused("changed", "somebody else published it since this was written")
        self._refuse_errors(session, subject, value_of(proposal.before), value, now.date())
        DESKS[subject.sort].put(session, subject.key, value, now)
        kept = content_state(session)
        save_state(session, StateRow(state.version + 1, state.mark, kept.pack), now)
        self._tell(session, now, person, "proposal.published", proposal, alone=person.id in proposal.authors)

    def _ask(
        self,
        session: Session,
        person: Person,
        now: datetime,
        subject: Subject,
        before: str,
        after: str,
        kind: Kind,
        words: str,
        follows: Proposal | None,
        authors: set[int],
    ) -> int:
        if before == after:
            raise ContentRefused("empty", "citizens get exactly this already")
        old, new = value_of(before), value_of(after)
        scope = DESKS[subject.sort].scope(subject.key, old, new)
        if not person.may(Permission.WRITE, scope):
            raise ContentRefused("not_yours", f"{subject.name} is outside your jurisdiction")
        self._refuse_errors(session, subject, old, new, now.date())
        number = rows.add(
            session,
            {
                "subject": subject.name,
                "scope": scope,
                "state": State.IN_REVIEW.value,
                "kind": kind.value,
                "author_id": person.id,
                "authors": json.dumps(sorted(authors)),
                "follows_id": follows.id if follows is not None else None,
                "before": before,
                "after": after,
                "note": body(words)[:MOST_NOTE],
                "answer": "",
                "digest": digest(json.dumps([subject.name, before, after], ensure_ascii=True)),
                "sent_at": now,
            },
        )
        made = rows.get(session, number)
        assert made is not None  # noqa: S101  (it has just been stored)
        self._tell(session, now, person, "proposal.submitted", made)
        return number

    def _refuse_errors(
        self, session: Session, subject: Subject, old: Fields | None, new: Fields | None, today: date
    ) -> None:
        """Raises ContentRefused where there is an error that was not there before."""
        current = content_state(session).version == self._catalogue.version
        catalogue = self._catalogue if current else load_catalogue(session)
        before = problems_of(subject, old, catalogue, today) if old is not None else []
        found = [one for one in problems_of(subject, new, catalogue, today) if one.severity == "error"]
        errors = [one for one in found if one not in before]
        if errors:
            raise ContentRefused("errors", f"{errors[0].where}: {errors[0].message}", problems=errors)

    def _move(self, session: Session, person: Person, act: Act, proposal: Proposal, values: dict[str, Any]) -> None:
        """Give it its next state, by the table and the rule. Raises ContentRefused."""
        problem = obstacle(act, proposal, frozenset({proposal.scope}), person)
        if problem is not None:
            raise ContentRefused(problem, REASONS[problem])
        new = next_state(proposal.state, act)
        assert new is not None  # noqa: S101  (the rule has looked)
        if not rows.move(session, proposal.id, proposal.state, new, values):
            raise ContentRefused("decided", "somebody else has decided this in the meantime")

    def _tell(
        self, session: Session, now: datetime, person: Person, action: str, proposal: Proposal, **more: object
    ) -> None:
        told = {"proposal": proposal.id, "digest": proposal.digest, "kind": proposal.kind.value, **more}
        name = proposal.subject.name[:LONGEST_SUBJECT]
        self._audit.record(session, now, Actor.of(person), action, name, region=proposal.scope, **told)
