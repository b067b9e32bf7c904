"""The pages of a Word file as pictures, with numbers where its comments stand.

Whoever handed the file in may have put anything into it, so LibreOffice prints it
behind the shield, as it prints attachments. It leaves each comment as an annotation at
the end of the words that it is on.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final

from PIL import ImageDraw, ImageFont

from formulir.ground.workdir import work_in_folder
from formulir.model import Pdf
from formulir.press.attachments.docx_print import CLEAN, print_docx
from formulir.press.child.limits import DEFAULT_LIMITS
from formulir.press.child.shield import probe_shield
from formulir.press.finishing.fonts import find_font
from formulir.press.pdf.normal import LampiranRefusedError
from formulir.press.pdf.paper import open_pdf, save_pdf, view_page
from formulir.press.pdf.pixels import DPI, draw_pages, write_png
from formulir.press.printing.libreoffice import find_program

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pikepdf
    from PIL import Image

    from formulir.model import Docx
    from formulir.press.pdf.pixels import Box

_DOTS: Final = DPI / 72
_RED: Final = (205, 0, 0)
_RADIUS: Final = 11
_LETTERS: Final = 15


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A comment.

    Args:
        nomor: The number that stands on the picture, from 1 in the order of the pages.
        isi: What it says.
        box: Where it stands, in dots of the picture.
    """

    nomor: int
    isi: str
    box: Box


@dataclass(frozen=True, kw_only=True, slots=True)
class NotedPage:
    """A page on which comments stand.

    Args:
        halaman: Its number, from 1.
        gambar: It as a PNG, with a number at each comment.
        notes: The comments.
    """

    halaman: int
    gambar: bytes
    notes: tuple[Note, ...]


def draw_notes(
    docx: Docx, *, author: str, workdir: Path, libreoffice: Sequence[Path]
) -> list[NotedPage]:
    """Draw the pages of a file on which somebody's comments stand.

    A crash leaves a folder in ``workdir``, which the next one sweeps.

    Args:
        docx: The file.
        author: Whose comments are shown; others' are not.
        workdir: A folder for work that may be lost.
        libreoffice: Candidates for what prints it, best first.

    Returns:
        The pages; none of a file that LibreOffice cannot print.

    Raises:
        MachineError: The machine lacks LibreOffice or does not start it.
    """
    try:
        data = _print(docx, workdir=workdir, libreoffice=libreoffice)
    except LampiranRefusedError:
        return []
    with open_pdf(data) as pdf:
        numbers = count(1)
        found = [
            tuple(
                Note(nomor=next(numbers), isi=isi, box=box)
                for isi, box in _read_notes(page, author)
            )
            for page in pdf.pages
        ]
        for page in pdf.pages:
            if "/Annots" in page.obj:  # whose signs would cover the words
                del page.obj["/Annots"]
        pages = draw_pages(save_pdf(pdf))
    return [
        NotedPage(halaman=number, gambar=_draw(page, notes), notes=notes)
        for number, (page, notes) in enumerate(zip(pages, found, strict=True), start=1)
        if notes
    ]


def _print(docx: Docx, *, workdir: Path, libreoffice: Sequence[Path]) -> Pdf:
    """Print a file with its comments."""
    with work_in_folder(workdir) as folder:
        (folder / CLEAN).write_bytes(docx)
        printed = print_docx(
            folder,
            program=find_program(tuple(libreoffice)),
            shield=probe_shield(),
            limits=DEFAULT_LIMITS,
            notes=True,
        )
        return Pdf(printed.read_bytes())


def _read_notes(page: pikepdf.Page, author: str) -> list[tuple[str, Box]]:
    """List the comments of a page from above to below, each with its place."""
    height = view_page(page).height_pt
    notes = []
    for each in page.obj.get("/Annots", []):
        who = str(each.get("/T", "")).partition(",")[0]  # behind it stands the day
        if each.get("/Subtype") == "/Text" and who == author:
            x0, y0, x1, y1 = (float(side) for side in each.Rect)
            sides = (x0, height - max(y0, y1), x1, height - min(y0, y1))
            left, upper, right, lower = (side * _DOTS for side in sides)
            notes.append((str(each.get("/Contents", "")), (left, upper, right, lower)))
    return sorted(notes, key=lambda note: (note[1][1], note[1][0]))


def _draw(page: Image.Image, notes: Sequence[Note]) -> bytes:
    """Draw a stroke at the end of the words of each comment, and its number above."""
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(find_font(), _LETTERS)
    for note in notes:
        x, upper, _, lower = note.box
        y = max(upper - _RADIUS, _RADIUS)
        pen.line((x, y, x, lower), fill=_RED, width=3)
        disc = (x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS)
        pen.ellipse(disc, fill=_RED)
        pen.text((x, y), str(note.nomor), fill=(255, 255, 255), font=font, anchor="mm")
    return write_png(page)
