"""Gammu SMSD: a phone or USB modem with a SIM, through the SQL tables of the daemon that drives it.

Source: Gammu 1.42, gammu-smsd-tables(7) and gammu-smsd-sql(7), and where they are silent smsd/services/sql.c and
smsd/core.c, tried with tests/interop/test_gammu.py:

- Nothing calls us: `poll` reads `inbox` for rows that are not Processed, and `polled_done` marks them once their texts
  are committed. Between the two the same rows are given again, with the same external id.
- `send` puts a row into `outbox` (later parts into `outbox_multipart`), its CreatorID our key. SMSD takes it by moving
  SendingTimeOut ahead, writes one row a part into `sentitems` as the parts leave, then deletes it. So a message in
  outbox has not left; SENT is told of what is in sentitems.
- Receipts of the network change Status of the part's row in sentitems. What was told of it stands in a table of our
  own, `smsinfo_mt`, beside SMSD's: it is written with the outbox row in one transaction, so a key is put once.
- SMSD knows no end of a message's time in outbox: what is overdue there is taken out by `poll` and told as EXPIRED.

`recall` and expiry can race with SMSD only where it has held one message for over a minute without progress (its hold
on the row ends then, and is renewed a second later): such a row can be deleted while the modem sends it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Final

from pydantic import Field, SecretStr, field_validator

from smsinfo.config import Settings
from smsinfo.domain.clock import Clock
from smsinfo.domain.gateway import GatewayRequest, GatewayResponse, ReceiveOnly, Route
from smsinfo.domain.messages import MoMessage, MtStatus, Reply
from smsinfo.domain.sending import Dlr, Found, Health, Lookup, Mt, Polled, SendError, SendResult
from smsinfo.errors import BadSetting, Unauthenticated
from smsinfo.gateways import gammu_clearing as clearing
from smsinfo.gateways import gammu_tables as tables
from smsinfo.gateways.gammu_codes import LAST, read_status
from smsinfo.gateways.gammu_db import SmsdDatabase, SmsdProblem
from smsinfo.gateways.gammu_parts import Whole, join
from smsinfo.gateways.reading import Options, read_options

MOST_PARTS: Final = 255
"""Parts of one message: their number is one octet of the header."""

SILENT: Final = 120
"""Seconds without a sign of SMSD after which the channel counts as down: it writes at each turn of its loop."""

_AHEAD: Final = timedelta(minutes=10)
_EXPIRED: Final = "expired"
_EXAMPLE: Final = 'database = "sqlite:////var/lib/smsd/smsd.db"'


class GammuOptions(Options):
    """`[channels.<name>]` of kind gammu."""

    secrets: ClassVar[frozenset[str]] = frozenset({"database"})

    database: SecretStr = Field(
        description="SMSD's database: sqlite:/// and the path of its file, or postgresql://user:password@host/name.",
        examples=[_EXAMPLE],
    )
    sender: str = Field(
        min_length=1,
        max_length=32,
        description="The SIM's own number.",
        examples=['sender = "+6281250001234"'],
    )
    phone_id: str = Field(
        default="",
        max_length=64,
        description="PhoneID of the SMSD that is meant, where several share one database.",
        examples=['phone_id = "modem1"'],
    )

    @field_validator("database")
    @classmethod
    def _check_address(cls, address: SecretStr) -> SecretStr:
        SmsdDatabase(address.get_secret_value())
        return address


@dataclass(frozen=True, slots=True)
class _Mark:
    """What one poll gave: rows of the inbox, and news by key (all that is told now, and whether it is the last)."""

    read: tuple[int, ...]
    told: tuple[tuple[str, str, bool], ...]


class GammuGateway(ReceiveOnly):
    """One SIM behind one SMSD."""

    kind: ClassVar[str] = "gammu"
    routes: tuple[Route, ...] = ()
    inline_reply: bool = False
    can_send: bool = True
    can_look_up: bool = True
    gives_receipts: bool = True
    must_poll: bool = True
    clears: bool = True
    keeps: str = ""

    def __init__(self, channel: str, options: Mapping[str, Any], settings: Settings, clock: Clock) -> None:
        """Raises BadSetting for a wrong setting, and for tables that are not SMSD's or of a version we don't know.

        A database server that is only away now is no reason not to start: it is asked again each time.
        """
        own = read_options(GammuOptions, channel, options)
        self.channel = channel
        self.sender = own.sender
        self.practice = False
        self._phone_id = own.phone_id
        self._database = SmsdDatabase(own.database.get_secret_value())
        self._clock = clock
        try:
            with self._database.reading():
                pass
        except SmsdProblem as problem:
            if problem.kind is SendError.DENIED:
                raise BadSetting(f"channels.{channel}.database", problem.detail, _EXAMPLE) from None

    def authenticate(self, request: GatewayRequest) -> None:
        """There is no webhook: whatever comes is refused."""
        raise Unauthenticated("SMSD calls nobody: its texts are read from its database")

    def parse_mo(self, request: GatewayRequest) -> MoMessage | None:
        """No text comes this way."""
        return None

    def respond(self, mo: MoMessage | None, reply: Reply | None) -> GatewayResponse:
        """Nobody waits for an answer."""
        return GatewayResponse("", status=404)

    def send(self, mt: Mt) -> SendResult:
        """Put one MT into the outbox; the same key again gives the same external id and puts nothing."""
        if mt.segments > MOST_PARTS:
            return SendResult(error=SendError.REJECTED, detail=f"more than {MOST_PARTS} segments")
        try:
            with self._database.reading() as session:
                id_ = tables.find(session, mt.key)
            if id_ is None:
                with self._database.writing() as session:
                    id_ = tables.put(session, self.channel, self._phone_id, mt, self._now())
        except SmsdProblem as problem:
            return SendResult(error=problem.kind, detail=problem.detail)
        return SendResult(external_id=str(id_))

    def look_up(self, mt: Mt) -> Found:
        """Ask the tables for the key."""
        try:
            with self._database.reading() as session:
                id_ = tables.find(session, mt.key)
        except SmsdProblem:
            return Found(Lookup.UNCLEAR)
        return Found(Lookup.ABSENT) if id_ is None else Found(Lookup.TAKEN, str(id_))

    def poll(self) -> Polled:
        """New texts, whole; news of what was sent; and messages that were not sent in time, taken out of the outbox."""
        now = self._now()
        with self._database.reading() as session:
            texts = [text for text in join(tables.unread(session, self._phone_id)) if text.ready]
            sent = tables.sent(session, self.channel)
            overdue = tables.overdue(session, self.channel, now)
        expired = self._take_out(overdue)
        news = [(message, *_news(message, self.channel)) for message in sent]
        dlrs = [dlr for _, found, _ in news for dlr in found]
        dlrs += [Dlr(self.channel, MtStatus.EXPIRED, key=key, detail="SMSD did not send it in time") for key in expired]
        told = [(message.key, shown, _is_last(message)) for message, found, shown in news if found]
        told += [(key, _EXPIRED, True) for key in expired]
        if not texts and not told:
            return Polled()
        mark = _Mark(tuple(id_ for text in texts for id_ in text.ids), tuple(told))
        return Polled(tuple(map(self._mo, texts)), tuple(dlrs), mark)

    def polled_done(self, mark: object) -> None:
        """Mark the rows as Processed, and note the news as told."""
        if not isinstance(mark, _Mark):
            return
        with self._database.writing() as session:
            tables.mark_read(session, mark.read)
            for key, told, done in mark.told:
                tables.told(session, key, told, done)

    def recall(self, keys: Sequence[str]) -> int:
        """Delete from the outbox what SMSD has not taken yet; each key by itself, so that SMSD is never held up."""
        count = 0
        try:
            for key in keys:
                with self._database.writing() as session:
                    if tables.take_back(session, key):
                        tables.forget(session, key)
                        count += 1
        except SmsdProblem:
            return count
        return count

    def forget(self, msisdn: str) -> bool:
        """Delete the person's rows of inbox, sentitems, outbox and outbox_multipart, but what is in SMSD's hands."""
        with self._database.writing() as session:
            return clearing.forget(session, clearing.spellings(msisdn))

    def prune(self, before: datetime) -> int:
        """Delete old rows of inbox and sentitems."""
        with self._database.writing() as session:
            return clearing.prune(session, before)

    def health(self) -> Health:
        """When SMSD last wrote of its phone, and what."""
        try:
            with self._database.reading() as session:
                phone = tables.phone(session, self._phone_id)
                waiting = tables.waiting(session, self._phone_id)
        except SmsdProblem as problem:
            return Health(False, str(problem))
        if phone is None:
            return Health(False, "SMSD has never reached a phone: see its log")
        if phone.age > SILENT:
            return Health(False, f"SMSD was last seen {phone.age} s ago: is it running, is the modem plugged in?")
        if not (phone.sends and phone.receives):
            return Health(False, "SMSD is told not to send or not to receive (smsdrc: Send, Receive)")
        levels = (("signal", phone.signal), ("battery", phone.battery))
        known = [f"{name} {level} %" for name, level in levels if level > 0]
        return Health(True, ", ".join([phone.network or "network unknown", *known, f"{waiting} in the outbox"]))

    def _now(self) -> int:
        return int(self._clock().timestamp())

    def _take_out(self, overdue: list[tuple[str, bool]]) -> list[str]:
        """The keys that will not be sent any more: taken out now, or gone already."""
        expired = [key for key, waits in overdue if not waits]
        waiting = [key for key, waits in overdue if waits]
        if waiting:
            with self._database.writing() as session:
                expired += [key for key in waiting if tables.take_back(session, key)]
        return expired

    def _mo(self, text: Whole) -> MoMessage:
        now, sent_at = self._clock(), _time(text.first.received)
        return MoMessage(
            channel=self.channel,
            external_id=text.external_id,
            sender=text.first.sender,
            recipient=self.sender,
            text=text.text,
            received_at=now,
            # A centre of another zone than this machine's: SMSD drops the zone.
            sent_at=None if sent_at is None or sent_at > now + _AHEAD else sent_at,
        )


def _news(message: tables.Sent, channel: str) -> tuple[list[Dlr], str]:
    """The receipts that were not told yet, and all that is told with them."""
    known = message.told.split()
    dlrs = []
    for part in message.rows:
        if _name(part) in known:
            continue
        became = read_status(part.status, part.tp_status, part.cms)
        dlrs.append(
            Dlr(
                channel=channel,
                status=became.status,
                external_id=str(message.id),
                key=message.key,
                part=part.number,
                parts=message.parts,
                at=_time(str(part.delivered or "")),
                error=became.error,
                detail=became.detail,
            )
        )
    return dlrs, " ".join(map(_name, message.rows))


def _is_last(message: tables.Sent) -> bool:
    """Nothing more will be heard: all parts have left, or failed, and SMSD awaits no receipt of any."""
    return len(message.rows) == message.parts and all(part.status in LAST for part in message.rows)


def _name(part: tables.Part) -> str:
    return f"{part.number}={part.status}"


def _time(text: str) -> datetime | None:
    """A time as SMSD writes it, in this machine's zone; None where it is none."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
