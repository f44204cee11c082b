"""Every text, sender and request of our corpus of bad inputs, by the way of a real Twilio request.

Left to others: the limits in milliseconds (bench/), what an export or an inbox page makes of a text (no such page yet),
and `@slowloris`, which the server in front of the application cuts off (docs: gunicorn's and nginx's time-outs).
"""

from __future__ import annotations

import logging
from collections import Counter
from datetime import timedelta
from typing import Final

import pytest
from structlog.testing import capture_logs

from smsinfo.sms.msisdn import parse
from smsinfo.sms.segments import split

from .corpus import TWILIO, Line, Outcome, expand, rows
from .real import HeldClock

TEXTS: Final = rows("sms.body")
SENDERS: Final = rows("phone")
REQUESTS: Final = rows("twilio.inbound")
TOO_LONG: Final = "@repeat(A,200000)"
NOT_UNDERSTOOD: Final = ("none",)
NO_ANSWER: Final = ("none", "menu")

# Beginning of an expectation -> what a text may have become.
VERDICTS: Final = {
    "reply:topic ktp-hilang": ("topic:ktp-hilang",),
    "reply:topic ktp or nomatch": ("topic:ktp", *NO_ANSWER),
    "reply:topic ktp": ("topic:ktp",),
    "reply:topic or nomatch": NO_ANSWER,
    "reply:nomatch or topic": (*NO_ANSWER, "topic:ktp", "topic:sertifikat"),
    "reply:nomatch": NOT_UNDERSTOOD,
    "reply:menu": (*NO_ANSWER, "command:help", "command:topics"),
    "reply:flood/weather topic or nomatch": ("topic:banjir", "topic:cuaca", *NO_ANSWER),
    "reply:PLN topic or nomatch": ("topic:listrik", *NO_ANSWER),
    "reply:asks which kabupaten": ("command:subscribe",),
    "reply:region not served": ("command:subscribe", *NO_ANSWER),
    "reply:emergency/flood text": ("topic:banjir", "topic:darurat", "topic:bpbd"),
    "reply:emergency text": ("topic:darurat",),
    "reject:413": ("http:413",),
    "optout": ("command:stop",),
    "optin KAPUAS": ("command:subscribe",),
    # The first of several: what the second and the fourth become is said in the stories below.
    "silent on the 2nd identical body": ("silent", *NO_ANSWER),
    "reply at most 3 per 30 min": ("silent", *NO_ANSWER),
}


def allowed(expectation: str) -> tuple[str, ...]:
    """What a text may have become, by the longest beginning that fits. Raises LookupError for a row without verdict."""
    fitting = [beginning for beginning in VERDICTS if expectation.startswith(beginning)]
    if not fitting:
        raise LookupError(expectation)
    return VERDICTS[max(fitting, key=len)]


def check(line: Line, outcome: Outcome) -> None:
    """What holds of every request: at most one message and one row, a reply in GSM-7, nothing broken."""
    assert outcome.status in (200, 400, 403, 413)
    assert len(outcome.messages) <= 1
    assert len(outcome.stored) == (1 if outcome.status == 200 else 0)
    assert all(split(message).encoding == "gsm7" and split(message).count <= 3 for message in outcome.messages)


def test_all_rows_of_the_corpus_are_here() -> None:
    assert (len(TEXTS), len(SENDERS), len(REQUESTS)) == (39, 22, 9)
    kinds = Counter(expectation.split(":")[0].split()[0].rstrip(";") for _, expectation in TEXTS)
    assert kinds == {"reply": 31, "optout": 5, "reject": 1, "optin": 1, "silent": 1}


@pytest.mark.parametrize(("written", "expectation"), TEXTS, ids=[text[:40] for text, _ in TEXTS])
def test_a_text_becomes_what_the_corpus_expects(line: Line, written: str, expectation: str) -> None:
    citizen = line.citizen()
    outcome = line.text(expand(written), citizen)
    check(line, outcome)
    assert outcome.became in allowed(expectation)
    assert line.opted_out(citizen) is expectation.startswith("optout")
    assert line.subscriptions(citizen) == (["62.03"] if expectation.startswith("optin KAPUAS") else [])


