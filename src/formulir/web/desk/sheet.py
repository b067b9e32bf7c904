"""Lists that leave the desk as sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from formulir.records.sheets.write import write_xlsx
from formulir.web.desk.reply import Reply, hand

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MEDIA: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def hand_sheet(
    rows: Sequence[Mapping[str, Any]], *, columns: Sequence[str], judul: str
) -> Reply:
    """Hand out rows as a sheet, which is called as its title is."""
    data = write_xlsx(rows, columns=columns, judul=judul)
    return hand(data, media=_MEDIA, name=f"{judul}.xlsx")
