"""The SQL functions that give a letter a training: its days, its sums, who leads it.

They are JSON text, ready for ``json(…)`` in a kind's query: the invitation, the
schedules and the lists of a training spell them in one way.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from formulir.dates import format_hari, format_tanggal, parse_tanggal
from formulir.records.defaults import MENIT, SORTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from formulir.records.store import Store

_DASH = "\N{EN DASH}"
_MINUS = "\N{MINUS SIGN}"
_LEAST_ROWS = 3
"""How many sessions the last page of a schedule bears at least."""
_ROWS_OF_DAY = 16
"""How many sessions of a day keep together: as many as a page holds with long titles
and names, below a heading and above a signature."""


def training_functions(
    db: Store, *, menit_per_jp: float
) -> dict[str, tuple[int, Callable[..., Any]]]:
    """Return the functions by name, with their number of arguments.

    * ``jadwal(pelatihan, kelas)``: the days of a class, each with its sessions; a
      day that no page holds comes in pieces, all but the first ``lanjutan``; one is
      ``ikat`` if it holds on to what comes behind it.
    * ``jumlah_jadwal(pelatihan, kelas)``: its sums in JP, an object; blank where it
      has no sessions.
    * ``fasilitator_kelas(pelatihan, kelas)``: who leads it, in order.

    Args:
        db: The record store.
        menit_per_jp: Minutes of a lesson hour.
    """

    def spell_jp(menit: float) -> str | None:
        return spell_decimal(menit / menit_per_jp)

    def jadwal(pelatihan: str, kelas: str | None) -> str:
        rows = _read_sesi(db, pelatihan, kelas)
        return _dump(_show_days(rows, spell_jp))

    def total(pelatihan: str, kelas: str | None) -> str:
        rows = _read_sesi(db, pelatihan, kelas)
        sums = {sort: sum(row[f"menit_{sort}"] for row in rows) for sort in SORTS}
        whole = sum(sums.values())
        share = round(100 * sums["paparan"] / whole, 1) if whole else None
        return _dump(
            {
                "jp": spell_jp(whole) if whole else None,
                "menit_per_jp": spell_decimal(menit_per_jp),
                **{sort: spell_jp(menit) for sort, menit in sums.items()},
                "persen_paparan": spell_decimal(share),
            }
        )

    def fasilitator(pelatihan: str, kelas: str) -> str:
        sql = (
            "SELECT nama, nip, asal FROM fasilitator"
            " WHERE pelatihan = ? AND kelas = ? ORDER BY urut, kode"
        )
        return _dump(db.rows(sql, (pelatihan, kelas)))

    return {
        "jadwal": (2, cache(jadwal)),
        "jumlah_jadwal": (2, cache(total)),
        "fasilitator_kelas": (2, cache(fasilitator)),
    }


def spell_decimal(number: float | None) -> str | None:
    """Write a mark with the Indonesian comma, and without one when it is whole.

    >>> spell_decimal(82.5), spell_decimal(80.0), spell_decimal(-8) == "\N{MINUS SIGN}8"
    ('82,5', '80', True)
    """
    if number is None:
        return None
    plain = f"{abs(number):.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"{_MINUS}{plain}" if number < 0 and plain != "0" else plain


def split_day(sesi: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Part the sessions of a long day into pieces of about the same length."""
    count = -(-len(sesi) // _ROWS_OF_DAY)
    marks = [round(len(sesi) * number / count) for number in range(count + 1)]
    return [sesi[begin:end] for begin, end in pairwise(marks)]


def _show_days(
    rows: list[dict[str, Any]], spell_jp: Callable[[float], str | None]
) -> list[dict[str, Any]]:
    """Show the days of a class, in pieces that a page holds."""
    days = groupby(rows, key=lambda row: parse_tanggal(row["tanggal"]))
    pieces = [
        {
            "nama": format_hari(day),
            "tanggal": format_tanggal(day),
            "lanjutan": number > 0,
            "sesi": piece,
        }
        for day, sesi in days
        for number, piece in enumerate(
            split_day([_show(row, spell_jp) for row in sesi])
        )
    ]
    return tie_pieces(pieces)


def tie_pieces(pieces: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say of the days of a class, or pieces of them, which hold on to the next one.

    The last of all holds on to what closes a schedule.
    """
    behind, found = 0, []
    for piece in reversed(pieces):
        found.append(piece | {"ikat": behind < _LEAST_ROWS})
        behind += len(piece["sesi"])
    return found[::-1]


def _show(
    row: dict[str, Any], spell_jp: Callable[[float], str | None]
) -> dict[str, Any]:
    """Show a session as a schedule does."""
    return {
        "waktu": f"{row['mulai']}{_DASH}{row['selesai']}",
        "judul": row["judul"],
        "istirahat": row["materi"] is None,
        "jp": spell_jp(sum(row[name] for name in MENIT)),
        "pengampu": row["pengampu"],
    }


def _read_sesi(db: Store, pelatihan: str, kelas: str | None) -> list[dict[str, Any]]:
    sql = "SELECT * FROM sesi WHERE pelatihan = ? AND kelas = ? ORDER BY tanggal, mulai"
    return db.rows(sql, (pelatihan, kelas))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
