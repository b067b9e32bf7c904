"""The child that opens an untrusted attachment: ``ask.py`` starts it.

It takes a folder, the file, what it is and the limits. Into the folder it writes
``hasil.pdf``, the normalised file, or for a DOCX ``bersih.docx``, which is to be
printed; and last of all its answer, the verdict.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from formulir.ground.disk import find_machine_fault
from formulir.press.attachments.docx_print import CLEAN
from formulir.press.child.ask import answering, write_answer
from formulir.press.child.limits import Limits
from formulir.press.pdf.foot import list_boxes
from formulir.press.pdf.normal import LampiranRefusedError, Verdict, note_feet
from formulir.press.pdf.pixels import UNDRAWABLE, find_free

if TYPE_CHECKING:
    from collections.abc import Sequence


def judge_file(argv: Sequence[str]) -> None:
    """Judge one file; an end without a verdict is the parent's to explain."""
    folder, source, ekstensi, told, text = argv
    limits = Limits(**json.loads(text))
    try:
        verdict = judge(
            Path(source), ekstensi, told=told, folder=Path(folder), limits=limits
        )
        if ekstensi != "docx" and verdict.ok:
            look_for_feet(Path(folder) / "hasil.pdf")
    except LampiranRefusedError as error:
        if find_machine_fault(error) is not None:
            raise
        verdict = Verdict(putusan="refused", reason=error.reason)
    write_answer(Path(folder), asdict(verdict))


def judge(
    source: Path, ekstensi: str, *, told: str, folder: Path, limits: Limits
) -> Verdict:
    """Write what is to be merged or printed, and return the verdict.

    Args:
        source: The file.
        ekstensi: What it is, by its content.
        told: What is known of it already, for the remarks.
        folder: Where it writes.
        limits: What it may cost.

    Raises:
        LampiranRefusedError: It cannot be merged.
    """
    target = folder / "hasil.pdf"
    # What reads one kind of file is not loaded for another.
    if ekstensi == "docx":
        from formulir.press.attachments.docx_clean import clean_docx  # noqa: PLC0415 - above

        catatan = clean_docx(source, folder / CLEAN, limits=limits)
        return Verdict(putusan="cleaned" if catatan else "ok", catatan=catatan)
    if ekstensi == "pdf":
        from formulir.press.attachments.pdf import normalise_pdf  # noqa: PLC0415 - above

        return normalise_pdf(source, target, limits=limits, told=told)
    from formulir.press.attachments.image import normalise_image  # noqa: PLC0415 - above

    return normalise_image(source, target, limits=limits, told=told)


def look_for_feet(normal: Path) -> None:
    """Note where on each page the code of a foot finds room.

    A file that cannot be drawn is taken for one with room everywhere, as most have.
    """
    try:
        note_feet(normal, find_free(normal, list_boxes))
    except UNDRAWABLE:
        return


if __name__ == "__main__":
    with answering():
        judge_file(sys.argv[1:])
