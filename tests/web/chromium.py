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

import pytest

from formulir.web.desk.guard import COOKIE
from tests.kantor import await_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

ROUNDS = 8
"""A field for a date stops Tab several times: so often is the way measured anew."""
LIMIT_MS = 90_000
"""How long a page may take where many tests share the machine."""

DISTANCE = """(target) => {
  const all = [...document.querySelectorAll(
    'a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex="0"]'
  )].filter((each) => each.checkVisibility() && !each.disabled && each.tabIndex >= 0);
  const now = document.activeElement;
  const place = all.indexOf(target);
  if (now === target) { return 0; }
  if (now === document.body) { return place + 1; }
  const before = all.filter((each) => each !== now
    && now.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING).length;
  return place < before ? place - before : place - before + (all.includes(now) ? 0 : 1);
}"""
"""How many times Tab is pressed to come to an element, and Shift+Tab if negative."""


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
        yield await_until(lambda: _find_address(log), limit_s=90)
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _find_address(log: Path) -> str | None:
    words = log.read_text("utf-8").split()
    return next((word for word in words if word.startswith("http://")), None)


def open_page(browser: Browser, **how: object) -> Page:
    """Open a window of its own, which nobody has logged in with."""
    window = browser.new_context(locale="id-ID", reduced_motion="reduce", **how)
    window.set_default_timeout(LIMIT_MS)
    return window.new_page()


def enter(browser: Browser, address: str, token: str, **how: object) -> Page:
    """Open a window in which a session goes on."""
    page = open_page(browser, **how)
    # The browser trusts an address of this machine as one with TLS.
    where = address.replace("http:", "https:")
    cookie = {"name": COOKIE, "value": token, "url": where, "secure": True}
    page.context.add_cookies([cookie])
    return page


@dataclass(kw_only=True)
class Clerk:
    """Somebody before the browser, who has keys alone, or a screen to touch.

    A field that is filled, a button that is pressed and a link that is followed is an
    act. With keys, each is reached by Tab, as people without a mouse do.

    Args:
        page: What they look at.
        touch: Whether they touch.
        acts: What they have done so far.
    """

    page: Page
    touch: bool
    acts: list[str] = field(default_factory=list)

    def fill(self, label: str, text: str) -> None:
        """Fill a field."""
        self.fill_at(self.page.get_by_label(label), text)

    def fill_at(self, place: Locator, text: str) -> None:
        """Fill a field that has been found."""
        self._go_to(place)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        self.acts.append(f"fill {text}")

    def choose(self, label: str, *files: Path) -> None:
        """Choose files; what the browser asks in a window of its own is one act."""
        self._go_to(self.page.get_by_label(label), tap=False)
        self.page.get_by_label(label).set_input_files(files)
        self.acts.append(f"choose {len(files)} files")

    def press(self, name: str, *, within: str = "main") -> None:
        """Press what bears a name, a button or a link, and see what comes of it."""
        place = self.page.locator(within)
        named = place.get_by_role("button", name=name)
        named = named.or_(place.get_by_role("link", name=name))
        self.press_at(named.first)

    def press_at(self, place: Locator, key: str = "Enter") -> None:
        """Press what has been found."""
        self._go_to(place, tap=False)
        self.acts.append(f"press {place.inner_text() or place.get_attribute('name')}")
        if self.touch:
            place.tap()
        else:
            self.page.keyboard.press(key)

    def tick_all(self) -> None:
        """Answer each doubt that is to be answered.

        These are not counted: how many there are depends on the day of the test, which
        may be a holiday, and is years after the programme of the sample office.
        """
        boxes, acts = self.page.locator("main input[name=dijawab]"), len(self.acts)
        for number in range(boxes.count()):
            self.press_at(boxes.nth(number), key="Space")
        del self.acts[acts:]

    def read(self, text: str) -> str:
        """Wait until the page says something and its job has ended; return it all."""
        ended = self.page.locator("main:not(:has([data-aliran]))", has_text=text)
        ended.wait_for()
        return self.page.inner_text("main")

    def _go_to(self, place: Locator, *, tap: bool = True) -> None:
        place.wait_for()
        if self.touch:
            if tap:
                place.tap()
            return
        for _ in range(ROUNDS):
            far = place.evaluate(DISTANCE)
            for _ in range(abs(far)):
                self.page.keyboard.press("Tab" if far > 0 else "Shift+Tab")
            if place.evaluate("(each) => each === document.activeElement"):
                return
        pytest.fail(f"Tab does not come to {place}")
