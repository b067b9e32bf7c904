"""Letters as files: in a folder, or in one ZIP.

Each file is checked against its hash when it is read. Nothing that is there already is
overwritten, unless it is the same to the byte.

Source: APPNOTE.TXT of PKWARE, 4.4.4 (bit 11: names are UTF-8).
"""

from __future__ import annotations

import zipfile
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from formulir.errors import RecordError
from formulir.ground.disk import guard_disk, make_folder, publish_file
from formulir.language import Sentence, phrase
from formulir.model import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from formulir.handing.letters import Letter
    from formulir.model import Pdf

_FIRST_DAY: Final = date(1980, 1, 1)
"""No file in a ZIP can be older."""


class FolderTakenError(RecordError):
    """Files of the same names, but not the same, lie where letters are to go."""

    faults: list[Fault]

    @property
    def sentence(self) -> Sentence:
        """Count them."""
        return phrase(
            "{count} file(s) would be overwritten by letters of the same name; "
            "nothing was written; name another folder, or move them away",
            count=len(self.faults),
        )


def check_folder(
    folder: Path, names: Sequence[str], letters: Sequence[Letter]
) -> list[int]:
    """Find which letters are not in a folder yet.

    Args:
        folder: It; it need not be there.
        names: The names of their files.
        letters: They.

    Returns:
        The places of those that are not there.

    Raises:
        FolderTakenError: Other files bear their names; all of them are told.
        DiskFailedError: The folder cannot be read.
    """
    faults, missing = [], []
    with guard_disk(folder):
        for place, (name, letter) in enumerate(zip(names, letters, strict=True)):
            path = folder / name
            if not (path.exists() or path.is_symlink()):
                missing.append(place)
            elif path.is_symlink() or not path.is_file():
                faults.append(
                    Fault(place=str(path), reason=phrase("it is no plain file"))
                )
            elif sha256(path.read_bytes()).hexdigest() != letter.isi["sha256"]:
                reason = phrase(
                    "it is there, and is not letter {kode}", kode=letter.kode
                )
                faults.append(Fault(place=str(path), reason=reason))
    if faults:
        raise FolderTakenError(faults)
    return missing


def write_folder(folder: Path, files: Sequence[tuple[str, Callable[[], Pdf]]]) -> None:
    """Write files into a folder, making it if need be.

    A crash leaves some of them, each one whole; writing them again writes the rest.

    Args:
        folder: It.
        files: The name of each, and what reads it.

    Raises:
        DiskFailedError: The disk refuses.
        ObjekMissingError, ObjekTamperedError: A letter is not as it was archived.
    """
    with guard_disk(folder):
        make_folder(folder)
    for name, read in files:
        publish_file(folder / name, read())


def write_zip(
    out: BinaryIO,
    names: Sequence[str],
    letters: Sequence[Letter],
    read: Callable[[Letter], Pdf],
) -> None:
    """Write letters into a ZIP; the same letters give the same bytes.

    Args:
        out: The file that is written.
        names: The names of their files, without a folder.
        letters: They; a file bears the day of its letter.
        read: Reads the file of one.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, letter in zip(names, letters, strict=True):
            day = max(date.fromisoformat(str(letter.isi["tanggal"])), _FIRST_DAY)
            info = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            file.writestr(info, read(letter))
