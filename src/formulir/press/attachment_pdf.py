"""PDFs as attachments: their pages as they are, and nothing else. Runs in the child.

The pages are moved into a new file, so that whatever hangs on the old file's catalogue
(scripts, embedded files, forms, outlines) is left behind by construction. What is
looked for by name is only looked for to be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf.exceptions import PdfParsingError

from formulir.press.active import HARMLESS, check_unsigned, list_active
from formulir.press.layers import adopt_layers
from formulir.press.normal import LampiranRefusedError, NormalResult, mark_normal
from formulir.press.paper import MM, save_pdf, view_page

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.model import Pdf
    from formulir.press.attachments import Limits

_PAGE_KEYS: Final = frozenset(
    {
        "/Type",
        "/Parent",
        "/Contents",
        "/Resources",
        "/MediaBox",
        "/CropBox",
        "/TrimBox",
        "/BleedBox",
        "/ArtBox",
        "/Rotate",
        "/UserUnit",
        "/Group",
    }
)
"""What makes up how a page looks; the rest refers to what is left behind."""

_COMPATIBLE: Final = frozenset(f"{part}{level}" for part in "12" for level in "ABU")


def normalise_pdf(source: Path, *, limits: Limits) -> NormalResult:
    """Take the pages of a PDF, with what fields and annotations show drawn in.

    Raises:
        LampiranRefusedError: It is encrypted, signed, damaged, empty or too big.
    """
    with _open_untrusted(source) as old, pikepdf.new() as new:
        _check_pages(old, limits)
        check_unsigned(old)
        catatan = list_active(old)
        pdfa = HARMLESS.issuperset(catatan) and _claims_fitting_pdfa(old)
        _flatten(old)
        new.pages.extend(old.pages)
        adopt_layers(new, old)
        catatan += _clean_pages(new)
        # What qpdf had to mend it tells while it reads, so it is asked last.
        if old.get_warnings():
            catatan.append("the file was damaged and was repaired; look at its pages")
            pdfa = False
        mark_normal(new, pdfa=pdfa, catatan=catatan)
        return NormalResult(
            pdf=_save(new),
            halaman=len(new.pages),
            pdfa=pdfa,
            catatan=tuple(catatan),
        )


def _open_untrusted(source: Path) -> pikepdf.Pdf:
    """Open it, repaired if need be."""
    try:
        pdf = pikepdf.open(source, suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise _encrypted() from error
    except pikepdf.PdfError as error:
        raise _damaged(str(error)) from error
    if pdf.is_encrypted:
        raise _encrypted()
    return pdf


def _encrypted() -> LampiranRefusedError:
    """Say that it is encrypted, with or without a password to open it."""
    return LampiranRefusedError(
        reason="it is encrypted",
        remedy="save a copy without password and restrictions",
    )


def _damaged(detail: str) -> LampiranRefusedError:
    """Say that it is beyond repair."""
    detail = " ".join(detail.split())[-200:]
    return LampiranRefusedError(
        reason=f"it is damaged beyond repair ({detail})",
        remedy="make it again from its source",
    )


def _check_pages(pdf: pikepdf.Pdf, limits: Limits) -> None:
    """Refuse a file without pages, with too many, or with one too big."""
    try:
        halaman = len(pdf.pages)
        views = [view_page(page) for page in pdf.pages[: limits.halaman]]
    except (pikepdf.PdfError, TypeError, ValueError, KeyError, AttributeError) as error:
        raise _damaged(str(error)) from error
    if not halaman:
        raise LampiranRefusedError(
            reason="it has no pages", remedy="make it again from its source"
        )
    if halaman > limits.halaman:
        raise LampiranRefusedError(
            reason=f"it has {halaman} pages and {limits.halaman} are allowed",
            remedy="attach only what belongs to the letter",
        )
    for number, view in enumerate(views, start=1):
        side_mm = max(view.width_pt, view.height_pt) / MM
        if side_mm > limits.side_mm:
            raise LampiranRefusedError(
                reason=f"page {number} is {side_mm / 1000:.1f} m long and "
                f"{limits.side_mm / 1000:g} m are allowed",
                remedy="print it to a paper size",
            )


def _claims_fitting_pdfa(pdf: pikepdf.Pdf) -> bool:
    """Tell whether it claims PDF/A-1 or -2 and means its colours as a letter does.

    Device colours mean what the output intent says. A letter's is sRGB, so a file that
    means another one would change its colours, or break the claim.
    """
    try:
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            claim = metadata.pdfa_status.upper()
    except (ValueError, SyntaxError, pikepdf.PdfError):
        return False
    if claim not in _COMPATIBLE:
        return False
    intents = pdf.Root.get("/OutputIntents", pikepdf.Array())
    profiles = [intent.get("/DestOutputProfile") for intent in intents.as_list()]
    return all(
        profile is None or profile.get("/N") == len("RGB") for profile in profiles
    )


def _flatten(pdf: pikepdf.Pdf) -> None:
    """Draw what fields and annotations show onto their pages."""
    try:
        if "/AcroForm" in pdf.Root:
            pdf.generate_appearance_streams()
        pdf.flatten_annotations("all")
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise _damaged(str(error)) from error


def _clean_pages(pdf: pikepdf.Pdf) -> list[str]:
    """Keep of each page what it looks like, and close what its contents left open."""
    catatan = []
    for number, page in enumerate(pdf.pages, start=1):
        for key in page.obj.keys() - _PAGE_KEYS:
            del page.obj[key]
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


def _save(pdf: pikepdf.Pdf) -> Pdf:
    """Write the new file; here what is damaged shows at the latest."""
    try:
        return save_pdf(pdf)
    except (pikepdf.PdfError, RuntimeError) as error:
        raise _damaged(str(error)) from error
