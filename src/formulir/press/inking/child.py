"""The child that holds returns against their letters: ``inked.py`` starts it.

It takes a folder, a file with what it is asked, and the limits, and writes its answer
into the folder.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2

from formulir.ground.disk import find_machine_fault
from formulir.language import take_reason
from formulir.press.child.ask import answering, write_answer
from formulir.press.child.limits import Limits
from formulir.press.inking.areas import MM, find_areas, find_text
from formulir.press.inking.collate import Issued, collate
from formulir.press.inking.inked import Signer
from formulir.press.inking.raster import DPI, read_ink
from formulir.press.pdf.page_code import read_page_code
from formulir.press.scans.qr import (
    ScanRefusedError,
    open_pages,
    open_picture,
    scan_codes,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.press.inking.raster import Ink

FOOT = 30 * MM
"""The code of a page stands so near to its lower edge."""
SHARE = 0.5
"""A page of a PDF is a scan when pictures cover so much of it."""


def compare_files(argv: Sequence[str]) -> None:
    """Compare returns; an end without an answer is the parent's to explain."""
    folder, asked, text = argv
    limits = Limits(**json.loads(text))
    questions = json.loads(Path(asked).read_bytes())
    said = [_answer(question, limits) for question in questions]
    write_answer(Path(folder), {"banding": said})


def _answer(question: dict[str, Any], limits: Limits) -> dict[str, Any]:
    said: dict[str, Any] = {"reason": "", "halaman": [], "scanned": 0, "tinta": []}
    try:
        return said | _compare(question, limits)
    except ScanRefusedError as error:
        if find_machine_fault(error) is not None:
            raise
        return said | {"reason": take_reason(error)}


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
    if question["asli"] and not scanned:
        return {"halaman": list(range(1, min(len(letter), limits.halaman) + 1))}
    signers = [Signer(**each) for each in question["penanda"]]
    areas = find_areas(letter, signers)
    kode, named = question["kode"], dict(question["bernama"])
    issued = [
        Issued(
            draw=partial(_draw, page),
            code=find_text(page, kode),
            areas=tuple(area for area in areas if area.page == number),
            named=named[number + 1] - 1
            if 0 < named.get(number + 1, 0) <= len(pages)
            and _bears_code(page, kode, number + 1)
            else None,
        )
        for number, page in enumerate(letter)
        if number < limits.halaman
    ]
    found, marks = collate(issued, pages, scanned=frozenset(scanned))
    return {"halaman": found, "scanned": len(scanned), "tinta": marks}


def _draw(page: pypdfium2.PdfPage) -> Ink:
    return read_ink(page.render(scale=DPI / 72, grayscale=True).to_pil())


def _bears_code(page: pypdfium2.PdfPage, kode: str, halaman: int) -> bool:
    """Tell whether a page as it was issued bears a code of its own in its foot."""
    cut = max(0.0, page.get_height() - FOOT)
    foot = page.render(scale=DPI / 72, grayscale=True, crop=(0, 0, 0, cut)).to_pil()
    codes = map(read_page_code, scan_codes(foot))
    return any(code is not None and code[:2] == (kode, halaman) for code in codes)


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
        compare_files(sys.argv[1:])
