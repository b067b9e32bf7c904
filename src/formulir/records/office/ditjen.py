"""What the directorate general was called, and who heads it, by date."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from formulir.records.defaults import read_csv


@dataclass(frozen=True, kw_only=True, slots=True)
class Ditjen:
    """The directorate general in one period.

    Args:
        berlaku_dari: The first day, ISO.
        berlaku_sampai: The last day, ISO.
        nama: Its name.
        jabatan: The post of its head.
    """

    berlaku_dari: str
    berlaku_sampai: str
    nama: str
    jabatan: str


def find_ditjen(iso: str) -> Ditjen | None:
    """Find the period of a day; before 2015 there were two directorates general.

    Source: Permendikbud 11/2015, 45/2019; Permendikbudristek 28/2021.

    >>> find_ditjen("2016-04-22").nama
    'Direktorat Jenderal Pendidikan Dasar dan Menengah'
    >>> find_ditjen("2014-01-01")
    """
    return next(
        (one for one in _read() if one.berlaku_dari <= iso <= one.berlaku_sampai), None
    )


@cache
def _read() -> tuple[Ditjen, ...]:
    return tuple(
        Ditjen(
            berlaku_dari=row["berlaku_dari"],
            berlaku_sampai=row["berlaku_sampai"] or "9999-12-31",
            nama=row["nama"],
            jabatan=row["jabatan"],
        )
        for row in read_csv("ditjen.csv")
    )
