"""All data sets by name: a new one is a `Dataset` and a line here; page, files, schema and test follow."""

from __future__ import annotations

from typing import Final

from smsinfo.window.dataset import Dataset
from smsinfo.window.sets_content import ALERTS, CLAIMS, TOPICS
from smsinfo.window.sets_places import GROUPS, MESSAGES, QUESTIONS, VILLAGES

DATASETS: Final[dict[str, Dataset]] = {
    found.name: found for found in (TOPICS, CLAIMS, ALERTS, MESSAGES, QUESTIONS, VILLAGES, GROUPS)
}
