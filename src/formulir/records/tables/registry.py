"""Every sheet that can be imported, by its name."""

from __future__ import annotations

from formulir.records.tables.calon import CALON, KRITERIA
from formulir.records.tables.evaluasi import BERKAS, EVALUASI, EVALUASI_KRITERIA, TIM
from formulir.records.tables.kelas import MATERI, PESERTA, SESI
from formulir.records.tables.letters import LAMPIRAN, SERI
from formulir.records.tables.office import HARI_LIBUR, INSTANSI, PEJABAT, WILAYAH
from formulir.records.tables.pelatihan import FASILITATOR, KELAS, PELATIHAN
from formulir.records.tables.results import KEGIATAN, NILAI, PENETAPAN
from formulir.records.tables.schools import SEKOLAH, USULAN

TABLES = {
    table.nama: table
    for table in (
        WILAYAH,
        INSTANSI,
        PEJABAT,
        SERI,
        SEKOLAH,
        USULAN,
        KRITERIA,
        CALON,
        BERKAS,
        EVALUASI,
        EVALUASI_KRITERIA,
        TIM,
        MATERI,
        PELATIHAN,
        KELAS,
        FASILITATOR,
        PESERTA,
        HARI_LIBUR,
        SESI,
        NILAI,
        PENETAPAN,
        KEGIATAN,
        LAMPIRAN,
    )
}
"""The sheets, in the order in which an office first needs them."""
