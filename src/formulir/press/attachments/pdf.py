"""PDFs as attachments: their pages as they are, and nothing else. Runs in the child.

The pages are moved into a new file, so that whatever hangs on the old file's catalogue
(scripts, embedded files, forms, outlines) is left behind by construction. What is
looked for by name is only looked for to be told.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

import pikepdf
from pikepdf.exceptions import PdfParsingError

from formulir.language import phrase
from formulir.press.attachments.active import (
    HARMLESS,
    check_showable,
    list_active,
    name_active,
)
from formulir.press.attachments.weight import (
    check_count,
    check_parts,
    check_sheets,
    check_weight,
)
from formulir.press.foreign.annotations import show_as_viewers
from formulir.press.foreign.appearances import complete_appearances
from formulir.press.foreign.claim import keeps_claim
from formulir.press.foreign.leaves import close_pages, drop_rest, set_boxes
from formulir.press.foreign.rescue import ENCRYPTED, NO_PRINT, rescue_pdf
from formulir.press.foreign.signing import describe_signatures, list_signatures
from formulir.press.pdf.normal import (
    LampiranRefusedError,
    Verdict,
    adopt_layers,
    wrap_whole,
    write_normal,
)
from formulir.press.pdf.pdfa import claims_fitting_pdfa

if TYPE_CHECKING:
    from pathlib import Path

    from formulir.press.child.limits import Limits

FOREIGN: Final = (
    *(pikepdf.PdfError, PdfParsingError, RuntimeError, ArithmeticError),
    *(TypeError, ValueError, LookupError, AttributeError),
)
"""What pikepdf raises when a damaged file's objects are not what they should be."""

_REPAIRED: Final = phrase("the file was damaged and was repaired; look at its pages")
_RESTRICTED: Final = phrase(
    "its author restricted what may be done with it; printing is allowed, "
    "so its pages ride along"
)


class _EmptyError(ValueError):
    """A file shows no page to qpdf; another reader may find some."""


def normalise_pdf(
    source: Path, target: Path, *, limits: Limits, told: str = ""
) -> Verdict:
    """Take the pages of a PDF, with what fields and annotations show drawn in.

    A signed file is not taken apart: it is embedded whole. What one reader cannot
    open, another one is given.

    Args:
        source: The file.
        target: Where the normalised file is to lie.
        limits: What it may cost.
        told: What is known of it already, for the remarks.

    Raises:
        LampiranRefusedError: It is locked, damaged, empty or too big.
    """
    try:
        return _normalise_file(source, target, limits=limits, known=[told] * bool(told))
    except pikepdf.PasswordError as error:
        raise LampiranRefusedError(ENCRYPTED) from error
    except FOREIGN as error:
        if "crypt" in str(error).lower():  # qpdf's word for what it cannot unlock
            raise LampiranRefusedError(ENCRYPTED) from error
        data = rescue_pdf(source)
        if data is None:
            raise _damaged(error, source) from error
    if b"/ByteRange" in source.read_bytes():
        return _embed_unread(source, target)
    mended = target.with_name("dibaca-lagi.pdf")
    mended.write_bytes(data)
    try:
        return _normalise_file(mended, target, limits=limits, known=[_REPAIRED])
    except FOREIGN as error:
        raise _damaged(error, mended) from error


def _normalise_file(
    source: Path, target: Path, *, limits: Limits, known: list[str]
) -> Verdict:
    """Take the pages of a file that qpdf opens, or embed it.

    Args:
        source: The file.
        target: Where the normalised file is to lie.
        limits: What it may cost.
        known: What is known of it already, for the remarks.
    """
    with pikepdf.open(source, suppress_warnings=True) as old:
        check_parts(old, limits)
        if kinds := list_signatures(old):
            said = [*known, describe_signatures(kinds)]
            return _embed(old, source, target, said)
        if old.is_encrypted and not (old.allow.print_lowres or old.allow.print_highres):
            raise LampiranRefusedError(NO_PRINT)
        if not len(old.pages):
            raise _EmptyError
        with ExitStack() as held, pikepdf.new() as new:
            return _normalise_opened(
                old, new, target, limits=limits, known=known, held=held
            )


def _normalise_opened(
    old: pikepdf.Pdf,
    new: pikepdf.Pdf,
    target: Path,
    *,
    limits: Limits,
    known: list[str],
    held: ExitStack,
) -> Verdict:
    check_count(len(old.pages), limits)
    check_showable(old)
    removed = list_active(old)
    pdfa = HARMLESS.issuperset(removed) and claims_fitting_pdfa(old)
    mended = bool(old.get_warnings())
    odd = set_boxes(old) + close_pages(old)
    # What fields and annotations show is drawn onto their pages.
    drawn, told = complete_appearances(old)
    if drawn is not None:
        held.enter_context(drawn)
    told += show_as_viewers(old)
    old.flatten_annotations("all")
    if "/AcroForm" in old.Root:
        del old.Root["/AcroForm"]  # what it showed is on the pages
    drop_rest(old)
    new.pages.extend(old.pages)
    adopt_layers(new, old)
    catatan = known + removed + told + odd
    if old.is_encrypted:
        catatan.append(_RESTRICTED)
    catatan += check_sheets(new, limits)
    check_weight(new, limits)
    putusan = "cleaned" if removed or any("left out" in each for each in told) else "ok"
    # What qpdf had to mend it tells while it reads, so it is asked again at last.
    if (mended or old.get_warnings()) and _REPAIRED not in catatan:
        catatan.append(_REPAIRED)
    if _REPAIRED in catatan:
        pdfa, putusan = False, "repaired"
    pdfa = pdfa and not told and not old.is_encrypted and keeps_claim(new)
    return write_normal(new, target, putusan=putusan, pdfa=pdfa, catatan=catatan)


def _embed(old: pikepdf.Pdf, source: Path, target: Path, said: list[str]) -> Verdict:
    """Let a signed file ride as it is, behind a page that names it."""
    catatan = list(said)
    active = [name_active(sentence) for sentence in list_active(old)]
    if active:
        catatan.append(phrase("the embedded file keeps {things}", things=active))
    try:
        halaman = len(old.pages)
    except FOREIGN:
        halaman = 0  # the notice then leaves the number out
    with wrap_whole(source.read_bytes(), halaman=halaman) as pdf:
        return write_normal(pdf, target, putusan="embedded", pdfa=True, catatan=catatan)


def _embed_unread(source: Path, target: Path) -> Verdict:
    """Let a file ride whole that seems to be signed and that only pdfium opens."""
    catatan = [describe_signatures(["stray"]), phrase("it is damaged; look at it")]
    with wrap_whole(source.read_bytes(), halaman=0) as pdf:
        return write_normal(pdf, target, putusan="embedded", pdfa=True, catatan=catatan)


def _damaged(error: Exception, source: Path) -> LampiranRefusedError:
    """Say that it is beyond repair; qpdf's own words tell where."""
    if isinstance(error, _EmptyError):
        return LampiranRefusedError(
            phrase("it has no pages; make it again from its source")
        )
    if isinstance(error, (pikepdf.PdfError, PdfParsingError)):
        # qpdf begins with where the file lies, which the reader knows.
        words = str(error).removeprefix(str(source)).lstrip(" :,")
        reason = phrase(
            "it is damaged beyond repair ({detail}); make it again from its source",
            detail=" ".join(words.split())[-200:],
        )
    else:
        reason = phrase("it is damaged beyond repair; make it again from its source")
    return LampiranRefusedError(reason)
