"""Draw the sample office's stamps and emblems, all invented.

Run it as ``uv run python scripts/draft_gambar.py``; it needs a scalable font, whose
path is its argument.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

GAMBAR = Path(__file__).parent.parent / "samples" / "gambar"
DPI = 300
SCALE = 3
"""Everything is drawn this many times larger and then reduced, for smooth edges."""
CAP_MM = 45
LAMBANG_MM = 22
UNGU = (88, 44, 140, 215)
"""Stamp ink, not quite opaque."""

CAP = {
    "cap-lpmp.png": ("PENJAMINAN MUTU PENDIDIKAN", "CONTOH", "LPMP"),
    "cap-dinas-provinsi.png": ("PEMERINTAH PROVINSI", "CONTOH", "DINAS"),
    "cap-dinas-kabupaten.png": ("PEMERINTAH KABUPATEN", "CONTOH", "DINAS"),
}
LAMBANG = {
    "lambang-kementerian.png": ((36, 84, 140, 255), (238, 196, 76, 255)),
    "lambang-daerah.png": ((30, 110, 78, 255), (240, 208, 96, 255)),
}


def pixels(mm: float) -> int:
    """Convert millimetres on paper to pixels of the enlarged drawing."""
    return round(mm / 25.4 * DPI * SCALE)


def draw_cap(texts: tuple[str, str, str], *, font: str) -> Image.Image:
    """Draw a round stamp: outer ring 45 mm, inner 30 mm, the outermost line thicker.

    Args:
        texts: Along the upper arc, along the lower arc, and in the middle.
        font: The path of the font.
    """
    size = pixels(CAP_MM)
    image = Image.new("RGBA", (size, size), (*UNGU[:3], 0))
    draw = ImageDraw.Draw(image)
    for outer, line in ((CAP_MM, 1.0), (CAP_MM - 3, 0.3), (30, 0.4)):
        gap = (size - pixels(outer)) // 2
        box = (gap, gap, size - gap - 1, size - gap - 1)
        draw.ellipse(box, outline=UNGU, width=pixels(line))
    arc, lower, middle = texts
    letters = ImageFont.truetype(font, pixels(3.6))
    draw_arc(image, arc, font=letters, turn=0)
    draw_arc(image, lower, font=letters, turn=180)
    centre = (size // 2, size // 2)
    large = ImageFont.truetype(font, pixels(6.4))
    draw.text(centre, middle, font=large, fill=UNGU, anchor="mm")
    for side in (-1, 1):
        y = size // 2 + side * pixels(6)
        draw.line(
            (size // 2 - pixels(7), y, size // 2 + pixels(7), y),
            fill=UNGU,
            width=pixels(0.4),
        )
    return image.resize((size // SCALE,) * 2, Image.Resampling.LANCZOS)


def draw_arc(
    image: Image.Image, text: str, *, font: ImageFont.FreeTypeFont, turn: int
) -> None:
    """Write a text along the ring, centred at the top (0) or the bottom (180)."""
    radius, side = pixels(18), 1 if turn == 0 else -1
    widths = [font.getlength(letter) * 1.12 for letter in text]
    angle = -sum(widths) / 2
    for letter, width in zip(text, widths, strict=True):
        at = (angle + width / 2) / radius * side + math.radians(turn)
        angle += width
        tile = Image.new("RGBA", (pixels(8),) * 2, (*UNGU[:3], 0))
        middle = pixels(8) // 2
        pen = ImageDraw.Draw(tile)
        pen.text((middle, middle), letter, font=font, fill=UNGU, anchor="mm")
        tilt = -math.degrees(at) + turn
        tile = tile.rotate(tilt, resample=Image.Resampling.BICUBIC)
        x = image.width / 2 + radius * math.sin(at) - middle
        y = image.height / 2 - radius * math.cos(at) - middle
        image.alpha_composite(tile, (round(x), round(y)))


def draw_lambang(
    ground: tuple[int, int, int, int], ink: tuple[int, int, int, int]
) -> Image.Image:
    """Draw an emblem that no body uses: an open book under a rising sun."""
    size = pixels(LAMBANG_MM)
    image = Image.new("RGBA", (size, size), (*ground[:3], 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, size - 1, size - 1), size // 5, fill=ground)
    edge = size // 28
    box = (edge, edge, size - edge - 1, size - edge - 1)
    draw.rounded_rectangle(box, size // 6, outline=ink, width=edge // 2)
    middle, horizon = size / 2, size * 0.56
    for step in range(9):
        at = math.radians(180 + 22.5 * step)
        ends = [
            (middle + reach * math.cos(at), horizon + reach * math.sin(at))
            for reach in (size * 0.23, size * 0.36)
        ]
        draw.line(ends, fill=ink, width=size // 40)
    half = size * 0.18
    sun = (middle - half, horizon - half, middle + half, horizon + half)
    draw.pieslice(sun, 180, 360, fill=ink)
    for side in (-1, 1):
        far = middle + side * size * 0.34
        page = [
            (middle, size * 0.66),
            (far, size * 0.60),
            (far, size * 0.78),
            (middle, size * 0.84),
        ]
        draw.polygon(page, fill=(255, 255, 255, 255), outline=ink, width=size // 90)
    return image.resize((size // SCALE,) * 2, Image.Resampling.LANCZOS)


def main() -> None:
    """Draw all of them; a crash leaves some as they were."""
    font = sys.argv[1]
    GAMBAR.mkdir(parents=True, exist_ok=True)
    drawn = {name: draw_cap(texts, font=font) for name, texts in CAP.items()}
    drawn |= {name: draw_lambang(*colours) for name, colours in LAMBANG.items()}
    for name, image in drawn.items():
        image.quantize(64).save(GAMBAR / name, optimize=True, dpi=(DPI, DPI))
        print(GAMBAR / name)


if __name__ == "__main__":
    main()
