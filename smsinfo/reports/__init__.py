"""Reports: a visible table, each file loaded on first use. Page, CSV, PDF and terminal follow from what it declares.

A new report is one file (title, columns, rows, notes), one line here, and its tests.
"""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from typing import Final

from smsinfo.errors import BadInput
from smsinfo.reports.shape import Report

REPORTS: Final[dict[str, str]] = {
    "days": "smsinfo.reports.days",
    "outcomes": "smsinfo.reports.outcomes",
    "topics": "smsinfo.reports.topics",
    "languages": "smsinfo.reports.languages",
    "regions": "smsinfo.reports.regions",
    "channels": "smsinfo.reports.channels",
    "operators": "smsinfo.reports.operators",
    "costs": "smsinfo.reports.costs",
    "times": "smsinfo.reports.times",
    "review": "smsinfo.reports.review",
    "answers": "smsinfo.reports.answers",
    "leader": "smsinfo.reports.leader",
    "subscribers": "smsinfo.reports.subscribers",
    "growth": "smsinfo.reports.growth",
    "coverage": "smsinfo.reports.coverage",
    "lessons": "smsinfo.reports.lessons",
    "ratings": "smsinfo.reports.ratings",
    "relays": "smsinfo.reports.relays",
    "cards": "smsinfo.reports.cards",
    "cases": "smsinfo.reports.cases",
    "village_proposals": "smsinfo.reports.village_proposals",
    "hoaxes": "smsinfo.reports.hoaxes",
    "groups": "smsinfo.reports.groups",
    "retention": "smsinfo.reports.retention",
}
"""Name -> module; each module has its `REPORT`."""


def load(name: str) -> Report:
    """The report of a name. Raises BadInput, naming the nearest, for one that we do not have."""
    if name not in REPORTS:
        near = get_close_matches(name, REPORTS, 1)
        guess = f"did you mean {near[0]}? " if near else ""
        raise BadInput(f"there is no report {name[:40]!r}; {guess}known are {', '.join(REPORTS)}")
    report: Report = import_module(REPORTS[name]).REPORT
    return report
