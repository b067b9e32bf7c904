"""The last hop before the archive: stamp, merge, number the pages, keep PDF/A.

The letter's own file is added to, for ``split`` has given it the output intent and the
metadata of PDF/A-2b; a file made anew would have neither.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf

from formulir.language import phrase
from formulir.model import FinishedPdf
from formulir.press.finishing.embedded import adopt_whole
from formulir.press.finishing.fonts import find_font
from formulir.press.finishing.footer import draw_footer, format_left
from formulir.press.finishing.picture import Picture, draw_qr, read_picture
from formulir.press.finishing.stamp import BOXES, draw_stamps, overlay
from formulir.press.finishing.vector import open_vector
from formulir.press.pdf.normal import adopt_layers, read_feet, read_normal
from formulir.press.pdf.paper import open_pdf, save_pdf
from formulir.press.pdf.pdfa import _claims_pdfa, _drop_claim, claim_part_3

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from formulir.model import Pdf
    from formulir.press.charts.draw import Drawing
    from formulir.press.finishing.vector import Vector
    from formulir.press.joining.split import PrintedLetter
    from formulir.press.pdf.places import Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Closing:
    """What a printed letter is closed with.

    Args:
        kode: The archive code, for the foot of every page.
        nomor: The letter's number, if it has one, likewise.
        qr: What the QR code says.
        cap: The picture of the office's stamp; its white ground is made clear.
        lambang: The picture of the emblem in the letterhead.
        grafik: The chart of its figures.
        lampiran: The attachments in order: their titles, which become entries of the
            outline, and their normalised files, as ``examine`` returned them.
        judul: The letter's own entry in the outline, when there are attachments.
        font: The font of the foot; Liberation Sans when none is given.
    """

    kode: str
    nomor: str | None = None
    qr: str | None = None
    cap: bytes | None = None
    lambang: bytes | None = None
    grafik: Drawing | None = None
    lampiran: tuple[tuple[str, Pdf], ...] = ()
    judul: str = "Surat"
    font: Path | None = None


def finish(printed: PrintedLetter, *, closing: Closing) -> FinishedPdf:
    """Make a printed letter ready for the archive.

    Marks for which the letter has no place are left out, and named.

    Args:
        printed: The letter's pages as they were printed; they are changed.
        closing: What it is closed with.

    Raises:
        PdfUnreadableError: An attachment does not open.
        GambarUnreadableError: A stamp's picture cannot be read.
        FontMissingError: There is no font for the foot.
    """
    surat = printed.pdf
    with ExitStack() as stack:
        pictures = _read_pictures(closing, stack)
        stamps = draw_stamps(surat, pictures, places=printed.places)
        # Copied streams are read from their source when the file is saved.
        sources = [
            (judul, stack.enter_context(open_pdf(data)))
            for judul, data in closing.lampiran
        ]
        font = find_font(closing.font)
        feet = _find_feet(surat, [source for _, source in sources])
        catatan, pdfa = _merge(surat, sources, judul=closing.judul, font=font)
        left = format_left(nomor=closing.nomor, kode=closing.kode)
        footer, remarks = draw_footer(
            surat, left, kode=closing.kode, font=font, feet=feet
        )
        overlay(surat, [stamps, footer])
        return FinishedPdf(
            pdf=save_pdf(surat),
            halaman=len(surat.pages),
            pdfa=pdfa,
            catatan=(*catatan, *remarks),
            unplaced=tuple(sorted(pictures.keys() - printed.places.keys())),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Sample:
    """A letter that was finished to be looked at.

    Args:
        file: The letter.
        places: Where its marks belong.
        halaman: How many pages are its own, before those of attachments.
    """

    file: FinishedPdf
    places: Mapping[str, Place]
    halaman: int


def finish_sample(printed: PrintedLetter, *, closing: Closing) -> Sample:
    """Finish a letter as ``finish`` does, and keep what it is to be held against."""
    halaman = len(printed.pdf.pages)
    file = finish(printed, closing=closing)
    return Sample(file=file, places=printed.places, halaman=halaman)


def _find_feet(surat: pikepdf.Pdf, sources: Sequence[pikepdf.Pdf]) -> dict[int, int]:
    """Find where the code of the foot has room on the pages of attachments."""
    start, feet = len(surat.pages), dict[int, int]()
    for source in sources:
        feet |= dict(enumerate(read_feet(source), start))
        start += len(source.pages)
    return feet


def _read_pictures(closing: Closing, stack: ExitStack) -> dict[str, Picture | Vector]:
    """Read the pictures of the marks, the lowest first."""
    given = {"lambang": closing.lambang, "cap": closing.cap}
    pictures: dict[str, Picture | Vector] = {
        name: read_picture(data, side_mm=box.side_mm, over_text=box.over_text)
        for name, data in given.items()
        for box in [BOXES[name]]
        if data is not None
    }
    if closing.qr is not None:
        pictures["qr"] = draw_qr(closing.qr)
    if closing.grafik is not None:
        pictures["grafik"] = open_vector(closing.grafik, stack=stack)
    return pictures


def _merge(
    surat: pikepdf.Pdf,
    sources: Sequence[tuple[str, pikepdf.Pdf]],
    *,
    judul: str,
    font: Path,
) -> tuple[list[str], bool]:
    """Add attachments behind a letter; return remarks, and whether it is PDF/A still.

    An attachment that is not PDF/A takes the claim from the whole file; one that is
    embedded makes it a claim to PDF/A-3b.
    """
    catatan: list[str] = []
    starts = [(judul, 0)]
    fit, whole = True, False
    for urut, (title, source) in enumerate(sources, start=1):
        pdfa, remarks = read_normal(source)
        catatan += [
            phrase("{title}: {remark}", title=title, remark=remark)
            for remark in remarks
        ]
        if not pdfa:
            fit = False
            catatan.append(
                phrase(
                    "{title}: it is not PDF/A-1 or PDF/A-2 in sRGB, so the "
                    "whole file does not claim PDF/A-2b",
                    title=title,
                )
            )
        starts.append((title, len(surat.pages)))
        surat.pages.extend(source.pages)
        adopt_layers(surat, source)
        whole |= adopt_whole(surat, source, judul=title, urut=urut, font=font)
    if sources:
        _write_outline(surat, starts)
    if not fit:
        _drop_claim(surat)
    elif whole:
        claim_part_3(surat)
    return catatan, fit and _claims_pdfa(surat)


def _write_outline(pdf: pikepdf.Pdf, entries: Sequence[tuple[str, int]]) -> None:
    """Give the letter and each attachment an entry in the outline."""
    with pdf.open_outline() as outline:
        outline.root[:] = [
            pikepdf.OutlineItem(title, page, pikepdf.PageLocation.Fit)
            for title, page in entries
        ]
