"""One run of LibreOffice over one share of a batch."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formulir.model import Docx, Pdf
from formulir.press.children import describe_status, end_child, start_child
from formulir.press.paper import PdfUnreadableError, open_pdf

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from subprocess import Popen

_RESTART: Final = 81
"""The status by which LibreOffice, its profile once set up, asks for a new start."""

_FILTER: Final = "pdf:writer_pdf_Export:" + json.dumps(
    {
        # PDF/A-2b, which 7.4 always writes tagged: UseTaggedPDF changes no byte of it.
        "SelectPdfVersion": {"type": "long", "value": "2"},
        # Bookmarks become named destinations, by which stamps find their places.
        "ExportBookmarksToPDFDestination": {"type": "boolean", "value": "true"},
        "ExportBookmarks": {"type": "boolean", "value": "false"},
    }
)

_OPTIONS: Final = (
    "--headless",
    "--invisible",
    "--norestore",
    "--nologo",
    "--nodefault",
    "--nolockcheck",
    "--nofirststartwizard",
    # Without a filter of its own, text in a file named .docx is printed as text.
    "--infilter=MS Word 2007 XML",
)


@dataclass(kw_only=True, slots=True)
class LibreOfficeRun:
    """A LibreOffice at work on a share; the process is held open until it is over."""

    share: tuple[int, ...]
    folder: Path
    profile: Path
    argv: tuple[str, ...]
    env: Mapping[str, str]
    limit_s: float
    child: Popen[bytes]
    printed: int = 0
    progress_at: float = 0.0
    restarted: bool = False
    hung: bool = False
    broken: str = ""

    @classmethod
    def start(
        cls,
        letters: Mapping[int, Docx],
        *,
        program: Path,
        folder: Path,
        profile: Path,
        limit_s: float,
        env: Mapping[str, str],
    ) -> LibreOfficeRun:
        """Lay the letters down in order and start LibreOffice on them."""
        (folder / "pdf").mkdir(parents=True)
        names = [_write_docx(folder, i, docx) for i, docx in letters.items()]
        argv = (
            str(program),
            f"-env:UserInstallation={profile.as_uri()}",
            *_OPTIONS,
            *("--convert-to", _FILTER, "--outdir", str(folder / "pdf")),
            *names,
        )
        env = {"HOME": str(profile), **env}
        return cls(
            share=tuple(letters),
            folder=folder,
            profile=profile,
            argv=argv,
            env=env,
            limit_s=limit_s,
            child=_launch(argv, folder=folder, env=env),
            progress_at=time.monotonic(),
        )

    @property
    def ended_well(self) -> bool:
        """Whether it ended by itself, so that its profile may be used again."""
        return not self.hung and self.child.returncode == 0

    def is_over(self) -> bool:
        """Look whether it has ended; end it when it makes no progress."""
        if self.child.poll() == _RESTART and not self.restarted:
            self.restarted = True
            end_child(self.child)
            self.child = _launch(self.argv, folder=self.folder, env=self.env)
            return False
        if self.child.returncode is not None:
            self.stop()
            return True
        count = self._count()
        if count > self.printed:
            self.printed, self.progress_at = count, time.monotonic()
        if time.monotonic() - self.progress_at > self.limit_s:
            self.hung = True
            self.stop()
        return self.hung

    def stop(self) -> None:
        """Kill it, and whatever it has started."""
        end_child(self.child)

    def collect(self) -> dict[int, Pdf]:
        """Read the letters that came out whole."""
        found: dict[int, Pdf] = {}
        for i in self.share:
            path = self.folder / "pdf" / f"{i:06}.pdf"
            if path.exists():
                self._read(i, path, found)
        return found

    def describe(self) -> str:
        """Say why its only letter did not come out."""
        if self.hung:
            return (
                f"LibreOffice did not finish it within {self.limit_s:g} s; "
                "make it simpler or allow more time"
            )
        if self.child.returncode != 0:
            return f"LibreOffice {describe_status(self.child.returncode)} while on it"
        if self.broken:
            return f"LibreOffice wrote a broken PDF of it: {self.broken}"
        said = (self.folder / "stderr").read_text(errors="replace").strip()
        return f"LibreOffice could not open it: {said or 'it said nothing'}"

    def _read(self, i: int, path: Path, found: dict[int, Pdf]) -> None:
        """Take one PDF, if it opens and has pages."""
        data = Pdf(path.read_bytes())
        try:
            open_pdf(data).close()
        except PdfUnreadableError as error:
            self.broken = error.reason
        else:
            found[i] = data

    def _count(self) -> int:
        """Count the letters that it has at least begun to write."""
        return sum(1 for _ in (self.folder / "pdf").iterdir())


def _write_docx(folder: Path, i: int, docx: Docx) -> str:
    """Lay one letter down, named by its place in the batch."""
    path = folder / f"{i:06}.docx"
    path.write_bytes(docx)
    return str(path)


def _launch(
    argv: tuple[str, ...], *, folder: Path, env: Mapping[str, str]
) -> Popen[bytes]:
    """Start the process; what it says on stderr stays in the folder of the run."""
    with (folder / "stderr").open("wb") as stderr:
        return start_child(argv, env=env, stderr=stderr)
