"""Pages as they were printed: runs of text and drawings, each with its box.

A run is what was drawn in one go: a line of a paragraph, or a piece of one. Its box is
that of its ink. The file is one of our own making, so it is opened in this process.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import cached_property, reduce
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from formulir.press.pdf.paper import MM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from formulir.model import Pdf

_TURNED: Final = 0.1
"""Of its width, how much a line may rise and still be taken for a level one."""
_INVISIBLE: Final = 3
_WHITE: Final = (255, 255, 255)
_DEEPEST: Final = 8
"""Drawings within drawings that are looked into."""


class Box(NamedTuple):
    """A box on a page: points from its lower left corner as it is seen."""

    left: float
    lower: float
    right: float
    upper: float

    @property
    def width(self) -> float:
        """Return how wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return how high it is."""
        return self.upper - self.lower

    def meet(self, other: Box) -> Box:
        """Return what two boxes have in common; where nothing, a side is below zero."""
        return Box(
            max(self.left, other.left),
            max(self.lower, other.lower),
            min(self.right, other.right),
            min(self.upper, other.upper),
        )

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing of it."""
        return self.width <= 0 or self.height <= 0


def unite(boxes: Iterable[Box]) -> Box:
    """Return the box around boxes."""
    lefts, lowers, rights, uppers = zip(*boxes, strict=True)
    return Box(min(lefts), min(lowers), max(rights), max(uppers))


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """Text that was drawn in one go.

    Args:
        text: What is read; never blank.
        box: Where its ink is.
        font: The name of its font in the file.
        ours: Whether it is the foot that every page carries.
        turned: Whether it does not lie level.
        window: What is seen of the page where it was drawn: the height of a row cuts
            what does not fit into it.
    """

    text: str
    box: Box
    window: Box
    font: str
    ours: bool
    turned: bool


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A page.

    Args:
        number: Its place, from 0.
        width: In points.
        height: In points.
        runs: Its text, as it was drawn.
        drawings: The boxes of lines, areas and pictures that leave ink.
    """

    number: int
    width: float
    height: float
    runs: tuple[Run, ...]
    drawings: tuple[Box, ...]

    @property
    def paper(self) -> Box:
        """Return the whole page."""
        return Box(0, 0, self.width, self.height)

    @cached_property
    def text(self) -> str:
        """Return all its text, with a blank between what does not touch."""
        return "".join(piece for piece, _ in self._pieces)

    @cached_property
    def _pieces(self) -> list[tuple[str, Run]]:
        pieces = []
        for run, following in zip_longest(self.runs, self.runs[1:]):
            joined = following is not None and _touch(run.box, following.box)
            words = run.text.replace("\t", " ")
            pieces.append((words if joined else f"{words.rstrip()} ", run))
        return pieces

    def find(self, start: int, stop: int) -> Box:
        """Find the runs from which a part of the text is."""
        at, found = 0, []
        for piece, run in self._pieces:
            if at < stop and at + len(piece) > start:
                found.append(run.box)
            at += len(piece)
        return unite(found)


def _touch(box: Box, following: Box) -> bool:
    """Tell whether the second continues the line of the first without a gap."""
    gap = following.left - box.right
    level = min(box.upper, following.upper) - max(box.lower, following.lower)
    return level > 0 and -1 < gap < MM / 2


def read_sheets(data: Pdf, *, halaman: int | None = None) -> list[Sheet]:
    """Read pages of a file of our own making.

    Args:
        data: The file.
        halaman: How many of its pages; all when left out.
    """
    pdf = pypdfium2.PdfDocument(data)
    try:
        count = len(pdf) if halaman is None else min(halaman, len(pdf))
        return [_read_sheet(pdf[number], number) for number in range(count)]
    finally:
        pdf.close()


def _read_sheet(page: pypdfium2.PdfPage, number: int) -> Sheet:
    x, y, right, upper = page.get_cropbox()
    text = page.get_textpage()
    reader = _Reader(text=text, x=x, y=y)
    runs: list[Run] = []
    drawings: list[Box] = []
    for thing, matrices in _walk(page):
        if pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_TEXT:
            runs += reader.read_run(thing, matrices)
        elif _has_ink(thing):
            drawings.append(reader.measure(thing, matrices))
    text.close()
    page.close()
    return Sheet(
        number=number,
        width=right - x,
        height=upper - y,
        runs=tuple(runs),
        drawings=tuple(drawings),
    )


_Matrices = tuple[pdfium.FS_MATRIX, ...]


def _walk(page: pypdfium2.PdfPage) -> Iterator[tuple[object, _Matrices]]:
    """Give what is drawn on a page, with the matrices of what it is drawn within."""
    for at in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _unfold(pdfium.FPDFPage_GetObject(page, at), ())


def _unfold(thing: object, matrices: _Matrices) -> Iterator[tuple[object, _Matrices]]:
    """Give what is drawn within a drawing; a chart of ours is one, letters and all."""
    is_form = pdfium.FPDFPageObj_GetType(thing) == pdfium.FPDF_PAGEOBJ_FORM
    if not is_form or len(matrices) >= _DEEPEST or _is_marked(thing, "Span"):
        yield thing, matrices
        return
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(thing, matrix)
    for at in range(pdfium.FPDFFormObj_CountObjects(thing)):
        yield from _unfold(pdfium.FPDFFormObj_GetObject(thing, at), (matrix, *matrices))


class _Reader:
    """Reads what is drawn on one page; keeps the room into which pdfium answers."""

    def __init__(self, *, text: pypdfium2.PdfTextPage, x: float, y: float) -> None:
        self._text, self._x, self._y = text, x, y
        self._sides = [ctypes.c_float() for _ in Box._fields]
        self._matrix = pdfium.FS_MATRIX()
        self._letters = (ctypes.c_ushort * 4096)()

    def read_run(self, thing: object, matrices: _Matrices) -> Iterator[Run]:
        """Read text, if there is anything to be seen of it."""
        words = self._read_words(thing)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(thing)
        box = self.measure(thing, matrices)
        if words.isspace() or not words or mode == _INVISIBLE or box.width <= 0:
            return
        pdfium.FPDFPageObj_GetMatrix(thing, self._matrix)
        rise, run = abs(self._matrix.b), abs(self._matrix.a)
        yield Run(
            text=words,
            box=box,
            window=self._read_window(thing) or box,
            font=_name_font(thing),
            ours=_is_marked(thing, "Artifact"),
            turned=rise > run * _TURNED,
        )

    def measure(self, thing: object, matrices: _Matrices) -> Box:
        """Measure the ink of what is drawn."""
        pdfium.FPDFPageObj_GetBounds(thing, *self._sides)
        left, lower, right, upper = (side.value for side in self._sides)
        for matrix in matrices:
            corners = [
                (
                    matrix.a * x + matrix.c * y + matrix.e,
                    matrix.b * x + matrix.d * y + matrix.f,
                )
                for x in (left, right)
                for y in (lower, upper)
            ]
            left, lower = map(min, zip(*corners, strict=True))
            right, upper = map(max, zip(*corners, strict=True))
        return Box(left - self._x, lower - self._y, right - self._x, upper - self._y)

    def _read_window(self, thing: object) -> Box | None:
        """Read what the paths that cut a drawing leave of the page, as boxes."""
        clip = pdfium.FPDFPageObj_GetClipPath(thing)
        count = pdfium.FPDFClipPath_CountPaths(clip) if clip else 0
        paths = [self._read_corners(clip, path) for path in range(count)]
        boxes = [unite(corners) for corners in paths if corners]
        return reduce(Box.meet, boxes) if boxes else None

    def _read_corners(self, clip: object, path: int) -> list[Box]:
        x, y, *_ = self._sides
        corners = []
        for at in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, at)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            across, up = x.value - self._x, y.value - self._y
            corners.append(Box(across, up, across, up))
        return corners

    def _read_words(self, thing: object) -> str:
        size = pdfium.FPDFTextObj_GetText(thing, self._text, None, 0)
        if size > ctypes.sizeof(self._letters):
            self._letters = (ctypes.c_ushort * size)()
        room = ctypes.sizeof(self._letters)
        pdfium.FPDFTextObj_GetText(thing, self._text, self._letters, room)
        data = bytes(self._letters)[: max(0, size - 2)]
        return data.decode("utf-16-le", "replace").rstrip("\0")


def _name_font(thing: object) -> str:
    font = pdfium.FPDFTextObj_GetFont(thing)
    name = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
    return name.value.decode("utf-8", "replace")


def _is_marked(thing: object, wanted: str) -> bool:
    """Tell whether it is marked: as no part of what is read, or read by other words."""
    if pdfium.FPDFPageObj_CountMarks(thing) <= 0:
        return False
    name, size = (ctypes.c_ushort * 64)(), ctypes.c_ulong()
    for at in range(pdfium.FPDFPageObj_CountMarks(thing)):
        mark = pdfium.FPDFPageObj_GetMark(thing, at)
        pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), size)
        if bytes(name)[: max(0, size.value - 2)].decode("utf-16-le") == wanted:
            return True
    return False


def _has_ink(thing: object) -> bool:
    """Tell whether a drawing leaves anything on white paper."""
    if pdfium.FPDFPageObj_GetType(thing) != pdfium.FPDF_PAGEOBJ_PATH:
        return True
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(thing, fill, stroke)
    if stroke.value:
        return True
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(thing, red, green, blue, opacity)
    colour = (red.value, green.value, blue.value)
    return bool(fill.value) and opacity.value > 0 and colour != _WHITE
