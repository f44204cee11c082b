"""What people hear and ask about: rumours of one meaning are joined, and who asked hears of the verdict once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.community.cases import Brought, Cases
from smsinfo.community.kit import Kit
from smsinfo.community.telling import tell_citizen
from smsinfo.content.gap_clusters import NEAR, Cluster
from smsinfo.content.gap_texts import Comparer, masked
from smsinfo.content.render import stamp
from smsinfo.content.snapshot import Snapshot
from smsinfo.db.queries import cases as rows
from smsinfo.db.queries import rumours
from smsinfo.domain.cases import Case, CaseKind, CaseState, Rumour, RumourState
from smsinfo.domain.content import CatalogueClaim
from smsinfo.domain.staff import PROVINCE, Permission, Person
from smsinfo.errors import ContentRefused
from smsinfo.locale import say
from smsinfo.sms.masking import mask_text
from smsinfo.staff.audit import Actor

HEARD_WITHIN: Final = timedelta(days=60)
"""An older rumour that comes back begins anew: its verdict may be another one."""
LONGEST: Final = 400
MOST_LOOKED_AT: Final = 200


class Hoaxes:
    """Rumours and their verdicts; every method works in the caller's transaction."""

    def __init__(self, kit: Kit, cases: Cases) -> None:
        self._kit = kit
        self._cases = cases

    def known(self, session: Session, key: str, words: str, region: str | None, now: datetime) -> None:
        """Somebody asked about a claim that we have a verdict on."""
        rumour = rumours.of_claim(session, key)
        number = rumour.id if rumour is not None else self._begin(session, words, Cluster(), now, key)
        self._count(session, number, region, now)

    def hear(
        self, session: Session, contact_id: int, region: str | None, said: str, language: str, now: datetime
    ) -> Case:
        """Somebody asked about what nobody has checked: it joins its like, and they get a number. Raises TooMany."""
        number = self._joined(session, said, now)
        self._count(session, number, region, now)
        kind = CaseKind.HOAX
        brought = Brought(kind, contact_id, region, said, language, practice=False, at=now, rumour_id=number)
        return self._cases.open(session, brought).case

    def settle(self, session: Session, snapshot: Snapshot, now: datetime) -> int:
        """Tell those who asked of each verdict that has been published since; how many rumours have one now."""
        claims = {claim.key: claim for claim in snapshot.catalogue.claims}
        settled = 0
        for rumour in rumours.open_ones(session, MOST_LOOKED_AT):
            key = rumour.claim_key or snapshot.understanding.claim(rumour.sample)
            claim = claims.get(key or "")
            if claim is not None:
                self._answer(session, rumour, claim, snapshot.catalogue.mark, now)
                settled += 1
        return settled

    def link(self, session: Session, person: Person, number: int, key: str, now: datetime) -> None:
        """Say which claim answers a rumour, or will when it is published. Raises ContentRefused."""
        self._decide(session, person, number, now, "hoax.linked", {"claim_key": key}, claim=key)

    def ignore(self, session: Session, person: Person, number: int, now: datetime) -> None:
        """Nothing that can be true or false; who asked is not told. Raises ContentRefused."""
        self._decide(session, person, number, now, "hoax.ignored", {"state": RumourState.IGNORED.value})

    def _decide(
        self,
        session: Session,
        person: Person,
        number: int,
        now: datetime,
        action: str,
        values: dict[str, object],
        **details: object,
    ) -> None:
        rumour = rumours.get(session, number)
        if rumour is None or rumour.state is not RumourState.OPEN:
            raise ContentRefused("not_now", "this rumour has been dealt with")
        if not person.may(Permission.WRITE, PROVINCE):
            raise ContentRefused("not_yours", "claims hold in the whole province: its editors write them")
        rumours.change(session, number, values)
        self._kit.staff.audit.record(
            session, now, Actor.of(person), action, f"rumour:{number}", region=PROVINCE, **details
        )

    def _answer(self, session: Session, rumour: Rumour, claim: CatalogueClaim, mark: str, now: datetime) -> None:
        done = {"state": RumourState.ANSWERED.value, "claim_key": claim.key, "answered_at": now}
        rumours.change(session, rumour.id, done)
        for case in rows.of_rumour(session, rumour.id, waiting=True):
            body = claim.answers.get(case.language) or claim.answers["id"]
            verdict = body + stamp(claim.tag, claim.checked_on, mark)
            text = say("case.verdict", case.language, number=case.number, verdict=verdict)
            told = tell_citizen(self._kit, session, case, text, now, "verdict")
            ended = {"state": CaseState.ANSWERED.value, "answered_at": now, "moved_at": now}
            rows.change(session, case.number, ended)
            rows.note(session, case.number, now, "answered" if told else "untold", "worker", verdict)

    def _joined(self, session: Session, said: str, now: datetime) -> int:
        comparer = Comparer()
        known = [Cluster.load(*row) for row in rumours.open_terms(session, now - HEARD_WITHIN)]
        for cluster in known:
            for term in cluster.terms:
                comparer.learn(term)
        read = comparer.read(said)
        best = max(known, key=lambda cluster: cluster.near(read.vector), default=None)
        if best is None or best.near(read.vector) < NEAR:
            fresh = Cluster()
            fresh.add(read)
            return self._begin(session, said, fresh, now)
        best.add(read)
        assert best.id is not None  # noqa: S101  (it came out of the database)
        rumours.change(session, best.id, {"terms": best.dump(), "title": best.title})
        return best.id

    @staticmethod
    def _begin(session: Session, said: str, cluster: Cluster, now: datetime, key: str | None = None) -> int:
        sample = masked(mask_text(said))[:LONGEST]
        state = RumourState.OPEN if key is None else RumourState.ANSWERED
        values = {
            "title": cluster.title or sample[:120],
            "sample": sample,
            "terms": cluster.dump(),
            "heard": 0,
            "state": state.value,
            "claim_key": key,
            "first_at": now,
            "last_at": now,
            "answered_at": None if key is None else now,
        }
        return rumours.add(session, values)

    def _count(self, session: Session, number: int, region: str | None, now: datetime) -> None:
        day = now.astimezone(self._kit.settings.zone).date()
        rumours.hear(session, number, region or "", day, now)
