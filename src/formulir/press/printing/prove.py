"""The proof that two ways of printing give the same paper.

Both documents come from one LibreOffice, which writes what it has laid out in one order
with one choice of names. So the same layout is the same drawing, byte for byte, and no
picture of a page is needed to see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

from formulir.press.pdf.paper import open_pdf
from formulir.press.pdf.places import read_places
from formulir.press.printing.join import join
from formulir.press.printing.join_odf import join_odf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.model import Pdf
    from formulir.press.printing.print_letters import OdfBodies
    from formulir.press.printing.skeleton import Skeleton
    from formulir.press.printing.worker import LibreOfficeWorker


def prove_alike(
    skeleton: Skeleton,
    letters: Sequence[Mapping[str, str]],
    odf: OdfBodies,
    worker: LibreOfficeWorker,
    *,
    limit_s: float,
) -> bool:
    """Print the same letters from ODF and from DOCX, and tell whether they are alike.

    Args:
        skeleton: What they have in common as DOCX.
        letters: The filled parts of each.
        odf: The same letters as ODF.
        worker: What prints both.
        limit_s: How long each document may take.

    Raises:
        CetakFailedError: One of them did not print.
        PdfUnreadableError: What was printed does not open.
    """
    fodt = join_odf(odf.skeleton, odf.letters)
    found = worker.convert_odf(fodt, limit_s=limit_s)
    wanted = worker.convert(join(skeleton, letters), limit_s=limit_s)
    return is_alike(found, wanted)


def is_alike(one: Pdf, other: Pdf) -> bool:
    """Tell whether two printed documents show the same, with the same marks.

    Raises:
        PdfUnreadableError: One does not open, or has no pages.
    """
    with open_pdf(one) as first, open_pdf(other) as second:
        if len(first.pages) != len(second.pages):
            return False
        if read_places(first) != read_places(second):
            return False
        known: dict[int, object] = {}
        return all(
            _read_sheet(page, 0, known) == _read_sheet(like, 1, known)
            for page, like in zip(first.pages, second.pages, strict=True)
        )


def _read_sheet(page: pikepdf.Page, which: int, known: dict[int, object]) -> object:
    """Return all that a page shows, in values that can be compared."""
    sheet = page.obj
    resources = sheet.get("/Resources", pikepdf.Dictionary())
    key = resources.objgen[0] * 2 + which
    # LibreOffice gives all pages one dictionary of resources, which is read once.
    if not resources.is_indirect or key not in known:
        known[key] = _read(resources)
    return (
        _read(sheet.get("/MediaBox")),
        sheet.get("/Rotate", 0),
        _read(sheet.get("/Contents")),
        known[key],
    )


def _read(node: object) -> object:
    """Spell an object and all that it refers to, which never leads back to it."""
    if isinstance(node, pikepdf.Stream):
        return (_read_dictionary(node), node.read_bytes())
    if isinstance(node, pikepdf.Dictionary):
        return _read_dictionary(node)
    if isinstance(node, pikepdf.Array):
        return tuple(_read(member) for member in node)
    return str(node)


def _read_dictionary(node: pikepdf.Object) -> object:
    return tuple(
        (name, _read(member))
        for name, member in sorted(node.items())
        if name not in {"/Parent", "/Length"}
    )
