"""The first pages of a bundle: what lies in which envelope, and where it begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formulir.press.binding.lettering import (
    LEADING,
    DrawnBox,
    DrawnSheet,
    Line,
    break_lines,
    draw_sheets,
)
from formulir.press.pdf.paper import MM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.model import Pdf

_A4: Final = (210.0, 297.0)
_LEFT, _TOP, _BOTTOM = 20.0, 22.0, 272.0
_SIZE: Final = 8.5
_STEP: Final = _SIZE * LEADING / MM
_COLUMNS: Final = (
    ("Amplop", 13.0),
    ("Tujuan", 51.0),
    ("Formulir", 20.0),
    ("Nomor", 33.0),
    ("Kode arsip", 38.2),
    ("Hlm.", 8.0),
    ("Mulai", 10.8),
)
"""The heading and the width of each column, in millimetres."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexRow:
    """A letter in the index.

    Args:
        amplop: The number of its envelope, from 1.
        tujuan: To whom the envelope goes.
        formulir: The kind, with a word where it is a copy.
        nomor: Its number, or a dash.
        kode: Its archive code.
        halaman: How many pages it has.
        mulai: On which page of all letters it begins, from 1.
    """

    amplop: int
    tujuan: str
    formulir: str
    nomor: str
    kode: str
    halaman: int
    mulai: int


def draw_index(
    rows: Sequence[IndexRow], *, judul: str, catatan: str, duplex: bool = False
) -> Pdf:
    """Draw the index of a bundle; long names go on in a second line.

    Args:
        rows: The letters, in order.
        judul: The heading of the first page.
        catatan: What stands under it.
        duplex: Whether a blank page follows an odd number of its own.

    Raises:
        FontMissingError: There is no font for the text.
    """
    cells = list(map(_break_row, rows))
    head = _set_head(judul, catatan)
    before, wanted = -1, 0
    # A number of a page with one digit more may need a line more, and so a page.
    while wanted != before:
        before = wanted
        sheets = _set_pages(rows, cells, head, before=before)
        wanted = len(sheets) + (len(sheets) % 2 if duplex else 0)
    return draw_sheets(
        DrawnSheet(
            width_mm=_A4[0],
            height_mm=_A4[1],
            lines=[
                *lines,
                Line(
                    x_mm=_LEFT,
                    y_mm=285,
                    size_pt=7,
                    grey=0.4,
                    text=f"Daftar isi, lembar {number} dari {len(sheets)}",
                ),
            ],
            boxes=boxes,
        )
        for number, (lines, boxes) in enumerate(sheets, start=1)
    )


def _break_row(row: IndexRow) -> list[list[str]]:
    """Break the cells of a row into lines, all but the last one."""
    cells = (row.amplop, row.tujuan, row.formulir, row.nomor, row.kode, row.halaman)
    return [
        _break_cell(str(cell), width)
        for cell, (_, width) in zip(cells, _COLUMNS, strict=False)
    ]


def _break_cell(cell: str, width: float) -> list[str]:
    return break_lines(cell, width_mm=width - 2, size_pt=_SIZE)


def _set_head(judul: str, catatan: str) -> tuple[list[Line], float]:
    """Set the heading of the first page and what stands under it; give its end."""
    head = [Line(x_mm=_LEFT, y_mm=_TOP, size_pt=14, text=judul)]
    y = _TOP + 7
    for text in break_lines(catatan, width_mm=170, size_pt=9):
        head.append(Line(x_mm=_LEFT, y_mm=y, size_pt=9, text=text))
        y += 9 * LEADING / MM
    return head, y


def _set_pages(
    rows: Sequence[IndexRow],
    broken: Sequence[list[list[str]]],
    head: tuple[list[Line], float],
    *,
    before: int,
) -> list[tuple[list[Line], list[DrawnBox]]]:
    """Lay rows out on pages; a row is never cut in two.

    Args:
        rows: They.
        broken: The cells of each.
        head: What stands above those of the first page, and where that ends.
        before: The pages of the index itself: those of letters are counted in the
            whole file.
    """
    pages = []
    lines, boxes, y = _begin_page(head[0], head[1] + 3)
    for row, first in zip(rows, broken, strict=True):
        cells = [*first, _break_cell(str(before + row.mulai), _COLUMNS[-1][1])]
        height = max(map(len, cells)) * _STEP
        if y + height > _BOTTOM:
            pages.append((lines, boxes))
            lines, boxes, y = _begin_page([], _TOP)
        lines += _place_cells(cells, y)
        y += height + 1.6
        boxes.append(DrawnBox(x_mm=_LEFT, y_mm=y - 3.4, width_mm=174))
    return [*pages, (lines, boxes)]


def _begin_page(head: list[Line], y: float) -> tuple[list[Line], list[DrawnBox], float]:
    """Set the headings of the columns."""
    names = [[name] for name, _ in _COLUMNS]
    lines = [*head, *_place_cells(names, y, grey=0.4)]
    return lines, [DrawnBox(x_mm=_LEFT, y_mm=y + 1.6, width_mm=174)], y + _STEP + 2.5


def _place_cells(
    cells: Sequence[Sequence[str]], y: float, *, grey: float = 0
) -> list[Line]:
    lines, x = [], _LEFT
    for words, (_, width) in zip(cells, _COLUMNS, strict=True):
        lines += [
            Line(x_mm=x, y_mm=y + n * _STEP, size_pt=_SIZE, text=word, grey=grey)
            for n, word in enumerate(words)
        ]
        x += width
    return lines
