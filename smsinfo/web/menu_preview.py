"""The menus as citizens get them: what TOPIK brings and the screens that are dialled, made by the real code."""

from __future__ import annotations

from dataclasses import replace

from smsinfo.content.snapshot import Snapshot
from smsinfo.conversation.commands import topics as by_sms
from smsinfo.conversation.turn import Turn
from smsinfo.conversation.ussd import topics as dialled
from smsinfo.conversation.ussd.layout import page
from smsinfo.conversation.ussd.visit import View, Visit
from smsinfo.domain.alerts import AlertNow
from smsinfo.domain.contacts import Person
from smsinfo.domain.content import Catalogue
from smsinfo.domain.conversation import State
from smsinfo.domain.public_alerts import PublicAlert
from smsinfo.domain.understanding import Resolution
from smsinfo.web.access import services

SCREEN = 160
"""Septets, where a channel says nothing else."""


class _Nobody:
    """A person of whom the database knows nothing."""

    def alerts(self, _region: str | None) -> tuple[AlertNow, ...]:
        """None."""
        return ()

    def alert(self, _code: str) -> PublicAlert | None:
        """None."""
        return None

    def subscriptions(self) -> tuple[str, ...]:
        """None."""
        return ()


def sms(catalogue: Catalogue, language: str, category: str = "") -> str:
    """What TOPIK is answered with; with a category, what its digit is answered with then."""
    run = by_sms.run_category if category else by_sms.run
    reply = run(_turn(catalogue, language, category), None).reply
    return reply.text if reply is not None else ""


def screens(catalogue: Catalogue, language: str, category: str = "") -> tuple[str, ...]:
    """The screens of the categories, or of one category."""
    visit = Visit(_turn(catalogue, language, category), _Nobody(), SCREEN)
    view: View = dialled.category(visit, category) if category else dialled.topics(visit, "")
    found, at = [], 0
    while True:
        screen = page(visit, view, at, "", 2)
        found.append(screen.text)
        if screen.next_at is None:
            return tuple(found)
        at = screen.next_at


def _turn(catalogue: Catalogue, language: str, category: str) -> Turn:
    now: Snapshot = services().snapshots.current()
    snapshot = replace(now, catalogue=catalogue, memo={})
    settings, clock = services().settings, services().clock()
    read = Resolution("command", command="topics", argument=category)
    return Turn("", Person(None, language, None, True), State(), snapshot, read, clock, settings.zone)
