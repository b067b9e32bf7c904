"""What an attachment may cost, and how big it may be: the figures, in one place."""

from __future__ import annotations

import resource
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What an attachment may cost, and how big it may be.

    Args:
        memory_bytes: Address space of the child.
        print_memory_bytes: Address space of LibreOffice, which maps more than it uses.
        cpu_s: Seconds of computing, for each child.
        wall_s: Seconds until the verdict, all children together, on a machine that has
            a processor to spare.
        size_bytes: Of the file as it was handed in, and of what it becomes. The
            process that merges holds it up to four times.
        halaman: Pages of a PDF, a TIFF or a DOCX.
        side_mm: The longer side of a page.
        short_mm: The least length of the shorter side; the foot must find room.
        pixels: Of a picture: columns times rows; of a TIFF, all pages together.
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
    wall_s: float = 8.5
    size_bytes: int = 80 << 20
    halaman: int = 500
    side_mm: int = 5000
    short_mm: int = 10
    pixels: int = 80_000_000
    objects: int = 150_000
    elements: int = 1_000_000
    unzipped_bytes: int = 200 << 20
    members: int = 2_000


DEFAULT_LIMITS: Final = Limits()


def limit_process(limits: Limits) -> None:
    """Bind this process to its limits; it cannot loosen them again."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_s),
        (resource.RLIMIT_FSIZE, limits.size_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
