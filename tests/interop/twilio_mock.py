"""Twilio's API as Twilio's own OpenAPI document has it: refuses what is not allowed there, answers with the examples
from there, and remembers what it took.

The document is part of Twilio's command line, so any machine with npm gets it:

    npm pack --pack-destination build/twilio @twilio/cli-core@9.0.0
    tar -xzf build/twilio/twilio-cli-core-9.0.0.tgz -C build/twilio

else the cut of it in the rigs (SMSINFO_TEST_RIGS, ../shared/rigs) serves, which knows messages only.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from openapi_core import OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest
from openapi_core.exceptions import OpenAPIError
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from tests.conftest import skip_or_fail

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ROOT: Final = Path(__file__).parents[2]
RIGS: Final = Path(os.environ.get("SMSINFO_TEST_RIGS") or ROOT.parent / "shared" / "rigs")
DOCUMENTS: Final = (
    ROOT / "build/twilio/package/src/services/twilio-api/twilio_api_v2010.json",
    RIGS / "twilio" / "twilio_messages.json",
)

ACCOUNTS: Final = "/2010-04-01/Accounts/{Sid}.json"
BALANCE: Final = "/2010-04-01/Accounts/{AccountSid}/Balance.json"
MESSAGES: Final = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
FORM: Final = "application/x-www-form-urlencoded"

Document = dict[str, Any]


def read_document() -> Document:
    """Twilio's document; the test is skipped, or fails, on a machine without one."""
    found = next((path for path in DOCUMENTS if path.exists()), None)
    if found is None:
        skip_or_fail("no OpenAPI document of Twilio (tests/interop/twilio_mock.py says where one comes from)")
    read: Document = json.loads(found.read_text(encoding="utf-8"))
    return read


class _AtTwilio(WerkzeugOpenAPIRequest):
    """A request that came here instead of to Twilio."""

    @property
    def host_url(self) -> str:
        return "https://api.twilio.com"


class Twilio:
    """A WSGI application: the API of any account. `refused` says why, `made` holds its messages, the newest first."""

    def __init__(self, document: Document, now: datetime) -> None:
        # Of some hundred paths only these, or reading the document would take seconds.
        self._paths = {
            path: document["paths"][path] for path in (ACCOUNTS, BALANCE, MESSAGES) if path in document["paths"]
        }
        self._rules = OpenAPI.from_dict(document | {"paths": self._paths})
        self._now = format_datetime(now)
        self.refused: list[str] = []
        self.made: list[dict[str, Any]] = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the document does, or refuse: 422."""
        request = Request(environ)
        problem = self._problem(request)
        if problem:
            self.refused.append(problem)
            status, body = 422, {"code": 20422, "message": "Invalid Parameter", "status": 422}
        else:
            status, body = self._answer(request)
        return Response(json.dumps(body), status, content_type="application/json")(environ, start_response)

    def forget(self) -> None:
        """As new: making one takes a second, reading the document."""
        self.refused.clear()
        self.made.clear()

    def example(self, path: str, method: str, name: str) -> dict[str, Any]:
        """An answer from the document."""
        answers = self._paths[path][method]["responses"]
        value: dict[str, Any] = next(iter(answers.values()))["content"]["application/json"]["examples"][name]["value"]
        return dict(value)

    def _problem(self, request: Request) -> str:
        """What the document has against a request; empty where nothing. It forgives unknown names, we don't."""
        try:
            self._rules.validate_request(_AtTwilio(request))
        except OpenAPIError as error:
            return f"{error} {error.__cause__ or ''}"
        if not request.path.endswith("/Messages.json"):
            return ""
        operation = self._paths[MESSAGES][request.method.lower()]
        known = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "query"}
        body = operation.get("requestBody", {"content": {FORM: {"schema": {"properties": {}}}}})["content"][FORM]
        strange = {*request.args} - known | {*request.form} - {*body["schema"]["properties"]}
        return f"unknown: {', '.join(sorted(strange))}" if strange else ""

    def _answer(self, request: Request) -> tuple[int, dict[str, Any]]:
        if request.method == "POST":
            return 201, self._make(request)
        if request.path.endswith("/Messages.json"):
            page = self.example(MESSAGES, "get", "readEmptySentdateLess")
            to = request.args.get("To")
            return 200, page | {"messages": [made for made in self.made if to in (None, made["to"])]}
        return 200, self.example(BALANCE if request.path.endswith("/Balance.json") else ACCOUNTS, "get", "fetch")

    def _make(self, request: Request) -> dict[str, Any]:
        service = request.form.get("MessagingServiceSid")
        message = self.example(MESSAGES, "post", "createWithMessagingService" if service else "createWoService")
        message |= {
            "sid": f"SM{len(self.made):032x}",
            "to": request.form["To"],
            "from": request.form.get("From"),
            "body": request.form["Body"],
            "messaging_service_sid": service,
            "date_created": self._now,
        }
        self.made.insert(0, message)
        return message


class _Silent(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """The test reads `refused`."""


@contextmanager
def running(application: Twilio) -> Iterator[str]:
    """The API on a free port of this machine; its address."""
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
