"""The child that opens an untrusted attachment: ``ask.py`` starts it.

It takes a folder, the file, its extension and the limits. Into the folder it writes
``hasil.pdf``, the normalised file, or for a DOCX ``bersih.docx``, which is to be
printed; and last of all its answer, the verdict.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from formulir.press.attachments.docx_print import CLEAN
from formulir.press.attachments.kind import check_kind
from formulir.press.child.ask import write_answer
from formulir.press.child.limits import Limits
from formulir.press.pdf.normal import LampiranRefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.press.pdf.normal import NormalResult


def judge_file(argv: Sequence[str]) -> None:
    """Judge one file; an end without a verdict is the parent's to explain."""
    folder, source, ekstensi, text = argv
    limits = Limits(**json.loads(text))
    said: dict[str, Any] = {"reason": "", "putusan": "refused", "halaman": 0}
    said |= {"pdfa": False, "catatan": ()}
    try:
        said |= judge(Path(source), ekstensi, folder=Path(folder), limits=limits)
    except LampiranRefusedError as error:
        said["reason"] = str(error)
    write_answer(Path(folder), said)


def judge(
    source: Path, ekstensi: str, *, folder: Path, limits: Limits
) -> dict[str, object]:
    """Write what is to be merged or printed, and return the verdict.

    Raises:
        LampiranRefusedError: It cannot be merged.
    """
    check_kind(source, ekstensi)
    if ekstensi == "docx":
        return _clean(source, folder, limits=limits)
    normal = normalise(source, ekstensi, limits=limits)
    (folder / "hasil.pdf").write_bytes(normal.pdf)
    return {
        "putusan": normal.putusan,
        "halaman": normal.halaman,
        "pdfa": normal.pdfa,
        "catatan": normal.catatan,
    }


def normalise(source: Path, ekstensi: str, *, limits: Limits) -> NormalResult:
    """Turn a file into a PDF that can be merged as it is.

    Raises:
        LampiranRefusedError: It cannot be merged.
    """
    # What reads pictures is not loaded for a PDF, nor the other way round.
    if ekstensi == "pdf":
        from formulir.press.attachments.pdf import normalise_pdf  # noqa: PLC0415 - above

        return normalise_pdf(source, limits=limits)
    from formulir.press.attachments.image import normalise_image  # noqa: PLC0415 - above

    return normalise_image(source, limits=limits)


def _clean(source: Path, folder: Path, *, limits: Limits) -> dict[str, object]:
    """Write a DOCX anew, ready to be printed."""
    from formulir.press.attachments.docx_clean import clean_docx  # noqa: PLC0415 - as above

    catatan = clean_docx(source, folder / CLEAN, limits=limits)
    putusan = "cleaned" if catatan else "ok"
    return {"putusan": putusan, "halaman": 0, "pdfa": False, "catatan": catatan}


if __name__ == "__main__":
    judge_file(sys.argv[1:])
