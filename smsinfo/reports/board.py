"""The few figures that somebody sees first: today, this week, what is asked for most. Two looks at sums of days."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from smsinfo.db.queries import daily
from smsinfo.db.queries.daily import Span
from smsinfo.domain.messages import ReplyKind
from smsinfo.reports.days import RECEIVED
from smsinfo.reports.small import Count, protect

KINDS: Final = (ReplyKind.ANSWER, ReplyKind.MENU, ReplyKind.NONE)
TOPICS: Final = 5


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the texts of some days; `texts` are all of them, commands and those without a reply too."""

    texts: Count
    answered: Count
    menu: Count
    none: Count


@dataclass(frozen=True, slots=True)
class Board:
    """`topics` are (key, answers) of this week, most asked first; those with a hidden count are not among them."""

    today: Tally
    week: Tally
    topics: tuple[tuple[str, int], ...]


def board(session: Session, today: date, region: str | None = None) -> Board:
    """The figures of a region, or of everywhere; the week begins on Monday."""
    week = Span(today - timedelta(days=today.weekday()), today, region)
    by_day: dict[date, Counter[str]] = {today: Counter()}
    for one in daily.counts(session, week, ("day", "kind"), RECEIVED):
        day, kind = one.keys
        by_day.setdefault(day, Counter())[kind] += one.messages
    answered = daily.answers_by_topic(session, week)
    shown, _ = protect([one.messages for one in answered])
    ranked = [(one.keys[0], count) for one, count in zip(answered, shown, strict=True) if isinstance(count, int)]
    most = sorted((one for one in ranked if one[0]), key=lambda one: (-one[1], one[0]))[:TOPICS]
    return Board(_tally(by_day[today]), _tally(sum(by_day.values(), Counter())), tuple(most))


def _tally(kinds: Counter[str]) -> Tally:
    others = sum(kinds.values()) - sum(kinds[kind.value] for kind in KINDS)
    (answered, menu, none, _), texts = protect([*(kinds[kind.value] for kind in KINDS), others])
    return Tally(texts, answered, menu, none)
