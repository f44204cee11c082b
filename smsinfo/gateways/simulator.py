"""The simulator: a channel without a provider, for trying things out, teaching and tests.

It is mounted only where it is declared. Beside a real channel it needs `practice_only` and a log-in
(`smsinfo.gateways.check_simulator`); the log-in is the web layer's, since a gateway knows no sessions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import uuid4

from pydantic import Field

from smsinfo.config import Settings
from smsinfo.domain.clock import Clock
from smsinfo.domain.gateway import GatewayRequest, GatewayResponse, Route
from smsinfo.domain.messages import MoMessage, Reply
from smsinfo.errors import BadRequest
from smsinfo.gateways.reading import Form, Options, check_external_id, read_options


class SimulatorOptions(Options):
    """`[channels.<name>]` of kind simulator."""

    sender: str = Field(
        default="smsinfo",
        min_length=1,
        max_length=32,
        description="What the phone shows as the sender.",
        examples=['sender = "smsinfo"'],
    )


class SimulatorGateway:
    """One simulated number. `POST /gw/<channel>/mo` takes `from`, `text` and perhaps `id`, as JSON or as a form."""

    kind: ClassVar[str] = "simulator"
    routes: ClassVar[tuple[Route, ...]] = (Route("mo"),)
    inline_reply: ClassVar[bool] = True

    def __init__(self, channel: str, options: Mapping[str, Any], settings: Settings, clock: Clock) -> None:
        """Raises BadSetting for a wrong setting of the channel."""
        self.channel = channel
        self.sender = read_options(SimulatorOptions, channel, options).sender
        self.practice = settings.practice_only
        self._clock = clock

    def authenticate(self, request: GatewayRequest) -> None:
        """Nothing to check: there is no provider who could prove anything."""

    def parse_mo(self, request: GatewayRequest) -> MoMessage:
        """The text as it was written. Raises BadRequest."""
        form = _fields(request)
        external_id = form.at_most_once("id") or uuid4().hex
        return MoMessage(
            channel=self.channel,
            external_id=check_external_id(external_id),
            sender=form.once("from"),
            recipient=self.sender,
            text=form.once("text"),
            received_at=self._clock(),
            practice=self.practice,
        )

    def respond(self, mo: MoMessage, reply: Reply | None) -> GatewayResponse:
        """`{"reply": {"text", "encoding", "segments", "kind"}}`, or `{"reply": null}` where there is none."""
        shown = None if reply is None else _shown(reply)
        return GatewayResponse(json.dumps({"reply": shown}, ensure_ascii=False), content_type="application/json")


def _shown(reply: Reply) -> dict[str, str | int]:
    return {"text": reply.text, "encoding": reply.encoding, "segments": reply.segments, "kind": reply.kind.value}


def _fields(request: GatewayRequest) -> Form:
    if not request.headers.get("content-type", "").startswith("application/json"):
        return Form.of(request.form)
    try:
        read = json.loads(request.body, object_pairs_hook=_Pairs)
    except (ValueError, RecursionError):
        raise BadRequest("the body is not JSON") from None
    if not isinstance(read, _Pairs) or not all(isinstance(value, str) for _, value in read):
        raise BadRequest('the body must be one JSON object of texts, such as {"from": "0812...", "text": "KTP"}')
    return Form.of(read)


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with its repeats: `json` itself would keep only the last of them."""
