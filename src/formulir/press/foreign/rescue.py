"""What qpdf cannot open, opened by pdfium and written anew. Runs in the child.

Each of the two readers repairs what the other one gives up on.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Final

import pypdfium2

from formulir.language import phrase
from formulir.press.pdf.normal import LampiranRefusedError

if TYPE_CHECKING:
    from pathlib import Path

PRINT: Final = 0b100
"""The permission to print. Source: ISO 32000-1, table 22."""

_PLAIN: Final = 3
"""Writes a file without its encryption: ``FPDF_REMOVE_SECURITY``."""

_LOCKED: Final = (4, 5)
"""A password is wanted, or the encryption is of a kind that nobody here knows."""

_ENCRYPT: Final = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")


def rescue_pdf(source: Path) -> bytes | None:
    """Let pdfium open a file and write it anew.

    Returns:
        Nothing when it cannot be opened or shows no page.

    Raises:
        LampiranRefusedError: It is encrypted, and cannot be opened for that.
    """
    try:
        with pypdfium2.PdfDocument(source) as pdf:
            for number in range(len(pdf)):
                pdf[number].close()  # a page that is listed may yet not be there
            if not pypdfium2.raw.FPDF_GetDocPermissions(pdf) & PRINT:
                raise LampiranRefusedError(NO_PRINT)
            out = BytesIO()
            pdf.save(out, flags=_PLAIN)
            return out.getvalue()
    except (pypdfium2.PdfiumError, ValueError) as error:
        locked = getattr(error, "err_code", None) in _LOCKED
        if locked or _ENCRYPT.search(source.read_bytes()):
            raise LampiranRefusedError(ENCRYPTED) from error
        return None


ENCRYPTED: Final = phrase(
    "it is encrypted and does not open without a password or a key; save a "
    "copy without them"
)
NO_PRINT: Final = phrase(
    "its author does not allow it to be printed; ask for a copy that may be printed"
)
