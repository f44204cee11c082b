"""The cast of the tests of kind http: the providers of docs/gateways/http.md, and requests as they make them."""

from __future__ import annotations

import json
import logging
import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, cast
from urllib.parse import urlencode

import pytest

from smsinfo.domain.gateway import Gateway, GatewayRequest
from smsinfo.domain.sending import Mt
from smsinfo.gateways.aggregator import HttpGateway

from .cast import CITIZEN, PUBLIC_URL, Pairs, clock, settings

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "gateways" / "http.md"
KEY: Final = "kunci-rahasia-pesan-borneo"
TOKEN: Final = "token-panggilan-borneo-1"
NEXT_TOKEN: Final = "token-panggilan-borneo-2"
SECRETS: Final = (KEY, TOKEN, NEXT_TOKEN)
FILES: Final = ("user_file", "secret_file")

MT: Final = Mt("alert-7-42", CITIZEN, "Banjir & angin: 100% siaga", "gsm7", 1, timedelta(minutes=90))


def documented() -> dict[str, dict[str, Any]]:
    """Channel -> its options, from all examples of the document."""
    blocks = re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    return {name: table for block in blocks for name, table in tomllib.loads(block)["channels"].items()}


def example(name: str, url: str = "") -> dict[str, Any]:
    """An example with secrets instead of files, and the host of `url` instead of the provider's."""
    options = documented()[name]
    del options["kind"]
    for table, secret in ((options, KEY), (options.get("callbacks", {}), f"{TOKEN},{NEXT_TOKEN}")):
        for file in FILES:
            if table.pop(file, None):
                table[file.removesuffix("_file")] = secret if file == "secret_file" else "diskominfo"
    for table in (options.get("send"), options.get("balance")):
        if url and table:
            table["address"] = re.sub(r"^https?://[^/]+", url, table["address"])
    return options


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What must not be in a log and is. smsinfo's begins at WARNING for libraries; urllib3 tells addresses below it."""
    logged = "\n".join(record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING)
    return [secret for secret in (*SECRETS, MT.text, CITIZEN) if secret in logged]


def http(options: dict[str, Any], **values: Any) -> Gateway:
    """A channel named http."""
    return cast(Gateway, HttpGateway("http", options, settings(**values), clock))


def sends(url: str, **send: Any) -> Gateway:
    """A channel with one small `send` table, changed by `send`."""
    usual = {"address": f"{url}/send", "form": {"to": "{to}", "text": "{text}"}, "ok": "json:ok"}
    return http({"sender": "KALTENG", "user": "diskominfo", "secret": KEY, "send": usual | send})


def called(
    action: str,
    *,
    method: str = "POST",
    form: Pairs = (),
    query: Pairs = (),
    data: object = None,
    body: bytes = b"",
    remote: str = "203.0.113.9",
    token: str | None = TOKEN,
    **headers: str,
) -> GatewayRequest:
    """A request of Pesan Borneo as the web layer hands it over; header names with _ for -."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if token is not None:
        sent["x-token"] = token
    raw = json.dumps(data).encode() if data is not None else urlencode(form).encode() if form else body
    url = f"{PUBLIC_URL}/gw/http/{action}" + (f"?{urlencode(query)}" if query else "")
    return GatewayRequest(method, url, sent, query=query, form=form, body=raw, remote_address=remote)
