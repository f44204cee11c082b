"""The commands, one a file, and the table of them. A new command is a file, a line here, keywords and texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from smsinfo.conversation.commands import (
    about,
    ask,
    data,
    help_,
    hoax,
    language,
    lesson,
    more,
    news,
    places,
    propose,
    rate,
    report,
    status,
    stop,
    topics,
    verify,
)
from smsinfo.conversation.turn import Outcome, Turn, World


@dataclass(frozen=True, slots=True)
class Command:
    """`run` gets a World only when the command `writes`: it then runs inside the exchange's transaction."""

    run: Callable[[Turn, World | None], Outcome]
    writes: bool = False


COMMANDS: dict[str, Command] = {
    "help": Command(help_.run),
    "topics": Command(topics.run),
    "category": Command(topics.run_category),
    "news": Command(news.run),
    "entry": Command(news.run_one),
    "more": Command(more.run),
    "language": Command(language.run, writes=True),
    "region": Command(places.run_region, writes=True),
    "subscribe": Command(places.run_subscribe, writes=True),
    "stop": Command(stop.run, writes=True),
    "status": Command(status.run, writes=True),
    "about": Command(about.run),
    "thanks": Command(about.run_thanks),
    "ask": Command(ask.run, writes=True),
    "hoax": Command(hoax.run, writes=True),
    "report": Command(report.run, writes=True),
    "report_danger": Command(report.run_emergency, writes=True),
    "report_topic": Command(report.run_answered, writes=True),
    "propose": Command(propose.run, writes=True),
    "rate_case": Command(rate.run, writes=True),
    "verify": Command(verify.run, writes=True),
    "lesson": Command(lesson.run, writes=True),
    "mydata": Command(data.run_mydata, writes=True),
    "forget": Command(data.run_forget, writes=True),
}
