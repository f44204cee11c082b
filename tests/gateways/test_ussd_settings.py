"""Kind ussd: whose requests are believed, what an operator may write, and the sentence for each slip."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from smsinfo.domain.gateway import GatewayRequest, Route
from smsinfo.domain.sending import Lookup, Mt, SendError
from smsinfo.errors import BadRequest, BadSetting, Unauthenticated
from smsinfo.gateways.ussd_presets import PRESETS, read_dialect
from smsinfo.gateways.ussd_settings import Dialect

from .cast import CITIZEN, NEXT_TOKEN, reply
from .ussd_cast import DOCUMENT, FIRST, KEY, NETWORKS, OUTSIDE, PROOFS, Said, ask, channel, documented

Options = dict[str, Any]
ELSEWHERE = "198.51.100.1"


@pytest.mark.parametrize("network", NETWORKS)
def test_who_proves_it_is_believed_and_nobody_else(network: str) -> None:
    gateway = channel(network)
    gateway.authenticate(ask(network, Said()))
    unproven = ask(network, Said(), proven=False)
    with pytest.raises(Unauthenticated) as refusal:
        gateway.authenticate(unproven if network != "lama" else replace(unproven, remote_address=ELSEWHERE))
    assert KEY not in str(refusal.value)


def proves(**changed: Any) -> GatewayRequest:
    """A request of Arkesel's with something changed."""
    return replace(ask("arkesel", Said(), proven=False), **changed)


QUERY = (("token", KEY),)
BELIEVED: dict[str, tuple[Options, GatewayRequest]] = {
    "a header": ({"proof": "header:X-Token"}, proves(headers={"x-token": KEY})),
    "a bearer": ({"proof": "header:Authorization"}, proves(headers={"authorization": f"Bearer {KEY}"})),
    "a parameter": ({"proof": "query:token"}, proves(query=QUERY)),
    "a field of a form": ({"proof": "form:token"}, proves(form=QUERY)),
    "a field of JSON": ({"proof": "json:auth.token"}, proves(body=f'{{"auth": {{"token": "{KEY}"}}}}'.encode())),
    "the secret that comes next": ({"secret": f"{NEXT_TOKEN},{KEY}"}, proves(query=(("token", NEXT_TOKEN),))),
    "an address": ({"proof": None, "secret": None, "addresses": ["203.0.113.0/24"]}, proves()),
    "one of six": (
        {"proof": None, "secret": None, "addresses": ["2001:db8::/32"]},
        proves(remote_address="2001:db8::7"),
    ),
    "an address in six that is one in four": (
        {"proof": None, "secret": None, "addresses": [OUTSIDE]},
        proves(remote_address=f"::ffff:{OUTSIDE}"),
    ),
    "both": ({"addresses": [OUTSIDE]}, proves(query=QUERY)),
}


@pytest.mark.parametrize(("options", "request_"), BELIEVED.values(), ids=BELIEVED.keys())
def test_a_proof_is_a_secret_an_address_or_both(options: Options, request_: GatewayRequest) -> None:
    channel("arkesel", **options).authenticate(request_)


NOT_BELIEVED: dict[str, tuple[Options, GatewayRequest]] = {
    "nothing": ({}, proves()),
    "an empty secret": ({}, proves(query=(("token", ""),))),
    "another secret": ({}, proves(query=(("token", NEXT_TOKEN),))),
    "the beginning of it": ({}, proves(query=(("token", KEY[:-1]),))),
    "more than it": ({}, proves(query=(("token", KEY + "x"),))),
    "twice": ({}, proves(query=QUERY * 2)),
    "in the form instead": ({}, proves(form=QUERY)),
    "twice in a form": ({"proof": "form:token"}, proves(form=QUERY * 2)),
    "twice in JSON": ({"proof": "json:t"}, proves(body=f'{{"t": "{KEY}", "t": "{KEY}"}}'.encode())),
    "a list in JSON": ({"proof": "json:t"}, proves(body=f'{{"t": ["{KEY}"]}}'.encode())),
    "the first of a list in JSON": ({"proof": "json:t.0"}, proves(body=f'{{"t": ["{KEY}", "x"]}}'.encode())),
    "letters that are none": ({}, proves(query=(("token", "\udcff"),))),
    "from elsewhere with the secret": ({"addresses": [OUTSIDE]}, proves(query=QUERY, remote_address=ELSEWHERE)),
    "from there without the secret": ({"addresses": [OUTSIDE]}, proves()),
    "from nowhere": ({"proof": None, "secret": None, "addresses": [OUTSIDE]}, proves(remote_address="")),
    "by what a header says": (
        {"proof": None, "secret": None, "addresses": [OUTSIDE]},
        proves(remote_address=ELSEWHERE, headers={"x-forwarded-for": OUTSIDE}),
    ),
}


