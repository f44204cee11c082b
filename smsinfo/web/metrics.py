"""/metrics for Prometheus: figures from the database, right whichever process answers. No numbers, no texts."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from typing import Final

from flask import Blueprint, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from smsinfo import __version__
from smsinfo.bootstrap import Services
from smsinfo.domain.messages import Lane
from smsinfo.outbox.alarms import WORKER_GONE, Alarm
from smsinfo.outbox.figures import HANDED_OVER, Figures
from smsinfo.web.access import is_this_machine, services
from smsinfo.web.health import PLAIN, watch

BEARER: Final = "Bearer "

pages = Blueprint("metrics", __name__)


@pages.get("/metrics")
def metrics() -> Response:
    """The figures in Prometheus' text form; 403 for whoever may not ask."""
    if not may_scrape():
        return Response("only from this machine, or with metrics_token as bearer token\n", 403, content_type=PLAIN)
    figures = watch().figures()
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(services(), figures, watch().judge(figures)))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def may_scrape() -> bool:
    """With a token only the token counts, since behind a proxy everybody may look local. Without: this machine only."""
    token = services().settings.metrics_token
    if token is not None:
        given = request.headers.get("Authorization", "")
        right = BEARER + token.get_secret_value()
        return hmac.compare_digest(given.encode(errors="replace"), right.encode())
    return is_this_machine()


class _Figures(Collector):
    """One scrape's figures as metric families."""

    def __init__(self, parts: Services, figures: Figures, found: Iterable[Alarm]) -> None:
        self._parts = parts
        self._figures = figures
        self._alarms = tuple(found)

    def collect(self) -> Iterator[Metric]:
        """All families."""
        yield _gauge("smsinfo_build", "The program, by version.", ("version",), [((__version__,), 1)])
        yield from self._queue()
        yield from self._today()
        yield from self._money()
        yield from self._channels()
        yield from self._workers()

    def _queue(self) -> Iterator[Metric]:
        empty = {(name, lane): (0, 0.0) for name, plan in self._parts.plans.items() if plan.can_send for lane in Lane}
        at = self._figures.at
        queues = empty | {
            (queue.channel, queue.lane): (queue.messages, max(0.0, (at - queue.oldest).total_seconds()))
            for queue in self._figures.waiting
        }
        names = ("channel", "lane")
        depth = [((name, lane.value), depth) for (name, lane), (depth, _) in queues.items()]
        age = [((name, lane.value), age) for (name, lane), (_, age) in queues.items()]
        yield _gauge("smsinfo_queue_messages", "Messages that wait.", names, depth)
        yield _gauge("smsinfo_queue_oldest_seconds", "Age of the oldest message that waits.", names, age)

    def _today(self) -> Iterator[Metric]:
        figures, segments = self._figures, dict.fromkeys(self._parts.plans, 0)
        for tally in figures.tallies:
            if tally.status in HANDED_OVER:
                segments[tally.channel] = segments.get(tally.channel, 0) + tally.segments
        told = {(name, status.value): 0 for name in self._parts.plans for status in HANDED_OVER}
        told |= {(tally.channel, tally.status.value): tally.messages for tally in figures.tallies}
        about = "made since local midnight"
        yield _gauge("smsinfo_messages_today", f"Messages {about}.", ("channel", "status"), told.items())
        yield _gauge(
            "smsinfo_segments_today",
            f"Segments handed over, of messages {about}.",
            ("channel",),
            [((name,), number) for name, number in segments.items()],
        )
        came = [((one.channel, one.kind), one.messages) for one in figures.received]
        yield _gauge("smsinfo_inbound_today", "Texts since local midnight.", ("channel", "kind"), came)
        silence = [((name,), (figures.at - at).total_seconds()) for name, at in figures.heard.items()]
        yield _gauge("smsinfo_inbound_age_seconds", "Since the last text came.", ("channel",), silence)

    def _money(self) -> Iterator[Metric]:
        spent, settings = self._figures.spent, self._parts.settings
        caps = [(("day",), settings.spend_cap_idr), (("month",), settings.spend_cap_month_idr)]
        both = [(("day",), spent.day), (("month",), spent.month)]
        yield _gauge("smsinfo_spent_idr", "Rupiah spent in the local day and month.", ("period",), both)
        yield _gauge("smsinfo_spend_cap_idr", "Rupiah that may be spent.", ("period",), caps)

    def _channels(self) -> Iterator[Metric]:
        at = self._figures.at
        states = {name: state for name, state in self._figures.states.items() if name in self._parts.plans}
        claims = CounterMetricFamily(
            "smsinfo_claims", "Messages that workers took to hand over, since installed.", labels=("channel",)
        )
        for name, state in states.items():
            claims.add_metric((name,), state.slots)
        yield claims
        rows = (
            ("smsinfo_channel_open", "1 while the breaker holds the channel back.", lambda s: int(s.is_open(at))),
            ("smsinfo_channel_paused", "1 while an operator has paused the channel.", lambda s: int(s.paused)),
            ("smsinfo_channel_failures", "Failures in a row.", lambda s: s.failures),
        )
        for metric, help_, value in rows:
            yield _gauge(metric, help_, ("channel",), [((name,), value(state)) for name, state in states.items()])
        left = [((name,), state.balance_idr) for name, state in states.items() if state.balance_idr is not None]
        yield _gauge("smsinfo_channel_balance_idr", "Rupiah left at the provider.", ("channel",), left)

    def _workers(self) -> Iterator[Metric]:
        ages = [(self._figures.at - at).total_seconds() for at in self._figures.workers.values()]
        alive = sum(age <= WORKER_GONE.total_seconds() for age in ages)
        yield _gauge("smsinfo_workers", "Workers that have shown themselves within a minute.", (), [((), alive)])
        newest = [((), min(ages))] if ages else []
        yield _gauge("smsinfo_worker_heartbeat_age_seconds", "Since the newest heartbeat of a worker.", (), newest)
        wrong = [((alarm.code, alarm.severity.value, alarm.about), 1) for alarm in self._alarms]
        yield _gauge("smsinfo_alarm", "What is wrong now.", ("code", "severity", "about"), wrong)


def _gauge(
    name: str, text: str, labels: tuple[str, ...], values: Iterable[tuple[tuple[str, ...], float]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, text, labels=labels)
    for names, value in values:
        family.add_metric(names, value)
    return family
