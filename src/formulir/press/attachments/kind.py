"""Whether a file is what its name says, told by its first bytes. Runs in the child."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formulir.press.pdf.normal import LampiranRefusedError

if TYPE_CHECKING:
    from pathlib import Path

_MARKS: Final = (
    (b"%PDF-", "a PDF", ("pdf",)),
    (b"\xff\xd8\xff", "a JPEG picture", ("jpg", "jpeg")),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture", ("png",)),
    (b"II*\0", "a TIFF picture", ("tif", "tiff")),
    (b"MM\0*", "a TIFF picture", ("tif", "tiff")),
    (b"II+\0", "a TIFF picture", ("tif", "tiff")),
    (b"MM\0+", "a TIFF picture", ("tif", "tiff")),
    (b"PK\3\4", "a ZIP archive or an Office file", ("docx",)),
    (b"GIF8", "a GIF picture", ()),
    (b"RIFF", "a WebP picture or a film", ()),
    (b"MZ", "a Windows program", ()),
    (b"\x7fELF", "a program", ()),
    (b"#!", "a program", ()),
    (b"{\\rtf", "an RTF text", ()),
    (b"<", "a web page or XML", ()),
    (b"\xd0\xcf\x11\xe0", "an old Word file, or one with a password", ()),
    (b"7z\xbc\xaf", "a 7z archive", ()),
    (b"Rar!", "a RAR archive", ()),
)
"""First bytes, what they tell, and the extensions that may have them."""

_HEAD_BYTES: Final = 1024
"""Readers look for the mark of a PDF this far: ISO 32000-1, annex H.3."""


def check_kind(source: Path, ekstensi: str) -> None:
    """Refuse a file whose first bytes belie its name.

    Raises:
        LampiranRefusedError: They do.
    """
    try:
        with source.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise LampiranRefusedError(
            reason=f"it cannot be read ({error.strerror})", remedy="hand it in again"
        ) from error
    if ekstensi == "pdf" and b"%PDF-" in head:
        return
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    found = [(words, of) for mark, words, of in _MARKS if start.startswith(mark)]
    if any(ekstensi in of for _words, of in found) and start == head:
        return
    what = f"its contents are {found[0][0]}" if found else "its contents do not"
    raise LampiranRefusedError(
        reason=f"its name says .{ekstensi} but {what}",
        remedy="open it and save it again as PDF",
    )
