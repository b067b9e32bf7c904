"""What is asked of the minutes of meetings before they are issued.

Source: Petunjuk Teknis Pengembangan Sekolah Model (2016), 3.1 and 5: meetings that
coordinate, and dissemination.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.dates import format_tanggal, parse_tanggal
from formulir.language import phrase
from formulir.model import Fault

if TYPE_CHECKING:
    from formulir.model import Scope
    from formulir.records.store import Store

_NOTULA = """
SELECT n.tahap, n.wilayah, n.urut, coalesce(k.selesai, k.mulai) AS selesai
FROM notula AS n
INNER JOIN kegiatan AS k
    ON k.tahun = n.tahun AND k.tahap = n.tahap
    AND k.wilayah = n.wilayah AND k.urut = n.urut
WHERE n.tahun = :tahun AND coalesce(k.selesai, k.mulai) > :tanggal
ORDER BY n.tahap, n.wilayah, n.urut
"""


def check_notula(db: Store, scope: Scope) -> list[Fault]:
    """Doubt minutes that are dated before their meeting is over."""
    asked = {"tahun": scope.tahun, "tanggal": scope.tanggal.isoformat()}
    return [
        Fault(
            place=f"notula {row['tahap']} {row['wilayah']} {row['urut']}",
            reason=phrase(
                "the meeting ends on {selesai}, after the date of the letter "
                "({tanggal}); date the letter on that day or later, or correct "
                "kegiatan.selesai",
                selesai=format_tanggal(parse_tanggal(row["selesai"])),
                tanggal=format_tanggal(scope.tanggal),
            ),
            warning=True,
        )
        for row in db.rows(_NOTULA, asked)
        if row["wilayah"] in scope.codes
    ]
