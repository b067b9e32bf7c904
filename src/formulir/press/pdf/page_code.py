"""The code of a page: which letter it is of, which page, of how many.

It stands in the foot of every page as a QR code. Letters of version 0.1.0 have a code
on one page only, which names the letter alone, perhaps behind an address.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from formulir.model import CODE_ALPHABET

SEPARATOR: Final = "FORMULIR/PEMISAH"
"""What the code of a separator sheet says."""
_KODE: Final = rf"(?:[{CODE_ALPHABET}]{{4}}-){{2}}[{CODE_ALPHABET}]{{4}}"
_CODE: Final = re.compile(
    rf"(?:.*/)?({_KODE})(?:/([1-9][0-9]{{0,4}})/([1-9][0-9]{{0,4}}))?", re.ASCII
)


class PageCode(NamedTuple):
    """What the code of a page says.

    Attributes:
        kode: The archive code of the letter.
        halaman: Which page of it, from 1; nothing where the code names no page.
        jumlah: Of how many.
    """

    kode: str
    halaman: int | None = None
    jumlah: int | None = None


def write_page_code(kode: str, *, halaman: int, jumlah: int) -> str:
    """Write what the code in the foot of a page says.

    Every sign of it is one of the 45 that a QR code holds most tightly.

    >>> write_page_code("K7QF-3M0T-9XWA", halaman=2, jumlah=6)
    'K7QF-3M0T-9XWA/2/6'
    """
    return f"{kode}/{halaman}/{jumlah}"


def read_page_code(text: str) -> PageCode | None:
    """Read the code of a page or of a letter; nothing where it is another code.

    The address before it is not compared: it may have been another one when the letter
    was made.

    >>> read_page_code("K7QF-3M0T-9XWA/2/6")
    PageCode(kode='K7QF-3M0T-9XWA', halaman=2, jumlah=6)
    >>> read_page_code("https://archive.example/K7QF-3M0T-9XWA")
    PageCode(kode='K7QF-3M0T-9XWA', halaman=None, jumlah=None)
    >>> read_page_code("otpauth://x"), read_page_code("K7QF-3M0T-9XWA/7/6")
    (None, None)
    """
    match = _CODE.fullmatch(text.strip().upper())
    if match is None:
        return None
    if match[2] is None:
        return PageCode(match[1])
    halaman, jumlah = int(match[2]), int(match[3])
    return PageCode(match[1], halaman, jumlah) if halaman <= jumlah else None
