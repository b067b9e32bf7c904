"""Pictures of stamps as offices have them: scanned, photographed, saved anyhow."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw

from tests.press.conftest import VIOLET, encode


def lay_on(image: Image.Image, ground) -> Image.Image:
    """Lay a picture on a ground, as a scanner does."""
    paper = Image.new("RGBA", image.size, ground)
    paper.alpha_composite(image.convert("RGBA"))
    return paper.convert("RGB")


def draw_stamp(side: int = 600, ground="white") -> Image.Image:
    """Draw two rings and a name on a ground, with smooth edges."""
    image = Image.new("RGB", (side * 2, side * 2), ground)
    pen = ImageDraw.Draw(image)
    for inset, width in ((side // 20, side // 40), (side // 2, side // 80)):
        box = (inset, inset, side * 2 - inset, side * 2 - inset)
        pen.ellipse(box, outline=VIOLET[:3], width=width)
    middle = (side, side)
    pen.text(middle, "CONTOH", fill=VIOLET[:3], font_size=side // 5, anchor="mm")
    return image.resize((side, side), Image.Resampling.LANCZOS)


def draw_palette() -> bytes:
    """Draw a stamp on white in a palette, of which one corner's colour is clear."""
    image = draw_stamp()
    image.paste((1, 255, 1), (0, 0, 20, 20))
    indexed = image.quantize(64, dither=Image.Dither.NONE)
    return encode(indexed, transparency=indexed.getpixel((5, 5)))


def draw_round_cut() -> bytes:
    """Draw a stamp that was cut out round: clear outside, white within the ring."""
    image = draw_stamp().convert("RGBA")
    mask = Image.new("L", image.size)
    ImageDraw.Draw(mask).ellipse((10, 10, 589, 589), fill=255)
    image.putalpha(mask)
    return encode(image)


def draw_patched() -> bytes:
    """Draw a stamp on nothing, but with white behind its name."""
    image = draw_stamp().convert("RGBA")
    image.putalpha(ImageChops.invert(image.convert("L")).point(lambda value: value * 2))
    middle = draw_stamp().crop((150, 240, 450, 360))
    image.paste(middle, (150, 240))
    return encode(image)


def draw_dirty(ground: tuple[int, int, int]) -> bytes:
    """Draw a stamp on paper with the grain of a scan, saved as a poor JPEG."""
    noise = Image.effect_noise((600, 600), 8).convert("RGB")
    paper = Image.blend(draw_stamp(ground=ground), noise, 0.06)
    return encode(paper, "JPEG", quality=60)


def draw_deep(bits: str) -> bytes:
    """Draw a stamp in sixteen bits of grey."""
    grey = draw_stamp().convert("L").convert("I").point(lambda value: value * 257)
    return encode(grey.convert(bits))


def draw_turned() -> bytes:
    """Draw a wide stamp that its camera holds to be turned by a quarter."""
    image = draw_stamp().crop((0, 150, 600, 450))
    exif = Image.Exif()
    exif[0x0112] = 6
    return encode(image, "JPEG", exif=exif)


def draw_film() -> bytes:
    """Draw an animated PNG of two stamps."""
    return encode(draw_stamp(), save_all=True, append_images=[draw_stamp(ground="red")])


def draw_photo(seed: int = 3) -> bytes:
    """Draw something like a photograph: dark, coloured, no ground."""
    bands = [Image.effect_noise((600, 600), 40 + seed * at) for at in range(3)]
    photo = Image.merge("RGB", bands).point(lambda value: value // 2)
    return encode(photo, "JPEG")


def draw_disc() -> bytes:
    """Draw a round of ink on nothing."""
    image = Image.new("RGBA", (600, 600))
    ImageDraw.Draw(image).ellipse((0, 0, 599, 599), fill=VIOLET)
    return encode(image)


FIT = {
    "JPEG on white": encode(draw_stamp(), "JPEG", quality=75),
    "PNG on white": encode(draw_stamp()),
    "PNG on cream": encode(draw_stamp(ground=(252, 248, 236))),
    "scan on grey": draw_dirty((228, 228, 226)),
    "scan on yellowed paper": draw_dirty((244, 236, 214)),
    "palette": encode(draw_stamp().quantize(32)),
    "palette with a clear colour": draw_palette(),
    "cut out round": draw_round_cut(),
    "white behind the name": draw_patched(),
    "CMYK": encode(draw_stamp().convert("CMYK"), "JPEG"),
    "greys": encode(draw_stamp().convert("L")),
    "greys and opacity": encode(draw_stamp().convert("LA")),
    "black and white": encode(draw_stamp().convert("1")),
    "sixteen bits": draw_deep("I;16"),
    "turned": draw_turned(),
    "film": draw_film(),
    "opaque in RGBA": encode(draw_stamp().convert("RGBA")),
}
"""Stamps with a ground of their own, which is to be made clear."""

COVERING = {
    "photograph": draw_photo(),
    "another photograph": draw_photo(9),
    "white on blue": encode(draw_stamp(ground=(20, 40, 160))),
    "on yellow": encode(draw_stamp(ground=(255, 230, 60)), "JPEG"),
    "turned into its negative": encode(draw_stamp().point(lambda value: 255 - value)),
    "a square of ink": encode(Image.new("RGBA", (600, 600), VIOLET)),
    "a round of ink": draw_disc(),
}
"""Stamps that would hide what is under them, whatever is done."""
