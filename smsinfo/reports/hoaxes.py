"""What people asked about by HOAKS: how often it was heard, whether there is a verdict, and after how many hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import rumours
from smsinfo.domain.cases import Rumour, RumourState
from smsinfo.reports.shape import Column, Kind, Query, Report, Table, Words
from smsinfo.reports.small import Count, hide_small

HOUR: Final = timedelta(hours=1)
STATES: Final = {
    RumourState.OPEN: Words("belum ada hasil", "no verdict yet"),
    RumourState.ANSWERED: Words("dijawab", "answered"),
    RumourState.IGNORED: Words("dikesampingkan", "put aside"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One rumour. `hours` is None where there is no verdict, 0 where it was known before."""

    rumour: str
    heard: Count
    state: str
    claim: str
    hours: int | None


def make(session: Session, query: Query) -> Table:
    """What was heard in these days, most often first."""
    found = rumours.heard_between(session, query.first, query.last, query.region)
    rows = [
        Row(one.title, times, STATES[one.state].say(query.language), one.claim_key or "", _hours(one))
        for one, times in found
    ]
    return Table(*hide_small(rows, "heard"))


def _hours(rumour: Rumour) -> int | None:
    if rumour.answered_at is None:
        return None
    return -(-(rumour.answered_at - rumour.first_at) // HOUR)


REPORT: Final = Report(
    name="hoaxes",
    title=Words("Kabar yang ditanyakan", "Rumours that people asked about"),
    columns=(
        Column("rumour", Words("Kabar", "Rumour")),
        Column("heard", Words("Ditanyakan", "Asked about"), Kind.COUNT),
        Column("state", Words("Keadaan", "State")),
        Column("claim", Words("Klaim", "Claim")),
        Column("hours", Words("Jam sampai ada hasil", "Hours until the verdict"), Kind.COUNT),
    ),
    notes=(
        Words(
            "Kabar yang semakna dikumpulkan menurut kata-katanya; bisa salah kumpul. Angka di bawah 5 disembunyikan.",
            "Rumours of one meaning are joined by their words, which may err. Counts below 5 are hidden.",
        ),
    ),
    make=make,
)
