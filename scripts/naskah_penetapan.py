"""What Formulir 01.7 says: the appointment in the name of the Director General."""

from __future__ import annotations

from naskah_bagian import (
    end_lampiran,
    end_letter,
    write_baris_surat,
    write_blok_tanda_tangan,
    write_daftar_tujuan,
    write_kop_instansi,
)
from naskah_daftar import (
    NOMOR_URUT,
    Kolom,
    write_daftar,
    write_lampiran_tegak,
    write_orang,
    write_penutup_daftar,
)
from naskah_ooxml import DASH, paragraph

FASILITATOR = (
    NOMOR_URUT,
    Kolom(
        judul="Nama dan NIP/NUPTK",
        isi=write_orang("orang"),
        lebar=44,
    ),
    Kolom(judul="Jabatan", isi="{{ orang.jabatan }}", lebar=28),
    Kolom(judul="Unit kerja/instansi", isi="{{ orang.unit_kerja }}", lebar=34),
    Kolom(judul="Wilayah tugas", isi="{{ orang.kabupaten }}", lebar=24),
    Kolom(
        judul="Kelompok sekolah",
        isi=f"{{{{ orang.kelompok or '{DASH}' }}}}",
        lebar=20,
        tengah=True,
    ),
)


def write_01_7() -> str:
    """Write the appointment, and the list of who is appointed as its attachment."""
    return "".join(
        (
            write_kop_instansi(),
            write_baris_surat(),
            *write_daftar_tujuan("Pimpinan satuan kerja asal fasilitator daerah"),
            *_write_isi(),
            write_blok_tanda_tangan(),
            end_letter(),
            write_lampiran_tegak(),
            paragraph(
                "JudulLampiran",
                "Daftar fasilitator daerah pengembangan sekolah model\n"
                "tahun {{ penetapan.tahun }}",
            ),
            paragraph("Keterangan"),
            write_daftar(
                FASILITATOR,
                loop="orang in fasilitator",
                closing=write_penutup_daftar(
                    tuple(each.lebar for each in FASILITATOR), kanan=3
                ),
            ),
            *end_lampiran(),
        )
    )


def _write_isi() -> tuple[str, ...]:
    return (
        paragraph(
            "Isi",
            "Berpedoman pada {{ surat.dasar }} serta berdasarkan hasil seleksi "
            "kompetensi pada {{ pelatihan.nama }}{% if pelatihan.angkatan %} Angkatan "
            "{{ pelatihan.angkatan }}{% endif %} tanggal {{ pelatihan.tanggal }}, "
            "dengan ini ditetapkan {{ jumlah.fasilitator }} "
            "({{ jumlah.fasilitator_terbilang }}) orang fasilitator daerah "
            "pengembangan sekolah model dan pengimbasannya tahun "
            "{{ penetapan.tahun }} sebagaimana tercantum dalam lampiran surat ini.",
        ),
        paragraph(
            "Isi",
            "Fasilitator daerah bertugas memfasilitasi pelatihan Sistem Penjaminan "
            "Mutu Internal (SPMI), mendampingi sekolah model dan sekolah imbas, "
            "melaksanakan monitoring dan evaluasi, serta melaporkan hasilnya kepada "
            "{{ surat.lembaga }}. Penetapan ini berlaku sampai dengan 31 Desember "
            "{{ penetapan.tahun }}.",
        ),
        paragraph(
            "IsiAkhir",
            "Sehubungan dengan hal tersebut, kami mohon Saudara menugasi dan mendukung "
            "nama yang bersangkutan. Atas perhatian dan kerja sama yang baik, kami "
            "ucapkan terima\N{NO-BREAK SPACE}kasih.",
        ),
    )
