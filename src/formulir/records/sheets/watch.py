"""Watching the rows of an import as they are compared with those on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


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
