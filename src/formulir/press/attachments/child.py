"""The child that opens an untrusted attachment: ``ask.py`` starts it.

It takes a folder, the file, its extension and the limits. Into the folder it writes
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
from formulir.ground.magic import HEAD_BYTES, describe_head, is_of_ekstensi
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
    folder, source, ekstensi, text = argv
    limits = Limits(**json.loads(text))
    try:
        verdict = judge(Path(source), ekstensi, folder=Path(folder), limits=limits)
        if ekstensi != "docx" and verdict.ok:
            look_for_feet(Path(folder) / "hasil.pdf")
    except LampiranRefusedError as error:
        if find_machine_fault(error) is not None:
            raise
        verdict = Verdict(putusan="refused", reason=str(error))
    write_answer(Path(folder), asdict(verdict))


def judge(source: Path, ekstensi: str, *, folder: Path, limits: Limits) -> Verdict:
    """Write what is to be merged or printed, and return the verdict.

    Raises:
        LampiranRefusedError: It cannot be merged.
    """
    check_kind(source, ekstensi)
    target = folder / "hasil.pdf"
    # What reads one kind of file is not loaded for another.
    if ekstensi == "docx":
        from formulir.press.attachments.docx_clean import clean_docx  # noqa: PLC0415 - above

        catatan = clean_docx(source, folder / CLEAN, limits=limits)
        return Verdict(putusan="cleaned" if catatan else "ok", catatan=catatan)
    if ekstensi == "pdf":
        from formulir.press.attachments.pdf import normalise_pdf  # noqa: PLC0415 - above

        return normalise_pdf(source, target, limits=limits)
    from formulir.press.attachments.image import normalise_image  # noqa: PLC0415 - above

    return normalise_image(source, target, limits=limits)


def look_for_feet(normal: Path) -> None:
    """Note where on each page the code of a foot finds room.

    A file that cannot be drawn is taken for one with room everywhere, as most have.
    """
    try:
        note_feet(normal, find_free(normal, list_boxes))
    except UNDRAWABLE:
        return


def check_kind(source: Path, ekstensi: str) -> None:
    """Refuse a file whose first bytes belie its name.

    Raises:
        LampiranRefusedError: They do.
    """
    try:
        with source.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        reason = f"it cannot be read ({error.strerror}); hand it in again"
        raise LampiranRefusedError(reason) from error
    if not is_of_ekstensi(head, ekstensi):
        found = describe_head(head)
        what = f"its contents are {found}" if found else "its contents do not"
        reason = f"its name says .{ekstensi} but {what}"
        raise LampiranRefusedError(f"{reason}; open it and save it again as PDF")


if __name__ == "__main__":
    with answering():
        judge_file(sys.argv[1:])
