"""Files that a sheet names: attachments, stamps and emblems, by path beside the sheet.

A file is stored under the digest of its bytes, so that the same file is stored once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.errors import RecordError
from formulir.ground.disk import find_machine_fault
from formulir.ground.magic import HEAD_BYTES, describe_head, take_ekstensi
from formulir.ground.stored import hash_file
from formulir.language import phrase

if TYPE_CHECKING:
    from pathlib import Path

PICTURES = frozenset({"jpg", "png"})
ATTACHMENTS = PICTURES | {"bmp", "docx", "gif", "heic", "pdf", "tif", "webp"}


class BerkasChangedError(RecordError):
    """A file changed between being examined and being stored."""

    path: Path
    says = "{path} changed while it was imported; import it again"


class BerkasSpoiltError(RecordError):
    """A stored file was changed or removed after its letter was looked through."""

    reason: str
    tabel: str
    says = (
        "{reason}; import table {tabel} again, with the file beside it, and run this "
        "again: the letters keep their numbers"
    )


def name_berkas(path: Path) -> str:
    """Give the name under which a file is stored: its digest, and what it is.

    Raises:
        OSError: The file cannot be read.
    """
    return f"{hash_file(path)}.{take_ekstensi(_read_head(path), path.suffix)}"


def check_berkas(folder: Path, word: str, *, kinds: frozenset[str]) -> Path:
    """Find the file that a cell names, and see that it is of a kind that is taken.

    Args:
        folder: Where the sheet lies; the file must lie there or below.
        word: The path as the cell has it.
        kinds: What it may be, by its content, whatever its name says.

    Raises:
        ValueError: There is no such file there, or it is of another kind.
    """
    path = folder / word
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(
            phrase("{word!r} lies outside the folder of the sheet", word=word)
        )
    try:
        head = _read_head(path)
    except OSError as error:
        if find_machine_fault(error) is not None:
            raise
        raise ValueError(
            phrase("{word!r}: {error}", word=word, error=error.strerror)
        ) from error
    if take_ekstensi(head, path.suffix) not in kinds:
        what = describe_head(head) or phrase("something else")
        allowed = ", ".join(sorted(kinds))
        raise ValueError(
            phrase(
                "{word!r} holds {what}, which is none of {allowed}",
                word=word,
                what=what,
                allowed=allowed,
            )
        )
    return path


def _read_head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)
