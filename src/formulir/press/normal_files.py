"""Normalised attachments on their way to the letters: on the disk, not in memory."""

from __future__ import annotations

import os
from collections.abc import Mapping
from shutil import rmtree
from typing import TYPE_CHECKING
from weakref import finalize

from formulir.ground.workdir import take_folder
from formulir.model import Pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class NormalFiles(Mapping[str, Pdf]):
    """Normalised files by the digest of what they were made from, read when asked for.

    They lie in a folder that is removed with this object. A crash leaves the folder,
    which nobody has locked any more and the next ``sweep`` removes.
    """

    def __init__(self, kerja: Path) -> None:
        """Take a folder.

        Args:
            kerja: An existing folder for work that may be lost.
        """
        self._folder, hold = take_folder(kerja)
        self._names: dict[str, Path] = {}
        finalize(self, _clear, self._folder, hold)

    def place(self, digest: str) -> Path:
        """Say where the file of a digest is to be laid down."""
        return self._folder / f"{digest}.pdf"

    def add(self, digest: str) -> None:
        """Take note that the file has been laid down."""
        self._names[digest] = self.place(digest)

    def __getitem__(self, digest: str) -> Pdf:
        """Read a file."""
        return Pdf(self._names[digest].read_bytes())

    def __iter__(self) -> Iterator[str]:
        """Give the digests."""
        return iter(self._names)

    def __len__(self) -> int:
        """Count the files."""
        return len(self._names)


def _clear(folder: Path, hold: int) -> None:
    rmtree(folder, ignore_errors=True)
    os.close(hold)
