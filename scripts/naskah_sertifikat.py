"""What a certificate of a training says: a landscape front, the subjects behind it."""

from __future__ import annotations

from naskah_bagian import (
    ANGKATAN,
    CAP,
    KAKI,
    NOMOR_HALAMAN,
    QR,
    TANGGAL,
    write_jabatan,
    write_kop_instansi,
    write_nama_pejabat,
    write_utuh,
)
from naskah_daftar import Kolom, write_baris_lebar, write_daftar
from naskah_ooxml import paragraph, run, section

DEPAN = (12, 30, 22, 30)
BELAKANG = (20, 30, 22, 30)
WIDTH = 237.0
MATERI = (
    Kolom(judul="No.", isi="{{ loop.index }}", lebar=14, tengah=True),
    Kolom(judul="Materi", isi="{{ satu.judul }}", lebar=187),
    Kolom(judul="Jam pelajaran", isi="{{ satu.jp }}", lebar=36, tengah=True),
)


def write_sertifikat() -> str:
    """Write the certificate of a person; its back lists the subjects."""
    widths = tuple(each.lebar for each in MATERI)
    return "".join(
        (
            write_kop_instansi(width=WIDTH + 10),
            paragraph("JudulSertifikat", "Sertifikat"),
            paragraph("NomorNaskah", "Nomor {{ naskah.nomor }}"),
            paragraph("IsiSertifikat", "diberikan kepada"),
            paragraph("NamaSertifikat", "{{ peserta.nama }}"),
            *_write_nomor_induk(),
            paragraph(
                "IsiSertifikat",
                "{% if peserta.jabatan %}{{ peserta.jabatan }}, {% endif %}"
                "{{ peserta.unit_kerja }}"
                "{% if peserta.kabupaten not in peserta.unit_kerja %}, "
                "{{ peserta.kabupaten }}{% endif %}",
            ),
            paragraph(
                "IsiSertifikat",
                "yang telah mengikuti dan dinyatakan lulus {{ pelatihan.nama }}"
                f"{ANGKATAN} yang diselenggarakan oleh {{{{ surat.lembaga }}}} di "
                "{{ pelatihan.tempat }} pada tanggal {{ pelatihan.tanggal }} selama "
                "{{ jumlah.jp }} jam pelajaran.",
            ),
            write_utuh(
                paragraph("TanggalSertifikat", TANGGAL),
                *write_jabatan("TandaTanganLebar"),
                paragraph("RuangLebar", QR, run("\t"), CAP),
                *write_nama_pejabat("TandaTanganLebar", nama="NamaPejabatLebar"),
                width=WIDTH,
            ),
            paragraph(
                "BatasBagian",
                section=section(
                    margins=DEPAN, landscape=True, header=NOMOR_HALAMAN, footer=KAKI
                ),
            ),
            paragraph(
                "JudulLampiran", "Daftar materi\n{{ pelatihan.nama }}" + ANGKATAN
            ),
            paragraph("Keterangan"),
            write_daftar(
                MATERI,
                loop="satu in materi",
                closing=write_baris_lebar(
                    paragraph(
                        "Keterangan",
                        "Jumlah {{ jumlah.jp }} jam pelajaran, masing-masing "
                        "{{ jumlah.menit_per_jp }} menit. Sertifikat nomor "
                        "{{ naskah.nomor }} atas nama {{ peserta.nama }}",
                    ),
                    widths=widths,
                ),
            ),
            paragraph("BatasBagian"),
            section(
                margins=BELAKANG, landscape=True, header=NOMOR_HALAMAN, footer=KAKI
            ),
        )
    )


def _write_nomor_induk() -> tuple[str, ...]:
    """Write the number that the person is known by; who has none gets no line."""
    return (
        paragraph("IsiSertifikat", "{%p if peserta.nip %}"),
        paragraph("IsiSertifikat", "NIP {{ peserta.nip }}"),
        paragraph("IsiSertifikat", "{%p elif peserta.nuptk %}"),
        paragraph("IsiSertifikat", "NUPTK {{ peserta.nuptk }}"),
        paragraph("IsiSertifikat", "{%p endif %}"),
    )
