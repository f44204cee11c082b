"""Each code of the help desk has its words."""

from __future__ import annotations

import re
from pathlib import Path

from smsinfo import helpdesk
from smsinfo.domain.contacts import Category, ConsentKind
from smsinfo.domain.messages import MtStatus, Purpose, ReplyKind
from smsinfo.domain.sending import SendError
from smsinfo.sms import msisdn
from smsinfo.web import citizens
from smsinfo.web import words_desk as words

FOLDER = Path(helpdesk.__file__).parent
SILENCES = {"stale", "spend", "automatic", "same", "rate", "money"}


def test_each_reason_why_something_did_not_arrive_has_its_words() -> None:
    source = (FOLDER / "why.py").read_text(encoding="utf-8")
    made = set(re.findall(r'Why\("(\w+)"', source)) | {f"silent_{name}" for name in SILENCES} | {"silent"}
    statuses = {status.value for status in MtStatus} - {MtStatus.QUEUED.value}
    assert made | statuses == set(words.WHY)


def test_each_refusal_has_its_words() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (*FOLDER.glob("*.py"), Path(citizens.__file__))]
    assert {name for text in sources for name in re.findall(r'DeskRefused\("(\w+)"', text)} == set(words.REASONS)


def test_each_code_of_the_tables_has_its_words() -> None:
    assert set(words.ERRORS) == set(SendError)
    assert set(words.PURPOSES) == set(Purpose)
    assert set(words.BECAME) == set(ReplyKind)
    assert set(words.CONSENTS) == set(ConsentKind)
    assert set(words.CATEGORIES) == set(Category)
    assert set(words.NUMBERS) == set(msisdn._HINTS)
