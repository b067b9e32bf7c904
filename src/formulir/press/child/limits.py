"""What an attachment may cost, and how big it may be: the figures, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from formulir.language import phrase
from formulir.press.child.children import SLEEP_LIMIT_S

_MEGA: Final = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What an attachment may cost, and how big it may be.

    Args:
        memory_bytes: Address space of the child.
        print_memory_bytes: Address space of LibreOffice, which maps more than it uses.
        cpu_s: Seconds of processor time, for each child.
        sleep_s: After so many seconds without work a child is held to be asleep.
        size_bytes: Of the file as it was handed in, and of what it becomes. The
            process that merges holds it up to four times.
        halaman: Pages of a PDF, a TIFF or a DOCX.
        side_mm: The longer side of a page.
        short_mm: The least length of the shorter side; the foot must find room.
        picture_bytes: What a picture may unfold into: dots times bits a dot. Each
            page of a TIFF counts by itself.
        decoded_bytes: What a picture may take in the child while it is made smaller.
        objects: Parts that a normalised PDF consists of; each costs the process that
            merges up to a kilobyte.
        elements: Entries of all lists and dictionaries of a normalised PDF; each
            costs about a hundred bytes there.
        unzipped_bytes: What a DOCX may unfold into.
        members: Parts that a DOCX may consist of.
    """

    memory_bytes: int = 2 << 30
    print_memory_bytes: int = 4 << 30
    cpu_s: int = 8
    sleep_s: float = SLEEP_LIMIT_S
    size_bytes: int = 80 << 20
    halaman: int = 500
    side_mm: int = 5000
    short_mm: int = 10
    picture_bytes: int = 240_000_000
    decoded_bytes: int = 1_250_000_000
    objects: int = 150_000
    elements: int = 1_000_000
    unzipped_bytes: int = 200 << 20
    members: int = 2_000

    def describe_excess(self, width: int, height: int, *, bits: int) -> str:
        """Say that a picture would unfold into too much; nothing when it would not.

        Args:
            width: Of the picture, in dots.
            height: Likewise.
            bits: What a dot of it takes.

        >>> Limits(picture_bytes=3_000_000).describe_excess(2_000, 600, bits=24)
        '1 megapixel, 4 MB when it is unfolded, and 3 MB are allowed'
        """
        unfolded = width * height * bits // 8
        if unfolded <= self.picture_bytes:
            return ""
        mega = count_mega(width * height)
        size, limit = count_mega(unfolded), count_mega(self.picture_bytes)
        if mega > 1:
            return phrase(
                "{mega} megapixels, {size} MB when it is unfolded, and {limit} MB are "
                "allowed",
                mega=mega,
                size=size,
                limit=limit,
            )
        return phrase(
            "1 megapixel, {size} MB when it is unfolded, and {limit} MB are allowed",
            size=size,
            limit=limit,
        )


def count_mega(number: int) -> int:
    """Count millions, rounded, at least one.

    >>> count_mega(107_990_000), count_mega(80_000)
    (108, 1)
    """
    return max(1, round(number / _MEGA))


DEFAULT_LIMITS: Final = Limits()
