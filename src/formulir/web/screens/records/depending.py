"""What depends on a row, as people know it, with the way to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from formulir.archive.find import find_kode
from formulir.letters.jenis import JenisUnknownError, load_jenis
from formulir.office.lookup.describe import describe_letters
from formulir.records.browsing.rows import Asked, find_rows
from formulir.records.importing.ingest import find_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.records.importing.delete import Dependent
    from formulir.records.store import Store
    from formulir.web.desk.visit import Visit

SHOWN: Final = 20
"""So many are named, and the others counted."""
_CELLS: Final = 3
"""By so many cells a row is told from others of its table."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """Something that depends on a row.

    Args:
        sort: What sort of thing it is: the title of its table or kind.
        nama: What it is called.
        path: Its address; nothing where it has none.
    """

    sort: str
    nama: str
    path: str


def name_dependents(
    visit: Visit, db: Store, dependents: Sequence[Dependent]
) -> list[Named]:
    """Name the first ones of what depends on a row."""
    first = dependents[:SHOWN]
    kantor = visit.kantor
    entries = find_kode(kantor.archive, [each.kode for each in first if each.kode])
    rows = describe_letters(kantor, db, entries.values())
    known = {row["kode"]: row for row in rows}
    return [
        _name_letter(visit, each, known.get(each.kode, {}))
        if each.kode
        else _name_row(db, each)
        for each in first
    ]


def _name_letter(visit: Visit, letter: Dependent, row: dict[str, Any]) -> Named:
    """Name a letter; one that is only reserved is not in the archive yet."""
    formulir, _ = letter.key
    try:
        sort = load_jenis(visit.kantor.templates, kode=formulir).judul
    except JenisUnknownError:
        sort = formulir
    about = (row.get("nama"), row.get("wilayah"), row.get("nomor"))
    return Named(
        sort=f"Surat {formulir} {sort}",
        nama=", ".join(filter(None, about)) or "dipesan, belum terbit",
        path=f"/surat/{letter.kode}" if row else "",
    )


def _name_row(db: Store, row: Dependent) -> Named:
    """Name a row by the first cells that a list of its table shows."""
    table = find_table(row.tabel, db)
    key = dict(zip(table.key, row.key, strict=True))
    listing = find_rows(db, table, Asked(key=key, limit=1))
    cells = [one[column.nama] for one in listing.rows for column in listing.brief]
    words = [str(cell.nama or cell.text) for cell in cells if cell.text]
    return Named(
        sort=table.judul,
        nama=", ".join(words[:_CELLS]),
        path=f"/data/{quote(table.nama)}/baris?{urlencode(key)}",
    )
