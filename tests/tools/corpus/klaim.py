"""Files that claim PDF/A, each with a thing or two on its page, some of them forbidden.

``python -m tests.tools.corpus.klaim KERJA [COUNT [SEED]]`` examines and merges each,
and has veraPDF judge the letters that claim PDF/A all the same. None may be invalid;
what loses its claim without need is counted too.
"""

from __future__ import annotations

import io
import json
import random
import sys
from collections import Counter
from pathlib import Path

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from PIL import ImageCms

from formulir.model import Pdf
from formulir.press.attachments.examine import examine
from formulir.press.finishing.finish import Closing, finish
from formulir.press.finishing.fonts import embed_font, find_font, read_font
from formulir.press.joining.split import PrintedLetter
from formulir.press.pdf.paper import open_pdf
from formulir.press.pdf.pdfa import claim_pdfa
from tests.tools.corpus.__main__ import SEED
from tests.tools.corpus.run import make_letter
from tests.tools.verapdf import validate_pdfa

Name, Dictionary, Array, String = (
    pikepdf.Name,
    pikepdf.Dictionary,
    pikepdf.Array,
    pikepdf.String,
)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
PLAIN = {
    "grey": b"0.4 g 50 50 20 20 re f",
    "rgb": b"1 0 0 rg 0 0 1 RG 80 50 20 20 re B",
    "printing fill": b"0 1 1 0 k 110 50 20 20 re f",
    "printing line": b"0 1 1 0 K 110 90 20 20 re S",
    "device space": b"/DeviceRGB cs 0 1 0 sc 50 90 20 20 re f",
    "printing space": b"/DeviceCMYK cs 0 1 0 0 sc 50 90 20 20 re f",
    "unknown step": b"12 setwat 50 90 20 20 re f",
    "compatible": b"BX 1 2 tidakada EX",
    "intent": b"/Perceptual ri",
    "odd intent": b"/Indah ri",
    "deep": b"q " * 29 + b"Q " * 29,
    "not so deep": b"q " * 27 + b"Q " * 27,
    "missing state": b"/Tiada gs",
    "missing form": b"/Tiada Do",
    "inline": b"q 9 0 0 9 9 9 cm BI /W 2 /H 2 /BPC 8 /CS /G ID \1\2\3\4 EI Q",
    "inline printing": b"q BI /W 1 /H 1 /BPC 8 /CS /CMYK ID \1\2\3\4 EI Q",
    "inline smooth": b"q BI /W 2 /H 2 /BPC 8 /CS /G /I true ID \1\2\3\4 EI Q",
    "large number": b"99999999999 0 m",
    "text": b"BT /Biasa 12 Tf 50 200 Td (Lulus) Tj ET",
    "text that is not there": b"BT /Biasa 12 Tf 50 220 Td (\1\2) Tj ET",
    "invisible text": b"BT /Biasa 12 Tf 3 Tr 50 230 Td (Lulus) Tj ET",
    "bare font": b"BT /Telanjang 12 Tf 50 240 Td (Lulus) Tj ET",
}


def _stream(pdf, data=b"", **entries):
    return pdf.make_stream(data, **entries)


def _image(pdf, space, *, parts=3, **entries):
    image = _stream(pdf, bytes(4 * parts), Type=Name.XObject, Subtype=Name.Image)
    image.Width = image.Height = 2
    image.BitsPerComponent, image.ColorSpace = 8, space
    for key, value in entries.items():
        image[f"/{key}"] = value
    return image


def _profile(pdf, data=SRGB, n=3):
    return Array([Name.ICCBased, _stream(pdf, data, N=n)])


def _form(pdf, data=b"1 0 0 rg 0 0 9 9 re f", **entries):
    form = _stream(pdf, data, Type=Name.XObject, Subtype=Name.Form)
    form.BBox = Array([0, 0, 9, 9])
    for key, value in entries.items():
        form[f"/{key}"] = value
    return form


def _group(space):
    group = Dictionary(Type=Name.Group, S=Name.Transparency)
    group.CS = space
    return group


