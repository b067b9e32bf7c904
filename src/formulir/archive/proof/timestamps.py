"""Checkpoints that were sent to an authority for timestamps, and what it answered.

``cap-waktu/`` holds each of them under its size, with the request and the answers that
counted. Nothing is read of an answer here: it is a stranger's file.

Source: ``docs/archive-format.md`` §18.
"""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from formulir.archive.checkpoint import parse_checkpoint, read_checkpoint
from formulir.archive.folder import HeadTamperedError, read_note
from formulir.ground.disk import (
    guard_disk,
    hold_lock,
    make_folder,
    read_at_most,
    replace_file,
)
from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from formulir.archive.folder import Archive

FOLDER: Final = "cap-waktu"
QUERY: Final = ".tsq"
ANSWER: Final = ".tsr"
GROWTH: Final = ".tumbuh"
"""How the proof of growth beside a checkpoint ends in a bundle."""
LOCK: Final = "lock"
LONGEST_ANSWER: Final = 1 << 16
"""So many bytes an answer has at most."""
_DIGITS: Final = 16
_NAME: Final = re.compile(r"(0|[1-9][0-9]{0,15})\.([0-9a-f]{16})\.tsr")


@dataclass(frozen=True, kw_only=True, slots=True)
class FiledAnswer:
    """An answer that is filed.

    Args:
        size: How many entries the checkpoint covers that it is beside.
        path: Where it lies.
        digest: What its name says of its bytes.
    """

    size: int
    path: Path
    digest: str

    @property
    def place(self) -> str:
        """Return where it lies in the archive."""
        return f"{FOLDER}/{self.path.name}"

    @property
    def checkpoint(self) -> Path:
        """Return where the checkpoint lies."""
        return self.path.with_name(str(self.size))

    @property
    def query(self) -> Path:
        """Return where the request lies."""
        return self.path.with_name(f"{self.size}{QUERY}")

    def is_whole(self) -> bool:
        """Tell whether its bytes are those that its name says."""
        data = read_at_most(self.path, LONGEST_ANSWER)
        return sha256(data).hexdigest()[:_DIGITS] == self.digest


@contextmanager
def asking(archive: Archive) -> Iterator[tuple[int, bytes, Path]]:
    """Keep the present checkpoint, and be the only one who makes its request.

    A crash leaves the checkpoint or not; then it is asked again.

    Yields:
        How many entries it covers, its bytes, and where its request lies or is to lie.

    Raises:
        HeadTamperedError: Another checkpoint of as many entries was sent before.
        DiskFailedError: It cannot be written.
    """
    note = read_note(archive)
    size = parse_checkpoint(note)[0].size
    path = archive.root / FOLDER / str(size)
    with guard_disk(path):
        make_folder(path.parent)
        with hold_lock(path.with_name(LOCK)):
            if not path.exists():
                replace_file(path, note)
            elif path.read_bytes() != note:
                reason = phrase(
                    "it is not the archive's checkpoint of as many entries: another "
                    "archive was put in the place of the one that was sent"
                )
                raise HeadTamperedError(path, reason=reason)
            yield size, note, path.with_name(f"{size}{QUERY}")


def keep_query(path: Path, query: bytes) -> None:
    """Keep a request; a crash leaves it whole or not, and the same call makes it."""
    replace_file(path, query)


def load_query(path: Path) -> bytes:
    """Load the request that was kept; nothing where there is none."""
    return path.read_bytes() if path.is_file() else b""


def file_timestamp(root: Path, size: int, data: bytes) -> FiledAnswer:
    """File an answer that counts; a crash leaves it whole or not at all.

    The same answer lies there once.
    """
    digest = sha256(data).hexdigest()[:_DIGITS]
    path = root / FOLDER / f"{size}.{digest}{ANSWER}"
    with guard_disk(path):
        replace_file(path, data)
    return FiledAnswer(size=size, path=path, digest=digest)


def is_own(archive: Archive, path: Path) -> bool:
    """Tell whether a checkpoint that was kept is signed by the archive's key."""
    with suppress(OSError, ValueError):
        read_checkpoint(read_at_most(path, LONGEST_ANSWER), archive.verifier)
        return True
    return False


def list_timestamps(root: Path) -> list[FiledAnswer]:
    """List the answers that are filed, those over the fewest entries first."""
    folder = root / FOLDER
    with guard_disk(folder):
        paths = list(folder.iterdir()) if folder.is_dir() else []
    found = [
        FiledAnswer(size=int(match[1]), path=path, digest=match[2])
        for path in paths
        if (match := _NAME.fullmatch(path.name))
        and path.is_file()
        and not path.is_symlink()
    ]
    return sorted(found, key=lambda each: (each.size, each.digest))
