"""Watching the rows of an import as they are compared with those on record."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

_KEPT: Final = 1e-14
"""How near two numbers are between which a spreadsheet, of 15 digits, cannot tell."""


def differs(old: object, new: object) -> bool:
    """Tell whether two cells differ by more than a spreadsheet can lose."""
    if isinstance(old, float) and isinstance(new, float):
        return not math.isclose(old, new, rel_tol=_KEPT)
    return old != new


class Watch(Protocol):
    """Is shown a row that must be written."""

    def __call__(
        self,
        row: int,
        cells: Sequence[tuple[str, str | float | None, str | float | None]],
        *,
        is_new: bool,
    ) -> None:
        """Look at a row: its number within the file, and its cells old and new."""
