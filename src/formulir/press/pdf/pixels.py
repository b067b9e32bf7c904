"""Pages as pictures: how a PDF of our own looks to the eye."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulir.model import Pdf

DPI: Final = 100
_POINTS: Final = 72


def digest_pages(data: Pdf, *, dpi: int = DPI) -> Iterator[str]:
    """Give a digest of each page: its pixels in greys, and its text."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        for page in pdf:
            bitmap = page.render(scale=dpi / _POINTS, grayscale=True)
            size = f"{bitmap.width}x{bitmap.height}".encode()
            text = page.get_textpage().get_text_bounded().encode("utf-8", "replace")
            whole = size + text + bytes(bitmap.buffer)
            yield hashlib.sha256(whole).hexdigest()
    finally:
        pdf.close()
