"""PDFs that a library writes well, but that are odd all the same."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pikepdf

from tests.tools.corpus.tanda import sign_pdf

if TYPE_CHECKING:
    import random

    from tests.tools.corpus.mentah import Files

A4 = (595, 842)


def make_pages(sizes: list[tuple[float, float]]) -> pikepdf.Pdf:
    """Make a file of pages with a square in the middle."""
    pdf = pikepdf.new()
    for width, height in sizes:
        page = pdf.add_blank_page()
        page.MediaBox = pikepdf.Array([0, 0, width, height])
        square = f"0 g {width / 2} {height / 2} 4 4 re f".encode()
        page.Contents = pdf.make_stream(square)
    return pdf


def to_bytes(pdf: pikepdf.Pdf, **options) -> bytes:
    """Write it; equal contents give equal bytes, but for encrypted ones."""
    out = io.BytesIO()
    options.setdefault("deterministic_id", "encryption" not in options)
    pdf.save(out, **options)
    return out.getvalue()


def make_sample() -> bytes:
    """Make the good file that others are damaged from."""
    plain = pikepdf.ObjectStreamMode.disable
    return to_bytes(make_pages([A4] * 5), object_stream_mode=plain)


def make_sizes() -> Files:
    """Many pages, big ones, small ones, mixed ones."""
    for count in (1, 499, 500, 501, 1000, 5000):
        yield f"halaman-{count}", to_bytes(make_pages([A4] * count))
    yield (
        "halaman-campur",
        to_bytes(make_pages([A4, (842, 595), (842, 1191), (99, 99)])),
    )
    for side in (1, 3, 20, 30, 1000, 14_000, 14_172, 14_400, 20_000, 1_000_000):
        yield f"sisi-{side}", to_bytes(make_pages([(side, side)]))
    turned = make_pages([A4] * 4)
    for number, page in enumerate(turned.pages):
        page.obj.Rotate = number * 90
    yield "putar-campur", to_bytes(turned)


def make_encrypted() -> Files:
    """Passwords of each algorithm, to open and to change only."""
    for revision in (2, 3, 4, 5, 6):
        for user in ("", "rahasia"):
            lock = pikepdf.Encryption(
                user=user,
                owner="pemilik",
                R=revision,
                aes=revision >= 4,
                metadata=revision >= 4,
            )
            name = f"sandi-r{revision}-{'buka' if user else 'ubah'}"
            yield name, to_bytes(make_pages([A4]), encryption=lock)


def make_signed() -> Files:
    """Signed files: whole, twice, with a script, changed afterwards, cut off."""
    data = sign_pdf(to_bytes(make_pages([A4] * 3)))
    yield "tanda", data
    yield "tanda-dua", sign_pdf(data, field="Kedua")
    active = make_pages([A4])
    active.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
    )
    yield "tanda-skrip", sign_pdf(to_bytes(active))
    yield "tanda-berubah", data.replace(b"0 g", b"1 g", 1)
    yield "tanda-potong", data[:-400]
    yield "tanda-600-halaman", sign_pdf(to_bytes(make_pages([A4] * 600)))


def make_heavy() -> Files:
    """Files of very many parts."""
    pdf = make_pages([A4])
    daftar = pikepdf.Array(
        [pdf.make_indirect(pikepdf.Dictionary(A=n)) for n in range(200_000)]
    )
    pdf.pages[0].Resources = pikepdf.Dictionary(Properties=pikepdf.Dictionary(A=daftar))
    yield "berat-200000-bagian", to_bytes(pdf)
    pdf = make_pages([A4])
    for number in range(3000):
        pdf.attachments[f"a{number}"] = b"isi"
    yield "berat-3000-tertanam", to_bytes(pdf)
    pdf = make_pages([A4] * 50)
    notes = [
        pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=pikepdf.Array([0, 0, 9, 9]),
                A=pikepdf.Dictionary(
                    S=pikepdf.Name.URI, URI=pikepdf.String("http://x")
                ),
            )
        )
        for _ in range(200)
    ]
    for page in pdf.pages:
        page.obj.Annots = pikepdf.Array(notes)
    yield "berat-10000-tautan", to_bytes(pdf)


def make_big(rng: random.Random) -> Files:
    """Files near the limit of size, plain and signed."""
    pdf = make_pages([A4] * 3)
    for page in pdf.pages:
        noise = pdf.make_stream(rng.randbytes(25 << 20), Subtype=pikepdf.Name.Image)
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=noise))
    data = to_bytes(pdf)
    yield "besar-75-mib", data
    yield "besar-tanda-75-mib", sign_pdf(data)


def make_disguised(sample: bytes) -> Files:
    """Files whose name says something else than their first bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(zipfile.ZipInfo("a.txt"), "isi")
    html = b"<html><body><script>alert(1)</script></body></html>"
    others = {
        "exe": b"MZ" + b"\0" * 900,
        "elf": b"\x7fELF" + b"\0" * 900,
        "html": html,
        "zip": archive.getvalue(),
        "teks": b"Dengan hormat,\n" * 90,
        "rtf": b"{\\rtf1 Dengan hormat}",
        "gif": b"GIF89a" + b"\0" * 90,
        "skrip": b"#!/bin/sh\nrm -rf /\n",
        "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99,
    }
    for name, data in others.items():
        yield f"samar-{name}.pdf", data
        yield f"samar-{name}.docx", data
    for name in ("exe", "html", "zip", "gif"):
        yield f"samar-{name}.png", others[name]
        yield f"samar-{name}.jpg", others[name]
        yield f"samar-{name}.tif", others[name]
    for ekstensi in ("pdf", "png", "jpg", "tif", "docx"):
        yield f"kosong.{ekstensi}", b""
        yield f"satu-bita.{ekstensi}", b"%"
    yield "poliglot-html.pdf", html + sample
    yield "poliglot-zip.pdf", sample + archive.getvalue()
    yield "poliglot-gif.pdf", b"GIF89a" + sample
    yield "poliglot-exe.pdf", b"MZ" + b"\0" * 500 + sample
    yield "pdf.docx", sample
    yield "pdf.png", sample
    yield "pdf.exe", sample
    yield "tanpa-akhiran", sample
