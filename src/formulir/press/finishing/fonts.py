"""The fonts of this machine, and the one that the press itself writes with.

The footer is set in a subset of a real font, because PDF/A asks that every font be
embedded. The subset is made once a process; a letter then only carries its bytes.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

import pikepdf
from fontTools.ttLib import TTFont, TTLibError

from formulir.errors import MachineError
from formulir.language import Sentence, phrase
from formulir.press.child.children import ask_program
from formulir.press.pdf.paper import add_compressed

KNOWN: Final = (
    Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf"),
    Path("/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf"),
    Path("/usr/share/fonts/liberation-sans/LiberationSans-Regular.ttf"),
)
"""Where Debian, Ubuntu and Fedora put Liberation Sans."""

METRIC_TWINS: Final = {
    "times new roman": "liberation serif",
    "arial": "liberation sans",
    "courier new": "liberation mono",
    "calibri": "carlito",
    "cambria": "caladea",
}
"""Free fonts whose letters are as wide as those of the font they stand for."""

_FIRST: Final = 32
_WINDOWS: Final = (3, 1)
"""The table of characters by which a named encoding is read: ISO 19005-2, 6.2.11.6."""
_NEEDED: Final = frozenset(
    {"GlyphOrder", "OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp"}
)
"""The tables that are read from, or asked for by ISO 32000-1, 9.9."""
_NONSYMBOLIC: Final = 32
"""The flag of ISO 32000-1, table 123, that goes with a named encoding."""


class FontMissingError(MachineError):
    """The font of the footer is not on this machine."""

    path: Path | None = None

    @property
    def sentence(self) -> Sentence:
        """Say how to install it."""
        if self.path is None:
            return phrase(
                "no Liberation Sans; install it with apt-get install fonts-liberation"
            )
        return phrase(
            "{path} is no TrueType font; install it with apt-get install "
            "fonts-liberation",
            path=self.path,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class FooterFont:
    """A font cut down to what is written with it.

    Args:
        program: The TrueType file, compressed by Flate.
        size_bytes: The length of that file.
        widths: Advance widths of the WinAnsi codes 32 to 255, in 1/1000 of the size.
        ascent: In the same unit, as are the others.
        box: The corners that hold every glyph.
    """

    name: str
    program: bytes
    size_bytes: int
    widths: tuple[int, ...]
    ascent: int
    descent: int
    cap_height: int
    box: tuple[int, int, int, int]

    def measure(self, text: bytes, *, size_pt: float) -> float:
        """Return how wide a text in WinAnsi codes is, in points."""
        return sum(self.widths[code - _FIRST] for code in text) * size_pt / 1000


@cache
def find_font(path: Path | None = None) -> Path:
    """Find the font of the footer: the one given, or Liberation Sans.

    Raises:
        FontMissingError: There is none.
    """
    if path is not None:
        if not path.is_file():
            raise FontMissingError(path)
        return path
    for known in KNOWN:
        if known.is_file():
            return known
    argv = ("fc-match", "-f", "%{family}\t%{file}", "Liberation Sans:style=Regular")
    family, _, file = (ask_program(argv) or "").partition("\t")
    if "liberation sans" not in family.lower():
        raise FontMissingError
    return Path(file)


@cache
def read_font(path: Path, *, western: bool = False) -> FooterFont:
    """Cut a font down to ASCII, or with ``western`` to all of WinAnsi.

    ASCII alone is worth having: its subset makes each letter 6 KB smaller.

    Raises:
        FontMissingError: The file is no TrueType font.
    """
    codes = range(_FIRST, 256 if western else 127)
    text = bytes(codes).decode("cp1252", errors="ignore")
    try:
        font = TTFont(path)
        _cut(font, {ord(char) for char in text})
    except (TTLibError, OSError, KeyError) as error:
        raise FontMissingError(path) from error
    return _measure_font(font, name=path.stem.replace(" ", ""))


def _cut(font: TTFont, codes: set[int]) -> None:
    """Leave a font the glyphs of some characters, unhinted, and what a PDF needs.

    fontTools has a subsetter for every kind of font; it takes longer to load than
    LibreOffice does, and here there is one kind.
    """
    cmap = {code: name for code, name in font.getBestCmap().items() if code in codes}
    outlines = font["glyf"]
    kept = [".notdef", *dict.fromkeys(cmap.values())]
    for name in kept:
        # A composite names the glyphs that it is made of, and they are kept too.
        kept += [n for n in outlines[name].getComponentNames(outlines) if n not in kept]
    for glyph in map(outlines.__getitem__, kept):
        glyph.removeHinting()
    outlines.glyphs = {name: outlines.glyphs[name] for name in kept}
    metrics = font["hmtx"].metrics
    font["hmtx"].metrics = {name: metrics[name] for name in kept}
    table = font["cmap"].getcmap(*_WINDOWS)
    if table is None:
        raise KeyError(_WINDOWS)
    table.cmap, font["cmap"].tables = cmap, [table]
    for tag in set(font.keys()) - _NEEDED:
        del font[tag]
    outlines.glyphOrder = kept
    font.setGlyphOrder(kept)


def embed_font(pdf: pikepdf.Pdf, font: FooterFont) -> pikepdf.Object:
    """Add a font to a file, whole and measured, as PDF/A-2 asks.

    Source: ISO 19005-2, 6.2.11 (fonts); ISO 32000-1, 9.6.3 and 9.8.
    """
    program = add_compressed(pdf, font.program, Length1=font.size_bytes)
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name(f"/{font.name}"),
        Flags=_NONSYMBOLIC,
        FontBBox=pikepdf.Array(font.box),
        ItalicAngle=0,
        Ascent=font.ascent,
        Descent=font.descent,
        CapHeight=font.cap_height,
        StemV=80,
        FontFile2=pdf.make_indirect(program),
    )
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.TrueType,
            BaseFont=pikepdf.Name(f"/{font.name}"),
            Encoding=pikepdf.Name.WinAnsiEncoding,
            FirstChar=_FIRST,
            LastChar=_FIRST + len(font.widths) - 1,
            Widths=pikepdf.Array(font.widths),
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )


@cache
def list_fonts() -> frozenset[str]:
    """Name the font families of this machine, in lower case."""
    names = (ask_program(("fc-list", "-f", "%{family},")) or "").split(",")
    return frozenset(name.strip().lower() for name in names if name.strip())


def is_font_substituted(name: str) -> bool:
    """Tell whether text in this font is set in another one of other widths.

    >>> is_font_substituted("A Font That Nobody Made")
    True
    """
    wanted = name.strip().lower()
    return not {wanted, METRIC_TWINS.get(wanted, wanted)} & list_fonts()


def _measure_font(font: TTFont, *, name: str) -> FooterFont:
    """Take from a font what a PDF must say about it."""
    cmap, metrics = font.getBestCmap(), font["hmtx"]
    head, hhea, os2 = font["head"], font["hhea"], font["OS/2"]
    scale = 1000 / head.unitsPerEm
    western = ord("é") in cmap
    last = 255 if western else 126
    widths = []
    for code in range(_FIRST, last + 1):
        char = bytes([code]).decode("cp1252", errors="replace")
        glyph = cmap.get(ord(char), ".notdef")
        widths.append(round(metrics[glyph][0] * scale))
    box = (head.xMin, head.yMin, head.xMax, head.yMax)
    x0, y0, x1, y1 = (round(n * scale) for n in box)
    out = BytesIO()
    font.save(out)
    return FooterFont(
        # Six capitals and a plus sign mark a subset: ISO 32000-1, 9.6.4.
        name=f"{'KAKIBA' if western else 'KAKIAS'}+{name}",
        program=zlib.compress(out.getvalue(), 9),
        size_bytes=len(out.getvalue()),
        widths=tuple(widths),
        ascent=round(hhea.ascent * scale),
        descent=round(hhea.descent * scale),
        cap_height=round((getattr(os2, "sCapHeight", 0) or hhea.ascent) * scale),
        box=(x0, y0, x1, y1),
    )