@pytest.mark.parametrize("written", [text for text, _ in TEXTS if text != TOO_LONG], ids=lambda text: text[:40])
def test_a_repeat_of_the_provider_gets_the_same_answer_and_is_stored_once(line: Line, written: str) -> None:
    citizen, external_id, before = line.citizen(), line.fresh_id(), line.size()
    first, again = (line.text(expand(written), citizen, external_id) for _ in range(2))
    assert first.messages == again.messages
    assert line.size() == before + 1


@pytest.mark.parametrize("written", [text for text, _ in TEXTS if len(text.strip()) > 4], ids=lambda text: text[:40])
def test_neither_numbers_nor_texts_reach_the_log(line: Line, caplog: pytest.LogCaptureFixture, written: str) -> None:
    citizen = line.citizen()
    caplog.set_level(logging.DEBUG)
    with capture_logs() as events:
        line.text(expand(written), citizen)
        line.post("From=" + citizen, signed="")
    told = caplog.text + str(events)
    assert "webhook_refused" in told
    assert citizen[1:] not in told
    assert expand(written).strip() not in told


def test_a_confirmed_stop_is_confirmed_once(line: Line) -> None:
    assert len(line.text("STOP STOP STOP").messages) == 1
    assert line.text("STOP").messages == ()  # this word Twilio answers itself


def test_a_subscription_is_made_once(line: Line) -> None:
    citizen = line.citizen()
    for _ in range(2):
        line.text(expand("DAFTAR @repeat(KAPUAS ,60)"), citizen)
    assert line.subscriptions(citizen) == ["62.03"]


def test_a_service_that_answers_us_hears_nothing_the_second_time(line: Line, clock: HeldClock) -> None:
    body, service = "Maaf, kata kunci tidak dikenal. Ketik MENU.", line.citizen()
    line.text(body, service)
    clock.forward(timedelta(minutes=1))
    assert line.text(body, service).messages == ()


def test_an_auto_reply_is_answered_three_times_at_most(line: Line, clock: HeldClock) -> None:
    body, phone = "Pesan otomatis: saya sedang di luar kota", line.citizen()
    answers: list[str] = []
    for _ in range(6):
        clock.forward(timedelta(minutes=1))
        answers += line.text(body, phone).messages
    assert len(answers) <= 3
    assert line.text(body, phone).became == "silent"


def test_an_emergency_is_answered_even_over_the_limit(line: Line, clock: HeldClock) -> None:
    citizen = line.citizen()
    for number in range(12):
        clock.forward(timedelta(seconds=1))
        line.text(f"pertanyaan nomor {number}", citizen)
    assert line.text("KTP", citizen).became == "silent"
    assert len(line.text("tolong banjir rumah kami hanyut", citizen).messages) == 1
    assert len(line.text("112", citizen).messages) == 1


def test_a_nik_is_masked_where_it_is_stored_and_its_sender_is_warned(line: Line) -> None:
    outcome = line.text("NIK saya 6271011234567890 tolong cek")
    assert "6271011234567890" not in outcome.stored[0].body
    assert "Jangan kirim NIK" in outcome.messages[0]


def test_what_turns_letters_round_is_not_stored(line: Line) -> None:
    assert line.text("\u202eP\u202cTK").stored[0].body == "PTK"


# What a sender becomes where the corpus leaves the choice: the rule is that of smsinfo.sms.msisdn.
CHOSEN: Final = {"628123456789.0": "silent", "08123456789 ext 12": "silent", "+62812345678\x00": "answered"}


def wanted(sender: str, expectation: str) -> str:
    """`answered` or `silent`."""
    return CHOSEN.get(sender) or ("answered" if expectation.startswith("accept:") else "silent")


