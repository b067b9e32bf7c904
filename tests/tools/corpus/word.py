"""DOCX files: bombs, macros, objects, and every way out of them."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from PIL import Image

from tests.tools.corpus.gambar import encode, write_png
from tests.tools.corpus.paket import HEAD, MACROS, Paket, drawing, par, write_rels
from tests.tools.corpus.tautan import ELSEWHERE, WAYS, make_docx

if TYPE_CHECKING:
    import random

    from tests.tools.corpus.mentah import Files

_ROWS = "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(10)
)
LAUGHS = f"<!DOCTYPE l [<!ENTITY a 'ha'>{_ROWS}]>"
OUTSIDE = "<!DOCTYPE l [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"


def make_links() -> Files:
    """Each way out, to the network and to the disk."""
    for way in (*WAYS, *ELSEWHERE):
        yield f"{way}-jaring", make_docx([way], ["http://127.0.0.1:9/x.png"])
        yield f"{way}-cakram", make_docx([way], ["file:///etc/passwd"])
    yield "semua", make_docx(WAYS, ["http://127.0.0.1:9/x", "file:///etc/hostname"])


def make_parts() -> Files:
    """Parts that do not belong into a letter."""
    macro = Paket(body=[par("Makro")], main=MACROS)
    macro.add("vbaProject.bin", b"\xd0\xcf\x11\xe0" * 99, kind="vbaProject")
    yield "makro", macro.write()
    ole = Paket(body=[par("Objek")])
    ole.add("embeddings/oleObject1.bin", b"\xd0\xcf\x11\xe0" * 99, kind="oleObject")
    ole.add("embeddings/virus.exe", b"MZ" * 99, kind="package")
    ole.add("activeX/activeX1.bin", b"\0" * 99, kind="control")
    yield "objek", ole.write()
    loop = Paket(body=[par("Lingkar")])
    for number in (1, 2):
        loop.parts[f"word/header{number}.xml"] = (
            f'{HEAD}<w:hdr xmlns:w="x"><w:p/></w:hdr>'.encode()
        )
        loop.parts[f"word/_rels/header{number}.xml.rels"] = write_rels(
            [("header", f"header{3 - number}.xml", False)]
        )
    loop.relate("header", "header1.xml")
    yield "kepala-lingkar", loop.write()
    up = Paket(body=[par("Naik")])
    up.relate("image", "../../../../../etc/passwd")
    up.relate("styles", "/etc/passwd")
    yield "naik", up.write()
    for name, main in (("lembar", "workbook"), ("slide", "presentation")):
        data = Paket(body=[par("x")]).write()
        yield name, _replace(data, b"w:document", f"w:{main}".encode())
    yield "tanpa-isi", Paket().write()
    yield "biasa", Paket(body=[par("Dengan hormat,")] * 40).write()


def make_bombs() -> Files:
    """Archives, entities, pictures and texts that unfold."""
    yield "bom-entitas", Paket(body=[par("&k;")], prolog=LAUGHS).write()
    yield "entitas-luar", Paket(body=[par("&x;")], prolog=OUTSIDE).write()
    many = Paket(body=[par("Banyak")])
    for number in range(3000):
        many.parts[f"word/x{number}.xml"] = b"<x/>"
    yield "bom-bagian", many.write()
    zeros = Paket(body=[par("Nol")])
    zeros.add("media/a.png", b"\0" * (300 << 20), kind="image")
    yield "bom-zip", zeros.write()
    text = Paket(body=[par("x" * 200)] * 200_000)
    yield "bom-teks", text.write()
    pages = Paket(body=['<w:p><w:r><w:br w:type="page"/></w:r></w:p>'] * 900)
    yield "bom-halaman", pages.write()
    deep = "<w:tbl><w:tr><w:tc>" * 400 + par("x") + "</w:tc></w:tr></w:tbl>" * 400
    yield "bom-tabel-dalam", Paket(body=[deep]).write()
    cells = "<w:tr>" + "<w:tc><w:p/></w:tc>" * 60 + "</w:tr>"
    yield "bom-tabel-lebar", Paket(body=[f"<w:tbl>{cells * 2000}</w:tbl>"]).write()
    big = Paket()
    picture = write_png(30_000, 30_000, b"")
    name = big.add("media/a.png", picture, kind="image")
    big.body += [drawing(f'r:embed="{name}"')] * 3
    yield "bom-gambar", big.write()
    flat = Paket()
    data = encode(Image.new("1", (20_000, 20_000)), "PNG")
    name = flat.add("media/a.png", data, kind="image")
    flat.body += [drawing(f'r:embed="{name}"')] * 3
    yield "bom-gambar-nyata", flat.write()


def make_damaged(rng: random.Random) -> Files:
    """Cut a good document off, flip its bytes, break its list of parts."""
    data = Paket(body=[par(f"Baris {n}") for n in range(200)]).write()
    for share in (10, 40, 70, 95):
        yield f"potong-{share}", data[: len(data) * share // 100]
    for number in range(6):
        changed = bytearray(data)
        for _ in range(6):
            changed[rng.randrange(4, len(data))] = rng.randrange(256)
        yield f"rusak-{number}", bytes(changed)
    locked = bytearray(data)
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = data.index(mark)
        locked[start + place] |= 1
    yield "sandi", bytes(locked)
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    yield "zip-kosong", empty.getvalue()
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as file:
        file.writestr(zipfile.ZipInfo("a.txt"), "isi")
    yield "zip-biasa", plain.getvalue()
    yield "xml-rusak", _replace(data, b"</w:body>", b"</w:bodi>")
    yield "xml-utf16", _replace(data, b'encoding="UTF-8"', b'encoding="UTF-16"')
    yield "tanpa-rels", _replace(data, b'officeDocument"', b'bukanDokumen"')


def _replace(docx: bytes, old: bytes, new: bytes) -> bytes:
    """Write a document anew with other words in its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(out, "w") as file:
        for info in source.infolist():
            file.writestr(info, source.read(info).replace(old, new))
    return out.getvalue()
