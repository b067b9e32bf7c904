"""PDFs written object by object, as no honest program would write them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

Files = Iterator[tuple[str, bytes]]

PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>"
TEXT = b"0 g 250 380 40 40 re f"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Write a stream with its length."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def flate(data: bytes, entries: bytes = b"") -> bytes:
    """Write a compressed stream."""
    return stream(zlib.compress(data, 9), b"/Filter/FlateDecode" + entries)


def write_pdf(
    objects: dict[int, bytes], *, trailer: bytes = b"", version: bytes = b"1.7"
) -> bytes:
    """Write objects with a cross-reference table; 1 is the catalogue, 2 its pages."""
    plain = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: PAGE,
        4: stream(TEXT),
    } | objects
    out = b"%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n" % version
    places = {}
    for number, body in plain.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(plain) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        mark = b"n" if number in places else b"f"
        out += b"%010d 00000 %s \n" % (places.get(number, 0), mark)
    return out + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        *(size, trailer, start),
    )


def with_page(entries: bytes, **objects: bytes) -> bytes:
    """Write a file whose page has these entries; ``o5`` names object 5."""
    page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R%s>>" % entries
    return write_pdf({3: page} | {int(k[1:]): v for k, v in objects.items()})


def make_trees() -> Files:
    """Page trees that go in circles, count wrong, or hold what are no pages."""
    a4 = b"/MediaBox[0 0 595 842]"
    yield "pohon-lingkar", write_pdf({2: b"<</Type/Pages/Kids[2 0 R]/Count 1>>"})
    ring = {
        2: b"<</Type/Pages/Kids[5 0 R]/Count 1>>",
        5: b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>",
    }
    yield "pohon-lingkar-dua", write_pdf(ring)
    yield "pohon-induk-diri", write_pdf({3: PAGE.replace(b"2 0 R", b"3 0 R")})
    yield "pohon-kosong", write_pdf({2: b"<</Type/Pages/Kids[]/Count 0>>"})
    yield "pohon-hitung-minus", write_pdf({2: b"<</Type/Pages/Kids[3 0 R]/Count -7>>"})
    huge = b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>"
    yield "pohon-hitung-besar", write_pdf({2: huge})
    yield "pohon-hilang", write_pdf({1: b"<</Type/Catalog>>"})
    yield "pohon-bilangan", write_pdf({1: b"<</Type/Catalog/Pages 17>>"})
    yield "pohon-kids-bilangan", write_pdf({2: b"<</Type/Pages/Kids 3/Count 1>>"})
    junk = b"<</Type/Pages/Kids[3 0 R null (x) 9 0 R 3 0 R]/Count 5>>"
    yield "pohon-anak-aneh", write_pdf({2: junk})
    many = b"3 0 R " * 2000
    yield (
        "pohon-halaman-sama",
        write_pdf({2: b"<</Type/Pages/Kids[%s]/Count 2000>>" % many}),
    )
    deep = {
        n: b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (n + 1, n - 1)
        for n in range(5, 3000)
    }
    deep[2] = b"<</Type/Pages/Kids[5 0 R]/Count 1>>"
    deep[3000] = b"<</Type/Page/Parent 2999 0 R%s/Contents 4 0 R>>" % a4
    yield "pohon-dalam", write_pdf(deep)
    for name, box in BOXES.items():
        yield f"kotak-{name}", with_page(box + b"/Resources<<>>")
    yield "tanpa-mediabox", with_page(b"/Resources<<>>")


BOXES = {
    "terbalik": b"/MediaBox[595 842 0 0]",
    "nol": b"/MediaBox[0 0 0 0]",
    "tiga": b"/MediaBox[0 0 595]",
    "teks": b"/MediaBox[(a)(b)(c)(d)]",
    "raksasa": b"/MediaBox[0 0 99999999999 99999999999]",
    "dua-ratus-inci": b"/MediaBox[0 0 14400 14400]",
    "lebih-dua-ratus": b"/MediaBox[0 0 14401 842]",
    "satu-titik": b"/MediaBox[0 0 1 1]",
    "minus": b"/MediaBox[-9000 -9000 -8405 -8158]",
    "pecahan": b"/MediaBox[0.1 0.1 595.3 841.9]",
    "potong-luar": b"/MediaBox[0 0 595 842]/CropBox[9000 9000 9999 9999]",
    "satuan-nol": b"/MediaBox[0 0 595 842]/UserUnit 0",
    "satuan-besar": b"/MediaBox[0 0 595 842]/UserUnit 75000",
    "satuan-minus": b"/MediaBox[0 0 595 842]/UserUnit -1",
    "satuan-teks": b"/MediaBox[0 0 595 842]/UserUnit(x)",
    "putar-90": b"/MediaBox[0 0 595 842]/Rotate 90",
    "putar-minus": b"/MediaBox[0 0 595 842]/Rotate -90",
    "putar-45": b"/MediaBox[0 0 595 842]/Rotate 45",
    "putar-teks": b"/MediaBox[0 0 595 842]/Rotate(x)",
    "putar-besar": b"/MediaBox[0 0 595 842]/Rotate 99999999999999999999",
}


def make_circles() -> Files:
    """Objects that hold themselves, and streams within themselves."""
    a4 = b"/MediaBox[0 0 595 842]"
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>"
    res = b"/Resources<</XObject<</F 5 0 R>>>>"
    yield (
        "bentuk-diri",
        with_page(a4 + res, o4=stream(b"/F Do"), o5=stream(b"/F Do", form)),
    )
    font = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]"
    font += b"/CharProcs<</a 6 0 R>>/Encoding<</Differences[97/a]>>/FirstChar 97"
    font += b"/LastChar 97/Widths[1]/Resources<</Font<</X 5 0 R>>>>>>"
    text = stream(b"BT /X 12 Tf (aaa) Tj ET")
    res = b"/Resources<</Font<</X 5 0 R>>>>"
    yield "fon-diri", with_page(a4 + res, o4=text, o5=font, o6=text)
    yield "panjang-diri", write_pdf({4: b"<</Length 4 0 R>>stream\nq\nendstream"})
    yield "rujuk-diri", write_pdf({3: b"3 0 R"})
    yield "rujuk-lingkar", write_pdf({3: b"5 0 R", 5: b"6 0 R", 6: b"3 0 R"})
    inner = b"5 0 6 20 " + b"<</Type/X>> <</Type/ObjStm>>"
    entries = b"/Type/ObjStm/N 2/First 9/Extends 5 0 R"
    yield "objstm-diri", write_pdf({5: stream(inner, entries)})
    yield (
        "sumber-diri",
        with_page(a4 + b"/Resources 5 0 R", o5=b"<</XObject 5 0 R/Font 5 0 R>>"),
    )
    nest = b"[" * 5000 + b"]" * 5000
    yield "larik-dalam", with_page(a4 + b"/Resources<</Properties<</A %s>>>>" % nest)
    nest = b"<</A" * 450 + b" 1" + b">>" * 450
    yield "kamus-dalam", with_page(a4 + b"/Resources<</Properties<</A %s>>>>" % nest)
    wide = b"0 " * 3_000_000
    yield "larik-lebar", with_page(a4 + b"/Resources<</Properties<</A[%s]>>>>" % wide)
    mask = b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8"
    mask += b"/ColorSpace/DeviceGray/SMask 5 0 R"
    res = b"/Resources<</XObject<</F 5 0 R>>>>"
    yield "topeng-diri", with_page(a4 + res, o5=stream(b"\0", mask))
    yield (
        "outline-lingkar",
        write_pdf(
            {
                1: b"<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>",
                5: b"<</First 6 0 R/Last 6 0 R/Count 1>>",
                6: b"<</Title(x)/Parent 5 0 R/Next 6 0 R/Prev 6 0 R/First 6 0 R>>",
            }
        ),
    )
    fields = {
        1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]>>>>",
        5: b"<</T(a)/FT/Tx/Kids[5 0 R]/Parent 5 0 R>>",
    }
    yield "isian-lingkar", write_pdf(fields)


def make_bombs() -> Files:
    """Streams and pictures that unfold into far more than they are."""
    a4 = b"/MediaBox[0 0 595 842]/Resources<<>>"
    zeros = b" " * (300 << 20)
    once = zlib.compress(zeros, 9)
    yield "bom-isi-300m", with_page(a4, o4=stream(once, b"/Filter/FlateDecode"))
    twice = zlib.compress(once, 9)
    both = b"/Filter[/FlateDecode/FlateDecode]"
    yield "bom-isi-ganda", with_page(a4, o4=stream(twice, both))
    thrice = zlib.compress(zlib.compress(zlib.compress(b"\0" * (1 << 30), 9), 9), 9)
    triple = b"/Filter[/FlateDecode/FlateDecode/FlateDecode]"
    yield "bom-isi-1g-tiga", with_page(a4, o4=stream(thrice, triple))
    yield "bom-operator", with_page(a4, o4=flate(b"q " * 20_000_000))
    nested = b"/Filter[" + b"/ASCIIHexDecode" * 400 + b"]"
    yield "saring-400", with_page(a4, o4=stream(b"00>", nested))
    yield "saring-asing", with_page(a4, o4=stream(b"x", b"/Filter/TidakAdaDecode"))
    run = b"\x81\0" * 2_000_000 + b"\x80"
    yield "bom-runlength", with_page(a4, o4=stream(run, b"/Filter/RunLengthDecode"))
    row = zlib.compress(b"\0" * 30_000, 9)
    for name, entries, data in (
        ("gambar-30000", b"/Filter/FlateDecode", row),
        ("gambar-jbig2-rusak", b"/Filter/JBIG2Decode", b"\x97JB2" + b"\xff" * 99),
        ("gambar-jpx-rusak", b"/Filter/JPXDecode", b"\0\0\0\x0cjP  " + b"\xff" * 99),
        ("gambar-dct-rusak", b"/Filter/DCTDecode", b"\xff\xd8\xff\xe0" + b"\0" * 99),
        ("gambar-ccitt-rusak", b"/Filter/CCITTFaxDecode", b"\x55" * 99),
    ):
        side = 30_000 if name == "gambar-30000" else 64
        picture = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % (side, side)
        picture += b"/BitsPerComponent 8/ColorSpace/DeviceGray" + entries
        res = b"/MediaBox[0 0 595 842]/Resources<</XObject<</F 5 0 R>>>>"
        draw = stream(b"595 0 0 842 0 0 cm /F Do")
        yield name, with_page(res, o4=draw, o5=stream(data, picture))


def make_active() -> Files:
    """What a PDF may do when it is opened, one thing a file."""
    root = b"<</Type/Catalog/Pages 2 0 R%s>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    page += b"/Resources<<>>%s>>"
    for name, action in ACTIONS.items():
        yield f"aksi-buka-{name}", write_pdf({1: root % (b"/OpenAction" + action)})
        link = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 99 99]/A%s>>]" % action
        yield f"aksi-tautan-{name}", write_pdf({3: page % link})
    script = ACTIONS["skrip"]
    yield "aksi-aa-katalog", write_pdf({1: root % (b"/AA<</WC%s>>" % script)})
    yield "aksi-aa-halaman", write_pdf({3: page % (b"/AA<</O%s>>" % script)})
    names = b"/Names<</JavaScript<</Names[(a)%s]>>>>" % script
    yield "aksi-nama", write_pdf({1: root % names})
    chain = script
    for _ in range(200):
        chain = b"<</S/JavaScript/JS(a)/Next%s>>" % chain
    yield "aksi-berantai", write_pdf({1: root % (b"/OpenAction" + chain)})
    files = b"/Names<</EmbeddedFiles<</Names[(a)5 0 R]>>>>"
    spec = b"<</Type/Filespec/F(virus.exe)/EF<</F 6 0 R>>>>"
    inner = stream(b"MZ", b"/Type/EmbeddedFile")
    for name, extra in (("tertanam", b""), ("portofolio", b"/Collection<</View/T>>")):
        yield name, write_pdf({1: root % (files + extra), 5: spec, 6: inner})
    for kind in (b"FileAttachment", b"Movie", b"Sound", b"Screen", b"RichMedia", b"3D"):
        note = b"/Annots[<</Type/Annot/Subtype/%s/Rect[0 0 99 99]/FS 5 0 R>>]" % kind
        bodies = {3: page % note, 5: spec, 6: inner}
        yield f"anotasi-{kind.decode().lower()}", write_pdf(bodies)
    for name, extra in (
        ("xfa", b"/AcroForm<</Fields[]/XFA(<xdp/>)>>"),
        ("xfa-dinamis", b"/AcroForm<</Fields[]/XFA(<xdp/>)>>/NeedsRendering true"),
        ("isian-rusak", b"/AcroForm 17"),
        ("isian-fields-rusak", b"/AcroForm<</Fields 17>>"),
        ("lapisan", b"/OCProperties<</OCGs[5 0 R]/D<</OFF[5 0 R]>>>>"),
        ("lapisan-rusak", b"/OCProperties<</OCGs 5/D[1]>>"),
        ("uri-dasar", b"/URI<</Base(http://127.0.0.1/)>>"),
        ("af-rusak", b"/AF 17"),
        ("intent-rusak", b"/OutputIntents[17]"),
        ("metadata-rusak", b"/Metadata 17"),
    ):
        yield name, write_pdf({1: root % extra, 5: b"<</Type/OCG/Name(L)>>"})


ACTIONS = {
    "skrip": b"<</S/JavaScript/JS(app.alert\\(1\\))>>",
    "luncur": b"<</S/Launch/F(cmd.exe)/Win<</F(cmd.exe)/P(/c calc)>>>>",
    "kirim": b"<</S/SubmitForm/F<</FS/URL/F(http://127.0.0.1:9/x)>>>>",
    "alamat": b"<</S/URI/URI(http://127.0.0.1:9/x)>>",
    "jauh": b"<</S/GoToR/F(\\\\\\\\127.0.0.1\\\\x)/D[0/Fit]>>",
    "dalam": b"<</S/GoToE/T<</R/C/N(a)>>>>",
    "impor": b"<</S/ImportData/F(x.fdf)>>",
    "rendisi": b"<</S/Rendition/OP 0/JS(app.alert\\(1\\))>>",
}


def make_damaged(rng: random.Random, sample: bytes) -> Files:
    """Cut a good file off at many points, flip its bytes, shuffle its parts."""
    for share in range(2, 100, 5):
        yield f"terpotong-{share:02}", sample[: len(sample) * share // 100]
    for number in range(15):
        data = bytearray(sample)
        for _ in range(1 + number * 4):
            data[rng.randrange(len(data))] = rng.randrange(256)
        yield f"terbalik-{number:02}", bytes(data)
    yield "tanpa-xref", sample[: sample.rindex(b"startxref")]
    start = sample.rindex(b"startxref")
    yield "xref-salah", sample[:start] + b"startxref\n7\n%%EOF\n"
    yield "xref-minus", sample[:start] + b"startxref\n-1\n%%EOF\n"
    yield "xref-jauh", sample[:start] + b"startxref\n99999999999\n%%EOF\n"
    own = b"/Prev %d" % write_pdf({}).rindex(b"xref\n0")
    yield "xref-lingkar", write_pdf({}, trailer=own)
    yield "ekor-sampah", sample + rng.randbytes(5000)
    yield "kepala-sampah", rng.randbytes(900) + sample
    yield "kepala-jauh", rng.randbytes(5000).replace(b"%PDF-", b"") + sample
    yield "dua-kali", sample + sample
    yield "versi-aneh", sample.replace(b"%PDF-1.", b"%PDF-9.", 1)
    yield "nol", b"%PDF-1.7\n" + b"\0" * 100_000
    yield "acak", b"%PDF-1.7\n" + rng.randbytes(100_000)
    yield "kepala-saja", b"%PDF-1.7\n%%EOF\n"
    yield "sandi-rusak", write_pdf({}, trailer=b"/Encrypt 17")
    bad = b"/Encrypt<</Filter/Standard/V 9/R 9/O(x)/U(x)/P -1>>/ID[(a)(b)]"
    yield "sandi-asing", write_pdf({}, trailer=bad)
    yield "halaman-bukan-aliran", write_pdf({4: b"<</A 1>>"})
    yield "sumber-larik", write_pdf({3: PAGE.replace(b"<<>>>>", b"[1 2]>>")})
    yield "sumber-fon-larik", write_pdf({3: PAGE.replace(b"<<>>>>", b"<</Font[1]>>>>")})
