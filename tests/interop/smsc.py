"""A message centre: just enough SMPP 3.4 for one real client to bind, submit, and receive texts and receipts.

Source: SMPP Protocol Specification v3.4, issue 1.2: 3.2 (header), 4.1 (bind), 4.4 (submit_sm), 4.6 (deliver_sm), 5.2.28
and 5.3.2 (message states and TLVs), appendix B (the text of a receipt). Long texts: 3GPP TS 23.040, 9.2.3.24.1.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from typing import Final

import gsm0338

from smsinfo.sms.segments import split

GENERIC_NACK, SUBMIT_SM, DELIVER_SM, ENQUIRE_LINK = 0x80000000, 0x04, 0x05, 0x15
RESPONSE: Final = 0x80000000
BINDS: Final = frozenset({0x01, 0x02, 0x09})
INVALID_DESTINATION: Final = 0x0000000B
STATES: Final = {"DELIVRD": 2, "EXPIRED": 3, "UNDELIV": 5, "REJECTD": 8}
"""The words of a receipt and their message_state."""

UCS2: Final = 8
_HEADER: Final = struct.Struct(">IIII")
_RECEIPT, _UDH = 0x04, 0x40
_INTERNATIONAL, _ISDN = 1, 1
_PAYLOAD, _RECEIPTED_ID, _STATE = 0x0424, 0x001E, 0x0427
_alphabet = gsm0338.Codec()


@dataclass(frozen=True)
class Submitted:
    """One submit_sm: `data` without its user data header `udh`; `validity` as it came (YYMMDDhhmmss000+)."""

    message_id: str
    source: str
    destination: str
    coding: int
    registered: int
    validity: str
    udh: bytes
    data: bytes

    @property
    def text(self) -> str:
        """What the handset shows of this part."""
        return self.data.decode("utf-16-be") if self.coding == UCS2 else str(_alphabet.decode(self.data)[0])


class _Reader:
    """The fields of a PDU's body, one after the other."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def take(self, size: int) -> bytes:
        """The next octets."""
        taken, self._body = self._body[:size], self._body[size:]
        return taken

    def octet(self) -> int:
        """The next octet."""
        return self.take(1)[0]

    def text(self) -> str:
        """The next C-octet string."""
        found, _, self._body = self._body.partition(b"\0")
        return found.decode("latin-1")

    def tlvs(self) -> dict[int, bytes]:
        """The optional parameters at the end."""
        found = {}
        while self._body:
            tag, size = struct.unpack(">HH", self.take(4))
            found[tag] = self.take(size)
        return found


