"""How messages fared by the operator of the phone."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import daily
from smsinfo.reports.delivery import NOTES, OUTCOMES, columns_of, rows_of
from smsinfo.reports.shape import Chart, Query, Report, Table, Words

_NAMELESS: Final = Words("(lain atau surel)", "(other, or mail)")


def make(session: Session, query: Query) -> Table:
    """The operators to whose customers messages left."""
    found = daily.outcomes(session, query.span, ("operator", "status"))
    return Table(rows_of(found, _NAMELESS.say(query.language)))


REPORT: Final = Report(
    name="operators",
    title=Words("Operator seluler", "Mobile operators"),
    columns=columns_of(Words("Operator", "Operator")),
    notes=(
        *NOTES,
        Words(
            "Operator ditebak dari awalan nomor; nomor yang pindah operator tetap terhitung di operator asal.",
            "The operator is told by the number's prefix; a number that moved counts for the operator it came from.",
        ),
    ),
    make=make,
    chart=Chart("carrier", tuple(status.value for status in OUTCOMES)),
    takes_region=False,
)
