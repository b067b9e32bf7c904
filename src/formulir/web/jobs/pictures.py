"""Where pictures of letters lie that were only looked at, and how long.

They lie in the work folder, under a word of ours. What a crash leaves there is a folder
that nobody asks for any more; the next preview sweeps it away once it is a day old.
"""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime, timedelta
from shutil import rmtree
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

KEPT: Final = timedelta(days=1)
_WORD: Final = re.compile(r"[0-9a-f]{16}")


def make_word() -> str:
    """Make a word for a new folder."""
    return secrets.token_hex(8)


def choose_folder(workdir: Path, word: str) -> Path:
    """Name the folder of a word."""
    assert _WORD.fullmatch(word), word  # noqa: S101 - words are made here
    return workdir / "meja" / f"pratinjau-{word}"


def sweep(workdir: Path, *, now: datetime) -> None:
    """Clear folders away that nobody looks at any more."""
    for folder in (workdir / "meja").glob("pratinjau-*"):
        made = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
        if now - made > KEPT:
            rmtree(folder, ignore_errors=True)
