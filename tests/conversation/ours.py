"""Everything that we say, as it arrives on a phone."""

from __future__ import annotations

import re

from babel.messages.pofile import read_po

from smsinfo.content.render import compose
from smsinfo.content.snapshot import Snapshot
from smsinfo.locale import FOLDER, languages

HOLE = re.compile(r"\{(\w+)\}")
VALUES = {"darurat": "110/119", "place": "Kab Katingan", "region": "Kab Katingan", "subscriptions": "Kab Katingan"}


def texts() -> dict[str, str]:
    """`language key` -> each text of ours with its holes filled."""
    said: dict[str, str] = {}
    for language in languages():
        with (FOLDER / language / "citizen.po").open("rb") as file:
            for message in read_po(file):
                if message.id:
                    filled = HOLE.sub(lambda hole: VALUES.get(hole[1], "KATINGAN"), str(message.string))
                    said[f"{language} {message.id}"] = filled
    return said


def answers(snapshot: Snapshot) -> dict[str, str]:
    """`topic language region` -> each answer with its stamp."""
    mark = snapshot.catalogue.mark
    return {
        f"{topic.key} {summary.language} {summary.region}": compose(
            topic, summary, snapshot.fields(summary.region), mark
        )
        for topic in snapshot.catalogue.topics
        for summary in topic.summaries
    }
