"""Reading what came in: an untrusted file is opened in a child process only.

The child (``pindai_child``) has limits on memory and time and knows nothing of this
process. It tells what the QR codes of the pages say and what the digital signatures are
worth, as small JSON; the file itself is never changed.
"""

from __future__ import annotations

import json
import signal
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from formulir.dates import format_saat
from formulir.press.child.children import MINIMAL_ENV, run_child
from formulir.press.child.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_MARKS: Final = (
    ("jpg", b"\xff\xd8\xff"),
    ("png", b"\x89PNG\r\n\x1a\n"),
    ("tif", b"II*\x00"),
    ("tif", b"MM\x00*"),
)
_HEAD_BYTES: Final = 1024
"""Readers look for the mark of a PDF this far: ISO 32000-1, annex H.3."""

SCAN_LIMITS: Final = Limits(halaman=100)
"""What reading a file may cost; its pages beyond these are not looked at."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FileContents:
    """What was read in a file that came in.

    Args:
        ekstensi: What it is, by its content: ``pdf``, ``jpg``, ``png``, ``tif``.
        reason: Why it cannot be taken, in one sentence; nothing when it can.
        halaman: Its number of pages.
        qr: What its QR codes say, each once, in the order of pages.
        tanda_tangan: Its digital signatures (``docs/archive-format.md`` §2).
    """

    ekstensi: str
    reason: str = ""
    halaman: int = 0
    qr: tuple[str, ...] = ()
    tanda_tangan: tuple[Mapping[str, Any], ...] = ()

    @property
    def sah(self) -> bool:
        """Tell whether each digital signature holds; a scan has none that could not."""
        return all(each["putusan"] == "sah" for each in self.tanda_tangan)


def tell_ekstensi(data: bytes) -> str | None:
    """Tell what a file is by its first bytes, whatever it is called.

    >>> tell_ekstensi(b"%PDF-1.7"), tell_ekstensi(b"MZ")
    ('pdf', None)
    """
    for ekstensi, mark in _MARKS:
        if data.startswith(mark):
            return ekstensi
    return "pdf" if b"%PDF-" in data[:_HEAD_BYTES] else None


def read_scan(
    data: bytes,
    *,
    workdir: Path,
    trusted: Path,
    saat: datetime,
    limits: Limits = SCAN_LIMITS,
) -> FileContents:
    """Read the QR codes and the digital signatures of a file.

    A crash of this process takes the child with it and leaves a folder ``pindai-…`` in
    ``workdir``, which nobody reads again.

    Args:
        data: The file.
        workdir: A folder for work that may be lost.
        trusted: A folder of certificates that the office trusts; it may be missing.
        saat: The moment at which certificates must be valid.
        limits: What it may cost.

    Raises:
        ProgramUnstartableError: The system refuses to start the child.
    """
    ekstensi = tell_ekstensi(data)
    if ekstensi is None:
        reason = "it is no PDF, JPEG, PNG or TIFF; scan it again to one of these"
        return FileContents(ekstensi="", reason=reason)
    workdir.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(
        dir=workdir, prefix="pindai-", ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        (folder / "masukan").write_bytes(data)
        status = run_child(
            [
                *(sys.executable, "-I", "-m", "formulir.press.scans.child"),
                *(folder, ekstensi, trusted, format_saat(saat)),
                json.dumps(asdict(limits)),
            ],
            env={**MINIMAL_ENV, "HOME": str(folder)},
            wall_s=limits.wall_s,
        )
        return _read_answer(folder, status, ekstensi=ekstensi, limits=limits)


def _read_answer(
    folder: Path, status: int, *, ekstensi: str, limits: Limits
) -> FileContents:
    """Take the child's word; one that ended badly may have told of the pages before."""
    answer = folder / "bacaan.json"
    if answer.is_file():
        said = json.loads(answer.read_text(encoding="utf-8"))
        return FileContents(
            ekstensi=ekstensi,
            reason=str(said["reason"]),
            halaman=int(said["halaman"]),
            qr=tuple(str(text) for text in said["qr"]),
            tanda_tangan=tuple(said["tanda_tangan"]),
        )
    if status in (-signal.SIGKILL, -signal.SIGXCPU):
        reason = f"it took more than {limits.cpu_s} s to read; scan it again"
        return FileContents(ekstensi=ekstensi, reason=reason)
    reason = "it took too much memory, or is too damaged, to be read; scan it again"
    return FileContents(ekstensi=ekstensi, reason=reason)
