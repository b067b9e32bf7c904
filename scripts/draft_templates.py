"""Draft the shipped templates: ``uv run python scripts/draft_templates.py``.

The same drafts give the same bytes. Staff edit their own copies in Word, in the
``templates`` folder of their office, which shadows the shipped ones.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from naskah_bagian import write_docx
from naskah_calon import write_01_1, write_01_2
from naskah_kegiatan import write_t01, write_t06, write_t09
from naskah_keputusan import write_keputusan_sekolah
from naskah_kunjungan import write_daftar_kunjungan, write_li, write_lk, write_t07
from naskah_monev import write_lm, write_rm
from naskah_pelatihan import write_01_5, write_daftar_hadir, write_jadwal
from naskah_pendampingan import write_jk, write_st
from naskah_penetapan import write_01_7
from naskah_pernyataan import write_02_2, write_02_3
from naskah_rapat import write_dr, write_jt, write_nr
from naskah_seleksi import write_01_3, write_01_4, write_01_6
from naskah_sertifikat import write_sertifikat
from naskah_usulan import write_02_1
from naskah_verval import write_laporan_verval

if TYPE_CHECKING:
    from collections.abc import Callable

TEMPLATES = Path(__file__).parent.parent / "templates"
DRAFTS: dict[str, tuple[Callable[[], str], str]] = {
    "01.1": (write_01_1, "Surat Pengusulan Calon Fasilitator Daerah"),
    "01.1/surat-pemda": (
        partial(write_01_1, pemda=True),
        "Surat Pengusulan Calon Fasilitator Daerah",
    ),
    "01.2": (write_01_2, "Surat Pernyataan Kesediaan Calon Fasilitator Daerah"),
    "01.3": (write_01_3, "Lembar Hasil Evaluasi Pemeriksaan Berkas"),
    "01.4": (write_01_4, "Pengumuman Calon Fasilitator Daerah"),
    "01.5": (write_01_5, "Undangan Pelatihan Calon Fasilitator Daerah"),
    "01.6": (write_01_6, "Lembar Evaluasi Penetapan Fasilitator Daerah"),
    "01.7": (write_01_7, "Surat Penetapan Fasilitator Daerah"),
    "J3.3": (
        partial(write_jadwal, "Jadwal pelatihan\ncalon fasilitator daerah"),
        "Jadwal Pelatihan Calon Fasilitator Daerah",
    ),
    "J4.1": (
        partial(write_jadwal, "Jadwal pelatihan\nSistem Penjaminan Mutu Internal"),
        "Jadwal Pelatihan SPMI bagi Sekolah Model",
    ),
    "LV": (write_laporan_verval, "Laporan Hasil Verifikasi dan Validasi Sekolah"),
    "SKS": (
        write_keputusan_sekolah,
        "Keputusan Penetapan Sekolah Model dan Sekolah Imbas",
    ),
    "DH": (write_daftar_hadir, "Daftar Hadir Pelatihan"),
    "LM": (write_lm, "Laporan Monitoring dan Evaluasi Sekolah Model"),
    "RM": (write_rm, "Rekapitulasi Hasil Monitoring dan Evaluasi Sekolah Model"),
    "DR": (write_dr, "Daftar Hadir Rapat"),
    "NR": (write_nr, "Notula Rapat"),
    "JT": (write_jt, "Jadwal Program Satu Tahun"),
    "SP": (write_sertifikat, "Sertifikat Pelatihan Fasilitator Daerah"),
    "T01": (write_t01, "Undangan Rapat Koordinasi"),
    "T06": (write_t06, "Surat Tugas Fasilitator Pendampingan"),
    "T07": (write_t07, "Undangan Sekolah Imbas"),
    "DK": (write_daftar_kunjungan, "Daftar Hadir Kunjungan Pendampingan"),
    "LK": (write_lk, "Laporan Kunjungan Pendampingan"),
    "LI": (write_li, "Laporan Pengimbasan"),
    "JK": (write_jk, "Jadwal Kunjungan Pendampingan"),
    "ST": (write_st, "Surat Tugas Kunjungan Pendampingan"),
    "T09": (write_t09, "Undangan Diseminasi"),
    "02.1": (write_02_1, "Surat Pengusulan Calon Sekolah Model dan Pengimbasan"),
    "02.2": (write_02_2, "Pernyataan Kesediaan dan Komitmen sebagai Sekolah Model"),
    "02.3": (write_02_3, "Pernyataan Kesediaan dan Komitmen sebagai Sekolah Imbas"),
}


def main() -> None:
    """Write ``surat.docx`` of every kind; a crash leaves some of them as they were."""
    for nama, (write_body, judul) in DRAFTS.items():
        kode, _, berkas = nama.partition("/")
        target = TEMPLATES / kode / f"{berkas or 'surat'}.docx"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(write_docx(write_body(), judul=judul))
        print(target)


if __name__ == "__main__":
    main()
