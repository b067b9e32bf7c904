"""Letters that were just issued, each with its receipt beside it, in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.archive.proof.making import make_receipts
from formulir.archive.proof.receipt import ENDING
from formulir.ground.disk import guard_disk, make_folder, publish_file
from formulir.handing.handing import Handed, name_all
from formulir.handing.letters import read_letter, read_pdf
from formulir.handing.package import check_folder
from formulir.office.looks.akses import note_akses

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from formulir.model import Entri
    from formulir.office.kantor import Kantor


def hand_receipts(kantor: Kantor, entries: Sequence[Entri], folder: Path) -> Handed:
    """Write letters and their receipts into a folder, under readable names.

    A receipt that is there is replaced: a later head proves the same. A crash leaves
    some of the files, each one whole.

    Args:
        kantor: The office.
        entries: The acts by which they were issued.
        folder: Where to.

    Raises:
        FolderTakenError: Files of others lie under their names; nothing is written.
        DiskFailedError: The disk refuses.
    """
    letters = [read_letter(kantor, entri) for entri in entries]
    with kantor.open_catatan(read_only=True) as db:
        names = name_all(db, letters)
    missing = set(check_folder(folder, names, letters))
    receipts = make_receipts(kantor.archive, [entri.entri for entri in entries])
    facts = {
        "surat": [letter.kode for letter in letters],
        "berkas": [{"nama": folder.name}],
    }
    remarks = note_akses(kantor, "tanda terima", facts)
    with guard_disk(folder):
        make_folder(folder)
    for place, (name, entri) in enumerate(zip(names, entries, strict=True)):
        if place in missing:
            publish_file(folder / name, read_pdf(kantor, letters[place]))
        publish_file(folder / f"{name}{ENDING}", receipts[entri.entri])
    return Handed(names=names, written=len(missing), remarks=remarks)
