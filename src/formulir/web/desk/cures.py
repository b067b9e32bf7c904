"""The address of the cell that cures a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping

_OF_TRAINING = frozenset({"pelatihan", "kelas", "sesi", "fasilitator", "peserta"})


def address_cell(cell: Mapping[str, Any]) -> str:
    """Give the address of a cell: its row, or the search that finds it.

    Args:
        cell: ``tabel``, ``row`` and ``kolom``, as ``model.Cell`` has them, and
            ``utuh``: whether the row is named by its whole key.

    >>> cell = {"tabel": "sekolah", "row": {"npsn": "9"}, "kolom": "kepala"}
    >>> address_cell({**cell, "utuh": True}), address_cell({**cell, "utuh": False})
    ('/data/sekolah/baris?npsn=9#kepala', '/data/sekolah?q=9')
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
    if cell["utuh"]:
        return f"{path}/baris?{urlencode(row)}{end}"
    word = row.get("nama") or next(iter(row.values()), "")
    return f"{path}?{urlencode({'q': word})}" if word else path
