"""How heavy a PDF is: pages, their sizes, its parts. Runs in the child.

What passes here is merged by a process that has no limits of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pikepdf

from formulir.language import phrase
from formulir.press.pdf.normal import LampiranRefusedError
from formulir.press.pdf.paper import MM, view_page, walk

if TYPE_CHECKING:
    from formulir.press.child.limits import Limits


def check_count(halaman: int, limits: Limits) -> None:
    """Refuse a file without pages, or with too many.

    Raises:
        LampiranRefusedError: It is one of these.
    """
    if not halaman:
        raise LampiranRefusedError(
            phrase("it has no pages; make it again from its source")
        )
    if halaman > limits.halaman:
        reason = phrase(
            "it has {halaman} pages and {limit} are allowed; attach only what belongs "
            "to the letter",
            halaman=halaman,
            limit=limits.halaman,
        )
        raise LampiranRefusedError(reason)


def check_sheets(pdf: pikepdf.Pdf, limits: Limits) -> list[str]:
    """Measure all pages; refuse a file with one too long, or too small to be seen.

    Returns:
        What a reader of paper would notice: pages of several sizes.

    Raises:
        LampiranRefusedError: It has such a page.
    """
    views = [view_page(page) for page in pdf.pages]
    for number, view in enumerate(views, start=1):
        short_mm, long_mm = sorted((view.width_pt / MM, view.height_pt / MM))
        if long_mm > limits.side_mm:
            raise LampiranRefusedError(
                phrase(
                    "page {page} is {long:.1f} m long and {most:g} m are "
                    "allowed; print it to a paper size",
                    page=number,
                    long=long_mm / 1000,
                    most=limits.side_mm / 1000,
                )
            )
        # So written that what is no number is refused too.
        if not short_mm >= limits.short_mm:
            raise LampiranRefusedError(
                phrase(
                    "page {page} is {wide:.1f} mm wide and at least {least} mm "
                    "are needed; print it to a paper size",
                    page=number,
                    wide=short_mm,
                    least=limits.short_mm,
                )
            )
    sizes = {
        tuple(sorted((round(view.width_pt / MM), round(view.height_pt / MM))))
        for view in views
    }
    lying = sum(view.width_pt > view.height_pt for view in views)
    catatan: list[str] = []
    if len(sizes) > 1:
        catatan.append(phrase("its pages are of {count} sizes", count=len(sizes)))
    if 0 < lying < len(views):
        catatan.append(
            phrase("{lying} of its {count} pages lie", lying=lying, count=len(views))
        )
    return catatan


def check_parts(pdf: pikepdf.Pdf, limits: Limits) -> None:
    """Refuse a file of so many parts that to look at each would take too long.

    Raises:
        LampiranRefusedError: It is one.
    """
    if len(pdf.objects) > limits.objects:
        raise _too_many(len(pdf.objects), limits.objects)


def check_weight(pdf: pikepdf.Pdf, limits: Limits) -> None:
    """Refuse a file of too many parts, or with a picture that unfolds into too much.

    Raises:
        LampiranRefusedError: It is one of these.
    """
    check_parts(pdf, limits)
    left = limits.elements
    for thing in walk(pdf, arrays=True):
        left -= len(thing) if isinstance(thing, pikepdf.Array) else len(thing.keys())
        if left < 0:
            raise _too_many(limits.elements, limits.elements)
        if not isinstance(thing, pikepdf.Stream):
            continue
        if thing.get("/Subtype") == pikepdf.Name.Image:
            sides = (thing.get(key) for key in ("/Width", "/Height"))
            # A side may be missing, or be something else.
            width, height = (n if isinstance(n, int) else 0 for n in sides)
            bits = _count_bits(thing)
            if excess := limits.describe_excess(width, height, bits=bits):
                reason = phrase(
                    "a picture in it has {excess}; scan it at a lower resolution",
                    excess=excess,
                )
                raise LampiranRefusedError(reason)


_PARTS: Final = {
    **dict.fromkeys(("/DeviceGray", "/CalGray", "/Indexed", "/Separation"), 1),
    **dict.fromkeys(("/DeviceRGB", "/CalRGB", "/Lab"), 3),
}
_MOST_PARTS: Final = 4


def _count_bits(image: pikepdf.Object) -> int:
    """Say how many bits a dot of a picture takes when it is unpacked.

    Source: ISO 32000-1, 8.9.5.1 (a mask has one bit; a colour is parts of some bits).
    """
    if bool(image.get("/ImageMask", False)):
        return 1
    bits = image.get("/BitsPerComponent", 8)
    space = image.get("/ColorSpace")
    parts = _PARTS.get(str(space), _MOST_PARTS)
    if isinstance(space, pikepdf.Array) and len(space) > 1:
        parts = _PARTS.get(str(space[0]), _MOST_PARTS)
        if space[0] == pikepdf.Name.ICCBased and isinstance(space[1], pikepdf.Stream):
            given = space[1].get("/N")
            parts = given if isinstance(given, int) else _MOST_PARTS
    return parts * (bits if isinstance(bits, int) else 8)


def _too_many(found: int, most: int) -> LampiranRefusedError:
    reason = phrase(
        "it consists of {found} or more parts and {limit} are allowed; print it to a "
        "new PDF",
        found=found,
        limit=most,
    )
    return LampiranRefusedError(reason)
