"""Each code of the alerts layer has its words."""

from __future__ import annotations

import ast
from pathlib import Path

from smsinfo import alerts
from smsinfo.domain.alerts import Act, Form, Kind, Status, Via
from smsinfo.domain.cap import Certainty, Severity, Urgency
from smsinfo.domain.contacts import Category
from smsinfo.web import words_alerts, words_findings

FOLDER = Path(alerts.__file__).parent


def first_words(name: str) -> set[str]:
    """The codes with which the layer calls something: all first arguments that stand there as text."""
    found = set()
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


def test_each_code_has_its_words() -> None:
    assert set(words_alerts.STATUSES) == set(Status)
    assert set(Act) <= set(words_alerts.STEPS)
    assert set(words_alerts.ALERT_KINDS) == set(Kind)
    assert set(words_alerts.FORMS) == set(Form)
    assert set(words_alerts.SEVERITIES) == set(Severity)
    assert set(words_alerts.URGENCIES) == set(Urgency)
    assert set(words_alerts.CERTAINTIES) == set(Certainty)
    assert set(words_alerts.VIAS) == set(Via)
    assert set(words_alerts.CATEGORIES) == set(Category) - {Category.ALL}


def test_each_reason_of_a_refusal_and_each_finding_has_its_words() -> None:
    reasons = first_words("AlertRefused") | {"not_now", "suspended", "administrator", "not_yours", "own"}
    assert reasons <= set(words_alerts.REASONS)
    findings = first_words("Finding") | {"no_headline", "no_issuer"}
    assert findings <= set(words_findings.FINDINGS)
