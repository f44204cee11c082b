"""What 1,571 villages write and ask in a year: groups with their members, contributions, cards, cases and rumours."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from smsinfo.db.models import (
    CaseEvent,
    CitizenCase,
    CommunityNumber,
    Contribution,
    ContributionStep,
    KimAttendance,
    KimGroup,
    KimTraining,
    Membership,
    Region,
    Rumour,
    RumourCount,
    VillageCard,
)
from smsinfo.domain.cards import CardField
from smsinfo.domain.cases import CaseKind, CaseState, RumourState
from smsinfo.domain.community import MemberRole, MemberState
from smsinfo.domain.news import NewsAct, NewsKind, NewsState
from smsinfo.domain.numbers import Numbered

GROUPS: Final = 400
MEMBERS: Final = 1_571
"""One in each village."""
NEWS: Final = 20_000
CASES: Final = 30_000
RUMOURS: Final = 500
YEAR: Final = 365


def add_villages(connection: Connection, today: date, now: datetime) -> None:
    """All of it; regions and people are there, and each village has a member among them."""
    villages = list(connection.scalars(select(Region.code).where(Region.code.like("62.%.%.%")).order_by(Region.code)))
    _add_groups(connection, villages, today, now)
    _add_cards(connection, villages, today, now)
    _add_news(connection, villages, today, now)
    _add_rumours(connection, today, now)
    _add_cases(connection, villages, now)


def _add_groups(connection: Connection, villages: list[str], today: date, now: datetime) -> None:
    groups = range(1, GROUPS + 1)
    seats = [villages[n * len(villages) // GROUPS][:8] for n in range(GROUPS)]
    public = {"decree": "SK Bupati 12/2025", "area": "Satu kecamatan", "public": True, "created_at": now}
    connection.execute(
        insert(KimGroup), [{"id": n, "name": f"KIM {n}", "region_code": seats[n - 1], **public} for n in groups]
    )
    dates = {"invited_at": now, "joined_at": now, "confirmed_at": now, "state": MemberState.ACTIVE.value}
    roles = (MemberRole.CONTRIBUTOR.value, MemberRole.RELAY.value)
    members = [
        {
            "id": n,
            "contact_id": n,
            "group_id": 1 + n * GROUPS // (len(villages) + 1),
            "region_code": code,
            "name": f"Siti {n}",
            "role": roles[n % 2],
            **dates,
        }
        for n, code in enumerate(villages, 1)
    ]
    connection.execute(insert(Membership), members)
    meeting = {"place": "Balai desa", "subject": "Menulis kabar", "guests": 4, "created_at": now}
    meetings = [
        {"id": n, "group_id": 1 + n % GROUPS, "held_on": today - timedelta(days=n % YEAR), **meeting}
        for n in range(1, 3 * GROUPS + 1)
    ]
    connection.execute(insert(KimTraining), meetings)
    connection.execute(
        insert(KimAttendance), [{"training_id": one["id"], "membership_id": one["id"]} for one in meetings]
    )


def _add_cards(connection: Connection, villages: list[str], today: date, now: datetime) -> None:
    proposal = {"proposed": "Balai desa, 08.00", "proposed_at": now, "contact_id": 1}
    lines = [
        {
            "region_code": code,
            "field": field.value,
            "value": "Kantor desa, 08.00",
            "day": today + timedelta(days=20),
            "confirmed_at": now - timedelta(days=n % 100),
            **(proposal if n % 10 == 0 else dict.fromkeys(proposal, None) | {"proposed": ""}),
        }
        for n, code in enumerate(villages)
        for field in CardField
    ]
    connection.execute(insert(VillageCard), lines)


def _add_news(connection: Connection, villages: list[str], today: date, now: datetime) -> None:
    kinds, states = [kind.value for kind in NewsKind], [NewsState.PUBLISHED.value] * 8 + [NewsState.WAITING.value] * 2
    numbers = range(1, NEWS + 1)
    _give_numbers(connection, dict.fromkeys(numbers, Numbered.NEWS), now)

    def one(n: int) -> dict[str, Any]:
        at, village = now - timedelta(days=YEAR * n // NEWS), villages[n * 7919 % len(villages)]
        out = states[n % 10] == NewsState.PUBLISHED.value
        return {
            "id": n,
            "kind": kinds[n % len(kinds)],
            "state": states[n % 10],
            "region_code": village,
            "contact_id": 1 + n % len(villages),
            "membership_id": 1 + n % len(villages),
            "group_id": 1 + n % GROUPS,
            "text": "Panen padi di desa kami mulai hari Sabtu, semua boleh ikut.",
            "received_at": at,
            "words": "Panen padi mulai hari Sabtu, semua boleh ikut." if out else "",
            "credit": "KIM" if out else "",
            "expires_on": today + timedelta(days=30) if out else None,
            "published_at": at if out else None,
        }

    connection.execute(insert(Contribution), [one(n) for n in numbers])
    step = {"act": NewsAct.RECEIVED.value, "at": now}
    connection.execute(insert(ContributionStep), [{"contribution_id": n, **step} for n in numbers])


def _add_rumours(connection: Connection, today: date, now: datetime) -> None:
    numbers, states = range(1, RUMOURS + 1), [RumourState.OPEN.value, RumourState.ANSWERED.value]
    said = {"sample": "katanya bansos dibagi lewat tautan", "terms": "{}", "heard": 20, "last_at": now}
    connection.execute(
        insert(Rumour),
        [
            {"id": n, "title": f"kabar {n}", "state": states[n % 2], "first_at": now - timedelta(days=2), **said}
            | {"answered_at": now if n % 2 else None}
            for n in numbers
        ],
    )
    counts = ({"rumour_id": n, "day": today, "region_code": f"62.{1 + n % 13:02}", "heard": 20} for n in numbers)
    connection.execute(insert(RumourCount), list(counts))


def _add_cases(connection: Connection, villages: list[str], now: datetime) -> None:
    kinds, states = list(CaseKind), [CaseState.CLOSED] * 17 + [CaseState.OPEN] * 2 + [CaseState.ASKED]
    numbers = range(NEWS + 1, NEWS + CASES + 1)
    _give_numbers(connection, {n: Numbered(kinds[n % len(kinds)].value) for n in numbers}, now)

    def one(n: int) -> dict[str, Any]:
        opened, state = now - timedelta(days=YEAR * (n - NEWS) // CASES), states[n % len(states)]
        ended = opened + timedelta(hours=20) if state == CaseState.CLOSED else None
        return {
            "number": n,
            "kind": kinds[n % len(kinds)].value,
            "state": state.value,
            "contact_id": 1 + n % len(villages),
            "region_code": villages[n * 7919 % len(villages)],
            "office": villages[n * 7919 % len(villages)][:5],
            "text": "jembatan di ujung desa kami patah sejak semalam",
            "language": "id",
            "rumour_id": 1 + n % RUMOURS if kinds[n % len(kinds)] == CaseKind.HOAX else None,
            "opened_at": opened,
            "moved_at": opened,
            "answered_at": ended,
            "closed_at": ended,
        }

    connection.execute(insert(CitizenCase), [one(n) for n in numbers])
    event = {"at": now, "act": "opened", "by": ""}
    connection.execute(insert(CaseEvent), [{"number": n, **event} for n in numbers])


def _give_numbers(connection: Connection, kinds: dict[int, Numbered], now: datetime) -> None:
    connection.execute(
        insert(CommunityNumber), [{"id": n, "kind": kind.value, "given_at": now} for n, kind in kinds.items()]
    )
