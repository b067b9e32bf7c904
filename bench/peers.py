"""The programs that formulir is compared with, each at its best on two cores.

What can be started beforehand is: profiles exist, servers run, modules are loaded.
None of them numbers, stamps, foots or archives a letter.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from docxtpl import DocxTemplate

from bench.children import ask, free_port, start, stop, wait_for
from bench.office import KIND, ROOT
from bench.tools import PeerMissingError, install_unoserver

if TYPE_CHECKING:
    from collections.abc import Sequence

TEMPLATE = ROOT / "templates" / KIND / "surat.docx"
LANES = 2
LIMIT_S = 1800
PDFA = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'
HERE = Path(__file__).parent


class Peer(Protocol):
    """Makes all letters once, and says how many seconds it took."""

    name: str

    def once(self) -> float: ...

    def close(self) -> None: ...


def render_share(contexts: Sequence[dict[str, Any]], folder: str, lane: int) -> None:
    """Render letters with docxtpl, as its documentation shows."""
    for index, context in enumerate(contexts):
        template = DocxTemplate(TEMPLATE)
        template.render(context, autoescape=True)
        template.save(f"{folder}/{lane}-{index:05}.docx")


class Renderer:
    """Two processes that render with docxtpl, loaded and waiting."""

    def __init__(self, contexts: Sequence[dict[str, Any]], folder: Path) -> None:
        self.folder = folder
        self.shares = [contexts[lane::LANES] for lane in range(LANES)]
        self.pool = ProcessPoolExecutor(LANES, mp_context=get_context("spawn"))
        folder.mkdir()
        self.clear()
        for lane in range(LANES):
            self.pool.submit(render_share, contexts[:3], str(folder), lane).result()

    def clear(self) -> None:
        for lane in range(LANES):
            shutil.rmtree(self.folder / str(lane), ignore_errors=True)
            (self.folder / str(lane)).mkdir()

    def render(self, lane: int, folder: Path) -> None:
        share = self.shares[lane]
        self.pool.submit(render_share, share, str(folder), lane).result()

    @property
    def count(self) -> int:
        return sum(map(len, self.shares))

    def check(self) -> None:
        found = len(list(self.folder.glob("**/*.pdf")))
        assert found == self.count, f"{found} PDFs of {self.count} letters"


@dataclass
class DocxtplSoffice:
    """docxtpl, then one ``soffice --convert-to`` for all files of each lane."""

    renderer: Renderer
    name: str = "(a) docxtpl + two `soffice --convert-to`"

    def once(self) -> float:
        self.renderer.clear()
        start = time.perf_counter()
        with ThreadPoolExecutor(LANES) as pool:
            list(pool.map(self._lane, range(LANES)))
        taken_s = time.perf_counter() - start
        self.renderer.check()
        return taken_s

    def _lane(self, lane: int) -> None:
        folder = self.renderer.folder / str(lane)
        self.renderer.render(lane, folder)
        profile = (self.renderer.folder / f"profil-{lane}").as_uri()
        subprocess.run(
            [
                *("soffice", "--headless", f"-env:UserInstallation={profile}"),
                *("--convert-to", PDFA, "--outdir", str(folder)),
                *sorted(map(str, folder.glob("*.docx"))),
            ],
            capture_output=True,
            check=True,
            timeout=LIMIT_S,
        )

    def close(self) -> None:
        self.renderer.pool.shutdown()


class Unoserver:
    """docxtpl, then two unoservers that run already, a client thread for each."""

    name = "(b) docxtpl + two unoservers"

    def __init__(self, renderer: Renderer) -> None:
        self.renderer, self.folder = renderer, renderer.folder / "0"
        python = install_unoserver()
        ports = [str(free_port()) for _ in range(LANES)]
        self.servers = [self._serve(python, port) for port in ports]
        try:
            for port in ports:
                wait_for(port)
        except PeerMissingError:
            for server in self.servers:
                stop(server)
            raise
        client = [python, HERE / "unoserver_client.py", ",".join(ports), self.folder]
        self.client = start(client)

    def _serve(self, python: Path, port: str) -> subprocess.Popen[str]:
        profile = self.renderer.folder / f"profil-{port}"
        return start(
            [
                *(python.with_name("unoserver"), "--port", port),
                *("--uno-port", str(free_port()), "--user-installation", profile),
            ],
            piped=False,
        )

    def once(self) -> float:
        self.renderer.clear()
        begin = time.perf_counter()
        with ThreadPoolExecutor(LANES) as pool:
            list(pool.map(lambda n: self.renderer.render(n, self.folder), range(LANES)))
        ask(self.client)
        taken_s = time.perf_counter() - begin
        self.renderer.check()
        return taken_s

    def close(self) -> None:
        for child in (self.client, *self.servers):
            stop(child)
