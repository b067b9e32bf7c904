"""Pictures: odd, damaged, huge, of many pages, of strange colours."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    import random

    from tests.tools.corpus.mentah import Files


def encode(image: Image.Image, kind: str, **options) -> bytes:
    """Write a picture as the bytes of a file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def make_noise(rng: random.Random, side: int = 120) -> Image.Image:
    """Make a picture that does not compress."""
    return Image.frombytes("RGB", (side, side), rng.randbytes(side * side * 3))


def write_png(width: int, height: int, rows: bytes, *, kind: int = 0) -> bytes:
    """Write a PNG of eight bits whatever its rows hold."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def make_modes(rng: random.Random) -> Files:
    """Every kind of colour that a picture may have."""
    noise = make_noise(rng)
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        image = Image.new(mode, (90, 90)) if mode == "I;16" else noise.convert(mode)
        yield f"png-{mode.lower().replace(';', '')}.png", encode(image, "PNG")
    for mode in ("L", "RGB", "CMYK", "YCbCr"):
        yield f"jpg-{mode.lower()}.jpg", encode(noise.convert(mode), "JPEG")
    for turn in range(10):
        exif = Image.Exif()
        exif[0x0112] = turn
        yield f"jpg-putar-{turn}.jpg", encode(noise, "JPEG", exif=exif)
    for mode in ("1", "L", "RGB", "RGBA", "CMYK", "I;16", "F", "LAB"):
        image = (
            Image.new(mode, (90, 90))
            if mode in ("I;16", "F", "LAB")
            else (noise.convert(mode))
        )
        name = mode.lower().replace(";", "")
        yield f"tif-{name}.tif", encode(image, "TIFF")
    yield "png-icc-rusak.png", encode(noise, "PNG", icc_profile=b"rusak" * 99)
    yield "png-dpi-nol.png", encode(noise, "PNG", dpi=(0, 0))
    yield "png-satu-titik.png", encode(noise.crop((0, 0, 1, 1)), "PNG")
    yield "png-garis.png", encode(Image.new("L", (30_000, 1)), "PNG")
    yield "jpg-progresif.jpg", encode(noise, "JPEG", progressive=True)


def make_many(rng: random.Random) -> Files:
    """Files of many pictures."""
    pages = [make_noise(rng, 60) for _ in range(5)]
    rest = {"save_all": True, "append_images": pages[1:]}
    yield "png-gerak.png", encode(pages[0], "PNG", **rest)
    yield "gif-gerak.png", encode(pages[0], "GIF", **rest)
    for kind in ("raw", "tiff_lzw", "tiff_deflate", "jpeg", "packbits"):
        yield (
            f"tif-lima-{kind.replace('_', '-')}.tif",
            encode(
                pages[0], "TIFF", compression=None if kind == "raw" else kind, **rest
            ),
        )
    white = Image.new("1", (200, 200), 1)
    yield "tif-g4.tif", encode(white, "TIFF", compression="group4")
    many = [Image.new("1", (9, 9), 1)] * 501
    data = encode(many[0], "TIFF", save_all=True, append_images=many[1:])
    yield "tif-501.tif", data
    yield "tif-besar.tif", encode(pages[0], "TIFF", big_tiff=True)
    yield "tif-lingkar.tif", _write_cyclic_tiff()
    yield "tif-ifd-jauh.tif", b"II*\0\xff\xff\xff\x7f"
    yield "tif-ifd-kosong.tif", b"II*\0\x08\0\0\0\0\0\0\0\0\0"
    yield "mpo.jpg", encode(pages[0], "MPO", **rest)


def _write_cyclic_tiff() -> bytes:
    """Write a TIFF whose second page leads back to the first."""
    tags = (
        (256, 1),
        (257, 1),
        (258, 8),
        (259, 1),
        (262, 1),
        (273, 200),
        (278, 1),
        (279, 1),
    )
    ifd = struct.pack("<H", len(tags))
    ifd += b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    first = b"II*\0\x08\0\0\0" + ifd
    second = len(first) + 4
    data = first + struct.pack("<I", second) + ifd + struct.pack("<I", 8)
    return data.ljust(300, b"\0")


def make_bombs() -> Files:
    """Pictures that unfold."""
    rows = zlib.compress(b"\0" * 30_001 * 1_000, 9)
    yield "bom-30000.png", write_png(30_000, 30_000, rows)
    yield "bom-9000x9000.png", encode(Image.new("1", (9_000, 9_000)), "PNG")
    yield "bom-8900x8900.png", encode(Image.new("1", (8_900, 8_900)), "PNG")
    yield "bom-rgb-8900.png", encode(Image.new("RGB", (8_900, 8_900)), "PNG")
    yield "bom-luas.png", write_png(2**31 - 1, 2**31 - 1, rows)
    yield "bom-nol.png", write_png(0, 0, b"")
    yield "bom-jpg.jpg", encode(Image.new("L", (65_000, 65_000 // 40)), "JPEG")
    fax = encode(Image.new("1", (20_000, 20_000)), "TIFF", compression="group4")
    yield "bom-g4.tif", fax
    page = Image.new("L", (4_000, 4_000))
    yield (
        "bom-20-halaman.tif",
        encode(
            page,
            "TIFF",
            compression="tiff_deflate",
            save_all=True,
            append_images=[page] * 19,
        ),
    )


def make_damaged(rng: random.Random) -> Files:
    """Cut pictures off, and flip their bytes."""
    noise = make_noise(rng)
    for ekstensi, kind in (("png", "PNG"), ("jpg", "JPEG"), ("tif", "TIFF")):
        data = encode(noise, kind)
        for share in (5, 30, 60, 95):
            yield (
                f"{ekstensi}-potong-{share:02}.{ekstensi}",
                data[: len(data) * share // 100],
            )
        for number in range(4):
            changed = bytearray(data)
            for _ in range(20):
                changed[rng.randrange(10, len(data))] = rng.randrange(256)
            yield f"{ekstensi}-rusak-{number}.{ekstensi}", bytes(changed)
        yield f"{ekstensi}-ekor.{ekstensi}", data + rng.randbytes(9_999)
