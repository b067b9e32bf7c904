"""Lists that leave the desk as a sheet, and what office files are to a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from formulir.records.sheets.write import write_xlsx
from formulir.web.desk.reply import Reply, hand

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def hand_sheet(
    rows: Iterable[Mapping[str, Any]],
    columns: Mapping[str, str],
    *,
    judul: str,
    name: str,
) -> Reply:
    """Hand out rows as a sheet.

    Args:
        rows: They.
        columns: The heading of each column, by its name in the rows.
        judul: What the sheet is called.
        name: What the file is called, without its end.
    """
    named = [{said: row.get(at) for at, said in columns.items()} for row in rows]
    data = write_xlsx(named, columns=list(columns.values()), judul=judul)
    return hand(data, media=XLSX, name=f"{name}.xlsx")
