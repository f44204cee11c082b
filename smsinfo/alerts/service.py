"""The parts of the alerts layer, wired from one root key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from smsinfo.alerts.facts import Facts
from smsinfo.alerts.history import History
from smsinfo.alerts.lifecycle import Lifecycle
from smsinfo.alerts.news import News
from smsinfo.alerts.prepared import Prepared
from smsinfo.alerts.proof import Proofs
from smsinfo.alerts.reach import Preview
from smsinfo.alerts.recall import Recall
from smsinfo.alerts.seal import Seals
from smsinfo.config import Settings
from smsinfo.domain.channels import Plan
from smsinfo.outbox.numbers import Numbers
from smsinfo.staff.service import Staff


@dataclass(frozen=True, slots=True)
class Alerts:
    """Everything that pages, texts of officials and workers do with alerts."""

    lifecycle: Lifecycle
    recall: Recall
    news: News
    preview: Preview
    proofs: Proofs
    seals: Seals
    facts: Facts
    history: History
    prepared: Prepared


def make_alerts(
    root: bytes,
    settings: Settings,
    staff: Staff,
    plans: Mapping[str, Plan],
    wake: Callable[[Connection, int], None] = lambda *_: None,
) -> Alerts:
    """All parts under the keys of this root (SMSINFO_AUDIT_KEY). `wake` tells a worker of an approved alert."""
    numbers = Numbers(plans.values())
    seals, facts = Seals(root, numbers), Facts(settings, numbers)
    lifecycle = Lifecycle(staff.audit, seals, facts, wake)
    recall = Recall(settings, facts, lifecycle)
    preview = Preview(settings, plans, facts)
    news, proofs = News(lifecycle, recall), Proofs(root, staff)
    return Alerts(lifecycle, recall, news, preview, proofs, seals, facts, History(staff.audit), Prepared(staff.audit))
