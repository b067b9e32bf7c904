"""What monitoring found, by region: the figures of the letters, as numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from formulir.records.sql.asking import ask_views

if TYPE_CHECKING:
    from formulir.model import Scope
    from formulir.records.store import Store

    Rows = list[dict[str, Any]]

_NAME = "nama_wilayah({0}, diminta('tanggal'))"
_WILAYAH: Final = f"""
SELECT d.daerah AS wilayah, {_NAME.format("d.daerah")} AS nama, d.tingkat, d.ditetapkan,
    d.dimonitor_satu, d.dimonitor_dua, a.satu, a.dua, a.perubahan
FROM rekap_daerah AS d
JOIN rekap_aspek AS a ON a.daerah = d.daerah AND a.aspek IS NULL
ORDER BY d.daerah
"""
_ASPEK: Final = f"""
SELECT a.daerah AS wilayah, {_NAME.format("a.daerah")} AS nama, a.aspek, a.satu, a.dua,
    a.perubahan
FROM rekap_aspek AS a WHERE a.aspek IS NOT NULL
ORDER BY a.daerah, a.urut, a.aspek
"""
_BUTIR: Final = f"""
SELECT j.daerah AS wilayah, {_NAME.format("j.daerah")} AS nama, i.aspek, i.kode,
    i.uraian, i.skala, j.ke, j.dijawab,
    iif(i.skala = 'ya', j.nol, NULL) AS tidak, iif(i.skala = 'ya', j.satu, NULL) AS ya,
    iif(i.skala = 'ya', NULL, j.satu) AS satu, iif(i.skala = 'ya', NULL, j.dua) AS dua,
    iif(i.skala = 'ya', NULL, j.tiga) AS tiga,
    iif(i.skala = 'ya', NULL, j.empat) AS empat, j.capaian
FROM rekap_jawaban AS j
JOIN instrumen_monev AS i ON i.tahun = :tahun AND i.kode = j.kode
ORDER BY j.daerah, i.urut, i.kode, j.ke
"""
_SEKOLAH: Final = f"""
SELECT r.wilayah, {_NAME.format("r.wilayah")} AS kabupaten, r.npsn, r.nama,
    r.satu AS tanggal_satu, round(r.capaian_satu, 1) AS satu,
    r.dua AS tanggal_dua, round(r.capaian_dua, 1) AS dua,
    round(round(r.capaian_dua, 1) - round(r.capaian_satu, 1), 1) AS perubahan,
    (r.satu IS NULL AND coalesce(r.lambat_satu, '') < :tanggal)
    + (r.dua IS NULL AND coalesce(r.lambat_dua, '') < :tanggal) AS belum,
    r.perhatian AS keterangan
FROM rekap_model AS r WHERE r.tingkat = 'kabkota'
ORDER BY r.wilayah, r.usulan, r.urut_model
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class RekapMonev:
    """What monitoring found, a list of rows each.

    Args:
        wilayah: By region: schools that were appointed and monitored, means, change.
        aspek: By region and aspect: means and change.
        butir: By region, indicator and round: how often each answer was given.
        sekolah: By appointed model school: days, means, change, and what is missing.
    """

    wilayah: Rows
    aspek: Rows
    butir: Rows
    sekolah: Rows


def read_rekap_monev(db: Store, scope: Scope) -> RekapMonev:
    """Read what was found in a year and a region, as far as it was by a date."""
    return RekapMonev(
        wilayah=ask_views(db, _WILAYAH, scope),
        aspek=ask_views(db, _ASPEK, scope),
        butir=ask_views(db, _BUTIR, scope),
        sekolah=ask_views(db, _SEKOLAH, scope),
    )
