"""The child that holds a return against its letter: ``inked.py`` starts it.

It takes a folder, a file with what it is asked, and the limits, and writes its answer
into the folder.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2

from formulir.ground.disk import find_machine_fault
from formulir.press.child.ask import answering, write_answer
from formulir.press.child.limits import Limits
from formulir.press.inking.areas import find_areas, find_text
from formulir.press.inking.collate import Issued, collate
from formulir.press.inking.inked import Signer
from formulir.press.inking.raster import DPI, read_ink
from formulir.press.scans.qr import ScanRefusedError, open_pages, open_picture

if TYPE_CHECKING:
    from collections.abc import Sequence

SHARE = 0.5
"""A page of a PDF is a scan when pictures cover so much of it."""


def compare_file(argv: Sequence[str]) -> None:
    """Compare one return; an end without an answer is the parent's to explain."""
    folder, asked, text = argv
    limits = Limits(**json.loads(text))
    question = json.loads(Path(asked).read_bytes())
    said: dict[str, Any] = {"reason": "", "halaman": [], "scanned": 0, "tinta": []}
    try:
        said |= _compare(question, limits)
    except ScanRefusedError as error:
        if find_machine_fault(error) is not None:
            raise
        said["reason"] = str(error)
    write_answer(Path(folder), said)


def _compare(question: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """Open both files, and hold the one against the other."""
    source, ekstensi = Path(question["berkas"]), question["ekstensi"]
    if ekstensi == "pdf":
        _, pages, _ = open_pages(source, limits=limits)
        scanned = list_scanned(pypdfium2.PdfDocument(source), len(pages))
    else:
        _, pages = open_picture(source, limits=limits)
        scanned = list(range(len(pages)))
    letter = pypdfium2.PdfDocument(question["surat"])
    signers = [Signer(**each) for each in question["penanda"]]
    areas = find_areas(letter, signers)
    issued = [
        Issued(
            ink=read_ink(page.render(scale=DPI / 72, grayscale=True).to_pil()),
            code=find_text(page, question["kode"]),
            areas=tuple(area for area in areas if area.page == number),
        )
        for number, page in enumerate(letter)
        if number < limits.halaman
    ]
    found, marks = collate(issued, pages, scanned=frozenset(scanned))
    return {"halaman": found, "scanned": len(scanned), "tinta": marks}


def list_scanned(pdf: pypdfium2.PdfDocument, most: int) -> list[int]:
    """List the pages that are pictures of paper: pictures cover most of them.

    Text that a machine read behind a scan is not seen, and does not matter.
    """
    found = []
    for number in range(min(len(pdf), most)):
        page = pdf[number]
        width, height = page.get_size()
        covered = 0.0
        kinds = [pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
        for picture in page.get_objects(filter=kinds, max_depth=4):
            left, bottom, right, top = picture.get_bounds()
            covered += abs(right - left) * abs(top - bottom)
        if covered >= SHARE * width * height:
            found.append(number)
    return found


if __name__ == "__main__":
    with answering():
        compare_file(sys.argv[1:])
