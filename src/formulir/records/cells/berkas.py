"""Files that a sheet names: attachments, stamps and emblems, by path beside the sheet.

A file is stored under the digest of its bytes, so that the same file is stored once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.errors import RecordError
from formulir.ground.disk import find_machine_fault
from formulir.ground.magic import HEAD_BYTES, is_of_ekstensi, spell_ekstensi
from formulir.ground.stored import hash_file

if TYPE_CHECKING:
    from pathlib import Path

PICTURES = frozenset({"jpg", "png"})
ATTACHMENTS = PICTURES | {"docx", "pdf", "tif"}


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
    """Give the name under which a file is stored: its digest and its extension.

    Raises:
        OSError: The file cannot be read.
    """
    return f"{hash_file(path)}.{spell_ekstensi(path.suffix)}"


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
    extension = spell_ekstensi(path.suffix)
    if extension not in kinds:
        raise ValueError(f"{word!r} is not one of {', '.join(sorted(kinds))}")
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        if find_machine_fault(error) is not None:
            raise
        raise ValueError(f"{word!r}: {error.strerror}") from error
    if not is_of_ekstensi(head, extension):
        raise ValueError(f"{word!r} holds no {extension.upper()}")
    return path
