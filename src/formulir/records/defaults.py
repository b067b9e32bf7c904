"""What the tables of the programme begin with: curricula, criteria, indicators, days.

The source's own tables were pictures, so these are proposals: an office puts its own in
their place with ``formulir import materi``, ``kriteria``, ``kriteria_sekolah`` and
``indikator``.
"""

from __future__ import annotations

import csv
import json
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


KURIKULUM = ("3.3", "4.1")
"""The tables of the source that hold a schedule: for candidates, and for schools."""
SORTS = ("paparan", "praktik", "evaluasi", "umum")
"""What the minutes of a subject are spent on: columns ``menit_paparan`` and so on."""
MENIT = tuple(f"menit_{sort}" for sort in SORTS)


def load_materi(tables: Database) -> None:
    """Fill the curricula, inside the transaction of the caller.

    Source: Petunjuk Teknis Pengembangan Sekolah Model (2016), 3.4 and 4.1, which give
    length and share of presentation; the subjects are this project's own proposal.
    """
    for kurikulum in KURIKULUM:
        rows = read_csv(f"materi_{kurikulum}.csv")
        tables.table("materi").insert_all(
            {**row, "kurikulum": kurikulum, "urut": urut}
            for urut, row in enumerate(rows, start=1)
        )


def load_kriteria(tables: Database) -> None:
    """Fill the criteria of candidates, inside the transaction of the caller."""
    _load_in_order(tables, "kriteria")


def load_kriteria_sekolah(tables: Database) -> None:
    """Fill the criteria of schools, inside the transaction of the caller.

    Source: Petunjuk Teknis Pengembangan Sekolah Model (2016), 2.2 and 3.2; its table
    3.1 was a picture, so the wording is this project's own proposal.
    """
    _load_in_order(tables, "kriteria_sekolah")


def load_indikator(tables: Database) -> None:
    """Fill the instrument of monitoring, inside the transaction of the caller.

    Source: Petunjuk Teknis Pengembangan Sekolah Model (2016), 4.2 to 5; its table 5.1
    was a picture, so the indicators are this project's own proposal.
    """
    _load_in_order(tables, "indikator")


def _load_in_order(tables: Database, name: str) -> None:
    rows = enumerate(read_csv(f"{name}.csv"), start=1)
    tables.table(name).insert_all({**row, "urut": urut} for urut, row in rows)


def load_hari_libur(tables: Database) -> None:
    """Fill in what the calendar of the library has wrong, in the caller's transaction.

    What an office has put there itself stays.

    Source: Keputusan Presiden 24/2016 of 1 June 2016, which made Hari Lahir Pancasila
    a holiday from 2017 on.
    """
    nama = "Hari Lahir Pancasila, libur mulai tahun 2017"
    tables.table("hari_libur").insert(
        {"tanggal": "2016-06-01", "libur": 0, "nama": nama}, ignore=True
    )


def read_csv(name: str) -> list[dict[str, str]]:
    """Read a table that comes with the program; what a line leaves out is empty."""
    text = resources.files("formulir.records").joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines(), restval=""))


def load_tahap(tables: Database) -> None:
    """Fill the table of stages, inside the transaction of the caller.

    The stage of a form is never derived from its code.
    """
    text = resources.files("formulir.records").joinpath("tahap.json").read_text("utf-8")
    stages = json.loads(text)
    tables.table("tahap").insert_all(
        (
            {name: row.get(name) for name in ("kode", "nama", "bab", "tenggat")}
            for top in stages
            for row in (top, *top.get("anak", ()))
        ),
        replace=True,
    )
