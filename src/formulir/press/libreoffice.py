"""The only door to LibreOffice: a batch of DOCX goes in, PDF/A-2b comes out.

LibreOffice's exit status says nothing (it is 0 on failures), so success is a PDF that
opens. One run prints many letters; when a run hangs or dies, what it printed is kept,
the letter that it stopped at is tried alone, and the others go on together.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import time
import zipfile
from collections import deque
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from formulir.errors import MachineError
from formulir.press.children import MINIMAL_ENV
from formulir.press.profile import make_profile
from formulir.press.run import LibreOfficeRun

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.model import Docx, Pdf

CANDIDATES: Final = (
    Path("/usr/bin/soffice"),
    Path("/usr/local/bin/soffice"),
    Path("/usr/lib/libreoffice/program/soffice"),
)
"""Where Debian, Ubuntu and the project's own packages put it."""

SHARE: Final = 100
"""Letters a run: the start of LibreOffice costs each of them a hundredth."""

_POLL_S: Final = 0.02
_PROBE_LIMIT_S: Final = 60


class LibreOfficeMissingError(MachineError):
    """There is no LibreOffice where one was looked for."""

    def __init__(self, candidates: Sequence[Path]) -> None:
        """Keep where one was looked for."""
        super().__init__(candidates)
        self.candidates = tuple(candidates)

    def __str__(self) -> str:
        """Say how to install it."""
        places = ", ".join(map(str, self.candidates))
        return (
            f"no LibreOffice that runs at {places}; install it with "
            "apt-get install libreoffice-writer-nogui fonts-liberation"
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class LibreOffice:
    """A LibreOffice that answered.

    Args:
        path: The program itself, not the shell script in front of it: a script's
            child would outlive it when it is killed.
        version: Such as ``7.4.7.2``.
    """

    path: Path
    version: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """Why one letter could not be printed, in words."""

    reason: str


@dataclass(kw_only=True, slots=True)
class _Batch:
    """A batch under way: what waits, what runs, what is done."""

    daftar: Sequence[Docx]
    waiting: deque[list[int]]
    results: dict[int, Pdf | Failure]
    running: list[LibreOfficeRun] = field(default_factory=list)


def probe_libreoffice(candidates: Sequence[Path] = CANDIDATES) -> LibreOffice:
    """Find the first LibreOffice that answers with its version.

    Raises:
        LibreOfficeMissingError: None of them does.
    """
    for candidate in candidates:
        path = _find_program(candidate)
        version = _ask_version(path)
        if version:
            return LibreOffice(path=path, version=version)
    raise LibreOfficeMissingError(candidates)


def print_batch(
    daftar: Sequence[Docx],
    *,
    mesin: LibreOffice,
    kerja: Path,
    workers: int = 2,
    limit_s: float = 60.0,
    env: Mapping[str, str] = MINIMAL_ENV,
) -> list[Pdf | Failure]:
    """Print letters to PDF/A-2b, each for itself, in their order.

    A crash of this process takes the running LibreOffices with it and leaves a folder
    ``cetak-…`` in ``kerja``, which nobody reads again.

    Args:
        daftar: The letters.
        mesin: The LibreOffice to print with.
        kerja: A folder for work that may be lost.
        workers: How many LibreOffices run at once.
        limit_s: The longest that a run may go without finishing a letter; the
            limit of a whole run grows so with its letters.
        env: What LibreOffice is told of the environment, beyond its home.

    Raises:
        ProgramUnstartableError: The system refuses to start LibreOffice.
    """
    results: dict[int, Pdf | Failure] = {
        i: Failure(reason="it is no DOCX file; make it again from its template")
        for i, docx in enumerate(daftar)
        if not _is_docx(docx)
    }
    good = [i for i in range(len(daftar)) if i not in results]
    batch = _Batch(
        daftar=daftar,
        waiting=deque(split_shares(good, workers=workers)),
        results=results,
    )
    kerja.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(
        dir=kerja, prefix="cetak-", ignore_cleanup_errors=True
    ) as folder:
        press = _Press(mesin=mesin, folder=Path(folder), limit_s=limit_s, env=env)
        press.work(batch, workers=workers)
    return [results[i] for i in range(len(daftar))]


def split_shares(indices: Sequence[int], *, workers: int) -> list[list[int]]:
    """Deal letters into even shares, one run each, none longer than ``SHARE``.

    >>> split_shares(range(5), workers=2)
    [[0, 1, 2], [3, 4]]
    """
    size = max(1, min(SHARE, -(-len(indices) // workers)))
    return [list(indices[i : i + size]) for i in range(0, len(indices), size)]


@dataclass(kw_only=True, slots=True)
class _Press:
    """The runs of one batch, their folders and their limit."""

    mesin: LibreOffice
    folder: Path
    limit_s: float
    env: Mapping[str, str]
    profiles: list[Path] = field(default_factory=list)
    started: int = 0

    def work(self, batch: _Batch, *, workers: int) -> None:
        """Keep the workers busy until no letter waits; leave none running."""
        try:
            while batch.waiting or batch.running:
                while batch.waiting and len(batch.running) < workers:
                    batch.running.append(self._start(batch, batch.waiting.popleft()))
                time.sleep(_POLL_S)
                for run in [run for run in batch.running if run.is_over()]:
                    batch.running.remove(run)
                    self._collect(run, batch)
        finally:
            for run in batch.running:
                run.stop()

    def _start(self, batch: _Batch, share: list[int]) -> LibreOfficeRun:
        """Start a run in a folder of its own, with a profile that is free."""
        self.started += 1
        if not self.profiles:
            self.profiles.append(make_profile(self.folder / f"profil-{self.started}"))
        return LibreOfficeRun.start(
            {i: batch.daftar[i] for i in share},
            program=self.mesin.path,
            folder=self.folder / f"{self.started}",
            profile=self.profiles.pop(),
            limit_s=self.limit_s,
            env=self.env,
        )

    def _collect(self, run: LibreOfficeRun, batch: _Batch) -> None:
        """Keep what was printed; try the rest again, the first of it alone.

        Letters are printed in order, so the first one missing is the one that the run
        stopped at or passed over.
        """
        printed = run.collect()
        batch.results.update(printed)
        missing = [i for i in run.share if i not in printed]
        if run.ended_well:
            self.profiles.append(run.profile)
        if len(run.share) > 1:
            batch.waiting.extend(part for part in (missing[:1], missing[1:]) if part)
        elif missing:
            batch.results[missing[0]] = Failure(reason=run.describe())
        shutil.rmtree(run.folder, ignore_errors=True)


def _is_docx(docx: Docx) -> bool:
    """Tell whether it is a package with a document: LibreOffice opens much else."""
    try:
        with zipfile.ZipFile(BytesIO(docx)) as package:
            return "word/document.xml" in package.namelist()
    except zipfile.BadZipFile:
        return False


def _find_program(candidate: Path) -> Path:
    """Look behind the shell script for the program that it starts."""
    resolved = candidate.resolve()
    program = resolved.with_name("soffice.bin")
    return program if program.exists() else resolved


def _ask_version(program: Path) -> str | None:
    """Ask for ``--version``, which needs no profile and leaves nothing behind."""
    try:
        answer = subprocess.run(
            [program, "--version"],
            env=dict(MINIMAL_ENV),
            capture_output=True,
            timeout=_PROBE_LIMIT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(rb"LibreOffice\S* (\d[\d.]*)", answer.stdout)
    return found[1].decode() if found else None
