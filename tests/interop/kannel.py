"""Kannel as Debian ships it, between a message centre of ours and web applications of ours."""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from smsinfo.domain.gateway import Gateway, GatewayRequest, GatewayResponse
from smsinfo.domain.messages import MoMessage, Reply, ReplyKind
from smsinfo.domain.sending import Dlr
from tests.conftest import skip_or_fail

from .smsc import Smsc

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

PASSWORD, SECRET, STATUS = "sandi-sendsms", "rahasia-mo-16-huruf", "sandi-status"
BY_GET, BY_POST, DESK = "8888", "9999", "7777"
"""Short codes: smsinfo by get-url, smsinfo by post-url, and the desk, which answers what a test tells it to."""

PATIENCE: Final = 30.0
_ASKED: Final = "id=%I&from=%p&to=%P&text=%b&charset=%C&time=%t"

_CONFIG: Final = """
group = core
admin-port = {admin}
admin-interface = 127.0.0.1
admin-password = {status}
status-password = {status}
smsbox-port = {boxes}
smsbox-interface = 127.0.0.1
dlr-storage = internal

group = smsc
smsc = smpp
smsc-id = line
denied-smsc-id = nowhere
host = 127.0.0.1
port = {smsc}
transceiver-mode = true
smsc-username = smsinfo
smsc-password = secret
system-type = VMA
address-range = ""
source-addr-autodetect = true
reconnect-delay = 1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
http-request-retry = 3
http-queue-delay = 1

group = sendsms-user
username = smsinfo
password = {password}
concatenation = true
max-messages = 6

group = sms-service
keyword = default
name = by-get
allowed-receiver-prefix = 8888
get-url = "http://kannel:{secret}@127.0.0.1:{web}/gw/kannel/mo?{asked}"
accept-x-kannel-headers = true
max-messages = 3
concatenation = true
omit-empty = true

group = sms-service
keyword = default
name = by-post
allowed-receiver-prefix = 9999
post-url = "http://kannel:{secret}@127.0.0.1:{web}/gw/kannel/mo?id=%I"
send-sender = true
accept-x-kannel-headers = true
max-messages = 3
concatenation = true
omit-empty = true

group = sms-service
keyword = default
name = desk
allowed-receiver-prefix = 7777
post-url = "http://kannel:{secret}@127.0.0.1:{desk}/gw/kannel/mo?id=%I"
send-sender = true
accept-x-kannel-headers = true
max-messages = 3
concatenation = true
omit-empty = true
"""


def wait_until(true: Callable[[], object], what: str) -> None:
    """Return as soon as it is true; fail after PATIENCE seconds."""
    deadline = time.monotonic() + PATIENCE
    pause = threading.Event()
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {PATIENCE:.0f} seconds")
        pause.wait(0.02)


def free_ports(number: int) -> list[int]:
    """So many ports of this machine that nobody listens at now."""
    with ExitStack() as open_ones:
        sockets = [open_ones.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(number)]
        return [int(one.getsockname()[1]) for one in sockets]


def listens(port: int) -> bool:
    """Somebody accepts connections there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  (Werkzeug's own name)
        """The tests look at what arrived."""


@contextmanager
def serving(application: Any, port: int) -> Iterator[None]:
    """A WSGI application on a port of this machine, in threads."""
    server = make_server("127.0.0.1", port, application, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Desk:
    """A WSGI application in the place of smsinfo: answers each text as told, and collects texts and receipts."""

    def __init__(self) -> None:
        self.gateway: Gateway
        self.replies: dict[str, str] = {}
        """Number of a citizen -> text of the reply; no reply where it is not here."""
        self.failures: list[int] = []
        """Statuses with which the next requests for a text are refused."""
        self.mos: list[MoMessage] = []
        self.receipts: list[Dlr] = []

    def receipts_of(self, key: str) -> list[Dlr]:
        """What is known of one message, in the order of arrival."""
        return [dlr for dlr in self.receipts if dlr.key == key]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """`/gw/kannel/mo` and `/gw/kannel/dlr`."""
        request = Request(environ)
        incoming = GatewayRequest(
            method=request.method,
            url=f"http://desk.example{request.path}?{environ['QUERY_STRING']}",
            headers={name.lower(): value for name, value in request.headers.items()},
            query=tuple(request.args.items(multi=True)),
            body=request.get_data(),
        )
        self.gateway.authenticate(incoming)
        answer = self._dlr(incoming) if request.path.endswith("/dlr") else self._mo(incoming)
        response = Response(answer.body, answer.status, answer.headers, content_type=answer.content_type)
        return response(environ, start_response)

    def _dlr(self, incoming: GatewayRequest) -> GatewayResponse:
        self.receipts.extend(self.gateway.parse_dlr(incoming))
        return self.gateway.respond_dlr()

    def _mo(self, incoming: GatewayRequest) -> GatewayResponse:
        mo = self.gateway.parse_mo(incoming)
        assert mo is not None
        self.mos.append(mo)
        if self.failures:
            return GatewayResponse("not now", self.failures.pop())
        text = self.replies.get(mo.sender)
        return self.gateway.respond(mo, Reply(text, ReplyKind.ANSWER, "id") if text else None)


@dataclass(frozen=True)
class Ports:
    """Where everything listens."""

    web: int
    desk: int
    admin: int
    boxes: int
    sendsms: int

    @classmethod
    def free(cls) -> Ports:
        """Five that are free now."""
        return cls(*free_ports(5))

    def options(self, **changed: str) -> dict[str, str]:
        """The settings of a channel of kind kannel; its receipts go to the desk."""
        return {
            "address": f"http://127.0.0.1:{self.sendsms}/cgi-bin/sendsms",
            "user": "smsinfo",
            "password": PASSWORD,
            "mo_secret": SECRET,
            "sender": BY_GET,
            "callback_url": f"http://127.0.0.1:{self.desk}",
            "admin_address": f"http://127.0.0.1:{self.admin}",
            "status_password": STATUS,
        } | changed


def program(name: str) -> str:
    """The path of one of Kannel's programs."""
    found = shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/sbin")
    return found or skip_or_fail(f"there is no {name}: apt-get install --no-install-recommends kannel")


@contextmanager
def running_kannel(folder: Path, ports: Ports, smsc_port: int) -> Iterator[None]:
    """bearerbox and smsbox until the block ends; what they say goes to files in `folder`."""
    config = folder / "kannel.conf"
    config.write_text(
        _CONFIG.format(**vars(ports), smsc=smsc_port, password=PASSWORD, secret=SECRET, status=STATUS, asked=_ASKED)
    )
    with ExitStack() as running:
        for name, port in (("bearerbox", ports.boxes), ("smsbox", ports.sendsms)):
            log = running.enter_context((folder / f"{name}.log").open("wb"))
            box = subprocess.Popen([program(name), "-v", "0", str(config)], stdout=log, stderr=log, cwd=folder)
            running.callback(_stop, box)
            wait_until(partial(listens, port), f"{name} listens")
        yield


def _stop(box: subprocess.Popen[bytes]) -> None:
    box.terminate()
    box.wait(PATIENCE)


def bound(smsc: Smsc) -> None:
    """Wait until Kannel has bound to the message centre."""
    wait_until(lambda: smsc.bound, "Kannel binds")
