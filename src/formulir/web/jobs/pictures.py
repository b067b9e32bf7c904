"""Where files lie that jobs make to be looked at or fetched, and how long.

They lie in the work folder, under a word of ours. What a crash leaves there is a folder
that nobody asks for any more; the next job of its sort sweeps it away once it is old.
"""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from formulir.ground.workdir import sweep_old

if TYPE_CHECKING:
    from pathlib import Path

KEPT: Final = {
    "pratinjau": timedelta(days=1),
    "serah": timedelta(days=3),
    "templat": timedelta(days=7),
    "contoh": timedelta(days=30),
}
"""The sorts of folders, and how long each is kept."""
WORD_LENGTH: Final = 16
_WORD: Final = re.compile(rf"[0-9a-f]{{{WORD_LENGTH}}}")


def make_word() -> str:
    """Make a word for a new folder."""
    return secrets.token_hex(WORD_LENGTH // 2)


def is_word(word: str) -> bool:
    """Tell whether something is such a word."""
    return _WORD.fullmatch(word) is not None


def choose_folder(workdir: Path, word: str, *, sort: str = "pratinjau") -> Path:
    """Name the folder of a word."""
    assert is_word(word), word  # noqa: S101 - words are made here
    return workdir / "meja" / f"{sort}-{word}"


def sweep(workdir: Path, *, sort: str = "pratinjau") -> None:
    """Clear folders away that nobody looks at any more."""
    sweep_old(workdir / "meja", f"{sort}-*", age=KEPT[sort])
