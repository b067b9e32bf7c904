"""Prints an untrusted DOCX: one LibreOffice for one file, shielded and limited.

It shares nothing with the worker that prints letters: neither the process nor its
profile. It is killed with its whole group when its time is over, or when it sleeps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formulir.language import phrase
from formulir.press.child.ask import is_plain_file, run_limited
from formulir.press.child.shield import shield_program
from formulir.press.pdf.normal import LampiranRefusedError
from formulir.press.printing.profile import make_profile

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.press.child.limits import Limits
    from formulir.press.child.shield import Shield

_RESTART: Final = 81
"""LibreOffice's wish to be started again, after it has set up a fresh profile."""

_STARTS: Final = 2

_WRITER: Final = "pdf:writer_pdf_Export:"
_FILTER: Final = _WRITER + '{"SelectPdfVersion":{"type":"long","value":"2"}}'
"""PDF/A-2b, so that what it prints takes no claim from the letter."""
_NOTED: Final = _WRITER + '{"ExportNotes":{"type":"boolean","value":"true"}}'
"""With each comment as an annotation, which PDF/A has no place for."""

CLEAN: Final = "bersih.docx"
PRINTED: Final = "bersih.pdf"


def print_docx(
    folder: Path,
    *,
    program: Path,
    shield: Shield,
    limits: Limits,
    notes: bool = False,
) -> Path:
    """Print ``bersih.docx`` of a folder into ``bersih.pdf`` beside it.

    A crash of this process takes LibreOffice with it; the folder is the caller's.

    Args:
        folder: It holds nothing but the document; LibreOffice may write there.
        program: LibreOffice.
        shield: What shields it.
        limits: What it may cost.
        notes: Whether its comments are to stand on the pages.

    Raises:
        LampiranRefusedError: LibreOffice could not print it in time.
        ProgramUnstartableError: The system refuses to start it.
    """
    if not (folder / "profil").exists():
        make_profile(folder / "profil")
    target = folder / PRINTED
    target.unlink(missing_ok=True)
    how = _NOTED if notes else _FILTER
    argv = _spell(folder, program=program, shield=shield, how=how)
    for _ in range(_STARTS):
        end = run_limited(
            argv, folder=folder, limits=limits, memory_bytes=limits.print_memory_bytes
        )
        if end.status != _RESTART:
            break
    if end.stopped:
        reason = phrase(
            "LibreOffice could not print it: {reason}; save it as PDF", reason=end.fault
        )
        raise LampiranRefusedError(reason)
    # Its status means little: what counts is a file that the next child can read.
    if is_plain_file(target):
        return target
    raise LampiranRefusedError(phrase("LibreOffice could not print it; save it as PDF"))


def _spell(
    folder: Path, *, program: Path, shield: Shield, how: str
) -> list[str | Path]:
    """Write the command: the shield, then LibreOffice."""
    before, seen = shield_program(shield, folder=folder, program=program.parent.parent)
    return [
        *before,
        *("/usr/bin/env", f"HOME={seen}", f"TMPDIR={seen}", program),
        f"-env:UserInstallation={(seen / 'profil').as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
        *("--infilter=MS Word 2007 XML", "--convert-to", how),
        *("--outdir", seen, seen / CLEAN),
    ]
