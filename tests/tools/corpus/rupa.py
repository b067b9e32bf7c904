"""Odd PDFs that look like something: what a merge must not lose.

Each is a page or three of content in some colours, under fields and annotations with
and without appearances, in boxes, turns, units and layers, locked, claimed and damaged
in some way; which of these a seed decides.
"""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from tests.tools.corpus.mentah import Files

Name, Dictionary, Array, String = (
    pikepdf.Name,
    pikepdf.Dictionary,
    pikepdf.Array,
    pikepdf.String,
)
WORDS = ("Lulus", "Nilai 87", "Kabupaten Kudus", "SD Negeri 1 Bae", "(a) 12,5 %")
SIZES = ((595, 842), (842, 595), (612, 792), (420, 595), (300, 300))
XMP = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
%s</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
METADATA = {
    "tanpa": None,
    "claims": XMP % b"<pdfaid:part>2</pdfaid:part>"
    b"<pdfaid:conformance>B</pdfaid:conformance>",
    "blank": XMP % b"<dc:description><rdf:Alt/></dc:description>"
    b"<dc:creator><rdf:Seq><rdf:li/></rdf:Seq></dc:creator>",
    "broken": b"<x:xmpmeta><rdf:RDF>&nbsp;",
    "latin": XMP % b"<dc:title>\xe9\xff</dc:title>",
}


def make_looks(seed: int, count: int) -> Files:
    """Give so many odd PDFs by their names; a seed gives the same looks again."""
    for number in range(count):
        rng = random.Random(f"{seed}-{number}")
        yield f"rupa-{number:04}", _make(rng)


def _make(rng: random.Random) -> bytes:
    pdf = pikepdf.new()
    need = rng.choice((True, False, None, None))
    form = pdf.make_indirect(Dictionary(Fields=Array()))
    if need is not None:
        form.NeedAppearances = need
    if rng.random() < 0.7:
        form.DR = Dictionary(Font=Dictionary(Helv=_font(), ZaDb=_font("ZapfDingbats")))
        form.DA = String("/Helv 0 Tf 0 g")
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        _add_page(pdf, rng, form)
    if len(form.Fields):
        pdf.Root.AcroForm = form
    metadata = METADATA[rng.choice(list(METADATA))]
    if metadata is not None:
        kind = {"Type": Name.Metadata, "Subtype": Name.XML}
        pdf.Root.Metadata = pdf.make_stream(metadata, **kind)
    if rng.random() < 0.1:
        rights = Dictionary(Type=Name.Sig, Contents=String("x" * 9))
        rights.ByteRange = Array([0, 9, 20, 9])
        pdf.Root.Perms = Dictionary({rng.choice(("/UR", "/UR3")): rights})
    return _write(pdf, rng)


def _write(pdf: pikepdf.Pdf, rng: random.Random) -> bytes:
    options: dict = {"object_stream_mode": pikepdf.ObjectStreamMode.disable}
    draw = rng.random()
    if draw < 0.12:
        allow = pikepdf.Permissions(modify_other=False, extract=rng.random() < 0.5)
        kind = rng.choice((3, 4, 6))
        options["encryption"] = pikepdf.Encryption(
            owner="b", user="", R=kind, allow=allow, aes=kind > 3, metadata=kind > 3
        )
    elif draw < 0.3:
        options["object_stream_mode"] = pikepdf.ObjectStreamMode.generate
    out = io.BytesIO()
    pdf.save(out, **options)
    data = out.getvalue()
    draw = rng.random()
    if draw < 0.06:
        return data[: data.rindex(b"startxref")]
    if draw < 0.12:
        return data.replace(b"startxref\n", b"startxref\n9")
    if draw < 0.16:
        return b"\r\n" * 20 + data
    return data


def _font(base: str = "Helvetica") -> Dictionary:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/" + base))
    if base == "Helvetica":
        font.Encoding = Name.WinAnsiEncoding
    return font


