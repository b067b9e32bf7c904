"""A real Chromium before a real ``formulir serve``, for what only a browser shows."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from formulir.web.desk.guard import COOKIE
from tests.kantor import await_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = "/usr/bin/chromium"
ARGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--disable-dev-shm-usage"),
)
"""A browser that calls nobody, and runs as root in a container, too."""
LIMIT_MS = 60_000
"""How long a page may take where many tests share the machine."""


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """Open the browser of the system."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGS))
        yield browser
        browser.close()


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve the desk of an office by the installed command; give its address."""
    program = Path(sys.executable).with_name("formulir")
    log = folder.with_suffix(".serve")
    command = [program, "--kantor", str(folder), "serve", "--port", "0"]
    with log.open("wb") as told:
        server = subprocess.Popen(
            command, stderr=told, stdout=told, start_new_session=True
        )
    try:
        yield await_until(lambda: _find_address(log), limit_s=60)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _find_address(log: Path) -> str | None:
    words = log.read_text("utf-8").split()
    return next((word for word in words if word.startswith("http://")), None)


@dataclass(kw_only=True)
class Person:
    """Somebody before the browser, by keyboard or by touch; their acts are counted.

    A field that is filled, a button that is pressed and a link that is followed is an
    act. By keyboard, what acts is reached by Tab alone, as it must be.

    Args:
        page: The page that they look at.
        touch: Whether they touch the screen, and have no keys but to type.
    """

    page: Page
    touch: bool = False
    acts: list[str] = field(default_factory=list)

    def fill(self, label: str, text: str) -> None:
        """Fill a field."""
        self.acts.append(f"fill {label}")
        place = self._reach(self.page.get_by_label(label).first)
        place.press("Control+A")
        self.page.keyboard.type(text)

    def press(self, name: str) -> None:
        """Press a button, or follow a link: whatever bears these words."""
        self.acts.append(f"press {name}")
        main = self.page.locator("body")
        both = main.get_by_role("button", name=name).or_(
            main.get_by_role("link", name=name)
        )
        place = self._reach(both.filter(visible=True).first)
        before = self.page.url
        if self.touch:
            place.tap()
        else:
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()
        del before

    def _reach(self, place):  # noqa: ANN001, ANN202
        place.wait_for(timeout=LIMIT_MS)
        if self.touch:
            place.tap()
        return place


def enter(browser: Browser, address: str, token: str, **context) -> Page:  # noqa: ANN003
    """Open a window in which a session goes on."""
    window = browser.new_context(locale="id-ID", **context)
    # The browser trusts an address of this machine as one with TLS.
    where = address.replace("http:", "https:")
    window.add_cookies([{"name": COOKIE, "value": token, "url": where, "secure": True}])
    window.set_default_timeout(LIMIT_MS)
    return window.new_page()
