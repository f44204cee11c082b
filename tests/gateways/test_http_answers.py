"""Kind http: what an answer means, by the channel's tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from smsinfo.domain.sending import Health, SendError, SendResult

from .aggregators import MT, example, http, sends, told
from .provider import Canned, Provider, running_provider


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        yield running


@pytest.fixture(autouse=True)
def _secrets_stay_secret_here_too(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    assert told(caplog) == []


@dataclass(frozen=True)
class Told:
    """An answer of the provider, and what it means under the tables of `send`."""

    answer: Canned
    error: SendError | None = None
    external_id: str | None = None
    price: int | None = None
    retry_after: float | None = None
    send: dict[str, Any] = field(default_factory=dict)
    detail: str = ""


ERRORS = {
    "101": "denied",
    "saldo habis": "no_balance",
    "9": "bad_number",
    "8": "opted_out",
    "7": "unreachable",
    "6": "rejected",
    "5": "throttled",
    "4": "temporary",
    "3": "unknown",
    "418": "temporary",
    "202": "unknown",
}
SEND = {"ok": "json:status", "ok_values": ["OK", 1], "id": "json:id", "price": "json:price", "code": "json:code"}

ANSWERS = {
    "yes": Told(Canned(body='{"status": "OK", "id": "a1", "price": "Rp 1.250"}'), external_id="a1", price=1250),
    "yes in other letters": Told(Canned(body='{"status": " ok "}')),
    "yes as a number": Told(Canned(201, '{"status": 1, "id": 77, "price": 350.25}'), external_id="77", price=350),
    "yes with an id that can't be a key": Told(Canned(body=json.dumps({"status": "OK", "id": "x" * 129}))),
    "anything at ok": Told(Canned(body='{"id": 5}'), external_id="5", send={"ok": None, "ok_values": []}),
    "only this status": Told(
        Canned(200, '{"status": "OK"}'),
        SendError.UNKNOWN,
        send={"success": [202]},
        detail="the answer can't be understood",
    ),
    "a status beyond 2xx that says yes": Told(Canned(302, '{"status": "OK"}'), send={"success": [302]}),
    "a body without JSON": Told(
        Canned(body="MAAF, login dulu"), SendError.UNKNOWN, detail="the answer can't be understood"
    ),
    "a name twice": Told(
        Canned(body='{"status": "no", "status": "OK"}'), SendError.UNKNOWN, detail="the answer can't be understood"
    ),
    "no without a code": Told(
        Canned(body='{"status": "GAGAL"}'), SendError.UNKNOWN, detail="the answer can't be understood"
    ),
    "no with an unknown code": Told(
        Canned(body='{"status": "GAGAL", "code": 55}'), SendError.UNKNOWN, detail="code 55 is not in errors"
    ),
    "a number in a code is masked": Told(
        Canned(body='{"status": "GAGAL", "code": "no +628123456789"}'),
        SendError.UNKNOWN,
        detail="code no [nomor disamarkan] is not in errors",
    ),
    "words for a code": Told(
        Canned(body='{"status": 0, "code": "SALDO HABIS"}'), SendError.NO_BALANCE, detail="code SALDO HABIS"
    ),
    "a code behind a refusing status": Told(
        Canned(400, '{"code": "101"}', {"Retry-After": "9"}), SendError.DENIED, retry_after=9, detail="code 101"
    ),
    "a status of the table": Told(Canned(418), SendError.TEMPORARY, detail="HTTP 418"),
    "a good status is no code": Told(Canned(202), SendError.UNKNOWN, detail="the answer can't be understood"),
    "404": Told(Canned(404), SendError.DENIED, detail="HTTP 404: correct the address"),
    "405": Told(Canned(405), SendError.DENIED, detail="HTTP 405: correct the address"),
    "400": Told(Canned(400), SendError.REJECTED, detail="HTTP 400"),
    "401": Told(Canned(401), SendError.DENIED, detail="HTTP 401"),
    "402": Told(Canned(402), SendError.NO_BALANCE, detail="HTTP 402"),
    "429": Told(Canned(429, headers={"Retry-After": "7"}), SendError.THROTTLED, retry_after=7, detail="HTTP 429"),
    "503": Told(Canned(503), SendError.TEMPORARY, detail="HTTP 503"),
    "504": Told(Canned(504), SendError.UNKNOWN, detail="HTTP 504"),
    **{
        f"code {code}": Told(
            Canned(body=json.dumps({"status": "GAGAL", "code": int(code)})),
            SendError(ERRORS[code]),
            detail=f"code {code}",
        )
        for code in ("9", "8", "7", "6", "5", "4", "3")
    },
}


@pytest.mark.parametrize("row", ANSWERS.values(), ids=ANSWERS.keys())
def test_what_an_answer_means(row: Told, provider: Provider) -> None:
    provider.queue(row.answer)
    send = {"address": provider.url, "form": {"to": "{to}", "text": "{text}"}} | SEND | row.send
    channel = http({"sender": "KALTENG", "errors": ERRORS, "send": {k: v for k, v in send.items() if v is not None}})
    assert channel.send(MT) == SendResult(row.external_id, row.error, row.detail, row.retry_after, row.price)


def test_a_star_stands_for_all_codes_that_are_not_named(provider: Provider) -> None:
    provider.queue(Canned(body='{"code": 5}'), Canned(400))
    usual = {"address": provider.url, "form": {"t": "{to}{text}"}, "ok": "json:ok", "code": "json:code"}
    channel = http({"sender": "KALTENG", "errors": {"*": "rejected"}, "send": usual})
    assert [channel.send(MT).error for _ in range(2)] == [SendError.REJECTED] * 2


BALANCES = {
    "rupiah": (Canned(body='{"saldo": "1.250.000,50"}'), Health(True, "the balance is Rp 1250000", 1_250_000)),
    "with a comma": (Canned(body='{"saldo": "1,234"}'), Health(True, "the balance is Rp 1234", 1234)),
    "with decimals": (Canned(body='{"saldo": "20957.0"}'), Health(True, "the balance is Rp 20957", 20_957)),
    "as a number": (Canned(body='{"saldo": 500.125}'), Health(True, "the balance is Rp 500", 500)),
    "used up": (Canned(body='{"saldo": 0}'), Health(False, "the balance is Rp 0", 0)),
    "none there": (Canned(body="{}"), Health(False, "the answer has no number at json:saldo")),
    "a debt": (Canned(body='{"saldo": "-500"}'), Health(False, "the answer has no number at json:saldo")),
    "refused": (Canned(403), Health(False, "HTTP 403")),
    "no answer": (Canned(cut=True), Health(False, "ProtocolError")),
}


@pytest.mark.parametrize(("answer", "health"), BALANCES.values(), ids=BALANCES.keys())
def test_health_asks_for_the_balance(answer: Canned, health: Health, provider: Provider) -> None:
    provider.queue(answer)
    assert http(example("borneo", provider.url)).health() == health
    assert (provider.last.method, provider.last.path) == ("GET", "/v2/saldo")


def test_a_balance_in_messages_is_no_money(provider: Provider) -> None:
    provider.queue(Canned(body="sisa 412 sms"))
    options = example("borneo", provider.url)
    options["balance"] |= {"balance": r"re:(\d+) sms", "unit": "messages"}
    assert http(options).health() == Health(True, "the balance is 412 messages")


def test_without_a_balance_table_there_is_nothing_to_ask(provider: Provider) -> None:
    assert (sends(provider.url).health().ok, provider.calls) == (True, [])
