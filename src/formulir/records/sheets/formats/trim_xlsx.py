"""Taking cells of blank text out of an XLSX package.

A space that somebody typed far from the list is seen by nobody, but calamine lays the
sheet out up to it. Whatever else a package holds stays as it is.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_STRINGS = "xl/sharedStrings.xml"
_ITEM = re.compile(rb"<(?:\w+:)?si\s*/>|<(?:\w+:)?si>(.*?)</(?:\w+:)?si>", re.DOTALL)
_WHITE = rb"(?:\s|\xc2\xa0|&#(?:160|32|13|10|9|[xX][aA]0);)*+"
"""White space, however XML writes it."""
_INK = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?>" + _WHITE + rb"[^<]")
_SHARED = re.compile(
    rb"<(?:\w+:)?c\s[^>]*\bt=[\"']s[\"'][^>]*>\s*"
    rb"<(?:\w+:)?v>(\d+)</(?:\w+:)?v>\s*</(?:\w+:)?c>"
)
_OWN = re.compile(
    rb"<(?:\w+:)?c\s[^>]*\bt=[\"'](?:inlineStr|str)[\"'][^>]*>\s*"
    rb"(?:<(?:\w+:)?is>\s*<(?:\w+:)?t(?:\s[^>]*)?(?:/>|>"
    + _WHITE
    + rb"</(?:\w+:)?t>)\s*</(?:\w+:)?is>"
    rb"|<(?:\w+:)?v(?:\s[^>]*)?>" + _WHITE + rb"</(?:\w+:)?v>)\s*</(?:\w+:)?c>"
)


def trim_xlsx(data: bytes, parts: Collection[str]) -> bytes:
    """Write a package anew, without the blank text in some of its sheets.

    Args:
        data: The package.
        parts: The names of the parts that hold these sheets.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(out, "w") as trimmed,
    ):
        blank = _find_blank(package)
        for name in package.namelist():
            part = package.read(name)
            trimmed.writestr(name, _trim(part, blank) if name in parts else part)
    return out.getvalue()


def _find_blank(package: zipfile.ZipFile) -> set[bytes]:
    """Find the numbers of the shared texts in which there is nothing to be seen."""
    if _STRINGS not in package.namelist():
        return set()
    items = _ITEM.finditer(package.read(_STRINGS))
    return {
        str(number).encode()
        for number, item in enumerate(items)
        if not _INK.search(item[1] or b"")
    }


def _trim(part: bytes, blank: set[bytes]) -> bytes:
    def keep(found: re.Match[bytes]) -> bytes:
        return b"" if found[1] in blank else found[0]

    return _OWN.sub(b"", _SHARED.sub(keep, part))
