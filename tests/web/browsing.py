"""People at a real browser: a served application, windows in which nothing may go wrong, and a look at each page.

With SMSINFO_TEST_SHOTS set to a folder, a picture of every page that is looked at is kept there.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Generic, Literal, TypeVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request, StorageState, expect
from werkzeug.serving import make_server

from smsinfo.web.i18n import catalogue
from tests.staff.office import PASSWORD

from .staffroom import StaffRoom

Scheme = Literal["light", "dark"]
WIDTHS: Final = (360, 768, 1280)
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")
EVERY_SIZE: Final = pytest.mark.parametrize(
    ("width", "scheme"), [(w, s) for w in WIDTHS for s in SCHEMES], ids=lambda one: str(one)
)
CHECKED: Final = {(360, "dark"), (1280, "light")}
"""Where axe-core looks: both layouts and both sets of colours, at half a second a page."""
SHOTS: Final = os.environ.get("SMSINFO_TEST_SHOTS")
PATIENCE: Final = 60_000
"""Milliseconds until a page that does not come is given up: long, because a busy machine is no failure of the page."""
expect.set_options(timeout=PATIENCE)
Room = TypeVar("Room", bound=StaffRoom)


@dataclass
class Window:
    """A browser of its own. `wrong` is what went wrong in it so far."""

    context: BrowserContext
    language: str
    wrong: list[str] = field(default_factory=list)

    def new_page(self) -> Page:
        """One more tab."""
        return self.context.new_page()

    def say(self, text: str) -> str:
        """A text of the pages, given in English, as this window shows it."""
        return str(catalogue(self.language).gettext(text))


@contextmanager
def window(
    browser: Browser,
    width: int = 1280,
    scheme: Scheme = "light",
    *,
    scripts: bool = True,
    language: str = "id",
    refused: Collection[int] = (),
    state: StorageState | None = None,
) -> Iterator[Window]:
    """A window of a width and a colour scheme; at its end nothing has gone wrong in it.

    `refused` are the statuses of pages that are refused on purpose, which the browser writes down; `state` are the
    cookies of another window.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        java_script_enabled=scripts,
        locale={"id": "id-ID", "en": "en-GB"}[language],
        storage_state=state,
    )
    context.set_default_timeout(PATIENCE)
    found = Window(context, language)
    context.on("page", lambda page: _watch(page, found.wrong, refused))
    try:
        yield found
    finally:
        context.close()
    assert found.wrong == [], found.wrong


def _watch(page: Page, wrong: list[str], refused: Collection[int]) -> None:
    """Note what goes wrong on a page."""

    def says(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(f"status of {status} (" in message.text for status in refused):
            wrong.append(message.text)

    def asks(dialog: Dialog) -> None:
        wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()  # a dialog that nobody answers stops the page for ever

    def fails(request: Request) -> None:
        # What was still on its way when a page was left is given up by the browser itself.
        if request.failure != "net::ERR_ABORTED":
            wrong.append(f"{request.failure}: {request.url}")

    page.on("console", says)
    page.on("dialog", asks)
    page.on("requestfailed", fails)
    page.on("pageerror", lambda error: wrong.append(str(error)))


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an application on the loopback; its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, name="server")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class House(Generic[Room]):
    """A room of people, and the address at which its pages are served."""

    room: Room
    address: str

    @property
    def host(self) -> str:
        """Name and port, as they stand in an address."""
        return self.address.removeprefix("http://")

    def open(self, page: Page, path: str) -> None:
        """Go to a page by its path."""
        page.goto(self.address + path)

    def log_in(self, where: Window, name: str) -> Page:
        """A tab of somebody who has logged in, as a person does it."""
        page, welcome = where.new_page(), where.say("Welcome, %(name)s").partition("%")[0]
        self.open(page, "/staff/login")
        page.get_by_label(where.say("Name"), exact=True).fill(name)
        page.get_by_label(where.say("Password"), exact=True).fill(PASSWORD)
        page.keyboard.press("Enter")
        if self.room.look(name).needs_code:
            self.room.clock.forward(seconds=30)  # a code is taken once
            page.get_by_label(where.say("Code"), exact=True).fill(self.room.code(name))
            page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text(welcome)
        return page

    def log_out(self, where: Window, page: Page) -> None:
        """End the session and close the tab.

        The cookie is gone when the next page is there: who goes on before that is still logged in.
        """
        fold = page.locator(".fold:not([open]) summary")
        if fold.is_visible():
            fold.click()
        page.get_by_role("button", name=f"{where.say('Log out')} (").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(where.say("Log in"))
        page.close()


def new_file(folders: pytest.TempPathFactory, name: str) -> str:
    """The address of a database that is not there yet."""
    return f"sqlite:///{folders.mktemp(name) / 'smsinfo.db'}"


@contextmanager
def housed(room: Room) -> Iterator[House[Room]]:
    """Serve a room; at the end all is given back."""
    try:
        with serving(room.app) as address:
            yield House(room, address)
    finally:
        room.close()


def look(page: Page, name: str) -> None:
    """Nothing sticks out, axe finds nothing, and a picture is kept where one is wanted."""
    page.wait_for_load_state("load")
    viewport = page.viewport_size
    assert viewport is not None
    scheme = "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{SHOTS}/{name.replace(' ', '-')}-{viewport['width']}-{scheme}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], name
    if (viewport["width"], scheme) in CHECKED:
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], name


class Traffic:
    """What a tab loads from now on, and whom it asked."""

    def __init__(self, page: Page) -> None:
        self.hosts: set[str] = set()
        self._asked: list[Request] = []
        page.on("requestfinished", self._note)

    def take(self) -> int:
        """The bytes of all answers, heads too; counting begins anew."""
        told = [request.sizes() for request in self._asked]
        self._asked.clear()
        return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in told)

    def _note(self, request: Request) -> None:
        self.hosts.add(request.url.split("/")[2])
        self._asked.append(request)
