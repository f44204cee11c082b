"""The form of a report: what an address asks for, within what the person may see; what is wrong with it, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from flask_babel import format_date, gettext

from smsinfo.domain.regions import covers
from smsinfo.domain.staff import PERMISSIONS, PROVINCE, Permission, Person
from smsinfo.errors import BadInput
from smsinfo.reports import REPORTS, load
from smsinfo.reports.period import month_of
from smsinfo.reports.shape import LANGUAGES, LONGEST, USUAL, Query, Report, usual_days
from smsinfo.web.access import services
from smsinfo.web.desk import today
from smsinfo.web.i18n import page_language

FIELDS: Final = ("from", "to", "month", "region", "language")
MONTHS: Final = 13
"""So many months stand in the list, this one among them, and as many years as they touch."""

_YEARS: Final = range(2000, 2101)


@dataclass(frozen=True, slots=True)
class Form:
    """What was asked for: the fields as they were typed, the query, and what is wrong ("" where nothing is)."""

    typed: dict[str, str]
    query: Query
    problem: str = ""

    @property
    def given(self) -> dict[str, str]:
        """The fields that say something: what a link to the same figures carries."""
        return {name: said for name, said in self.typed.items() if said}


def form_of(report: Report, given: Mapping[str, str], who: Person) -> Form:
    """Read the fields of an address. With a problem the query is the usual one of who asks."""
    typed = {name: given.get(name, "").strip()[:20] for name in FIELDS}
    problem, region, days = "", usual_region(report, who), usual_days(report, today())
    try:
        region = _region(report, typed["region"], who)
        days = _days(report, typed) if report.takes_days else days
    except BadInput as wrong:
        problem = str(wrong)
    settings = services().settings
    language = typed["language"] if typed["language"] in LANGUAGES else page_language()
    query = Query(*days, today(), settings.zone, region, language, settings.citizen_text_idr)
    return Form(typed, query, problem)


def reports_of(who: Person) -> list[Report]:
    """The reports that a person may see: figures of everywhere are of who answers for the province."""
    return [report for report in map(load, REPORTS) if may_see(report, who)]


def may_see(report: Report, who: Person) -> bool:
    """True where the report can be cut to what the person answers for."""
    return sees_all(who) or not report.needs_all


def sees_all(who: Person) -> bool:
    """True for who answers for the province."""
    return who.may(Permission.REPORTS, PROVINCE)


def own_regions(who: Person) -> list[str]:
    """The regions of the live roles that see reports, without those that lie in another of them."""
    codes = {
        grant.region_code
        for grant in who.grants
        if not grant.practice and Permission.REPORTS in PERMISSIONS[grant.role]
    }
    return sorted(code for code in codes if not any(covers(other, code) and other != code for other in codes))


def usual_region(report: Report, who: Person) -> str | None:
    """What somebody sees who named no region: everything, or the first of their own."""
    return None if not report.takes_region or sees_all(who) else own_regions(who)[0]


def choices(who: Person, chosen: str | None) -> list[tuple[str, str]]:
    """(code, name) of the regions to choose from; all others that lie in them can be reached from the table."""
    snapshot = services().snapshots.current()

    def named(codes: Iterable[str]) -> list[tuple[str, str]]:
        return [(code, snapshot.places[code].name) for code in codes if code in snapshot.places]

    if sees_all(who):
        found = [("", gettext("All of the province")), *named(snapshot.inside.get(PROVINCE, ()))]
    else:
        codes = [code for own in own_regions(who) for code in (own, *snapshot.inside.get(own, ()))]
        found = named(codes)
    if chosen and chosen not in dict(found):
        found.append((chosen, snapshot.places[chosen].name if chosen in snapshot.places else chosen))
    return found


def months() -> list[tuple[str, str]]:
    """(month or year, its name), the newest first."""
    first = today().replace(day=1)
    days = [first]
    while len(days) < MONTHS:
        days.append((days[-1] - timedelta(days=1)).replace(day=1))
    named = [(f"{day:%Y-%m}", format_date(day, "MMMM y")) for day in days]
    years = sorted({day.year for day in days}, reverse=True)
    return named + [(str(year), gettext("the year %(year)s", year=year)) for year in years]


def _region(report: Report, code: str, who: Person) -> str | None:
    if not code or not report.takes_region:
        return usual_region(report, who)
    if code not in services().snapshots.current().places:
        raise BadInput(gettext("There is no region %(code)s. Choose one from the list.", code=code))
    if not who.may(Permission.REPORTS, code):
        raise BadInput(gettext("You see the figures of your own regions. Choose one from the list."))
    return code


def _days(report: Report, typed: Mapping[str, str]) -> tuple[date, date]:
    if typed["month"]:
        return _month(typed["month"])
    first, last = _day(typed["from"]), _day(typed["to"])
    if first is None and last is None:
        return usual_days(report, today())
    last = last or max(first or today(), today())
    first = first or last - USUAL
    if first > last:
        raise BadInput(gettext("The first day is after the last. Exchange them."))
    if last - first > LONGEST:
        raise BadInput(gettext("That is more than three years. Ask for fewer days."))
    return first, last


def _month(text: str) -> tuple[date, date]:
    try:
        first, last = month_of(text)
    except (ValueError, OverflowError):
        first = last = date.min
    if first.year not in _YEARS:
        raise BadInput(gettext("Choose a month or a year from the list, or write it as 2026-11 or 2026."))
    return first, last


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if day.year not in _YEARS:
        raise BadInput(gettext("Write a day as 2026-11-24."))
    return day
