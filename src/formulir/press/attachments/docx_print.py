"""Prints an untrusted DOCX: one LibreOffice for one file, shielded and limited.

It shares nothing with the worker that prints letters: neither the process nor its
profile. It is killed with its whole group when its time is over.
"""

from __future__ import annotations

import signal
import subprocess
import time
from typing import TYPE_CHECKING, Final

from formulir.press.child.children import MINIMAL_ENV, end_child, start_child
from formulir.press.child.shield import shield_program
from formulir.press.pdf.normal import LampiranRefusedError
from formulir.press.printing.profile import make_profile

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.press.child.limits import Limits
    from formulir.press.child.shield import Shield

_RESTART: Final = 81
"""LibreOffice's wish to be started again, after it has set up a fresh profile."""

_TIME_OVER: Final = frozenset(
    sign for name in (signal.SIGKILL, signal.SIGXCPU) for sign in (-name, 128 + name)
)
"""How a process ends that has used up its time, by itself and behind a shield."""

_FILTER: Final = (
    'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'
)
"""PDF/A-2b, so that what it prints takes no claim from the letter."""

CLEAN: Final = "bersih.docx"
PRINTED: Final = "bersih.pdf"


def print_docx(
    folder: Path,
    *,
    program: Path,
    shield: Shield,
    limits: Limits,
    end: float,
) -> Path:
    """Print ``bersih.docx`` of a folder into ``bersih.pdf`` beside it.

    A crash of this process takes LibreOffice with it; the folder is the caller's.

    Args:
        folder: It holds nothing but the document; LibreOffice may write there.
        program: LibreOffice.
        shield: What shields it.
        limits: What it may cost.
        end: When its time is over, by ``time.monotonic``.

    Raises:
        LampiranRefusedError: LibreOffice could not print it in time.
        ProgramUnstartableError: The system refuses to start it.
    """
    if not (folder / "profil").exists():
        make_profile(folder / "profil")
    target = folder / PRINTED
    target.unlink(missing_ok=True)
    argv = _spell(folder, program=program, shield=shield, limits=limits)
    status = _run(argv, folder=folder, end=end)
    if status == _RESTART:
        status = _run(argv, folder=folder, end=end)
    if status is None or status in _TIME_OVER:
        raise LampiranRefusedError(
            reason=f"LibreOffice took more than {limits.cpu_s} s to print it",
            remedy="save it as PDF",
        )
    # Its status means little: what counts is a file that the next child can read.
    if target.is_file() and not target.is_symlink():
        return target
    raise LampiranRefusedError(
        reason="LibreOffice could not print it", remedy="save it as PDF"
    )


def _spell(
    folder: Path, *, program: Path, shield: Shield, limits: Limits
) -> list[str | Path]:
    """Write the command: limits outermost, then the shield, then LibreOffice."""
    before, seen = shield_program(shield, folder=folder, program=program.parent.parent)
    limiting = (
        "/usr/bin/prlimit",
        f"--as={limits.print_memory_bytes}",
        f"--cpu={limits.cpu_s}",
        f"--fsize={limits.size_bytes}",
        "--core=0",
    )
    return [
        *(*limiting, "--", *before),
        *("/usr/bin/env", f"HOME={seen}", f"TMPDIR={seen}", program),
        f"-env:UserInstallation={(seen / 'profil').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
        *("--infilter=MS Word 2007 XML", "--convert-to", _FILTER),
        *("--outdir", seen, seen / CLEAN),
    ]


def _run(argv: list[str | Path], *, folder: Path, end: float) -> int | None:
    """Run LibreOffice; return its status, or nothing when its time was over."""
    child = start_child(argv, env={**MINIMAL_ENV, "HOME": str(folder)})
    try:
        return child.wait(max(0.0, end - time.monotonic()))
    except subprocess.TimeoutExpired:
        return None
    finally:
        end_child(child)
