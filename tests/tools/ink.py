"""Paper as an office handles it: signed with a pen, soiled, copied, scanned, shot.

Every choice is drawn from a seeded generator, so a picture can be made again.
``python -m tests.tools.ink_rates`` runs many of them through the comparison.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import img2pdf
import numpy as np
import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from formulir.press.inking.areas import Area, find_areas
from formulir.receiving.evidence import MAIN, list_signers

if TYPE_CHECKING:
    import random

    Box = tuple[float, float, float, float]

INKS = ((20, 20, 30), (25, 40, 130), (40, 70, 190), (10, 10, 10), (90, 30, 120))
MODES = ("grey", "colour", "bilevel", "fax", "photo", "faint")
STROKES = ("scrawl", "loops", "initials", "waves", "flourish")


@dataclass(frozen=True, kw_only=True, slots=True)
class Pen:
    """A pen, and how it signs."""

    stroke: str
    width_mm: float
    size_mm: float
    ink: tuple[int, int, int]
    pressure: float = 1.0


def choose_pen(chance: random.Random) -> Pen:
    """Choose a pen: from a fine pencil-like line to a marker."""
    return Pen(
        stroke=chance.choice(STROKES),
        width_mm=chance.choice((0.25, 0.3, 0.4, 0.5, 0.7, 1.0)),
        size_mm=chance.uniform(14, 42),
        ink=chance.choice(INKS),
        pressure=chance.uniform(0.75, 1.0),
    )


def draw_page(pdf: bytes, page: int, *, dpi: int) -> Image.Image:
    """Print a page, in colour."""
    sheet = pypdfium2.PdfDocument(pdf)[page]
    return sheet.render(scale=dpi / 72).to_pil().convert("RGB")


def draw_pages(pdf: bytes, *, dpi: int) -> list[Image.Image]:
    """Print all pages, in colour."""
    count = len(pypdfium2.PdfDocument(pdf))
    return [draw_page(pdf, number, dpi=dpi) for number in range(count)]


def find_main(pdf: bytes, konteks: bytes) -> Area:
    """Find where the main signer of a letter signs first."""
    areas = find_areas(pypdfium2.PdfDocument(pdf), list_signers(konteks))
    for role in MAIN:
        for area in areas:
            if area.signer.peran == role:
                return area
    raise LookupError(areas)


def sign_letter(
    pdf: bytes, konteks: bytes, *, chance: random.Random, dpi: int
) -> list[Image.Image]:
    """Print a letter, and let its main signer sign it with some pen."""
    area, pen = find_main(pdf, konteks), choose_pen(chance)
    pages = draw_pages(pdf, dpi=dpi)
    pages[area.page] = sign(pages[area.page], area.box, pen, chance=chance, dpi=dpi)
    return pages


def sign(
    page: Image.Image, box: Box, pen: Pen, *, chance: random.Random, dpi: int
) -> Image.Image:
    """Sign in a box, given in points, with ink that what is below shines through.

    The signature stands near the middle between post and name, a little shifted.
    """
    left, top, right, bottom = (n * dpi / 72 for n in box)
    mm = dpi / 25.4
    width = min(pen.size_mm * mm, (right - left) * 0.9)
    height = min(width * chance.uniform(0.3, 0.6), (bottom - top) * 0.95)
    x = left + (right - left - width) * chance.uniform(0.15, 0.75)
    y = top + (bottom - top - height) * chance.uniform(0.1, 0.8)
    layer = Image.new("RGB", (page.width * 2, page.height * 2), "white")
    draw = ImageDraw.Draw(layer)
    for line in _STROKES[pen.stroke](chance):
        points = [(2 * (x + u * width), 2 * (y + v * height)) for u, v in line]
        wide = max(1, round(2 * pen.width_mm * mm))
        draw.line(points, fill=pen.ink, width=wide, joint="curve")
    layer = layer.resize(page.size, Image.Resampling.BOX)
    pale = Image.new("RGB", page.size, "white")
    return ImageChops.multiply(page, Image.blend(pale, layer, pen.pressure))


def _curve(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Draw a smooth line through points (Catmull-Rom)."""
    full = [points[0], *points, points[-1]]
    line = []
    for a, b, c, d in zip(full, full[1:], full[2:], full[3:], strict=False):
        for step in range(12):
            t = step / 12
            line.append(
                tuple(
                    0.5
                    * (
                        2 * b[i]
                        + (c[i] - a[i]) * t
                        + (2 * a[i] - 5 * b[i] + 4 * c[i] - d[i]) * t**2
                        + (3 * b[i] - a[i] - 3 * c[i] + d[i]) * t**3
                    )
                    for i in (0, 1)
                )
            )
    return [(float(u), float(v)) for u, v in line]


