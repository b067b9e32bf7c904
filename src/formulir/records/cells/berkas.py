"""Files that a sheet names: attachments, stamps and emblems, by path beside the sheet.

A file is stored under the digest of its bytes, so that the same file is stored once.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from formulir.errors import RecordError

if TYPE_CHECKING:
    from pathlib import Path

PICTURES = frozenset({"jpg", "png"})
ATTACHMENTS = PICTURES | {"docx", "pdf", "tif"}
_SPELLED = {"jpeg": "jpg", "tiff": "tif"}
_HEAD_BYTES = 1024


class BerkasChangedError(RecordError):
    """A file changed between being examined and being stored."""

    path: Path
    says = "{path} changed while it was imported; import it again"


def name_berkas(path: Path) -> str:
    """Give the name under which a file is stored: its digest and its extension.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return f"{digest}.{_extension(path)}"


def check_berkas(folder: Path, word: str, *, kinds: frozenset[str]) -> Path:
    """Find the file that a cell names, and see that it is of the kind it claims.

    Args:
        folder: Where the sheet lies; the file must lie there or below.
        word: The path as the cell has it.
        kinds: The extensions that may be named.

    Raises:
        ValueError: There is no such file there, or it is of another kind.
    """
    path = folder / word
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"{word!r} lies outside the folder of the sheet")
    extension = _extension(path)
    if extension not in kinds:
        raise ValueError(f"{word!r} is not one of {', '.join(sorted(kinds))}")
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError as error:
        raise ValueError(f"{word!r}: {error.strerror}") from error
    if not _is_of_kind(head, extension):
        raise ValueError(f"{word!r} holds no {extension.upper()}")
    return path


def _extension(path: Path) -> str:
    """Give the extension in its usual spelling."""
    extension = path.suffix.lower().removeprefix(".")
    return _SPELLED.get(extension, extension)


def _is_of_kind(head: bytes, extension: str) -> bool:
    r"""Tell by its first bytes what a file is.

    Source: ISO 32000-1 annex H (PDF), RFC 2083 §3.1 (PNG), ITU-T T.81 B.1 (JPEG),
        TIFF 6.0 §2 and BigTIFF (TIFF), APPNOTE 4.3.7 (DOCX, a ZIP archive).

    >>> _is_of_kind(b"%PDF-1.7", "pdf"), _is_of_kind(b"%PDF-1.7", "png")
    (True, False)
    >>> _is_of_kind(b"PK\3\4", "docx"), _is_of_kind(b"II*\0", "tif")
    (True, True)
    """
    return {
        "pdf": b"%PDF-" in head,
        "png": head.startswith(b"\x89PNG\r\n\x1a\n"),
        "jpg": head.startswith(b"\xff\xd8\xff"),
        "tif": head.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")),
        "docx": head.startswith(b"PK\3\4"),
    }[extension]