@pytest.mark.parametrize(("options", "request_"), NOT_BELIEVED.values(), ids=NOT_BELIEVED.keys())
def test_nothing_else_is_a_proof(options: Options, request_: GatewayRequest) -> None:
    with pytest.raises(Unauthenticated) as refusal:
        channel("arkesel", **options).authenticate(request_)
    assert KEY not in str(refusal.value)


def test_a_secret_can_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(KEY + "\n")
    gateway = channel("nalo", secret=None, secret_file=str(tmp_path / "secret"))
    gateway.authenticate(ask("nalo", Said()))


@pytest.mark.parametrize("name", documented())
def test_each_example_of_the_document_is_a_channel(name: str) -> None:
    gateway = channel(name)
    assert (gateway.kind, gateway.can_send, gateway.gives_receipts, gateway.must_poll) == ("ussd", False, False, False)
    assert gateway.sender == documented()[name]["code"]
    assert gateway.screen_limit == documented()[name].get("screen_limit", 160)


def test_each_preset_is_among_the_examples() -> None:
    assert set(PRESETS) <= {options["dialect"] for options in documented().values() if options["dialect"] in PRESETS}
    assert {path.stem for path in Path(read_dialect.__code__.co_filename).parent.glob("*.toml")} == set(PRESETS)


def test_the_document_has_a_row_for_each_setting_of_a_dialect() -> None:
    _, _, table = DOCUMENT.read_text(encoding="utf-8").partition("| setting of a dialect |")
    rows = [line for line in table.partition("\n\n")[0].splitlines() if line.startswith("| `")]
    for name, field in Dialect.model_fields.items():
        default = field.default[0] if name == "methods" else field.default
        shown = f"`{default}`" if default not in (None, (), {}, "") and not field.is_required() else ""
        assert f"| `{name}` | {shown} | {field.description} |" in rows
        assert field.examples
    assert len(rows) == len(Dialect.model_fields)


def test_a_channel_has_one_address_for_the_methods_of_its_dialect() -> None:
    assert channel("arkesel").routes == (Route("ussd"),)
    assert channel("lama").routes == (Route("ussd", ("GET",)),)
    assert channel("infobip").routes == (Route("ussd", ("POST", "PUT"), below=True),)


def test_a_dialect_may_be_like_a_preset() -> None:
    gateway = channel("mirip")
    turn = gateway.parse_turn(ask("arkesel", Said(when=FIRST), without="msisdn", phone=CITIZEN))
    assert (turn.sender, turn.first) == (CITIZEN, True)


def test_a_channel_takes_no_texts_and_sends_none() -> None:
    gateway = channel("hubtel")
    with pytest.raises(BadRequest, match="takes no texts"):
        gateway.parse_mo(ask("hubtel", Said()))
    mt = Mt("k", CITIZEN, "KTP", "gsm7", 1, timedelta(hours=1))
    assert gateway.send(mt).error is SendError.UNREACHABLE
    assert (gateway.look_up(mt).lookup, gateway.respond(None, reply()).body) == (Lookup.UNCLEAR, "")
    assert gateway.health().ok


