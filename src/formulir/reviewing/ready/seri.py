"""The series of numbers: where each stands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from formulir.records.ledger.book import find_next

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from formulir.records.store import Store

_SERI = """
SELECT DISTINCT s.kode AS seri, (
        SELECT i.nama FROM instansi AS i WHERE i.kode = s.instansi
        ORDER BY i.berlaku_dari DESC LIMIT 1
    ) AS kantor,
    (
        SELECT n.nomor FROM nomor AS n WHERE n.seri = s.kode AND n.tahun = :tahun
            AND n.status <> 'lewat' ORDER BY n.urut DESC, n.sisipan DESC LIMIT 1
    ) AS terakhir
FROM seri AS s
WHERE :codes IS NULL OR EXISTS (
    SELECT 1 FROM instansi AS i WHERE i.kode = s.instansi
        AND i.wilayah IN (SELECT value FROM json_each(:codes))
)
ORDER BY s.kode
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriState:
    """Where a series stands in a calendar year.

    Args:
        seri: The series.
        kantor: The office that numbers by it.
        terakhir: Its last number, as it is spelled; nothing where there is none.
        urut: The running number that comes next.
    """

    seri: str
    kantor: str | None
    terakhir: str | None
    urut: int


def read_seri(
    db: Store, *, tanggal: date, codes: Collection[str] | None = None
) -> list[SeriState]:
    """Read where each series stands.

    Args:
        db: The record store.
        tanggal: A day of the calendar year.
        codes: The codes of the regions whose offices are meant; or all.
    """
    asked = None if codes is None else json.dumps(sorted(codes))
    rows = db.rows(_SERI, {"tahun": tanggal.year, "codes": asked})
    return [SeriState(**row, urut=find_next(db, row["seri"], tanggal)) for row in rows]
