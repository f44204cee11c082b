"""Kind http: what an operator may write, and the sentence for each slip, naming the setting and showing a right one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from smsinfo.errors import BadSetting
from smsinfo.gateways.aggregator_parts import read_parts
from smsinfo.gateways.aggregator_templates import PLACEHOLDERS

from .aggregators import DOCUMENT, KEY, TOKEN, documented, example, http


@pytest.mark.parametrize("name", documented())
def test_each_example_of_the_document_is_a_channel(name: str) -> None:
    channel = http(example(name))
    assert (channel.kind, channel.sender, channel.can_send) == ("http", "KALTENG", True)


def test_the_document_names_each_placeholder() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [name for name in PLACEHOLDERS if f"{{{name}}}" not in text] == []


def test_secrets_can_stand_in_files(tmp_path: Path) -> None:
    for name, secret in (("key", KEY), ("token", TOKEN)):
        (tmp_path / name).write_text(secret + "\n")
    options = example("borneo")
    del options["secret"], options["callbacks"]["secret"]
    options |= {"secret_file": str(tmp_path / "key")}
    options["callbacks"] |= {"secret_file": str(tmp_path / "token")}
    assert http(options).can_send


def test_a_channel_may_only_take_texts_and_answer_them() -> None:
    options = {name: value for name, value in example("borneo").items() if name in ("sender", "texts", "callbacks")}
    options["texts"]["answer"] = "{text}"
    channel = http(options)
    assert (channel.can_send, channel.inline_reply, channel.gives_receipts) == (False, True, False)
    assert [route.action for route in channel.routes] == ["mo"]


Change = dict[str, Any]

# Table and changes of it (None takes a setting away) -> the setting that is named, and a part of the sentence.
WRONG: dict[str, tuple[str, Change, str, str]] = {
    "no sender": ("", {"sender": None}, "sender", "is missing"),
    "a sender of two lines": ("", {"sender": "A\nB"}, "sender", "pattern"),
    "a slip": ("", {"recipts": {}}, "recipts", "did you mean receipts"),
    "no user for {basic}": ("", {"user": None}, "user", "is missing, and a template uses it"),
    "no secret for {basic}": ("", {"secret": None}, "secret", "is missing, and a template uses it"),
    "an error that we don't have": ("", {"errors": {"5": "broke"}}, "errors", "temporary"),
    "nothing to say": ("", {"send": None}, "send", "the channel can say nothing"),
    "no address": ("send", {"address": None}, "send.address", "is missing"),
    "an address without host": ("send", {"address": "kirim"}, "send.address", "must be http(s)://host/path"),
    "a query in the address": ("send", {"address": "https://x.id/?a=1"}, "send.address", "belong into query"),
    "a log-in in the address": ("send", {"address": "https://u:p@x.id/"}, "send.address", "a log-in into headers"),
    "a host out of a placeholder": ("send", {"address": "https://{user}.id/"}, "send.address", "must be http"),
    "no TLS": ("send", {"address": "http://x.id/send"}, "send.address", "in clear"),
    "a placeholder that is none": ("send", {"form": {"a": "{txt}"}}, "send.form", "{txt} stands for nothing"),
    "one deep inside": ("send", {"form": {}, "json_body": {"a": [{"b": "{no}"}]}}, "send.json_body", "{no}"),
    "a text that is never sent": ("send", {"form": {"a": "{to}"}}, "send", "must hold {text}"),
    "nobody to send to": ("send", {"form": {"a": "{text}"}}, "send", "the number as"),
    "two bodies": ("send", {"body": "{text}"}, "send.body", "form is set too"),
    "a body of a GET": ("send", {"method": "GET"}, "send.form", "a GET has no body"),
    "a method that is none": ("send", {"method": "SEND"}, "send.method", "'GET', 'POST' or 'PUT'"),
    "a body of unknown rules": ("send", {"body_type": "text/html"}, "send.body_type", "can't be escaped"),
    "a header's name with a blank": ("send", {"headers": {"X Y": "1"}}, "send.headers", "'X Y'"),
    "a header of two lines": ("send", {"headers": {"X": "1\r\nY: 2"}}, "send.headers", "'X'"),
    "no yes": ("send", {"ok": None, "ok_values": None, "id": None}, "send.ok", "say where the answer says yes"),
    "values without a place": ("send", {"ok": None}, "send.ok_values", "ok is missing"),
    "a place that is none": ("send", {"ok": "status"}, "send.ok", "is no place"),
    "a pattern that is none": ("send", {"ok": "re:("}, "send.ok", "is no regular expression"),
    "no coding": ("send", {"coding": None}, "send.coding", "is needed for {coding}"),
    "half a coding": ("send", {"coding": {"ucs2": "8"}}, "send.coding", "is needed for {coding}"),
    "a balance of somebody": ("balance", {"query": {"to": "{to}"}}, "balance", "{to} belongs to a message"),
    "a balance without a place": ("balance", {"balance": None}, "balance.balance", "is missing"),
    "receipts of nobody": ("receipts", {"id": None, "key": None}, "receipts.id", "set id or key"),
    "receipts without words": ("receipts", {"statuses": None}, "receipts.statuses", "is missing"),
    "a word for what we don't have": ("receipts", {"statuses": {"A": "ok"}}, "receipts.statuses", "delivered"),
    "a list that is no list": ("receipts", {"items": "form:a"}, "receipts.items", "must be a json: place"),
    "a place called when without values": ("receipts", {"when": "json:a"}, "receipts.when", "need each other"),
    "a zone that is none": ("receipts", {"time_zone": "WIB"}, "receipts.time_zone", "no time zone 'WIB'"),
    "a time without a day": ("receipts", {"time_format": "%H:%M"}, "receipts.time_format", "neither iso"),
    "a time by no pattern": ("receipts", {"time_format": "YYYY-MM-DD"}, "receipts.time_format", "neither iso"),
    "an answer with a placeholder": ("texts", {"answer": "{reply}"}, "texts.answer", "{reply} stands for nothing"),
    "an answer of unknown rules": ("texts", {"answer_type": "text/html"}, "texts.answer_type", "can't be escaped"),
    "texts without id and time": ("texts", {"id": None, "time": None}, "texts.id", "set id or time"),
    "no proof at all": ("", {"callbacks": None}, "callbacks", "nobody could tell"),
    "an empty proof": ("", {"callbacks": {}}, "callbacks", "nobody could tell"),
    "a proof without a secret": ("callbacks", {"secret": None}, "callbacks.secret", "need each other"),
    "an empty secret": ("callbacks", {"secret": " , "}, "callbacks.secret", "need each other"),
    "a secret without a proof": ("callbacks", {"proof": None}, "callbacks.proof", "need each other"),
    "a short secret": ("callbacks", {"secret": "pendek"}, "callbacks.secret", "at least 16 characters"),
    "a proof that is none": ("callbacks", {"proof": "cookie:a"}, "callbacks.proof", "pattern"),
    "an address that is none": ("callbacks", {"addresses": ["borneo.id"]}, "callbacks.addresses", "IPv"),
    "a network with a host in it": ("callbacks", {"addresses": ["10.0.0.1/8"]}, "callbacks.addresses", "IPv"),
    "a signature over a query": ("callbacks", {"proof": "hmac:X-S"}, "texts", "it alone is signed"),
    "secret and file": ("callbacks", {"secret_file": "/x"}, "callbacks.secret_file", "secret is set too"),
}


@pytest.mark.parametrize(("table", "change", "name", "problem"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_setting_is_named_with_what_is_wrong(table: str, change: Change, name: str, problem: str) -> None:
    options = example("borneo")
    options["texts"]["recipient"] = "query:to"
    changed = options[table] if table else options
    changed |= change
    for key in [key for key, value in changed.items() if value is None]:
        del changed[key]
    with pytest.raises(BadSetting) as refusal:
        http(options)
    assert refusal.value.name == f"channels.http.{name}"
    assert problem in refusal.value.problem
    assert refusal.value.example
    assert [secret for secret in (KEY, TOKEN) if secret in str(refusal.value)] == []


@pytest.mark.parametrize("hidden", ["receipts", "texts"])
def test_a_signature_wants_the_body_of_a_post(hidden: str) -> None:
    options = example("borneo")
    options["callbacks"] = {"proof": "hmac:X-Signature", "secret": TOKEN}
    assert http(options).gives_receipts
    options[hidden]["method"] = "GET"
    with pytest.raises(BadSetting, match=re.escape(f"channels.http.{hidden}: with hmac")):
        http(options)


def test_settings_do_not_print_their_secrets() -> None:
    shown = repr(read_parts("http", example("borneo"))) + repr(vars(http(example("borneo"))))
    assert [secret for secret in (KEY, TOKEN) if secret in shown] == []