def _scrawl(chance: random.Random) -> list[list[tuple[float, float]]]:
    count = chance.randint(8, 16)
    points = [(i / count, chance.uniform(0.1, 0.9)) for i in range(count + 1)]
    return [_curve(points)]


def _loops(chance: random.Random) -> list[list[tuple[float, float]]]:
    turns, phase = chance.uniform(3, 6), chance.uniform(0, 6)
    line = []
    for i in range(160):
        t = i / 159
        around = phase + turns * 2 * math.pi * t
        line.append((t * 0.85 + 0.1 * math.cos(around), 0.5 + 0.4 * math.sin(around)))
    return [line]


def _initials(chance: random.Random) -> list[list[tuple[float, float]]]:
    parts = []
    for at in range(chance.randint(2, 3)):
        left = at * 0.3
        points = [(left + chance.uniform(0, 0.3), chance.random()) for _ in range(5)]
        parts.append(_curve(points))
    return parts


def _waves(chance: random.Random) -> list[list[tuple[float, float]]]:
    up = chance.uniform(0.5, 0.9)
    first = [(0.0, up), (0.08, 0.0), (0.16, 1.0), (0.24, 0.3)]
    rest = [
        (0.3 + i * 0.09, 0.5 + (-1) ** i * chance.uniform(0.08, 0.3)) for i in range(8)
    ]
    return [_curve(first + rest)]


def _flourish(chance: random.Random) -> list[list[tuple[float, float]]]:
    lines = _scrawl(chance)
    return [*lines, _curve([(0.0, 0.95), (0.5, 0.8), (1.0, 0.9), (0.6, 1.0)])]


_STROKES = {
    "scrawl": _scrawl,
    "loops": _loops,
    "initials": _initials,
    "waves": _waves,
    "flourish": _flourish,
}


# What happens to paper.


def highlight(
    page: Image.Image, box: Box, *, chance: random.Random, dpi: int
) -> Image.Image:
    """Mark a line of a box, given in points, with a broad coloured pen."""
    layer = Image.new("RGB", page.size, "white")
    left, top, right, _ = (n * dpi / 72 for n in box)
    ink = chance.choice(((255, 245, 60), (255, 150, 200), (140, 240, 140)))
    high = 4.5 * dpi / 25.4
    draw = ImageDraw.Draw(layer)
    draw.rectangle((left, top, right, top + high), fill=ink)
    return ImageChops.multiply(page, layer)


def stain(
    page: Image.Image, at: tuple[float, float], *, chance: random.Random, dpi: int
) -> Image.Image:
    """Leave the ring of a cup of coffee around a point, given in points."""
    layer = Image.new("RGB", page.size, "white")
    x, y = (n * dpi / 72 for n in at)
    draw = ImageDraw.Draw(layer)
    for _ in range(3):
        r = chance.uniform(34, 38) * dpi / 25.4
        box = (x - r, y - r, x + r, y + r)
        draw.ellipse(box, outline=(205, 175, 130), width=round(dpi / 25))
    layer = layer.filter(ImageFilter.GaussianBlur(dpi / 120))
    return ImageChops.multiply(page, layer)


def fold(page: Image.Image, *, chance: random.Random) -> Image.Image:
    """Fold a page in three: soft lines across it, and a shadow at one side of each."""
    dots = np.asarray(page, np.float32)
    height = dots.shape[0]
    shade = np.ones(height, np.float32)
    for part in (1 / 3, 2 / 3):
        at = int(height * part + chance.uniform(-20, 20))
        rows = np.arange(height) - at
        shade *= 1 - chance.uniform(0.1, 0.22) * np.exp(-((rows / (height / 900)) ** 2))
        shade *= 1 - 0.06 * np.exp(-np.abs(rows) / (height / 40)) * (rows > 0)
    return Image.fromarray((dots * shade[:, None, None]).clip(0, 255).astype(np.uint8))


def shade(page: Image.Image, *, chance: random.Random) -> Image.Image:
    """Let the light come from one side, with a hand's shadow over a corner."""
    dots = np.asarray(page, np.float32)
    height, width = dots.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    turn = chance.uniform(0, 2 * math.pi)
    slope = (x / width - 0.5) * math.cos(turn) + (y / height - 0.5) * math.sin(turn)
    light = 0.85 + 0.25 * slope
    u, v = chance.uniform(0, width), chance.uniform(0, height)
    far = np.hypot(x - u, y - v) / (width * 0.35)
    light *= 1 - 0.35 / (1 + np.exp((far - 1) * 8))
    return Image.fromarray((dots * light[..., None]).clip(0, 255).astype(np.uint8))