DIALECT = documented()["borneo"]["dialect"]
OF_DIALECT: dict[str, tuple[Options, str, str]] = {
    "no session": ({"session": None}, "session", "is missing"),
    "no number": ({"number": None}, "number", "is missing"),
    "no answer": ({"answer": None}, "answer", "is missing"),
    "no error": ({"error": None}, "error", "is missing"),
    "a slip": ({"sesion": "json:id"}, "sesion", "did you mean session"),
    "a place that is none": ({"session": "id"}, "session", "begins with one of json:, form:, query:, header:, path:"),
    "a place of kind http": ({"session": "re:^1"}, "session", "begins with one of"),
    "a part that the address lacks": ({"session": "path:session"}, "session", "no part of the setting below"),
    "an address with signs": ({"below": "../{session}"}, "below", "pattern"),
    "no mark of the turn": ({"turn": None, "first": None}, "turn", "is needed where only the newest input comes"),
    "a mark without a value": ({"first": None}, "first", "need each other"),
    "a value without a mark": ({"turn": None, "resends": True, "dialled": None}, "first", "need each other"),
    "a path with a dialled code": ({"resends": True}, "dialled", "resends is set too"),
    "a body of a GET": ({"methods": ["GET"]}, "session", "a GET has no body"),
    "no method": ({"methods": []}, "methods", "at least 1"),
    "a method that is none": ({"methods": ["HEAD"]}, "methods", "'GET', 'POST' or 'PUT'"),
    "a charset that is none": ({"charset": "utf-7bis"}, "charset", "no charset 'utf-7bis'"),
    "a charset that is no letters": ({"charset": "hex"}, "charset", "no charset 'hex'"),
    "an answer without a screen": ({"answer": "OK"}, "answer", "must hold {text}"),
    "a last answer without a screen": ({"last_answer": {"a": 1}}, "last_answer", "must hold {text}"),
    "an answer with what nobody keeps": ({"answer": "{text} {imsi}"}, "answer", "{imsi} stands for nothing"),
    "an end with a screen": ({"ended_answer": "{text}"}, "ended_answer", "{text} stands for nothing"),
    "an answer with an error": ({"answer": "{text} {message}"}, "answer", "stands in an error only"),
    "an error with a screen": ({"error": "{text}"}, "error", "{text} stands for nothing in an error"),
    "an answer of unknown rules": ({"answer_type": "text/html"}, "answer_type", "can't be escaped"),
    "a header of two lines": ({"last_headers": {"X": "1\r\nY: 2"}}, "last_headers", "'X'"),
    "a header with a value of the request": ({"last_headers": {"X": "{trx}"}}, "last_headers", "fixed value"),
    "a status that is none": ({"away_status": 99}, "away_status", "200"),
    "like what is none": ({"like": "hubtl"}, "like", "did you mean hubtel"),
}


@pytest.mark.parametrize(("changed", "name", "problem"), OF_DIALECT.values(), ids=OF_DIALECT.keys())
def test_a_wrong_setting_of_a_dialect_is_named_with_what_is_wrong(changed: Options, name: str, problem: str) -> None:
    table = {key: value for key, value in (DIALECT | changed).items() if value is not None}
    with pytest.raises(BadSetting) as refusal:
        channel("borneo", dialect=table)
    assert refusal.value.name == f"channels.borneo.dialect.{name}"
    assert problem in refusal.value.problem
    assert refusal.value.example


OF_CHANNEL: dict[str, tuple[Options, str, str]] = {
    "no proof at all": ({"proof": None, "secret": None, "addresses": None}, "", "nobody could tell"),
    "a proof without a secret": ({"secret": None}, ".secret", "need each other"),
    "a secret without a proof": ({"proof": None}, ".proof", "need each other"),
    "a short secret": ({"secret": "pendek"}, ".secret", "at least 16 characters"),
    "a proof that is none": ({"proof": "cookie:a"}, ".proof", "pattern"),
    "an address that is none": ({"addresses": ["borneo.id"]}, ".addresses", "IPv"),
    "this machine alone": ({"proof": None, "secret": None, "addresses": ["127.0.0.1"]}, ".addresses", "this machine"),
    "everybody": ({"proof": None, "secret": None, "addresses": ["0.0.0.0/0"]}, ".addresses", "this machine"),
    "everybody in six": ({"proof": None, "secret": None, "addresses": ["::/0"]}, ".addresses", "this machine"),
    "no code": ({"code": None}, ".code", "is missing"),
    "a number as code": ({"code": "+628110000123"}, ".code", "pattern"),
    "no dialect": ({"dialect": None}, ".dialect", "is missing"),
    "a dialect that is none": ({"dialect": "hubtl"}, ".dialect", "did you mean hubtel"),
    "a screen for nothing": ({"screen_limit": 99}, ".screen_limit", "100"),
    "a screen beyond the standard": ({"screen_limit": 183}, ".screen_limit", "182"),
    "a slip": ({"allowed": ["203.0.113.9"]}, ".allowed", "no such setting"),
}


@pytest.mark.parametrize(("changed", "name", "problem"), OF_CHANNEL.values(), ids=OF_CHANNEL.keys())
def test_a_wrong_setting_of_a_channel_is_named_with_what_is_wrong(changed: Options, name: str, problem: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        channel("borneo", **changed)
    assert refusal.value.name == f"channels.borneo{name}"
    assert problem in refusal.value.problem
    assert refusal.value.example
    assert KEY not in str(refusal.value)


def test_a_signature_wants_everything_in_the_body() -> None:
    assert channel("hubtel", proof="hmac:X-Signature").kind == "ussd"
    with pytest.raises(BadSetting, match=re.escape("channels.infobip.proof: hmac signs the body alone")):
        channel("infobip", proof="hmac:X-Signature")


def test_settings_do_not_print_their_secrets() -> None:
    assert KEY not in "".join(repr(vars(channel(name))) for name in PROOFS)
