"""The SQL functions that give a letter its office: letterhead, signer, places.

They are objects as JSON text, ready for ``json(…)`` in a kind's query, so that all
kinds spell a letterhead and a signature in one way.
"""

from __future__ import annotations

import json
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from formulir.records.office.ditjen import find_ditjen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from formulir.records.store import Store

DITJEN = "DIKDASMEN"
"""The code under which an office may record the directorate general, and its head."""

LPMP_ENDS = "2022-04-07"
"""From this day the office of a province has a name that only the records tell; before,
it was called LPMP everywhere. Source: Permendikbudristek 11/2022."""
_LACK_DITJEN = {
    "tabel": "pejabat",
    "kunci": f"{DITJEN} kepala",
    "kolom": "instansi",
    "nilai": DITJEN,
}
_LACK_LPMP = {"tabel": "instansi", "kunci": "lpmp", "kolom": "wilayah"}
"""The cells that no row has, where it is the row that lacks."""
_AT = ":tanggal BETWEEN berlaku_dari AND coalesce(berlaku_sampai, '9999-12-31')"
_TANDA_TANGAN = ("awalan", "atas_nama", "jabatan", "nama", "pangkat", "nip")
_NBSP = "\N{NO-BREAK SPACE}"


def letter_functions(
    db: Store, *, settings: Mapping[str, Any]
) -> dict[str, tuple[int, Callable[..., Any]]]:
    """Return the functions by name, with their number of arguments.

    * ``kop(instansi, iso)``: the letterhead of an office at a date, an object.
    * ``wilayah_instansi(instansi, iso)``: the code of the region that it serves.
    * ``pejabat(instansi, peran, iso)``: who signs, an object; blank where nobody does.
    * ``penanda_tangan(instansi, iso, lain)``: its head as named under a letter, with
      ``Plt.``; ``lain`` where nobody is on record.
    * ``dirjen(iso)``, ``ditjen(iso)``: the director-general and the directorate general
      in whose name the programme runs, as letters name them on that day; NULL where
      none is known.
    * ``kurang_ditjen(iso)``, ``kurang_lpmp(kode, iso)``: the cell that ``kurang`` lists
      where no directorate general is known on that day, or no LPMP of a province is on
      record in the years in which not all of them are called so; else NULL.
    * ``lpmp(kode, iso)``: the quality-assurance office of a region, its code.
    * ``setelan(nama)``: a decision of the office, as ``kantor.toml`` has it.
    * ``bernomor(formulir)``: whether the office numbers a kind that others do not.

    Args:
        db: The record store.
        settings: The office's decisions by name.
    """
    read_instansi = cache(partial(_read_instansi, db))
    read_pejabat = cache(partial(_read_pejabat, db))

    @cache
    def kop(kode: str | None, iso: str) -> str:
        return json.dumps(_as_kop(read_instansi(kode, iso)), ensure_ascii=False)

    @cache
    def pejabat(kode: str | None, peran: str, iso: str) -> str:
        return json.dumps(read_pejabat(kode, peran, iso), ensure_ascii=False)

    def penanda_tangan(kode: str | None, iso: str, lain: str | None) -> str | None:
        row = read_pejabat(kode, "kepala", iso)
        jabatan = row["jabatan"] or lain
        return jabatan and f"{row['awalan'] or ''} {jabatan}".strip()

    find_lpmp = cache(partial(_find_lpmp, db))
    dirjen, ditjen = (cache(partial(find, db)) for find in (_name_head, _name_ditjen))

    def lack_ditjen(iso: str) -> str | None:
        known = dirjen(iso) and ditjen(iso)
        return None if known else json.dumps(_LACK_DITJEN)

    def lack_lpmp(kode: str | None, iso: str) -> str | None:
        known = iso < LPMP_ENDS or find_lpmp(kode, iso)
        return None if known else json.dumps(_LACK_LPMP | {"nilai": kode or ""})

    return {
        "kop": (2, kop),
        "wilayah_instansi": (2, lambda *asked: read_instansi(*asked).get("wilayah")),
        "pejabat": (3, pejabat),
        "penanda_tangan": (3, penanda_tangan),
        "dirjen": (1, dirjen),
        "ditjen": (1, ditjen),
        "lpmp": (2, find_lpmp),
        "kurang_ditjen": (1, lack_ditjen),
        "kurang_lpmp": (2, lack_lpmp),
        "setelan": (1, lambda nama: _spell_settings(settings.get(nama))),
        "bernomor": (1, lambda kode: kode in (settings.get("bernomor") or ())),
    }


def _name_head(db: Store, iso: str) -> str | None:
    own, known = _read_pejabat(db, DITJEN, "kepala", iso), find_ditjen(iso)
    return own["jabatan"] or (known.jabatan if known else None)


def _name_ditjen(db: Store, iso: str) -> str | None:
    own, known = _read_instansi(db, DITJEN, iso), find_ditjen(iso)
    return own.get("nama") or (known.nama if known else None)


def _spell_settings(value: Any) -> Any:  # noqa: ANN401 - a number, text or a list of text
    return ",".join(value) if isinstance(value, tuple | list) else value


def _read_instansi(db: Store, instansi: str | None, iso: str) -> dict[str, Any]:
    sql = f"SELECT * FROM instansi WHERE kode = :kode AND {_AT} ORDER BY berlaku_dari"
    return _last(db.rows(sql, {"kode": instansi, "tanggal": iso}))


def _last(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return rows[-1] if rows else {}


def _as_kop(row: Mapping[str, Any]) -> dict[str, str | None]:
    names = ("jenis", "induk", "nama", "alamat", "kota", "kode_pos")
    return {
        **{name: row.get(name) for name in names},
        "judul": keep_pair(row["nama"]) if row.get("nama") else None,
        "kontak": _join({"Telepon": row.get("telepon"), "Faksimile": row.get("faks")}),
        "daring": _join({"Laman": row.get("laman"), "Posel": row.get("posel")}),
    }


def keep_pair(title: str) -> str:
    """Keep the last two words of a title on one line.

    A title of two words may still be parted: its lines are as good as any.

    >>> len(keep_pair("Calon Sekolah Model").split(" "))
    2
    """
    head, _, last = title.rpartition(" ")
    return f"{head}{_NBSP}{last}" if " " in head else title


def _join(parts: Mapping[str, str | None]) -> str | None:
    """Write ``Telepon (0291) 1, Faksimile (0291) 2``, never broken after a word."""
    words = [f"{name}{_NBSP}{value}" for name, value in parts.items() if value]
    return ", ".join(words) or None


def _read_pejabat(
    db: Store, instansi: str | None, peran: str, iso: str
) -> dict[str, Any]:
    rows = db.rows(
        f"SELECT * FROM pejabat WHERE instansi = :kode AND peran = :peran AND {_AT}"
        " ORDER BY berlaku_dari",
        {"kode": instansi, "peran": peran, "tanggal": iso},
    )
    row = _last(rows)
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
    return _last(rows).get("kode")