OBJECTS = {
    "picture": lambda pdf: _image(pdf, Name.DeviceRGB),
    "printing picture": lambda pdf: _image(pdf, Name.DeviceCMYK, parts=4),
    "smooth picture": lambda pdf: _image(
        pdf, Name.DeviceGray, parts=1, Interpolate=True
    ),
    "picture of a profile": lambda pdf: _image(pdf, _profile(pdf)),
    "picture of a broken profile": lambda pdf: _image(pdf, _profile(pdf, b"x" * 200)),
    "picture of a wrong profile": lambda pdf: _image(pdf, _profile(pdf, n=1), parts=1),
    "picture with another": lambda pdf: _image(
        pdf,
        Name.DeviceRGB,
        Alternates=Array([Dictionary(Image=_image(pdf, Name.DeviceRGB))]),
    ),
    "palette": lambda pdf: _image(
        pdf, Array([Name.Indexed, Name.DeviceRGB, 1, String(b"\0" * 6)]), parts=1
    ),
    "printing palette": lambda pdf: _image(
        pdf, Array([Name.Indexed, Name.DeviceCMYK, 1, String(b"\0" * 8)]), parts=1
    ),
    "form": _form,
    "printing form": lambda pdf: _form(pdf, b"0 0 0 1 k 0 0 9 9 re f"),
    "form in a form": lambda pdf: _form(
        pdf, b"/A Do", Resources=Dictionary(XObject=Dictionary(A=_form(pdf)))
    ),
    "form without its own": lambda pdf: _form(pdf, b"BT /Biasa 9 Tf (a) Tj ET"),
    "form of PostScript": lambda pdf: _form(pdf, Subtype2=Name.PS),
    "form of elsewhere": lambda pdf: _form(pdf, Ref=Dictionary(F=String("a.pdf"))),
    "group": lambda pdf: _form(pdf, Group=_group(Name.DeviceRGB)),
    "printing group": lambda pdf: _form(pdf, Group=_group(Name.DeviceCMYK)),
}
STATES = {
    "opaque": Dictionary(Type=Name.ExtGState, CA=1),
    "half": Dictionary(Type=Name.ExtGState, ca=0.5, BM=Name.Multiply),
    "odd blend": Dictionary(Type=Name.ExtGState, BM=Name.Ajaib),
    "transfer": Dictionary(Type=Name.ExtGState, TR=Name.Identity),
    "overprint": Dictionary(Type=Name.ExtGState, OP=True, OPM=1),
    "halftone": Dictionary(Type=Name.ExtGState, HT=Name.Default),
}
FONTS = {
    "composite": {},
    "composite without a map": {"drop": "/CIDToGIDMap"},
    "composite of wrong widths": {"width": 777},
    "composite of a glyph that is not there": {"text": b"\x00\x63"},
    "compact": {"compact": True},
    "compact of wrong widths": {"compact": True, "width": 777},
    "list of glyphs": {"cidset": b"\x80"},
}


def _build_font(*, compact: bool) -> bytes:
    """Build a font of two glyphs, wide and narrow."""
    builder = FontBuilder(1000, isTTF=not compact)
    builder.setupGlyphOrder([".notdef", "A", "B"])
    builder.setupCharacterMap({65: "A", 66: "B"})
    widths = {".notdef": (500, 0), "A": (600, 0), "B": (300, 0)}
    if compact:
        shapes = {}
        for name, (width, _) in widths.items():
            pen = T2CharStringPen(width, None)
            pen.moveTo((0, 0))
            for x, y in ((100, 0), (100, 500)):
                pen.lineTo((x, y))
            pen.closePath()
            shapes[name] = pen.getCharString()
        builder.setupCFF("Uji", {"FullName": "Uji"}, shapes, {})
    else:
        from fontTools.pens.ttGlyphPen import TTGlyphPen  # noqa: PLC0415 - one kind only

        glyphs = {}
        for name in widths:
            pen = TTGlyphPen(None)
            pen.moveTo((0, 0))
            for x, y in ((100, 0), (100, 500)):
                pen.lineTo((x, y))
            pen.closePath()
            glyphs[name] = pen.glyph()
        builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(widths)
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2()
    builder.setupPost()
    builder.setupNameTable({"familyName": "Uji", "styleName": "Regular"})
    out = io.BytesIO()
    builder.save(out)
    if compact:
        return bytes(builder.font.getTableData("CFF "))
    return out.getvalue()