def _add_page(pdf: pikepdf.Pdf, rng: random.Random, form: pikepdf.Object) -> None:
    width, height = rng.choice(SIZES)
    page = pdf.add_blank_page(page_size=(width, height)).obj
    x0, y0 = rng.choice(((0, 0), (0, 0), (-50, 30), (1000, -20)))
    page.MediaBox = Array([x0, y0, x0 + width, y0 + height])
    box = rng.choice(("", "", "inner", "outer", "bad", "aside", "turned"))
    crops = {
        "inner": [x0 + 20, y0 + 10, x0 + width - 30, y0 + height - 10],
        "outer": [x0 - 90, y0 - 90, x0 + width + 90, y0 + height + 90],
        "bad": [0, 0, 0, 0],
        "turned": [x0 + width - 10, y0 + height - 10, x0 + 10, y0 + 10],
    }
    if box in crops:
        page.CropBox = Array(crops[box])
    if rng.random() < 0.4:
        page.Rotate = rng.choice((0, 90, 180, 270, -90, 450))
    if rng.random() < 0.1:
        page.UserUnit = rng.choice((1, 2, 0.5))
    page.Resources = Dictionary(Font=Dictionary(F1=_font()))
    _add_layers(pdf, rng, page)
    parts = [_draw_content(pdf, rng, page, x0, y0) for _ in range(rng.randint(1, 4))]
    if rng.random() < 0.15:
        parts.append(b"q 1 0 0 1 5 5 cm q")
    if rng.random() < 0.08:
        parts.append(b"\xff\xfe( (unclosed")
    streams = [pdf.make_stream(part) for part in parts]
    page.Contents = streams[0] if len(streams) == 1 else Array(streams)
    annots = Array()
    for turn in range(rng.randint(0, 6)):
        rect = [x0 + 30, y0 + height - 60 - turn * 38, x0 + 190, 0]
        rect[3] = rect[1] + rng.choice((16, 22, 30))
        make = _make_field if rng.random() < 0.5 else _make_mark
        thing = make(pdf, rng, rect, form)
        if rng.random() < 0.12:
            thing.F = rng.choice((2, 1, 32, 36, 6, 0))
        if rng.random() < 0.1 and "/OCProperties" in pdf.Root:
            thing.OC = pdf.Root.OCProperties.OCGs[0]
        annots.append(thing)
    if len(annots):
        page.Annots = annots


def _add_layers(pdf: pikepdf.Pdf, rng: random.Random, page: pikepdf.Object) -> None:
    if rng.random() > 0.2:
        return
    if "/OCProperties" not in pdf.Root:
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Lapis")))
        default = Dictionary(Order=Array([group]))
        if rng.random() < 0.5:
            default.OFF = Array([group])
        pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=default)
    page.Resources.Properties = Dictionary(L1=pdf.Root.OCProperties.OCGs[0])


def _draw_content(pdf, rng, page, x0, y0) -> bytes:
    """Draw something in some colour: lines, text, a picture, a form, a pattern."""
    colours = (b"0 g", b"0.2 0.4 0.9 rg", b"0 0.8 0.9 0.1 k", b"/Cs cs 0.7 scn")
    colour = rng.choice(colours)
    if b"/Cs" in colour:
        tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1)
        tint.C0, tint.C1 = Array([1, 1, 1]), Array([0, 0.4, 0.1])
        space = Array([Name.Separation, Name.Hijau, Name.DeviceRGB, tint])
        page.Resources.ColorSpace = Dictionary(Cs=space)
    at = b"%d %d" % (x0 + rng.randint(10, 250), y0 + rng.randint(60, 280))
    kind = rng.choice(("box", "text", "text", "inline", "image", "form", "shade"))
    if kind == "box":
        body = colour + b" " + at + b" 40 25 re f"
    elif kind == "text":
        word = rng.choice(WORDS).replace("(", "\\(").replace(")", "\\)").encode()
        body = colour + b" BT /F1 14 Tf " + at + b" Td (" + word + b") Tj ET"
    elif kind == "inline":
        dots = b"q 40 0 0 40 " + at + b" cm BI /W 4 /H 4 /BPC 8 /CS /G ID "
        body = dots + bytes(range(0, 160, 10)) + b" EI Q"
    elif kind == "image":
        image = pdf.make_stream(rng.randbytes(75), Type=Name.XObject, Width=5, Height=5)
        image.Subtype, image.BitsPerComponent = Name.Image, 8
        image.ColorSpace = Name.DeviceRGB
        page.Resources.XObject = Dictionary(Im=image)
        body = b"q 50 0 0 50 " + at + b" cm /Im Do Q"
    elif kind == "form":
        inner = pdf.make_stream(b"1 0 0 rg 0 0 30 30 re f 0 0 1 RG 5 5 m 25 25 l S")
        inner.Type, inner.Subtype = Name.XObject, Name.Form
        inner.BBox = Array([0, 0, 30, 30])
        page.Resources.XObject = Dictionary(Fx=inner)
        body = b"q 1 0 0 1 " + at + b" cm /Fx Do Q"
    else:
        tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1)
        tint.C0, tint.C1 = Array([1, 0, 0]), Array([0, 0, 1])
        shade = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Function=tint)
        shade.Coords = Array([0, 0, 40, 0])
        page.Resources.Shading = Dictionary(Sh=shade)
        body = b"q 1 0 0 1 " + at + b" cm 0 0 40 40 re W n /Sh sh Q"
    if "/Properties" in page.Resources and rng.random() < 0.5:
        return b"/OC /L1 BDC " + body + b" EMC"
    return body