def photocopy(page: Image.Image, *, chance: random.Random) -> Image.Image:
    """Copy a page: hard contrast, thicker print, specks, a little crooked."""
    grey = page.convert("L").filter(ImageFilter.GaussianBlur(page.width / 1700))
    least = chance.uniform(120, 190)
    hard = grey.point(
        [max(0, min(255, round((v - least) * 3 + 128))) for v in range(256)]
    )
    dots = np.asarray(
        hard.rotate(chance.uniform(-0.7, 0.7), Image.Resampling.BICUBIC, fillcolor=255)
    ).copy()
    noise = np.random.default_rng(chance.randrange(1 << 30))
    for _ in range(noise.integers(20, 200)):
        r, c = (
            noise.integers(0, dots.shape[0] - 3),
            noise.integers(0, dots.shape[1] - 3),
        )
        size = noise.integers(1, 4)
        dots[r : r + size, c : c + size] = noise.integers(0, 120)
    return Image.fromarray(dots).convert("RGB")


# How it comes back.


def scan(page: Image.Image, mode: str, *, chance: random.Random) -> Image.Image:
    """Scan a page, or take a picture of it."""
    if mode == "photo":
        return _shoot(page, chance=chance)
    turn = chance.uniform(-2.5, 2.5)
    page = page.rotate(
        turn, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)
    )
    page = page.filter(ImageFilter.GaussianBlur(chance.uniform(0.3, 0.8)))
    dots = np.asarray(page, np.float32)
    light = chance.uniform(0.82, 0.98)
    noise = np.random.default_rng(chance.randrange(1 << 30))
    dots = dots * light + chance.uniform(0, 12)
    dots = dots + noise.normal(0, chance.uniform(2, 9), dots.shape)
    page = Image.fromarray(dots.clip(0, 255).astype(np.uint8))
    if mode == "colour":
        return page
    grey = page.convert("L")
    if mode == "faint":
        return grey.point([round(150 + v * 0.38) for v in range(256)])
    if mode == "bilevel":
        least = chance.uniform(140, 185)
        return grey.point([255 * (v > least) for v in range(256)]).convert("1")
    if mode == "fax":
        size = grey.size
        small = grey.resize((size[0], size[1] // 2), Image.Resampling.BOX)
        hard = small.point([255 * (v > 165) for v in range(256)])
        return hard.resize(size, Image.Resampling.NEAREST).convert("1")
    return grey


def _shoot(page: Image.Image, *, chance: random.Random) -> Image.Image:
    """Take a picture with a telephone: perspective, a table, uneven light, JPEG."""
    page = shade(page, chance=chance)
    width, height = page.size
    wide, high = round(width * 1.14), round(height * 1.14)
    table = chance.choice(((88, 66, 48), (60, 62, 66), (120, 110, 100)))
    ground = Image.new("RGB", (wide, high), table)
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    there = [
        (
            x + (wide - width) / 2 + chance.uniform(-0.045, 0.045) * width,
            y + (high - height) / 2 + chance.uniform(-0.045, 0.045) * height,
        )
        for x, y in corners
    ]
    numbers = _solve(there, corners)
    bent = page.transform(
        (wide, high), Image.Transform.PERSPECTIVE, numbers, Image.Resampling.BICUBIC
    )
    mask = Image.new("L", page.size, 255).transform(
        (wide, high), Image.Transform.PERSPECTIVE, numbers
    )
    ground.paste(bent, mask=mask)
    ground = ground.filter(ImageFilter.GaussianBlur(chance.uniform(0.4, 0.9)))
    noise = np.random.default_rng(chance.randrange(1 << 30))
    dots = np.asarray(ground, np.float32)
    dots = dots + noise.normal(0, chance.uniform(2, 6), dots.shape)
    return Image.fromarray(dots.clip(0, 255).astype(np.uint8))


def _solve(
    here: list[tuple[float, float]], there: list[tuple[float, float]]
) -> list[float]:
    rows, right = [], []
    for (x, y), (u, v) in zip(here, there, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return [float(n) for n in np.linalg.solve(np.array(rows), np.array(right))]


def pack(pages: list[Image.Image], *, quality: int, dpi: int) -> bytes:
    """Put scanned pages into one PDF of pictures."""
    files = []
    for page in pages:
        out = io.BytesIO()
        if page.mode == "1":
            page.save(out, "PNG", dpi=(dpi, dpi))
        else:
            page.save(out, "JPEG", quality=quality, dpi=(dpi, dpi))
        files.append(out.getvalue())
    made = img2pdf.convert(files, nodate=True, engine=img2pdf.Engine.internal)
    return bytes(made)
