"""Kind http, coming in: whose requests are believed, request -> MO, request -> receipts, and the answers."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from smsinfo.domain.gateway import GatewayRequest
from smsinfo.domain.messages import MoMessage, MtStatus
from smsinfo.domain.sending import Dlr, SendError
from smsinfo.errors import BadRequest, Unauthenticated

from .aggregators import NEXT_TOKEN, TOKEN, called, example, http
from .cast import CITIZEN, NOW, mo_of, reply

BORNEO = http(example("borneo"))
TEXT = {"id": "in-1", "dari": "08123456789", "ke": "KALTENG", "pesan": " KTP ", "waktu": "2026-11-24T09:58:00+07:00"}
RECEIPT = (("id", "b-77"), ("ref", "alert-7-42"), ("status", "DITERIMA"), ("waktu", "24-11-2026 10:01:30"))


def proven(**callbacks: Any) -> Any:
    """Pesan Borneo with other proofs."""
    return http(example("borneo") | {"callbacks": callbacks})


def basic(user: str, secret: str) -> str:
    """An Authorization header."""
    return "Basic " + b64encode(f"{user}:{secret}".encode()).decode()


def signature(body: bytes, secret: str = TOKEN, digest: str = "sha256") -> bytes:
    """HMAC over a body."""
    return hmac.new(secret.encode(), body, digest).digest()


BODY = json.dumps(TEXT).encode()
FROM_THERE = {"addresses": ["203.0.113.0/24", "2001:db8::/48"]}
IN_HEADER = {"proof": "header:X-Token", "secret": TOKEN}
IN_QUERY = {"proof": "query:token", "secret": TOKEN}
BASIC = {"proof": "basic:borneo", "secret": TOKEN}
HMAC = {"proof": "hmac:X-Signature", "secret": TOKEN}

BELIEVED: dict[str, tuple[dict[str, Any], GatewayRequest]] = {
    "a header": (IN_HEADER, called("mo", data=TEXT)),
    "a bearer": (
        {**IN_HEADER, "proof": "header:Authorization"},
        called("mo", token=None, authorization=f"Bearer {TOKEN}"),
    ),
    "a query": (IN_QUERY, called("mo", token=None, query=(("token", TOKEN),))),
    "Basic": (BASIC, called("mo", token=None, authorization=basic("borneo", TOKEN))),
    "an address": (FROM_THERE, called("mo", token=None)),
    "an address of version 6": (FROM_THERE, called("mo", token=None, remote="2001:db8::7")),
    "an address of version 4 as 6": (FROM_THERE, called("mo", token=None, remote="::ffff:203.0.113.7")),
    "both": (IN_HEADER | FROM_THERE, called("mo")),
    **{
        f"the {which} of two secrets": ({**IN_HEADER, "secret": f"{TOKEN}, {NEXT_TOKEN}"}, called("mo", token=token))
        for which, token in (("first", TOKEN), ("second", NEXT_TOKEN))
    },
    **{
        f"a signature in {name}": (HMAC, called("mo", body=BODY, token=None, x_signature=written))
        for name, written in {
            "hex": signature(BODY).hex(),
            "big hex": signature(BODY).hex().upper(),
            "base64": b64encode(signature(BODY)).decode(),
            "hex with its name": f"sha256={signature(BODY).hex()}",
        }.items()
    },
    "a signature by another hash": (
        {**HMAC, "digest": "sha512"},
        called("mo", body=BODY, token=None, x_signature=signature(BODY, digest="sha512").hex()),
    ),
}


@pytest.mark.parametrize(("callbacks", "request_"), BELIEVED.values(), ids=BELIEVED.keys())
def test_who_proves_it_is_believed(callbacks: dict[str, Any], request_: GatewayRequest) -> None:
    options = example("borneo") | {"callbacks": callbacks}
    if callbacks.get("proof", "").startswith("hmac"):
        del options["receipts"], options["texts"]["recipient"]
    http(options).authenticate(request_)


REFUSED: dict[str, tuple[dict[str, Any], GatewayRequest]] = {
    "no header": (IN_HEADER, called("mo", token=None)),
    "an empty header": (IN_HEADER, called("mo", token="")),
    "another secret": (IN_HEADER, called("mo", token=NEXT_TOKEN)),
    "a secret that begins right": (IN_HEADER, called("mo", token=TOKEN + "x")),
    "a secret in other letters": (IN_HEADER, called("mo", token="é" + TOKEN[1:])),
    "the secret in the query instead": (IN_HEADER, called("mo", token=None, query=(("x-token", TOKEN),))),
    "no query": (IN_QUERY, called("mo")),
    "the secret in the form instead": (IN_QUERY, called("mo", form=(("token", TOKEN),))),
    "the query twice": (IN_QUERY, called("mo", query=(("token", TOKEN), ("token", "x")))),
    "no Authorization": (BASIC, called("mo")),
    "another user": (BASIC, called("mo", authorization=basic("lain", TOKEN))),
    "another password": (BASIC, called("mo", authorization=basic("borneo", NEXT_TOKEN))),
    "a bearer for Basic": (BASIC, called("mo", authorization=f"Bearer {TOKEN}")),
    "no signature": (HMAC, called("mo", body=BODY)),
    "a signature of another body": (HMAC, called("mo", body=BODY + b" ", x_signature=signature(BODY).hex())),
    "a signature with another secret": (HMAC, called("mo", body=BODY, x_signature=signature(BODY, NEXT_TOKEN).hex())),
    "a signature by another hash": (HMAC, called("mo", body=BODY, x_signature=signature(BODY, digest="sha1").hex())),
    "another address": (FROM_THERE, called("mo", remote="198.51.100.1")),
    "no address": (FROM_THERE, called("mo", remote="")),
    "an address told in a header": (FROM_THERE, called("mo", remote="10.0.0.1", x_forwarded_for="203.0.113.9")),
    "the secret from elsewhere": (IN_HEADER | FROM_THERE, called("mo", remote="198.51.100.1")),
    "the address without the secret": (IN_HEADER | FROM_THERE, called("mo", token=None)),
}


@pytest.mark.parametrize(("callbacks", "request_"), REFUSED.values(), ids=REFUSED.keys())
def test_everybody_else_is_refused_without_being_told_the_secret(
    callbacks: dict[str, Any], request_: GatewayRequest
) -> None:
    options = example("borneo") | {"callbacks": callbacks}
    if callbacks.get("proof", "").startswith("hmac"):
        del options["receipts"], options["texts"]["recipient"]
    with pytest.raises(Unauthenticated) as refusal:
        http(options).authenticate(request_)
    assert TOKEN not in str(refusal.value)


def test_a_channel_that_only_sends_believes_nobody() -> None:
    channel = http(example("zenziva"))
    assert (channel.routes, channel.can_send, channel.gives_receipts, channel.inline_reply) == ((), True, False, False)
    with pytest.raises(Unauthenticated):
        channel.authenticate(called("mo"))
    with pytest.raises(BadRequest):
        channel.parse_mo(called("mo", data=TEXT))
    assert channel.parse_dlr(called("dlr", form=RECEIPT)) == ()


def test_the_worked_example_reads_a_text() -> None:
    request = called("mo", data=TEXT)
    BORNEO.authenticate(request)
    sent_at = datetime(2026, 11, 24, 2, 58, tzinfo=UTC)
    assert BORNEO.parse_mo(request) == MoMessage("http", "in-1", "08123456789", "KALTENG", " KTP ", NOW, sent_at)
    assert (BORNEO.respond(None, reply()).body, BORNEO.respond(None, None).body) == ("OK", "OK")


def test_a_time_that_cannot_be_read_costs_no_text() -> None:
    assert mo_of(BORNEO, called("mo", data=TEXT | {"waktu": "kemarin"})).sent_at is None
    assert mo_of(BORNEO, called("mo", data={k: v for k, v in TEXT.items() if k != "waktu"})).sent_at is None


UNREADABLE = {
    "nothing": called("mo"),
    "a form instead": called("mo", form=(("pesan", "KTP"),)),
    "no JSON": called("mo", body=b"{"),
    "a name twice": called("mo", body=b'{"id": "1", "dari": "0812", "pesan": "KTP", "pesan": "STOP"}'),
    "no text": called("mo", data={**TEXT, "pesan": None}),
    "no sender": called("mo", data={**TEXT, "dari": {}}),
    "no id": called("mo", data={**TEXT, "id": ""}),
    "an id that can't be a key": called("mo", data={**TEXT, "id": "a\x00"}),
    "half a letter in the id": called("mo", body=json.dumps({**TEXT, "id": "\ud800"}).encode()),
    "very deep": called("mo", body=b"[" * 60_000),
    "a list": called("mo", data=[TEXT]),
}


@pytest.mark.parametrize("request_", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_is_no_text_is_refused_with_a_sentence(request_: GatewayRequest) -> None:
    with pytest.raises(BadRequest) as refusal:
        BORNEO.parse_mo(request_)
    assert len(str(refusal.value)) > 15
    assert "0812" not in str(refusal.value)


def by_query(**texts: Any) -> Any:
    """A provider that calls by GET, without an id."""
    table = {"method": "GET", "sender": "query:msisdn", "text": "query:sms", "time": "query:trx", "time_format": "unix"}
    return http(example("borneo") | {"texts": table | texts, "callbacks": IN_HEADER}, audit_key="A" * 43)


GOT = (("msisdn", CITIZEN), ("sms", "KTP"), ("trx", "1795489200"))


def test_without_an_id_a_repeat_is_known_and_another_text_is_another() -> None:
    first, again = (mo_of(by_query(), called("mo", method="GET", query=GOT)) for _ in range(2))
    assert (first, first.sent_at) == (again, NOW)
    others = [{"msisdn": "+628130000001"}, {"sms": "KTP "}, {"trx": "1795489201"}, {"sms": "KTP1", "trx": "795489200"}]
    ids = {
        mo_of(by_query(), called("mo", method="GET", query=tuple((dict(GOT) | other).items()))).external_id
        for other in others
    }
    assert len(ids | {first.external_id}) == 5
    plain = hashlib.sha256("\0".join(value for _, value in GOT).encode()).hexdigest()
    assert first.external_id != plain  # else whoever reads the ids could find the numbers by trying them all


@pytest.mark.parametrize("name", ["msisdn", "sms", "trx"])
def test_a_parameter_that_is_missing_or_there_twice_is_refused(name: str) -> None:
    for query in (tuple(pair for pair in GOT if pair[0] != name), (*GOT, (name, "x"))):
        with pytest.raises(BadRequest, match=name):
            by_query().parse_mo(called("mo", method="GET", query=query))


def test_the_reply_can_go_back_in_the_answer() -> None:
    channel = by_query(answer='{"reply": "{text}"}', answer_type="application/json", answer_silent="{}")
    mo = channel.parse_mo(called("mo", method="GET", query=GOT))
    answer = channel.respond(mo, reply('Baik "siap"\n'))
    assert (channel.inline_reply, json.loads(answer.body)) == (True, {"reply": 'Baik "siap"\n'})
    assert (answer.content_type, channel.respond(mo, None).body) == ("application/json", "{}")


def test_several_texts_in_one_request_are_refused_since_all_but_one_would_be_lost() -> None:
    channel = by_query(method="POST", sender="json:data.0.from", text="json:data.0.msg", id="json:data.0.id")
    one = {"from": CITIZEN, "msg": "KTP", "id": 9}
    assert mo_of(channel, called("mo", data={"data": [one]})).external_id == "9"
    with pytest.raises(BadRequest, match="2 elements"):
        channel.parse_mo(called("mo", data={"data": [one, one]}))
    with pytest.raises(BadRequest, match="nothing"):
        channel.parse_mo(called("mo", data={"data": []}))


def test_the_worked_example_reads_a_receipt() -> None:
    request = called("dlr", form=RECEIPT)
    BORNEO.authenticate(request)
    at = datetime(2026, 11, 24, 3, 1, 30, tzinfo=UTC)
    assert BORNEO.parse_dlr(request) == (
        Dlr("http", MtStatus.DELIVERED, "b-77", "alert-7-42", at=at, detail="DITERIMA"),
    )
    assert BORNEO.respond_dlr().body == "OK"
    assert [route.action for route in BORNEO.routes] == ["mo", "dlr", "event"]


@dataclass(frozen=True)
class Word:
    """What a provider says, and what we make of it."""

    status: str
    code: str
    ours: MtStatus
    error: SendError | None
    detail: str


WORDS = {
    "sent": Word("TERKIRIM", "", MtStatus.SENT, None, "TERKIRIM"),
    "in small letters": Word(" diterima ", "", MtStatus.DELIVERED, None, " diterima "),
    "failed, with a reason": Word("GAGAL", "201", MtStatus.FAILED, SendError.BAD_NUMBER, "GAGAL 201"),
    "failed, without a known reason": Word("GAGAL", "777", MtStatus.FAILED, None, "GAGAL 777"),
    "too late": Word("KEDALUWARSA", "", MtStatus.EXPIRED, None, "KEDALUWARSA"),
    "a word nobody knows": Word("ENTAH", "", MtStatus.UNKNOWN, None, "ENTAH"),
    "a number for a word": Word("ke 08123456789\n", "", MtStatus.UNKNOWN, None, "ke [nomor disamarkan] "),
}


@pytest.mark.parametrize("row", WORDS.values(), ids=WORDS.keys())
def test_what_a_receipts_words_mean(row: Word) -> None:
    (dlr,) = BORNEO.parse_dlr(called("dlr", form=(("ref", "k"), ("status", row.status), ("kode", row.code))))
    assert (dlr.status, dlr.error, dlr.detail, dlr.key, dlr.at) == (row.ours, row.error, row.detail, "k", None)


BAD_RECEIPTS = {
    "no name": (("status", "GAGAL"),),
    "an empty name": (("id", ""), ("status", "GAGAL")),
    "no status": (("id", "b-77"),),
    "two states": (("id", "b-77"), ("status", "GAGAL"), ("status", "DITERIMA")),
    "two ids": (("id", "b-77"), ("id", "b-78"), ("status", "GAGAL")),
    "an id that can't be a key": (("id", "b\n"), ("status", "GAGAL")),
}


@pytest.mark.parametrize("form", BAD_RECEIPTS.values(), ids=BAD_RECEIPTS.keys())
def test_a_receipt_that_says_too_little_or_too_much_is_refused(form: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(BadRequest):
        BORNEO.parse_dlr(called("dlr", form=form))