def _bar(pdf: pikepdf.Pdf, rect: list[float]) -> pikepdf.Object:
    width, height = rect[2] - rect[0], rect[3] - rect[1]
    bar = pdf.make_stream(b"0 0.5 0 rg 3 3 %d %d re f" % (width - 6, height - 6))
    bar.Type, bar.Subtype = Name.XObject, Name.Form
    bar.BBox = Array([0, 0, width, height])
    return bar


def _fill(field: pikepdf.Object, kind: str, rng: random.Random) -> None:
    """Make a field of a kind, and fill it in."""
    word = String(rng.choice(WORDS))
    if kind in ("text", "lines", "comb", "secret", "blank"):
        field.FT = Name.Tx
        field.Ff = {"lines": 1 << 12, "comb": 1 << 24, "secret": 1 << 13}.get(kind, 0)
        if kind == "comb":
            field.MaxLen = 18
        if kind != "blank":
            field.V = word
    elif kind in ("combo", "list"):
        field.FT, field.V = Name.Ch, word
        field.Ff = 1 << 17 if kind == "combo" else 0
        field.Opt = Array([String(each) for each in WORDS])
    elif kind == "signature":
        field.FT = Name.Sig
    else:
        field.FT = Name.Btn
        field.Ff = {"radio": 1 << 15, "push": 1 << 16}.get(kind, 0)
        if kind == "push":
            field.MK = Dictionary(CA=String("Kirim"), BG=Array([0.8, 0.8, 0.8]))
        else:
            field.AS = field.V = rng.choice((Name.Ya, Name.Off))


def _make_field(pdf, rng, rect, form) -> pikepdf.Object:
    """Make a field of some kind, filled in, its value in itself or in a parent."""
    kind = rng.choice(("text", "lines", "comb", "secret", "combo", "list", "check"))
    kind = rng.choice((kind, kind, "radio", "push", "signature", "blank"))
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array(rect), F=4)
    field.T = String(f"f{len(form.Fields)}")
    if rng.random() < 0.6:
        field.DA = String(rng.choice(("/Helv 0 Tf 0 g", "/Helv 11 Tf 0 0 1 rg")))
    if rng.random() < 0.5:
        field.MK = Dictionary(BC=Array([0.8, 0, 0]), BG=Array([0.9, 0.9, 1]))
    _fill(field, kind, rng)
    if rng.random() < 0.35 and kind not in ("signature", "blank"):
        bar = _bar(pdf, rect)
        button = Name.Btn == field.FT and kind != "push"
        field.AP = Dictionary(N=Dictionary(Ya=bar) if button else bar)
    field = pdf.make_indirect(field)
    if rng.random() < 0.3:
        parent = pdf.make_indirect(Dictionary(T=String(f"p{len(form.Fields)}")))
        for key in ("/FT", "/V", "/Ff", "/DA", "/Opt"):
            if key in field:
                parent[key] = field[key]
                del field[key]
        parent.Kids, field.Parent = Array([field]), parent
        form.Fields.append(parent)
    else:
        form.Fields.append(field)
    return field


def _make_mark(pdf, rng, rect, _form) -> pikepdf.Object:
    """Make an annotation of some kind."""
    x0, y0, x1, y1 = rect
    quad = Array([x0, y1, x1, y1, x0, y0, x1, y0])
    line = [x0 + 4, y0 + 4, (x0 + x1) / 2, y1 - 3, x1 - 4, y0 + 6]
    kinds = {
        **{
            kind: {"QuadPoints": quad}
            for kind in ("Highlight", "Underline", "StrikeOut", "Squiggly")
        },
        "Ink": {"InkList": Array([Array(line)])},
        "Square": {},
        "Circle": {"IC": Array([1, 1, 0.5])},
        "Line": {"L": Array([*line[:2], *line[-2:]]), "LE": Array([Name("/None")] * 2)},
        "Polygon": {"Vertices": Array(line)},
        "PolyLine": {"Vertices": Array(line)},
        "FreeText": {
            "Contents": String("Catatan"),
            "DA": String("/Helv 12 Tf 1 0 0 rg"),
        },
        "Stamp": {"Name": Name.Approved},
        "Caret": {},
        "Text": {"Contents": String("Mohon diperiksa")},
        "Link": {"Border": Array([0, 0, 0])},
    }
    kind = rng.choice(list(kinds))
    thing = Dictionary(
        Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array(rect), F=4, **kinds[kind]
    )
    thing.C = Array(rng.choice(([1, 0, 0], [0, 0.6, 0], [0.2, 0.2, 1])))
    if rng.random() < 0.4:
        thing.BS = Dictionary(W=rng.choice((1, 2, 4)), S=rng.choice((Name.S, Name.D)))
    if rng.random() < 0.3:
        thing.CA = 0.5
    if rng.random() < 0.3 and kind != "Link":
        thing.AP = Dictionary(N=_bar(pdf, rect))
    return pdf.make_indirect(thing)
