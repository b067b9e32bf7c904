"""The address of the cell that cures a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from formulir.records.tables.registry import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

_OF_TRAINING = frozenset({"pelatihan", "kelas", "sesi", "fasilitator", "peserta"})


def address_cell(cell: Mapping[str, Any]) -> str:
    """Give the address of a cell: its row, or the search that finds it.

    Args:
        cell: ``tabel``, ``row`` and ``kolom``, as ``model.Cell`` has them.

    >>> address_cell({"tabel": "sekolah", "row": {"npsn": "9"}, "kolom": "kepala"})
    '/data/sekolah/baris?npsn=9#kepala'
    >>> address_cell({"tabel": "pejabat", "row": {"instansi": "LPMP"}, "kolom": ""})
    '/data/pejabat?q=LPMP'
    """
    tabel, row = cell["tabel"], cell["row"]
    if tabel == "usulan":
        return "/usulan"
    if tabel in _OF_TRAINING and not cell["kolom"]:
        training = next((v for k, v in row.items() if k in {"pelatihan", "kode"}), "")
        return f"/jadwal?{urlencode({'pelatihan': training})}"
    path, end = f"/data/{quote(tabel)}", ""
    if cell["kolom"]:
        end = f"#{quote(cell['kolom'])}"
    key = TABLES[tabel].key
    if all(name in row for name in key):
        own = {name: row[name] for name in key}
        return f"{path}/baris?{urlencode(own)}{end}"
    word = row.get("nama") or next(iter(row.values()), "")
    return f"{path}?{urlencode({'q': word})}" if word else path
