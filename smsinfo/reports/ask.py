"""Ask for a report: the one way in for pages, files and the terminal."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from smsinfo.db.queries.daily import place_name
from smsinfo.errors import BadInput
from smsinfo.reports import load
from smsinfo.reports.shape import Query, Report, Table, check


@dataclass(frozen=True, slots=True)
class Told:
    """A report that was made, with what was asked; `place` is the name of the region."""

    report: Report
    query: Query
    table: Table
    place: str | None = None


def tell(session: Session, name: str, query: Query) -> Told:
    """Make a report. Raises BadInput for a name, days or a region of no use.

    The rows of a long report are made while they are read: keep the session until then.
    """
    report = load(name)
    check(report, query)
    place = place_name(session, query.region) if query.region else None
    if query.region and place is None:
        raise BadInput(f"no region has the code {query.region[:20]!r}; smsinfo content export shows regions.csv")
    return Told(report, query, report.make(session, query), place)