@pytest.mark.parametrize(("written", "expectation"), SENDERS, ids=[repr(sender) for sender, _ in SENDERS])
def test_a_sender_is_answered_only_where_it_is_a_mobile_number(
    line: Line, clock: HeldClock, written: str, expectation: str
) -> None:
    clock.forward(timedelta(hours=2))  # many rows are one and the same number
    sender = TWILIO["sender"] if written == "@own_number" else written
    outcome = line.text("KTP", sender)
    check(line, outcome)
    (row,) = outcome.stored
    if wanted(written, expectation) == "silent":
        assert (outcome.messages, row.kind, row.contact_id) == ((), "silent", None)
        assert row.silence == ("own" if written == "@own_number" else "sender")
    else:
        assert (row.kind, len(outcome.messages)) == ("answer", 1)
        assert row.contact_id == line.contact(parse(written)) is not None
        assert row.sender == ""


def forms() -> dict[str, str]:
    """The rows of requests: notation -> form."""
    split_rows = [written.partition(" ") for written, _ in REQUESTS]
    return {
        form: sign for sign, _, form in split_rows if sign in ("@sig:ok", "@sig:bad", "@sig:ok@http-instead-of-https")
    }


# What is expected of each form, in a word; of a form that is stored, also the text.
FORMS: Final = {
    "From=%2B628123456789&Body=KTP&MessageSid=SM02": ("http:403", ""),
    "From=%2B628123456789&Body=KTP&MessageSid=SM04": ("http:403", ""),
    "From=%2B628123456789&Body=%20KTP%20&MessageSid=SM06": ("topic:ktp", "KTP"),
    "From=%2B628123456789&Body=KTP": ("http:400", ""),
    "From=%2B628123456789&Body=KTP&MessageSid=..%2F..%2Fetc%2Fpasswd": ("topic:ktp", "KTP"),
    "From=%2B628123456789&Body=foto&NumMedia=999999&MediaUrl0=http://169.254.169.254/latest/&MessageSid=SM14": (
        "none",
        "foto",
    ),
}
OTHERS: Final = ("@body-bytes:20000000", "@slowloris:1-byte-per-second", "@sig-of Body=KTPFrom")


def test_every_request_of_the_corpus_has_its_test() -> None:
    assert set(forms()) == set(FORMS)
    rest = [written for written, _ in REQUESTS if not any(written.endswith(form) for form in FORMS)]
    assert [written.startswith(other) for written, other in zip(rest, OTHERS, strict=True)] == [True] * 3


@pytest.mark.parametrize(("form", "sign"), forms().items())
def test_a_request_becomes_what_the_corpus_expects(line: Line, clock: HeldClock, form: str, sign: str) -> None:
    clock.forward(timedelta(hours=2))
    url = "http://sms.example.org/gw/twilio/mo" if "http-instead" in sign else "https://sms.example.org/gw/twilio/mo"
    outcome = line.post(form, url=url, token="another" if sign == "@sig:bad" else "the-token")
    check(line, outcome)
    became, text = FORMS[form]
    assert outcome.became == became
    assert [row.body for row in outcome.stored] == ([text] if text else [])


def test_a_body_of_20_megabytes_is_refused(line: Line) -> None:
    before = line.size()
    assert line.post("Body=" + "A" * 20_000_000).became == "http:413"
    assert line.size() == before


def test_the_same_letters_cut_anew_are_refused(line: Line) -> None:
    (row,) = [written for written, _ in REQUESTS if written.startswith("@sig-of ")]
    signed, _, sent = row.removeprefix("@sig-of ").partition(" sent as ")
    before = line.size()
    # As the row writes it, without an id; then with one, and with everything else that Twilio sends.
    for more in ("", "&MessageSid=SM1", "&MessageSid=SM1&AccountSid=AC01&To=%2B15005550006"):
        assert line.post(sent + more, signed=signed + more).status in (400, 403)
    assert line.size() == before
