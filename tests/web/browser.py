"""A visitor with a browser that runs no scripts."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from lxml import html  # type: ignore[import-untyped]

from smsinfo.bootstrap import Services
from smsinfo.web.app import create_app


class Phone:
    """Reads forms, fills them in, presses one button, and sees what is on the screen."""

    def __init__(self, services: Services) -> None:
        self.web: FlaskClient = create_app(services).test_client()

    def page(self) -> Any:
        """The page as it stands now."""
        answer = self.web.get("/simulator")
        assert answer.status_code == 200
        return html.document_fromstring(answer.get_data())

    def press(self, **fields: str) -> Any:
        """Fill in the form of a fresh page and press a button: `key` or `quick` among the fields, else Send."""
        form = dict(self.page().get_element_by_id("phone").form_values())
        return self.web.post("/simulator", data=form | fields)

    def bubbles(self) -> list[tuple[str, list[str]]]:
        """(mine or theirs, the boxes) of each message on the screen."""
        found = self.page().get_element_by_id("conversation").xpath("./div")
        return [(b.get("class"), [p.text_content().strip() for p in b.xpath("./p")]) for b in found]

    def small(self) -> list[str]:
        """What stands below each message."""
        return [s.text_content().strip() for s in self.page().xpath("//*[@id='conversation']//small")]


def read(page: bytes) -> Any:
    """A page as a tree."""
    return html.document_fromstring(page)
