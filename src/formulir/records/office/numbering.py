"""The series by which the offices number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

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


def list_numbering(
    db: Store, tahun: int, *, codes: Collection[str] | None
) -> list[dict[str, Any]]:
    """List the series, each with its office and its last number of a calendar year.

    Args:
        db: The record store.
        tahun: The calendar year.
        codes: The codes of the regions whose offices are meant; or all.
    """
    asked = None if codes is None else json.dumps(sorted(codes))
    return db.rows(_SERI, {"tahun": tahun, "codes": asked})
