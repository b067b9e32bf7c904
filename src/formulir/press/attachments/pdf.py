"""PDFs as attachments: their pages as they are, and nothing else. Runs in the child.

The pages are moved into a new file, so that whatever hangs on the old file's catalogue
(scripts, embedded files, forms, outlines) is left behind by construction. What is
looked for by name is only looked for to be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf.exceptions import PdfParsingError

from formulir.press.attachments.active import (
    HARMLESS,
    check_showable,
    is_signed,
    list_active,
    name_active,
)
from formulir.press.attachments.weight import (
    check_count,
    check_parts,
    check_sheets,
    check_weight,
)
from formulir.press.pdf.normal import (
    LampiranRefusedError,
    Verdict,
    adopt_layers,
    wrap_whole,
    write_normal,
)
from formulir.press.pdf.pdfa import claims_fitting_pdfa, keeps_claim

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.press.child.limits import Limits

_PAGE_KEYS: Final = frozenset(
    {
        *("/Type", "/Parent", "/Contents", "/Resources", "/Group"),
        *("/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"),
        *("/Rotate", "/UserUnit"),
    }
)
"""What makes up how a page looks; the rest refers to what is left behind."""

_ENCRYPTED: Final = "it is encrypted; save a copy without password and restrictions"

FOREIGN: Final = (
    *(pikepdf.PdfError, PdfParsingError, RuntimeError, ArithmeticError),
    *(TypeError, ValueError, LookupError, AttributeError),
)
"""What pikepdf raises when a damaged file's objects are not what they should be."""


def normalise_pdf(source: Path, target: Path, *, limits: Limits) -> Verdict:
    """Take the pages of a PDF, with what fields and annotations show drawn in.

    A signed file is not taken apart: it is embedded whole.

    Raises:
        LampiranRefusedError: It is encrypted, damaged, empty or too big.
    """
    with _open_untrusted(source) as old, pikepdf.new() as new:
        try:
            check_parts(old, limits)
            if is_signed(old):
                return _embed(old, source, target)
            return _normalise_opened(old, new, target, limits=limits)
        except FOREIGN as error:
            raise _damaged(str(error), source) from error


def _normalise_opened(
    old: pikepdf.Pdf, new: pikepdf.Pdf, target: Path, *, limits: Limits
) -> Verdict:
    if old.is_encrypted:
        raise LampiranRefusedError(_ENCRYPTED)
    check_count(len(old.pages), limits)
    check_showable(old)
    removed = list_active(old)
    pdfa = HARMLESS.issuperset(removed) and claims_fitting_pdfa(old)
    # What fields and annotations show is drawn onto their pages.
    if "/AcroForm" in old.Root:
        old.generate_appearance_streams()
    old.flatten_annotations("all")
    new.pages.extend(old.pages)
    adopt_layers(new, old)
    catatan = removed + _clean_pages(new)
    catatan += check_sheets(new, limits)
    check_weight(new, limits)
    putusan = "cleaned" if removed else "ok"
    # What qpdf had to mend it tells while it reads, so it is asked last.
    if old.get_warnings():
        catatan.append("the file was damaged and was repaired; look at its pages")
        pdfa, putusan = False, "repaired"
    pdfa = pdfa and keeps_claim(new)
    return write_normal(new, target, putusan=putusan, pdfa=pdfa, catatan=catatan)


def _embed(old: pikepdf.Pdf, source: Path, target: Path) -> Verdict:
    """Let a signed file ride as it is, behind a page that names it."""
    catatan = ["it is digitally signed and was embedded whole, byte for byte"]
    active = [name_active(sentence) for sentence in list_active(old)]
    if active:
        catatan.append(f"the embedded file keeps {', '.join(active)}")
    try:
        halaman = len(old.pages)
    except FOREIGN:
        halaman = 0  # the notice then leaves the number out
    with wrap_whole(source.read_bytes(), halaman=halaman) as pdf:
        return write_normal(pdf, target, putusan="embedded", pdfa=True, catatan=catatan)


def _open_untrusted(source: Path) -> pikepdf.Pdf:
    """Open it, repaired if need be."""
    try:
        return pikepdf.open(source, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise LampiranRefusedError(_ENCRYPTED) from error
    except FOREIGN as error:
        raise _damaged(str(error), source) from error


def _damaged(detail: str, source: Path) -> LampiranRefusedError:
    """Say that it is beyond repair."""
    # qpdf begins with where the file lies, which the reader knows.
    detail = detail.removeprefix(str(source)).lstrip(" :,")
    detail = " ".join(detail.split())[-200:]
    reason = f"it is damaged beyond repair ({detail}); make it again from its source"
    return LampiranRefusedError(reason)


def _clean_pages(pdf: pikepdf.Pdf) -> list[str]:
    """Keep of each page what it looks like, and close what its contents left open."""
    catatan = []
    for number, page in enumerate(pdf.pages, start=1):
        for key in page.obj.keys() - _PAGE_KEYS:
            del page.obj[key]
        if _straighten(page.obj):
            catatan.append(f"page {number} held what cannot be shown; look at it")
        try:
            operators = pikepdf.parse_content_stream(page, "q Q")
        except (pikepdf.PdfError, PdfParsingError):
            catatan.append(f"page {number} cannot be read to its end; look at it")
            continue
        names = [str(instruction.operator) for instruction in operators]
        left_open = names.count("q") - names.count("Q")
        if left_open > 0:
            page.contents_add(b"\n" + b"Q " * left_open)
    return catatan


def _straighten(page: pikepdf.Object) -> bool:
    """See that the foot can be drawn: resources and contents are what they should be.

    Returns:
        Whether something else was there and was dropped.
    """
    dropped = False
    resources = page.get("/Resources")
    if not isinstance(resources, pikepdf.Dictionary):
        page.Resources = pikepdf.Dictionary()
    else:
        for key in ("/Font", "/XObject"):
            if key in resources and not isinstance(resources[key], pikepdf.Dictionary):
                del resources[key]
                dropped = True
    if "/Contents" not in page:
        return dropped
    contents = page.Contents
    parts = contents.as_list() if isinstance(contents, pikepdf.Array) else [contents]
    streams = [part for part in parts if isinstance(part, pikepdf.Stream)]
    if len(streams) < len(parts):
        page.Contents = pikepdf.Array(streams)
        dropped = True
    return dropped
