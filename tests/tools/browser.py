"""A real Chromium; without network, with the page for auditors open from its file.

It is the system's (``chromium`` of Debian), driven by playwright.
"""

from __future__ import annotations

import base64
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from playwright.sync_api import Browser as Chromium
    from playwright.sync_api import Page

CHROMIUM = "/usr/bin/chromium"
ARGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--disable-dev-shm-usage"),
)
"""A browser that calls nobody, and runs as root in a container, too."""
PAGE = Path(__file__).parents[2] / "verifier" / "periksa.html"
ASK = """async ({isi, kunci}) => {
  const data = (teks) => Uint8Array.from(atob(teks), (c) => c.charCodeAt(0));
  const berkas = new Map(Object.entries(isi).map(([nama, teks]) =>
    [nama, new File([data(teks)], nama.split("/").pop())]));
  return formulir.folder(berkas, kunci && data(kunci));
}"""
"""Asks the page for its verdict on files, without the file dialog."""


class Browser:
    """A page, and what it wanted to fetch."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))

    def judge(self, files: Mapping[str, bytes], kunci: bytes | None = None) -> dict:
        """Give the verdict of the page on a folder of files."""
        isi = {name: base64.b64encode(data).decode() for name, data in files.items()}
        key = kunci and base64.b64encode(kunci).decode()
        return self.page.evaluate(ASK, {"isi": isi, "kunci": key})

    def pick(self, **chosen: object) -> tuple[str, list[str]]:
        """Choose files as a person does, and read what the page says."""
        for name, paths in chosen.items():
            self.page.set_input_files(f"#{name}", paths)
        done = self.page.locator("#putusan.sah, #putusan.salah")
        done.wait_for(timeout=120_000)
        said = self.page.text_content("#putusan") or ""
        return said, self.page.locator("#rinci li").all_text_contents()

    def open(self, path: Path = PAGE) -> None:
        """Open the page from its file, as a double click does."""
        self.page.goto(path.as_uri())


@contextmanager
def open_chromium() -> Iterator[Chromium]:
    """Open the browser of the system."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGS))
        yield chromium
        chromium.close()


@contextmanager
def browsing(path: Path = PAGE) -> Iterator[Browser]:
    """Give a browser with the page open, and no network."""
    with open_chromium() as chromium:
        context = chromium.new_context(offline=True)
        browser = Browser(context.new_page())
        browser.open(path)
        yield browser
