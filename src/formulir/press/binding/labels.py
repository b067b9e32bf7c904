"""Addresses on sheets of labels, and on envelopes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formulir.language import chain, phrase
from formulir.press.binding.lettering import (
    LEADING,
    DrawnBox,
    DrawnSheet,
    Line,
    break_lines,
    draw_sheets,
    list_unknown,
    measure_mm,
)
from formulir.press.pdf.paper import MM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formulir.model import Pdf

SIZES: Final = (11.0, 10.0, 9.0, 8.0, 7.0, 6.0)
"""The sizes in which an address is tried, the largest first."""
_DARI_PT: Final = 8.0
_DARI_MM: Final = (80.0, 25.0)
"""The room for the dari on an envelope, at its upper left."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelFormat:
    """A sheet of labels, or an envelope: a sheet with one label, and a dari.

    Args:
        nama: What it is called.
        lebar: The width of the sheet, in millimetres, as all that follows.
        tinggi: Its height.
        kolom: Labels side by side.
        baris: Labels one below the other.
        kiri: From the left edge of the sheet to the first label.
        atas: From its upper edge to the first label.
        lebar_label: The width of a label.
        tinggi_label: Its height.
        langkah_x: From the left edge of a label to that of the next.
        langkah_y: From the upper edge of a label to that of the next.
        tepi: What stays free inside a label, at each edge.
        amplop: Whether it is an envelope.
    """

    nama: str
    lebar: float
    tinggi: float
    kolom: int
    baris: int
    kiri: float
    atas: float
    lebar_label: float
    tinggi_label: float
    langkah_x: float
    langkah_y: float
    tepi: float
    amplop: bool = False

    @property
    def count(self) -> int:
        """Return how many labels a sheet has."""
        return self.kolom * self.baris

    def place(self, index: int) -> tuple[float, float]:
        """Return the upper left corner of a label of a sheet, by rows, from 0."""
        row, column = divmod(index, self.kolom)
        x = self.kiri + column * self.langkah_x
        return x, self.atas + row * self.langkah_y


@dataclass(frozen=True, kw_only=True, slots=True)
class Labels:
    """Labels as they are drawn.

    Args:
        pdf: The file.
        lembar: How many sheets it has.
        remarks: By the place of an address, what is not on its label as it is spelled.
    """

    pdf: Pdf
    lembar: int
    remarks: dict[int, str]


def draw_labels(
    addresses: Sequence[Sequence[str]],
    which: LabelFormat,
    *,
    dari: Sequence[str] = (),
    first: int = 1,
    frames: bool = False,
) -> Labels:
    """Draw addresses on sheets of labels; nothing of one leaves its label.

    Args:
        addresses: The lines of each; a long one is broken, and an address with many
            is set smaller.
        which: The sheet.
        dari: What stands at the upper left of an envelope.
        first: On which label of the first sheet to begin, from 1.
        frames: Whether the edges of the labels are drawn, to hold a print on plain
            paper against a sheet.

    Raises:
        FontMissingError: There is no font for the text.
    """
    remarks: dict[int, str] = {}
    placed: list[tuple[int, list[str], float]] = []
    for number, address in enumerate(addresses):
        lines, size, whole = fit_address(address, which)
        said: list[str] = []
        if unknown := list_unknown("".join(address)):
            said.append(phrase("the font has no letter for {unknown}", unknown=unknown))
        if not whole:
            said.append(phrase("the address is too long for the label, its end is cut"))
        if said:
            remarks[number] = chain(said)
        placed.append((number + first - 1, lines, size))
    sheets = list(_fill_sheets(placed, which, dari=dari, frames=frames))
    return Labels(pdf=draw_sheets(sheets), lembar=len(sheets), remarks=remarks)


def _fill_sheets(
    placed: Sequence[tuple[int, list[str], float]],
    which: LabelFormat,
    *,
    dari: Sequence[str],
    frames: bool,
) -> Iterator[DrawnSheet]:
    first, last = (placed[0][0], placed[-1][0]) if placed else (0, 0)
    for start in range(0, last + 1, which.count):
        own = placed[max(0, start - first) : max(0, start + which.count - first)]
        lines = [
            line
            for at, words, size in own
            for line in _set(at - start, words, size, which)
        ]
        corners = map(which.place, range(which.count)) if frames else ()
        yield DrawnSheet(
            width_mm=which.lebar,
            height_mm=which.tinggi,
            lines=[*lines, *(_set_dari(dari) if which.amplop else ())],
            boxes=[
                DrawnBox(
                    x_mm=x,
                    y_mm=y,
                    width_mm=which.lebar_label,
                    height_mm=which.tinggi_label,
                )
                for x, y in corners
            ],
        )


def fit_address(
    address: Sequence[str], which: LabelFormat
) -> tuple[list[str], float, bool]:
    """Break an address into lines that fit a label, in the largest size that does.

    Returns:
        The lines, the size, and whether all of it is there.
    """
    width = which.lebar_label - 2 * which.tepi
    height = which.tinggi_label - 2 * which.tepi
    for size in SIZES:
        room = max(1, int(height / (size * LEADING / MM)))
        lines = [
            line
            for text in address
            for line in break_lines(text, width_mm=width, size_pt=size)
        ]
        if len(lines) <= room:
            return lines, size, True
    kept = lines[:room]
    while kept[-1] and measure_mm(f"{kept[-1]} …", size_pt=size) > width:
        kept[-1] = kept[-1][:-1]
    return [*kept[:-1], f"{kept[-1]} …"], size, False


def _set(at: int, words: Sequence[str], size: float, which: LabelFormat) -> list[Line]:
    """Set an address into a label, in the middle of its height."""
    left, top = which.place(at)
    step = size * LEADING / MM
    free = which.tinggi_label - len(words) * step
    y = top + free / 2 + 0.8 * step
    return [
        Line(x_mm=left + which.tepi, y_mm=y + n * step, size_pt=size, text=word)
        for n, word in enumerate(words)
    ]


def _set_dari(dari: Sequence[str]) -> list[Line]:
    """Set the dari at the upper left of an envelope."""
    step = _DARI_PT * LEADING / MM
    lines = [
        line
        for text in dari
        for line in break_lines(text, width_mm=_DARI_MM[0], size_pt=_DARI_PT)
    ]
    return [
        Line(x_mm=12, y_mm=12 + n * step, size_pt=_DARI_PT, text=line, grey=0.3)
        for n, line in enumerate(lines[: int(_DARI_MM[1] / step)])
    ]
