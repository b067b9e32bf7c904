"""The SQL functions that give a letter its office: letterhead, signer, places.

They are objects as JSON text, ready for ``json(…)`` in a kind's query, so that all
kinds spell a letterhead and a signature in one way.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from formulir.records.store import Store

_AT = ":tanggal BETWEEN berlaku_dari AND coalesce(berlaku_sampai, '9999-12-31')"
_TANDA_TANGAN = ("awalan", "atas_nama", "jabatan", "nama", "pangkat", "nip")
_NBSP = "\N{NO-BREAK SPACE}"


def letter_functions(
    db: Store, *, settings: Mapping[str, Any]
) -> dict[str, tuple[int, Callable[..., Any]]]:
    """Return the functions by name, with their number of arguments.

    * ``kop(instansi, iso)``: the letterhead of an office at a date, an object.
    * ``pejabat(instansi, peran, iso)``: who signs, an object; blank where nobody does.
    * ``lpmp(kode, iso)``: the quality-assurance office of a region, its code.
    * ``setelan(nama)``: a decision of the office, as ``kantor.toml`` has it.

    Args:
        db: The record store.
        settings: The office's decisions by name.
    """

    @cache
    def kop(instansi: str | None, iso: str) -> str:
        return json.dumps(_read_kop(db, instansi, iso), ensure_ascii=False)

    @cache
    def pejabat(instansi: str | None, peran: str, iso: str) -> str:
        return json.dumps(_read_pejabat(db, instansi, peran, iso), ensure_ascii=False)

    @cache
    def lpmp(kode: str | None, iso: str) -> str | None:
        return _find_lpmp(db, kode, iso)

    return {
        "kop": (2, kop),
        "pejabat": (3, pejabat),
        "lpmp": (2, lpmp),
        "setelan": (1, lambda nama: _spell_settings(settings.get(nama))),
    }


def _spell_settings(value: Any) -> Any:  # noqa: ANN401 - a number, text or a list of text
    return ",".join(value) if isinstance(value, tuple | list) else value


def _read_kop(db: Store, instansi: str | None, iso: str) -> dict[str, str | None]:
    sql = f"SELECT * FROM instansi WHERE kode = :kode AND {_AT} ORDER BY berlaku_dari"
    rows = db.rows(sql, {"kode": instansi, "tanggal": iso})
    row: dict[str, Any] = rows[-1] if rows else {}
    names = ("jenis", "induk", "nama", "alamat", "kota", "kode_pos")
    return {
        **{name: row.get(name) for name in names},
        "kontak": _join({"Telepon": row.get("telepon"), "Faksimile": row.get("faks")}),
        "daring": _join({"Laman": row.get("laman"), "Posel": row.get("posel")}),
    }


def _join(parts: Mapping[str, str | None]) -> str | None:
    """Write ``Telepon (0291) 1, Faksimile (0291) 2``, never broken after a word."""
    words = [f"{name}{_NBSP}{value}" for name, value in parts.items() if value]
    return ", ".join(words) or None


def _read_pejabat(
    db: Store, instansi: str | None, peran: str, iso: str
) -> dict[str, str | None]:
    rows = db.rows(
        f"SELECT * FROM pejabat WHERE instansi = :kode AND peran = :peran AND {_AT}"
        " ORDER BY berlaku_dari",
        {"kode": instansi, "peran": peran, "tanggal": iso},
    )
    row: dict[str, Any] = rows[-1] if rows else {}
    return {name: row.get(name) for name in _TANDA_TANGAN}


def _find_lpmp(db: Store, kode: str | None, iso: str) -> str | None:
    """Find the office whose region is the one asked for, or the province above it."""
    rows = db.rows(
        "SELECT i.kode FROM instansi AS i WHERE i.jenis = 'lpmp'"
        f" AND {_AT.replace('berlaku', 'i.berlaku')}"
        " AND (i.wilayah = :kode OR EXISTS (SELECT 1 FROM wilayah AS w"
        " WHERE w.entitas = :kode AND w.induk = i.wilayah))"
        " ORDER BY i.berlaku_dari",
        {"kode": kode, "tanggal": iso},
    )
    return str(rows[-1]["kode"]) if rows else None
