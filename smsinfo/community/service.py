"""The services of the community, wired once."""

from __future__ import annotations

from dataclasses import dataclass

from smsinfo.community.answering import Answering
from smsinfo.community.arrivals import GroupArrivals
from smsinfo.community.cards import Cards
from smsinfo.community.case_answers import CaseAnswers
from smsinfo.community.case_clock import CaseClock
from smsinfo.community.case_desk import CaseDesk
from smsinfo.community.cases import Cases
from smsinfo.community.confirming import Confirming
from smsinfo.community.groups import Groups
from smsinfo.community.hoaxes import Hoaxes
from smsinfo.community.joining import Joining
from smsinfo.community.kit import Kit
from smsinfo.community.lessons import Lessons
from smsinfo.community.news import News
from smsinfo.community.news_desk import NewsDesk
from smsinfo.community.privacy import Privacy
from smsinfo.community.quiet import Quiet
from smsinfo.community.ratings import Ratings
from smsinfo.community.relays import Relays
from smsinfo.community.trainings import Trainings


@dataclass(frozen=True, slots=True)
class Community:
    """All of them. Each works in the caller's transaction."""

    kit: Kit
    news: News
    groups: Groups
    joining: Joining
    arrivals: GroupArrivals
    answering: Answering
    confirming: Confirming
    trainings: Trainings
    quiet: Quiet
    cases: Cases
    hoaxes: Hoaxes
    case_answers: CaseAnswers
    case_desk: CaseDesk
    case_clock: CaseClock
    lessons: Lessons
    news_desk: NewsDesk
    relays: Relays
    ratings: Ratings
    privacy: Privacy
    cards: Cards


def make_community(kit: Kit) -> Community:
    """Wire them over one kit."""
    cases, case_answers = Cases(kit), CaseAnswers(kit)
    return Community(
        kit=kit,
        news=News(kit),
        news_desk=NewsDesk(kit),
        cards=Cards(kit),
        groups=Groups(kit),
        joining=Joining(kit),
        arrivals=GroupArrivals(kit),
        answering=Answering(),
        confirming=Confirming(kit),
        trainings=Trainings(kit),
        quiet=Quiet(kit),
        cases=cases,
        hoaxes=Hoaxes(kit, cases),
        case_answers=case_answers,
        case_desk=CaseDesk(kit, case_answers),
        case_clock=CaseClock(kit, cases),
        lessons=Lessons(kit),
        relays=Relays(kit),
        ratings=Ratings(kit),
        privacy=Privacy(kit),
    )
