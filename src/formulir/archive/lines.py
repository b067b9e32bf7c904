"""Reading the lines of the log that the checkpoint covers."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from formulir.errors import ArsipError
from formulir.ground.disk import guard_disk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class LogTamperedError(ArsipError):
    """The log is not what the checkpoint was signed over."""

    path: Path
    reason: str
    entri: int | None = None

    def __str__(self) -> str:
        """Say which file, which line, and why."""
        place = "" if self.entri is None else f", entri {self.entri}"
        return (
            f"{self.path}{place}: {self.reason}; call the auditor and run "
            "formulir verify"
        )


def iter_lines(path: Path, *, first: int, last: int, at: int) -> Iterator[bytes]:
    """Give lines of the log one by one, without their line feeds.

    Args:
        path: The log.
        first: The number of the first line wanted.
        last: The number behind the last one.
        at: Where the first one begins, in bytes.

    Raises:
        LogTamperedError: The log ends before that, or within a line.
        DiskFailedError: It cannot be read.
    """
    with guard_disk(path), open_log(path) as file:
        file.seek(at)
        for entri in range(first, last):
            line = file.readline()
            if not line.endswith(b"\n"):
                reason = f"the log ends here, the checkpoint covers {last} lines"
                raise LogTamperedError(path, reason=reason, entri=entri)
            yield line[:-1]


def open_log(path: Path) -> BinaryIO:
    """Open the log for reading.

    Raises:
        LogTamperedError: There is none.
    """
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise LogTamperedError(path, reason="it is missing") from None
