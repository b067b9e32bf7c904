"""The sheet of a curriculum: what is taught, in minutes of each sort."""

from __future__ import annotations

from formulir.records.defaults import SORTS
from formulir.records.tables.columns import Column, Table

_MEANING = (
    "paparan",
    "praktik",
    "tes dan evaluasi",
    "pembukaan, penutupan, dan lain-lain",
)
COLUMNS_MENIT = tuple(
    Column(
        nama=f"menit_{jenis}",
        meaning=f"Menit untuk {meaning}",
        kind="bulat",
        headings=(jenis,),
        required=True,
        default=0,
        example="45",
    )
    for jenis, meaning in zip(SORTS, _MEANING, strict=True)
)


MATERI = Table(
    nama="materi",
    meaning="Satu materi sebuah kurikulum",
    key=("kurikulum", "kode"),
    columns=(
        Column(
            nama="kurikulum",
            meaning="3.3 (fasda), 4.1 (SPMI), atau nama kurikulum sendiri",
            required=True,
            example="3.3",
        ),
        Column(
            nama="kode",
            meaning="Kode materi",
            headings=("kode materi",),
            required=True,
            example="F01",
        ),
        Column(
            nama="urut",
            meaning="Urutan dalam kurikulum, mulai 1",
            kind="bulat",
            headings=("no", "nomor urut"),
            required=True,
        ),
        Column(
            nama="hari",
            meaning="Hari pelatihan saat materi dimulai, mulai 1",
            kind="bulat",
            headings=("hari ke",),
            required=True,
        ),
        Column(
            nama="judul",
            meaning="Judul materi",
            headings=("materi", "judul materi"),
            required=True,
        ),
        *COLUMNS_MENIT,
        Column(
            nama="pengampu",
            meaning="Pengampu, seperti tertulis pada jadwal",
            headings=("penanggung jawab",),
        ),
    ),
)
