"""The verdict on attachments: an untrusted file is opened in a child process only.

The child (``attachment_child``) has limits on memory, time and output and knows nothing
of this process. It judges the file and writes a normalised PDF; this process opens
nothing but that.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from formulir.model import Pdf
from formulir.press.children import MINIMAL_ENV, end_child, start_child

EKSTENSI: Final = ("pdf", "jpg", "jpeg", "png")
"""What may be attached."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What an attachment may cost, and how big it may be.

    Args:
        memory_bytes: Address space of the child.
        cpu_s: Seconds of computing.
        wall_s: Seconds of waiting for the child.
        size_bytes: Of the file as it was handed in, and of what it becomes.
        halaman: Pages of a PDF.
        side_mm: The longer side of a page.
        pixels: Of a picture: columns times rows.
    """

    memory_bytes: int = 2 << 30
    cpu_s: int = 60
    wall_s: float = 90.0
    size_bytes: int = 200 << 20
    halaman: int = 500
    side_mm: int = 5000
    pixels: int = 80_000_000


DEFAULT_LIMITS: Final = Limits()


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What was found, and what to merge.

    Args:
        ok: Whether it may be merged.
        reason: Why not, in one sentence that says what to do.
        halaman: Its number of pages.
        pdf: The normalised file, if it may be merged.
        pdfa: Whether it takes nothing from a letter's claim to PDF/A-2b.
        catatan: What was done to it.
    """

    ok: bool
    reason: str = ""
    halaman: int = 0
    pdf: Pdf | None = None
    pdfa: bool = False
    catatan: tuple[str, ...] = ()


def examine(
    berkas: Path | bytes,
    *,
    ekstensi: str,
    kerja: Path,
    limits: Limits = DEFAULT_LIMITS,
) -> Verdict:
    """Judge a file that is to ride behind a letter.

    A crash of this process takes the child with it and leaves a folder ``periksa-…``
    in ``kerja``, which nobody reads again.

    Args:
        berkas: Where the file is, or what is in it.
        ekstensi: What it calls itself: ``pdf``, ``jpg``, ``jpeg`` or ``png``.
        kerja: A folder for work that may be lost.
        limits: What it may cost.

    Raises:
        ProgramUnstartableError: The system refuses to start the child.
    """
    ekstensi = ekstensi.lower().removeprefix(".")
    if ekstensi not in EKSTENSI:
        return _refuse(
            f"a .{ekstensi} file cannot be attached; save it as PDF, JPEG or PNG"
        )
    kerja.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(
        dir=kerja, prefix="periksa-", ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        source = berkas if isinstance(berkas, Path) else folder / "masukan"
        if isinstance(berkas, bytes):
            source.write_bytes(berkas)
        return _examine_file(
            source.resolve(), ekstensi=ekstensi, folder=folder, limits=limits
        )


def _examine_file(
    source: Path, *, ekstensi: str, folder: Path, limits: Limits
) -> Verdict:
    """Let the child judge, and take its word only when it ended well."""
    try:
        size = source.stat().st_size
    except OSError as error:
        return _refuse(f"it cannot be read ({error.strerror}); hand it in again")
    if size > limits.size_bytes:
        return _refuse(
            f"it has {size} bytes and {limits.size_bytes} are allowed; "
            "scan it at a lower resolution"
        )
    status = _run_child(source, ekstensi=ekstensi, folder=folder, limits=limits)
    if status == 0:
        return _read_verdict(folder)
    if status in (-signal.SIGKILL, -signal.SIGXCPU):
        return _refuse(
            f"it took more than {limits.cpu_s} s to read; print it to a new PDF"
        )
    return _refuse(
        "it took too much memory, or is too damaged, to be read; print it to a new PDF"
    )


def _run_child(source: Path, *, ekstensi: str, folder: Path, limits: Limits) -> int:
    """Run the child to its end or to its limit; return its status."""
    child = start_child(
        [
            *(sys.executable, "-I", "-m", "formulir.press.attachment_child"),
            *(source, ekstensi, folder, json.dumps(asdict(limits))),
        ],
        env={**MINIMAL_ENV, "HOME": str(folder)},
    )
    try:
        with suppress(subprocess.TimeoutExpired):
            child.wait(limits.wall_s)
    finally:
        end_child(child)
    return child.returncode


def _read_verdict(folder: Path) -> Verdict:
    """Read what the child wrote: its verdict, and the normalised file."""
    said = json.loads((folder / "putusan.json").read_text(encoding="utf-8"))
    if not said["ok"]:
        return _refuse(str(said["reason"]))
    return Verdict(
        ok=True,
        halaman=int(said["halaman"]),
        pdf=Pdf((folder / "hasil.pdf").read_bytes()),
        pdfa=bool(said["pdfa"]),
        catatan=tuple(str(remark) for remark in said["catatan"]),
    )


def _refuse(reason: str) -> Verdict:
    """Refuse, for one reason."""
    return Verdict(ok=False, reason=reason)
