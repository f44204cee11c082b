"""The rows of our corpus of bad inputs that concern phone numbers (`where` = phone)."""

import json
import re
from pathlib import Path

import pytest

from smsinfo.errors import BadNumber
from smsinfo.sms.msisdn import parse, sender_kind

CORPUS = Path(__file__).parents[1] / "data" / "badinputs.jsonl"
ROWS: list[tuple[str, str]] = [
    (row["input"], row["expect"])
    for row in map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines())
    if row["where"] == "phone"
]
ACCEPT = [(raw, expect) for raw, expect in ROWS if expect.startswith("accept:")]
REJECT = [(raw, expect) for raw, expect in ROWS if expect.startswith("reject")]
SILENT = [(raw, expect) for raw, expect in ROWS if expect.startswith("silent")]

# What "reject" means here: the reason that the page and the import report translate. Two rows leave a choice, and this
# is ours: an extension is refused because no SMS reaches one, and a NUL is stripped like other unseen characters.
REASONS = {
    "O8123456789": "letters",
    "0812345678a": "letters",
    "081": "too_short",
    "0812345678901234567": "too_long",
    "0809 1 234567": "premium",
    "TELKOMSEL": "name",
    "08123456789 ext 12": "letters",
    "00": "too_short",
    "<b>0812</b>3456789": "letters",
}
STRIPPED = {"+62812345678\x00": "+62812345678"}


def test_the_corpus_has_all_its_phone_rows_and_each_is_tested() -> None:
    assert len(ROWS) == 22
    assert (len(ACCEPT), len(REJECT), len(SILENT)) == (9, 10, 3)


@pytest.mark.parametrize(("raw", "expect"), ACCEPT)
def test_a_row_to_accept_gives_its_number(raw: str, expect: str) -> None:
    if raw == "628123456789.0":  # "accept or reject with hint": refused, since .0 may also be two digits of a number
        with pytest.raises(BadNumber, match="spreadsheet"):
            parse(raw)
        return
    wanted = re.match(r"accept:(\+\d+)", expect)
    assert wanted is not None
    assert parse(raw) == wanted[1]
    assert sender_kind(raw) == "msisdn"


@pytest.mark.parametrize(("raw", "expect"), REJECT)
def test_a_row_to_reject_is_refused_for_its_reason(raw: str, expect: str) -> None:
    if raw in STRIPPED:
        assert parse(raw) == STRIPPED[raw]
        return
    with pytest.raises(BadNumber) as caught:
        parse(raw)
    assert caught.value.reason == REASONS[raw], expect


@pytest.mark.parametrize(("raw", "expect"), SILENT)
def test_a_row_to_stay_silent_on_is_no_sender_to_answer(raw: str, expect: str) -> None:
    if raw == "@own_number":  # a stand-in: only the caller knows its own numbers
        assert "own number" in expect
        return
    assert sender_kind(raw) == "anonymous"
    with pytest.raises(BadNumber):
        parse(raw)
