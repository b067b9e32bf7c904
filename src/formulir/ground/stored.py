"""Files that are named by their digest: the name is a promise, and here it is kept."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from formulir.language import phrase

if TYPE_CHECKING:
    from pathlib import Path


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def judge_stored(path: Path) -> str:
    """Say what is wrong with a file that is named by its digest, or nothing.

    Raises:
        OSError: It is there and cannot be read.
    """
    place = f"{path.parent.name}/{path.name}"
    try:
        found = hash_file(path)
    except FileNotFoundError:
        return phrase("{place} is missing", place=place)
    if found != path.name.partition(".")[0]:
        return phrase(
            "{place} was changed: its SHA-256 is {found}", place=place, found=found
        )
    return ""