def _add_font(pdf, page, options) -> bytes:
    """Add a composite font, and a word in it."""
    compact, width = options.get("compact", False), options.get("width", 600)
    cidset, drop = options.get("cidset"), options.get("drop")
    text = options.get("text", b"\0\1")
    program = _stream(pdf, _build_font(compact=compact))
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name("/AAAAAA+Uji"))
    descriptor.Flags, descriptor.ItalicAngle, descriptor.StemV = 4, 0, 80
    descriptor.Ascent, descriptor.Descent, descriptor.CapHeight = 800, -200, 700
    descriptor.FontBBox = Array([0, -200, 1000, 800])
    if compact:
        program.Subtype = Name.CIDFontType0C
        descriptor.FontFile3 = program
    else:
        descriptor.FontFile2 = program
    if cidset:
        descriptor.CIDSet = _stream(pdf, cidset)
    system = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"))
    system.Supplement = 0
    own = Dictionary(Type=Name.Font, BaseFont=descriptor.FontName, CIDSystemInfo=system)
    own.Subtype = Name.CIDFontType0 if compact else Name.CIDFontType2
    own.FontDescriptor = pdf.make_indirect(descriptor)
    own.W, own.DW = Array([1, Array([width, 300])]), 500
    if not compact:
        own.CIDToGIDMap = Name.Identity
    if drop:
        del own[drop]
    font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=descriptor.FontName)
    font.Encoding = Name("/Identity-H")
    font.DescendantFonts = Array([pdf.make_indirect(own)])
    page.Resources.Font.Susun = pdf.make_indirect(font)
    return b"BT /Susun 12 Tf 200 300 Td <" + text.hex().encode() + b"> Tj ET"


def put(pdf, page, name: str) -> bytes:
    """Put a thing on a page whose resources hold a font; return its contents."""
    bare = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    if name in PLAIN:
        if name == "bare font":
            page.Resources.Font.Telanjang = pdf.make_indirect(bare)
        return PLAIN[name]
    if name in OBJECTS:
        page.Resources.XObject = Dictionary(Benda=OBJECTS[name](pdf))
        return b"q 30 0 0 30 300 300 cm /Benda Do Q"
    if name in STATES:
        page.Resources.ExtGState = Dictionary(Gs=STATES[name])
        return b"/Gs gs 0.5 g 300 200 30 30 re f"
    return _add_font(pdf, page, FONTS[name])


def make_claiming(rng: random.Random) -> tuple[list[str], bytes]:
    """Make a file that claims PDF/A; say which things are on it."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842)).obj
    fonts = Dictionary(Biasa=embed_font(pdf, read_font(find_font())))
    page.Resources = Dictionary(Font=fonts)
    tables = (PLAIN, OBJECTS, STATES, FONTS)
    names = [rng.choice(list(rng.choice(tables))) for _ in range(rng.choice((1, 1, 2)))]
    parts = [PLAIN["text"], *(put(pdf, page, name) for name in names)]
    page.Contents = pdf.make_stream(b"\n".join(parts))
    claim_pdfa(pdf, judul="Uji")
    out = io.BytesIO()
    pdf.save(out)
    return names, out.getvalue()


def merge(data: bytes, *, workdir: Path, letter: Pdf) -> tuple[str, Pdf | None]:
    """Merge a file behind a letter; give the verdict and what claims PDF/A still."""
    hasil = workdir / "klaim.pdf"
    verdict = examine(data, ekstensi="pdf", workdir=workdir, result=hasil)
    if not verdict.ok:
        return verdict.putusan, None
    printed = PrintedLetter(pdf=open_pdf(letter), places={})
    lampiran = (("Lampiran", Pdf(hasil.read_bytes())),)
    finished = finish(
        printed, closing=Closing(kode="K7QF-3M0T-9XWA", lampiran=lampiran)
    )
    return verdict.putusan, finished.pdf if finished.pdfa else None


def main(workdir: Path, count: int = 150, seed: int = SEED) -> None:
    """Print what claims wrongly, and the figures."""
    workdir.mkdir(parents=True, exist_ok=True)
    letter, claims, names = make_letter(), {}, {}
    sources = {}
    for number in range(count):
        things, data = make_claiming(random.Random(f"{seed}-{number}"))
        path = workdir / f"klaim-{number:03}.pdf"
        path.write_bytes(data)
        sources[path], names[path] = data, things
        _, claims[path] = merge(data, workdir=workdir / "kerja", letter=letter)
    before = validate_pdfa(sources)
    kept = {}
    for path, pdf in claims.items():
        if pdf is not None:
            kept[path] = path.with_suffix(".gabung.pdf")
            kept[path].write_bytes(pdf)
    after = validate_pdfa(kept.values())
    figures = Counter(files=count, valid=sum(not faults for faults in before.values()))
    lost: Counter[str] = Counter()
    for path, faults in before.items():
        if path in kept:
            figures["kept"] += 1
            if wrong := after[kept[path]]:
                figures["kept, invalid"] += 1
                sys.stdout.write(f"{path.name} {names[path]} {wrong}\n")
        elif not faults:
            figures["valid, lost"] += 1
            lost.update(names[path])
    sys.stdout.write(json.dumps({"lost": lost.most_common(9)}) + "\n")
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
