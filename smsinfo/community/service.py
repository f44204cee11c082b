"""The services of the community, wired once."""

from __future__ import annotations

from dataclasses import dataclass

from smsinfo.community.answering import Answering
from smsinfo.community.groups import Groups
from smsinfo.community.joining import Joining
from smsinfo.community.kit import Kit
from smsinfo.community.news import News


@dataclass(frozen=True, slots=True)
class Community:
    """All of them. Each works in the caller's transaction."""

    kit: Kit
    news: News
    groups: Groups
    joining: Joining
    answering: Answering


def make_community(kit: Kit) -> Community:
    """Wire them over one kit."""
    return Community(
        kit=kit,
        news=News(kit),
        groups=Groups(kit),
        joining=Joining(kit),
        answering=Answering(),
    )
