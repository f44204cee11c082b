"""The simulator: a channel without a provider, for trying things out, teaching and tests.

It sends into memory: `sent` is what the phones got, and `poll` gives the receipts, so the whole path runs without a
network. Faults come on demand (`simulator_faults`): by the settings, or message by message with `arrange` and
`keep_for`.

It is mounted only where it is declared. Beside a real channel it needs `practice_only` and a log-in
(`smsinfo.gateways.check_simulator`); the log-in is the web layer's, since a gateway knows no sessions.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar, Final
from uuid import uuid4

from pydantic import Field

from smsinfo.config import Settings
from smsinfo.domain.clock import Clock
from smsinfo.domain.gateway import GatewayRequest, GatewayResponse, ReceiveOnly, Route
from smsinfo.domain.messages import MoMessage, MtStatus, Reply
from smsinfo.domain.sending import Dlr, Found, Health, Lookup, Mt, Polled, SendError, SendResult
from smsinfo.errors import BadRequest
from smsinfo.gateways.http import TIMEOUT
from smsinfo.gateways.reading import Form, Options, check_external_id, read_options
from smsinfo.gateways.simulator_faults import REFUSALS, Fault, Faults

KEPT: Final = 100_000
"""Sent messages, and receipts that nobody has fetched, that are remembered: some 100 MB at most."""

RETRY_AFTER: Final = 30.0
"""Seconds that a throttled hand-over is told to wait."""


class SimulatorOptions(Options):
    """`[channels.<name>]` of kind simulator."""

    sender: str = Field(
        default="smsinfo",
        min_length=1,
        max_length=32,
        description="What the phone shows as the sender.",
        examples=['sender = "smsinfo"'],
    )
    segment_idr: int = Field(
        default=350,
        ge=0,
        le=100_000,
        description="Rupiah that the simulated provider takes for a segment.",
        examples=["segment_idr = 350"],
    )
    balance_idr: int | None = Field(
        default=None,
        ge=0,
        description="Rupiah on the simulated account; without it there is always enough.",
        examples=["balance_idr = 100000"],
    )
    receipt_seconds: float = Field(
        default=0.0,
        ge=0,
        le=86_400,
        description="Seconds from a hand-over to its last receipt.",
        examples=["receipt_seconds = 5"],
    )
    slow_seconds: float = Field(
        default=10.0,
        ge=0,
        le=TIMEOUT,
        description="Seconds that a slow hand-over takes.",
        examples=["slow_seconds = 10"],
    )
    faults: dict[str, Any] = Field(
        default={},
        description="What goes wrong: seed, shares, script, numbers.",
        examples=["faults = { shares = { lost = 0.1 } }"],
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """One message that the simulated phone got, and the fault that its hand-over or receipts had."""

    mt: Mt
    external_id: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class _Due:
    number: int
    at: datetime
    dlr: Dlr


class SimulatorGateway(ReceiveOnly):
    """One simulated number. `POST /gw/<channel>/mo` takes `from`, `text` and perhaps `id`, as JSON or as a form."""

    kind: ClassVar[str] = "simulator"
    keeps: str = ""
    routes: tuple[Route, ...] = (Route("mo"),)
    inline_reply: bool = True
    can_send: bool = True
    can_look_up: bool = True
    gives_receipts: bool = True
    must_poll: bool = True

    def __init__(self, channel: str, options: Mapping[str, Any], settings: Settings, clock: Clock) -> None:
        """Raises BadSetting for a wrong setting of the channel."""
        own = read_options(SimulatorOptions, channel, options)
        self.channel = channel
        self.sender = own.sender
        self.practice = settings.practice_only
        self.wait: Callable[[float], object] = time.sleep
        """Called with the seconds that a slow hand-over takes; a test records them instead."""
        self.balance_idr = own.balance_idr
        self._own = own
        self._faults = Faults(channel, own.faults)
        self._sent: deque[Sent] = deque(maxlen=KEPT)
        self._due: deque[_Due] = deque(maxlen=KEPT)
        self._run = uuid4().hex[:8]  # the ids of two processes, or of one before and after a restart, must not meet
        self._taken = self._receipts = 0
        self._lock = threading.Lock()
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

    def respond(self, mo: MoMessage | None, reply: Reply | None) -> GatewayResponse:
        """`{"reply": {"text", "encoding", "segments", "kind"}}`, or `{"reply": null}` where there is none."""
        shown = None if reply is None else _shown(reply)
        return GatewayResponse(json.dumps({"reply": shown}, ensure_ascii=False), content_type="application/json")

    def send(self, mt: Mt) -> SendResult:
        """Take the message, or let happen to it what is on demand. A repeat of a key is a second message."""
        with self._lock:
            fault = self._faults.next(mt.to)
            result = self._take(mt, fault)
        if fault is Fault.SLOW and result.accepted:
            self.wait(self._own.slow_seconds)
        return result

    def look_up(self, mt: Mt) -> Found:
        """Whether a message with this key was taken; the newest where there are several."""
        with self._lock:
            taken = next((sent.external_id for sent in reversed(self._sent) if sent.mt.key == mt.key), None)
        return Found(Lookup.TAKEN if taken else Lookup.ABSENT, taken)

    def poll(self) -> Polled:
        """The receipts that have come by now, again and again until they are done."""
        with self._lock:
            due = [one for one in self._due if one.at <= self._clock()]
        return Polled(dlrs=tuple(one.dlr for one in due), mark=frozenset(one.number for one in due))

    def polled_done(self, mark: object) -> None:
        """Forget the receipts that are committed."""
        with self._lock:
            kept = [one for one in self._due if not (isinstance(mark, frozenset) and one.number in mark)]
            self._due = deque(kept, maxlen=self._due.maxlen)

    def health(self) -> Health:
        """Well, unless the account is empty."""
        if self.balance_idr is None:
            return Health(True, "the simulator takes everything")
        return Health(self.balance_idr > 0, f"Rp {self.balance_idr} on the simulated account", self.balance_idr)

    @property
    def sent(self) -> tuple[Sent, ...]:
        """What the phones got, in this order; the newest 100,000."""
        with self._lock:
            return tuple(self._sent)

    def arrange(self, *faults: Fault) -> None:
        """The next messages get these faults, one each."""
        with self._lock:
            self._faults.arrange(*faults)

    def keep_for(self, number: str, fault: Fault) -> None:
        """From now on all messages to a number get this fault, `Fault.NONE` for none."""
        with self._lock:
            self._faults.keep_for(number, fault)

    def _take(self, mt: Mt, fault: Fault) -> SendResult:
        price = mt.segments * self._own.segment_idr
        if fault in REFUSALS:
            later = RETRY_AFTER if fault is Fault.THROTTLED else None
            return SendResult(error=REFUSALS[fault], detail="simulated", retry_after=later)
        if self.balance_idr is not None and self.balance_idr < price:
            return SendResult(error=SendError.NO_BALANCE, detail="the simulated account is empty")
        if self.balance_idr is not None:
            self.balance_idr -= price
        self._taken += 1
        external_id = f"{self._run}-{self._taken}"
        self._sent.append(Sent(mt, external_id, fault))
        self._plan_receipts(mt.key, external_id, fault)
        if fault is Fault.TAKEN:
            return SendResult(error=SendError.UNKNOWN, detail="simulated: taken, then no answer")
        return SendResult(external_id=external_id, price_idr=price)

    def _plan_receipts(self, key: str, external_id: str, fault: Fault) -> None:
        """SENT at once and the last word later; as the fault wants it, twice, the other way round, or never."""
        now = self._clock()
        last = now + timedelta(seconds=self._own.receipt_seconds)
        sent = Dlr(self.channel, MtStatus.SENT, external_id, key, at=now)
        end = Dlr(self.channel, MtStatus.DELIVERED, external_id, key, at=last)
        if fault is Fault.UNDELIVERED:
            off = "simulated: the phone is off"
            end = Dlr(self.channel, MtStatus.FAILED, external_id, key, at=last, error=SendError.UNREACHABLE, detail=off)
        planned = [(now, sent), (last, end)]
        if fault is Fault.DISORDER:
            planned = [(last, end), (last, sent)]
        times = {Fault.LOST: 0, Fault.DUPLICATE: 2}.get(fault, 1)
        for at, dlr in planned * times:
            self._receipts += 1
            self._due.append(_Due(self._receipts, at, dlr))


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
