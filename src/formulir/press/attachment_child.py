"""The child that opens an untrusted attachment: ``python -m …attachment_child``.

It takes the file, its extension, a folder and the limits. It writes ``hasil.pdf``, the
normalised file, and last of all ``putusan.json``, the verdict. Its limits are set
before anything of the file is read.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from formulir.press.attachments import Limits
from formulir.press.normal import LampiranRefusedError, NormalResult

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAGIC: Final = {
    "pdf": b"%PDF-",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
}
_HEAD_BYTES: Final = 1024
"""Readers look for the mark of a PDF this far: ISO 32000-1, annex H.3."""


def main(argv: Sequence[str]) -> None:
    """Judge one file; an end without a verdict is the parent's to explain."""
    source, ekstensi, folder, text = argv
    limits = Limits(**json.loads(text))
    limit_process(limits)
    try:
        normal = normalise(Path(source), ekstensi, limits=limits)
    except LampiranRefusedError as error:
        said = {"ok": False, "reason": str(error)}
    else:
        Path(folder, "hasil.pdf").write_bytes(normal.pdf)
        said = {
            "ok": True,
            "halaman": normal.halaman,
            "pdfa": normal.pdfa,
            "catatan": normal.catatan,
        }
    Path(folder, "putusan.json").write_text(json.dumps(said), encoding="utf-8")


def limit_process(limits: Limits) -> None:
    """Bind this process to its limits; it cannot loosen them again."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_s),
        (resource.RLIMIT_FSIZE, limits.size_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def normalise(source: Path, ekstensi: str, *, limits: Limits) -> NormalResult:
    """Turn a file into a PDF that can be merged as it is.

    Raises:
        LampiranRefusedError: It cannot be merged.
    """
    check_kind(source, ekstensi)
    # What reads pictures is not loaded for a PDF, nor the other way round.
    if ekstensi == "pdf":
        from formulir.press.attachment_pdf import normalise_pdf  # noqa: PLC0415 - above

        return normalise_pdf(source, limits=limits)
    from formulir.press.attachment_image import normalise_image  # noqa: PLC0415 - above

    return normalise_image(source, limits=limits)


def check_kind(source: Path, ekstensi: str) -> None:
    """Refuse a file whose first bytes belie its name."""
    with source.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    found = head.find(_MAGIC[ekstensi])
    if found < 0 or (found > 0 and ekstensi != "pdf"):
        raise LampiranRefusedError(
            reason=f"its name says .{ekstensi} but its contents do not",
            remedy="open it and save it again as PDF",
        )


if __name__ == "__main__":
    main(sys.argv[1:])
