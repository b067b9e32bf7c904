"""Reading what came in: an untrusted file is opened in a child process only.

The child (``child.py``) has limits on memory and time, is shielded and knows nothing of
this process. It tells what the QR codes of the pages say and what the digital
signatures are worth, as small JSON; the file itself is never changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from formulir.dates import format_saat
from formulir.ground.disk import make_folder, probe_folder
from formulir.ground.magic import HEAD_BYTES, tell_ekstensi
from formulir.press.child.ask import ask_child
from formulir.press.child.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

KINDS: Final = ("pdf", "jpg", "png", "tif")
"""What may come in."""

_FORM: Final = {
    "reason": str,
    "halaman": int,
    "qr": [str],
    "tanda_tangan": [
        {
            "putusan": frozenset({"sah", "diubah", "rusak", "tidak terbaca"}),
            "jenis": frozenset(
                {
                    *("persetujuan", "sertifikasi", "cap waktu", "hak pakai"),
                    *("kolom kosong", "tidak dikenal"),
                }
            ),
            "cap?": str,
            "nama?": str,
            "saat?": str,
            "tepercaya?": bool,
            "alasan?": str,
        }
    ],
}
"""What the child must answer."""

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
    ekstensi = tell_ekstensi(data[:HEAD_BYTES])
    if ekstensi not in KINDS:
        reason = "it is no PDF, JPEG, PNG or TIFF; scan it again to one of these"
        return FileContents(ekstensi="", reason=reason)
    make_folder(workdir)
    with TemporaryDirectory(
        dir=workdir, prefix="pindai-", ignore_cleanup_errors=True
    ) as name:
        source, folder = Path(name, "masukan"), Path(name, "baca")
        source.write_bytes(data)
        folder.mkdir()
        end = ask_child(
            "formulir.press.scans.child",
            [source.resolve(), ekstensi, trusted.resolve(), format_saat(saat)],
            folder=folder,
            form=_FORM,
            limits=limits,
        )
        if end.fault:
            probe_folder(folder)  # a full disk is nothing that is wrong with a file
    # One that ended badly may have told of the pages before.
    if end.said is not None:
        return FileContents(ekstensi=ekstensi, **end.said)
    fault = end.fault or "it tells nothing that can be understood"
    return FileContents(ekstensi=ekstensi, reason=f"{fault}; scan it again")
