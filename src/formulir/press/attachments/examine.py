"""The verdict on attachments: an untrusted file is opened in a child process only.

The child (``attachment_child``) has limits on memory, time and output and knows nothing
of this process. It judges the file and writes a normalised PDF; this process opens
nothing but that. A DOCX takes three children: one writes it anew without whatever
reaches beyond it, LibreOffice prints that, one judges the print as any other PDF.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from formulir.press.attachments.docx_print import print_docx
from formulir.press.child.children import MINIMAL_ENV, run_child
from formulir.press.child.limits import DEFAULT_LIMITS, Limits
from formulir.press.child.shield import Shield, probe_shield, shield_python
from formulir.press.pdf.normal import LampiranRefusedError
from formulir.press.printing.libreoffice import CANDIDATES, find_program

if TYPE_CHECKING:
    from collections.abc import Sequence

EKSTENSI: Final = ("pdf", "jpg", "jpeg", "png", "tif", "tiff", "docx")
"""What may be attached."""

_MOST_PATIENT: Final = 4.0
"""How many times longer than its limit a file may take on a busy machine."""

_SHELL_SIGNAL: Final = 128

_SAID_BYTES: Final = 1 << 20
"""More than any verdict needs; a child that says more has been taken over."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What was found.

    Args:
        putusan: ``ok``, ``repaired``, ``cleaned``, ``embedded`` or ``refused``.
        reason: Why it is refused, in one sentence that says what to do.
        halaman: The number of pages that it adds to a letter.
        pdfa: Whether it takes nothing from a letter's claim to PDF/A.
        catatan: What was done to it.
    """

    putusan: str
    reason: str = ""
    halaman: int = 0
    pdfa: bool = False
    catatan: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Tell whether it may be merged."""
        return self.putusan != "refused"


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenedFile:
    """A file under examination.

    Args:
        source: Where it lies.
        folder: Where the children work.
        limits: What it may cost.
        end: When its time is over, by ``time.monotonic``.
        shield: What shields the children.
    """

    source: Path
    folder: Path
    limits: Limits
    end: float
    shield: Shield


def examine(
    berkas: Path | bytes,
    *,
    ekstensi: str,
    workdir: Path,
    result: Path | None = None,
    limits: Limits = DEFAULT_LIMITS,
    libreoffice: Sequence[Path] = CANDIDATES,
) -> Verdict:
    """Judge a file that is to ride behind a letter.

    A crash of this process takes the children with it and leaves a folder
    ``periksa-…`` in ``workdir``, which nobody reads again.

    Args:
        berkas: Where the file is, or what is in it.
        ekstensi: What it calls itself: one of ``EKSTENSI``.
        workdir: A folder for work that may be lost.
        result: Where the normalised file is to lie, if it may be merged. It has its
            name when all of it is there; it is not flushed, for it can be made again.
        limits: What it may cost.
        libreoffice: Candidates for what prints a DOCX, best first.

    Raises:
        ProgramUnstartableError: The system refuses to start a child.
        LibreOfficeMissingError: There is a DOCX and nothing to print it.
    """
    ekstensi = ekstensi.lower().removeprefix(".")
    if ekstensi not in EKSTENSI:
        return _refuse(
            f"a .{ekstensi} file cannot be attached; save it as PDF, JPEG or PNG"
        )
    workdir.mkdir(parents=True, exist_ok=True)
    # Probed before the clock runs, for the first of a run takes longer.
    shield = probe_shield()
    program = find_program(tuple(libreoffice)) if ekstensi == "docx" else None
    with TemporaryDirectory(
        dir=workdir, prefix="periksa-", ignore_cleanup_errors=True
    ) as name:
        folder = Path(name).resolve()
        source = berkas if isinstance(berkas, Path) else folder / "masukan"
        if isinstance(berkas, bytes):
            source.write_bytes(berkas)
        opened = OpenedFile(
            source=source.resolve(),
            folder=folder,
            limits=limits,
            end=time.monotonic() + limits.wall_s * read_load(),
            shield=shield,
        )
        try:
            verdict = _examine_file(opened, ekstensi=ekstensi, program=program)
        except LampiranRefusedError as error:
            return _refuse(str(error))
        if result is not None and verdict.ok:
            shutil.move(folder / "hasil.pdf", result)
        return verdict