class Smsc:
    """What a test sees: `submitted` in their order. Numbers are told beforehand what becomes of their messages."""

    def __init__(self) -> None:
        self.submitted: list[Submitted] = []
        self.refused: dict[str, int] = {}
        """Number -> command_status with which submit_sm is refused."""
        self.ends: dict[str, str] = {}
        """Number -> final state of its messages; DELIVRD where it is not here."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._links: list[socket.socket] = []
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listener.getsockname()[1])

    @property
    def bound(self) -> bool:
        """A client has bound."""
        return bool(self._links)

    def to(self, number: str) -> list[Submitted]:
        """What was submitted for a number (without its plus)."""
        with self._lock:
            return [sms for sms in self.submitted if sms.destination == number.lstrip("+")]

    def deliver(self, sender: str, recipient: str, text: str) -> None:
        """A text from a handset, in as many parts as it needs."""
        parts = split(text)
        for number, part in enumerate(parts.parts, 1):
            ucs2 = parts.encoding == "ucs2"
            data = part.encode("utf-16-be") if ucs2 else bytes(_alphabet.encode(part)[0])
            udh = bytes([5, 0, 3, hash(text) & 0xFF, parts.count, number]) if parts.count > 1 else b""
            self._deliver(sender, recipient, udh + data, _UDH if udh else 0, UCS2 if ucs2 else 0)

    def close(self) -> None:
        """Hang up on everybody."""
        for link in [self._listener, *self._links]:
            with suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
            link.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                link, _ = self._listener.accept()
            except OSError:  # closed
                return
            thread = threading.Thread(target=self._serve, args=(link,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, link: socket.socket) -> None:
        with link, suppress(OSError), link.makefile("rb") as stream:
            while len(header := stream.read(_HEADER.size)) == _HEADER.size:
                size, command, _, sequence = _HEADER.unpack(header)
                self._answer(link, command, sequence, stream.read(size - _HEADER.size))
        with self._lock:
            self._links = [known for known in self._links if known is not link]

    def _answer(self, link: socket.socket, command: int, sequence: int, body: bytes) -> None:
        if command in BINDS:
            self._send(link, command | RESPONSE, sequence, b"TESTSMSC\0")
            self._links.append(link)
        elif command == SUBMIT_SM:
            self._submit(link, sequence, body)
        elif not command & RESPONSE:
            self._send(link, command | RESPONSE, sequence, b"")

    def _submit(self, link: socket.socket, sequence: int, body: bytes) -> None:
        sms = _submitted(f"{next(self._numbers):08X}", body)
        refusal = self.refused.get(f"+{sms.destination}", 0)
        with self._lock:
            self.submitted.append(sms)
        answer = b"" if refusal else sms.message_id.encode() + b"\0"
        self._send(link, SUBMIT_SM | RESPONSE, sequence, answer, refusal)
        if sms.registered & 1 and not refusal:
            self._report(sms, self.ends.get(f"+{sms.destination}", "DELIVRD"))

    def _report(self, sms: Submitted, state: str) -> None:
        text = (
            f"id:{sms.message_id} sub:001 dlvrd:001 submit date:2611242000 done date:2611242001 "
            f"stat:{state} err:000 text:{sms.text[:20]}"
        )
        known = _tlv(_RECEIPTED_ID, sms.message_id.encode() + b"\0") + _tlv(_STATE, bytes([STATES[state]]))
        self._deliver(f"+{sms.destination}", sms.source, text.encode("latin-1", "replace"), _RECEIPT, 0, known)

    def _deliver(self, sender: str, recipient: str, data: bytes, esm: int, coding: int, tlvs: bytes = b"") -> None:
        international = sender.startswith("+")
        body = (
            b"\0"
            + bytes([_INTERNATIONAL if international else 0, _ISDN if international else 0])
            + sender.lstrip("+").encode()
            + b"\0\0\0"
            + recipient.encode()
            + b"\0"
            + bytes([esm, 0, 0, 0, 0, 0, 0, coding, 0, len(data)])
            + data
            + tlvs
        )
        self._send(self._links[0], DELIVER_SM, next(self._numbers), body)

    def _send(self, link: socket.socket, command: int, sequence: int, body: bytes, status: int = 0) -> None:
        with self._lock:
            link.sendall(_HEADER.pack(_HEADER.size + len(body), command, status, sequence) + body)


def _submitted(message_id: str, body: bytes) -> Submitted:
    fields = _Reader(body)
    fields.text()
    fields.take(2)
    source = fields.text()
    fields.take(2)
    destination = fields.text()
    esm = fields.octet()
    fields.take(2)
    fields.text()
    validity = fields.text()
    registered = fields.octet()
    fields.octet()
    coding = fields.octet()
    fields.octet()
    data = fields.take(fields.octet())
    data = fields.tlvs().get(_PAYLOAD, data)
    cut = data[0] + 1 if esm & _UDH else 0
    return Submitted(message_id, source, destination, coding, registered, validity, data[:cut], data[cut:])


def _tlv(tag: int, value: bytes) -> bytes:
    return struct.pack(">HH", tag, len(value)) + value


@contextmanager
def running_smsc() -> Iterator[Smsc]:
    """A message centre that listens until the block ends."""
    smsc = Smsc()
    try:
        yield smsc
    finally:
        smsc.close()
