"""The folder of a preview: what an earlier preview left is replaced, nothing else.

A list beside the files says which are ours, and has each name before the file has it.
So a preview that was killed is cleared away by the next, and a file that somebody else
has put there is never overwritten.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from formulir.errors import MachineError
from formulir.ground.disk import guard_disk, make_folder
from formulir.language import phrase

if TYPE_CHECKING:
    from pathlib import Path

INDEX: Final = "index.txt"
_LIST: Final = ".pratinjau"
_NAME: Final = re.compile(r"[^/\\\x00]+-\d{2,}(-\d+)?(-lama)?\.(pdf|png)|index\.txt")
"""What we call a file; a list that names anything else is not believed."""


class PratinjauOccupiedError(MachineError):
    """Where a preview is to lie, there is something that no preview has made."""

    path: Path
    reason: str
    says = "{path} {reason}; name another folder with -o"


@dataclass(frozen=True, kw_only=True, slots=True)
class PreviewFolder:
    """A folder that holds one preview, and perhaps what others keep there."""

    path: Path

    def write(self, name: str, data: bytes) -> None:
        """Write a new file; a crash leaves a part of it, which the list names.

        Raises:
            PratinjauOccupiedError: There is such a file.
            DiskFailedError: The disk refuses.
        """
        with guard_disk(self.path):
            with _open_list(self.path, os.O_APPEND) as file:
                file.write(f"{name}\n".encode())
            try:
                with (self.path / name).open("xb") as file:
                    file.write(data)
            except FileExistsError:
                raise PratinjauOccupiedError(
                    self.path,
                    reason=phrase("holds a {name} that no preview has made", name=name),
                ) from None


def open_folder(path: Path, *, kode: str, closed: Path) -> PreviewFolder:
    """Make a folder for a preview, or clear it of an earlier one.

    Args:
        path: The folder.
        kode: The kind, with which the files' names begin.
        closed: A folder in which nothing may be written: the archive.

    Raises:
        PratinjauOccupiedError: It is no folder, lies in the archive, or holds a file
            of a preview's name that no preview has made.
        DiskFailedError: The disk refuses.
    """
    if path.resolve().is_relative_to(closed.resolve()):
        raise PratinjauOccupiedError(path, reason=phrase("lies in the archive"))
    with guard_disk(path):
        if os.path.lexists(path) and not path.is_dir():
            raise PratinjauOccupiedError(path, reason=phrase("is no folder"))
        make_folder(path)
        ours = _read_list(path)
        for name in sorted(entry.name for entry in path.iterdir()):
            own = name == INDEX or (
                _NAME.fullmatch(name) and name.startswith(f"{kode}-")
            )
            if own and name not in ours:
                reason = phrase("holds a {name} that no preview has made", name=name)
                raise PratinjauOccupiedError(path, reason=reason)
        for name in ours:
            (path / name).unlink(missing_ok=True)
        (path / _LIST).unlink(missing_ok=True)
        _open_list(path, os.O_EXCL).close()
    return PreviewFolder(path=path)


def _open_list(path: Path, flag: int) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | flag
    return os.fdopen(os.open(path / _LIST, flags, 0o644), "wb")


def _read_list(path: Path) -> list[str]:
    """Return the names of the files that an earlier preview has made."""
    try:
        text = (path / _LIST).read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    except (UnicodeDecodeError, IsADirectoryError):
        reason = phrase("holds a {name} that no preview has made", name=_LIST)
        raise PratinjauOccupiedError(path, reason=reason) from None
    return [name for name in text.split("\n") if _NAME.fullmatch(name)]