def _examine_file(
    opened: OpenedFile, *, ekstensi: str, program: Path | None
) -> Verdict:
    """Let the children judge."""
    _check_size(opened)
    verdict = _ask_child(opened, ekstensi=ekstensi)
    if program is None or not verdict.ok:
        return verdict
    printed = print_docx(
        opened.folder / "cetak",
        program=program,
        shield=opened.shield,
        limits=opened.limits,
        end=opened.end,
    )
    judged = _ask_child(replace(opened, source=printed), ekstensi="pdf")
    if not judged.ok:
        return _refuse(f"LibreOffice printed it, but {judged.reason}")
    catatan = tuple(dict.fromkeys((*verdict.catatan, *judged.catatan)))
    putusan = judged.putusan if verdict.putusan == "ok" else verdict.putusan
    return replace(judged, catatan=catatan, putusan=putusan)


def read_load() -> float:
    """Tell how much slower this machine is than one with nothing else to do.

    A machine with more work than processors makes everything wait; an honest file is
    not refused for that. What computes without end is stopped by its own time all the
    same.
    """
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    return min(max(load, 1.0), _MOST_PATIENT)


def _check_size(opened: OpenedFile) -> None:
    """Refuse a file that cannot be read, or is too big to begin with.

    Raises:
        LampiranRefusedError: It is one of these.
    """
    most = opened.limits.size_bytes
    try:
        size = opened.source.stat().st_size
        if not opened.source.is_file():
            raise LampiranRefusedError(
                reason="it is no file", remedy="name the file itself"
            )
    except OSError as error:
        raise LampiranRefusedError(
            reason=f"it cannot be read ({error.strerror})", remedy="hand it in again"
        ) from error
    if not size:
        raise LampiranRefusedError(reason="it is empty", remedy="hand it in again")
    if size > most:
        raise LampiranRefusedError(
            reason=f"it has {size} bytes and {most} are allowed",
            remedy="scan it at a lower resolution",
        )


def _ask_child(opened: OpenedFile, *, ekstensi: str) -> Verdict:
    """Run a child to its end or its limit; take its word only when it ended well."""
    status = _run_child(opened, ekstensi=ekstensi)
    if status == 0:
        return _read_verdict(opened.folder)
    if status in (-signal.SIGKILL, -signal.SIGXCPU):
        return _refuse(
            f"it took more than {opened.limits.cpu_s} s to read; print it to a new PDF"
        )
    return _refuse(
        "it took too much memory, or is too damaged, to be read; print it to a new PDF"
    )


def _run_child(opened: OpenedFile, *, ekstensi: str) -> int:
    """Run the child; return its status, that of a kill when its time was over."""
    words = (opened.source, ekstensi, opened.folder, json.dumps(asdict(opened.limits)))
    status = run_child(
        [
            *shield_python(opened.shield, folder=opened.folder),
            *(sys.executable, "-I", "-m", "formulir.press.attachments.child", *words),
        ],
        env={**MINIMAL_ENV, "HOME": str(opened.folder)},
        wall_s=max(0.0, opened.end - time.monotonic()),
    )
    # A shield passes on the signal that ended the child as a shell does.
    return _SHELL_SIGNAL - status if status > _SHELL_SIGNAL else status


def _read_verdict(folder: Path) -> Verdict:
    """Read what the child wrote; what is not a verdict is a refusal.

    A child that was taken over may write anything, or lay a link in our way.
    """
    path = folder / "putusan.json"
    with suppress(OSError, ValueError, LookupError, TypeError):
        if path.is_symlink() or path.stat().st_size > _SAID_BYTES:
            raise ValueError
        said = dict(json.loads(path.read_text(encoding="utf-8")))
        if "reason" in said:
            return _refuse(str(said["reason"]))
        if not (folder / "hasil.pdf").is_symlink():
            return Verdict(
                putusan=str(said["putusan"]),
                halaman=int(said["halaman"]),
                pdfa=bool(said["pdfa"]),
                catatan=tuple(str(remark) for remark in said["catatan"]),
            )
    return _refuse("it could not be judged; print it to a new PDF")


def _refuse(reason: str) -> Verdict:
    """Refuse, for one reason, on one line."""
    return Verdict(putusan="refused", reason=" ".join(reason.split()))
