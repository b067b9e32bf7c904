"""What meetings leave on paper: attendance DR, minutes NR; the year's timetable JT."""

from __future__ import annotations

from naskah_bagian import (
    KAKI,
    LAMPIRAN,
    NOMOR_HALAMAN,
    QR,
    SURAT,
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
    write_kepala_lampiran,
    write_nomor_induk,
    write_penutup_daftar,
)
from naskah_ooxml import cell, paragraph, row, section, table

HADIR = (
    NOMOR_URUT,
    Kolom(
        judul="Nama dan NIP",
        isi=(
            "{% if orang.nama %}{{ orang.nama }}{% endif %}"
            + write_nomor_induk("orang", dots=True)
        ),
        lebar=44,
    ),
    Kolom(
        judul="Instansi",
        isi="{% if orang.instansi %}{{ orang.instansi }}{% endif %}",
        lebar=36,
    ),
    Kolom(
        judul="Jabatan",
        isi="{% if orang.jabatan %}{{ orang.jabatan }}{% endif %}",
        lebar=24,
    ),
    Kolom(
        judul="Tanda tangan",
        isi=(
            "{% if loop.index is even %}\t{% endif %}{{ loop.index }}. ................"
        ),
        lebar=46,
    ),
)
BULAN = (
    *("jan", "feb", "mar", "apr", "mei", "jun"),
    *("jul", "agu", "sep", "okt", "nov", "des"),
)
"""The months, as a timetable names its columns."""
JADWAL = (
    NOMOR_URUT,
    Kolom(judul="Kegiatan", isi="{{ satu.nama }}", lebar=59),
    *(
        Kolom(
            judul=bulan.capitalize(),
            isi=f"{{% if satu.{bulan} %}}{{{{ satu.{bulan} }}}}{{% endif %}}",
            lebar=10,
            tengah=True,
        )
        for bulan in BULAN
    ),
    Kolom(
        judul="Waktu",
        isi="{{ satu.waktu }}",
        lebar=32,
        tengah=True,
    ),
    Kolom(judul="Keadaan", isi="{{ satu.keadaan }}", lebar=26, tengah=True),
)


def write_dr() -> str:
    """Write the attendance list of a day of a meeting; it is signed in zigzag.

    Who is invited stands there with name and office, as far as they are known; others
    write themselves into the rows below.
    """
    widths = tuple(each.lebar for each in HADIR)
    return "".join(
        (
            write_kop_instansi(),
            paragraph("JudulNaskah", "Daftar hadir\n{{ kegiatan.judul }}"),
            paragraph(
                "IsianKode",
                "Hari, tanggal\t:\t{{ kegiatan.hari }}, {{ kegiatan.tanggal }}\t",
                QR,
            ),
            *_write_tempat(),
            paragraph("Keterangan"),
            write_daftar(
                HADIR,
                loop="orang in undangan",
                style="DaftarHadir",
                closing=write_penutup_daftar(widths, kanan=3),
            ),
            paragraph("BatasBagian"),
            section(margins=SURAT, header=NOMOR_HALAMAN),
        )
    )


def _write_tempat() -> tuple[str, ...]:
    rows = (
        ("Waktu", "pukul {{ kegiatan.waktu }}"),
        (
            "Tempat",
            (
                "{{ kegiatan.tempat }}{% if kegiatan.alamat %}, {{ kegiatan.alamat }}"
                "{% endif %}"
            ),
        ),
    )
    return tuple(paragraph("IsianSempit", f"{label}\t:\t{isi}") for label, isi in rows)


def write_nr() -> str:
    """Write the minutes of a meeting; who led it and who wrote them sign.

    Source: Permendikbud 3/2021 (notula: name of the meeting, when, where, who led it,
    who wrote it down, who was there, what was discussed, what was decided).
    """
    people = (
        (
            "Pemimpin rapat",
            (
                "{{ penandatangan.nama }}{% if penandatangan.jabatan %}, "
                "{{ penandatangan.jabatan }}{% endif %}"
            ),
        ),
        ("Notulis", "{{ notulis.nama }}"),
    )
    return "".join(
        (
            write_kop_instansi(),
            paragraph("JudulNaskah", "Notula\n{{ kegiatan.judul }}"),
            paragraph(
                "IsianKode",
                "Hari, tanggal\t:\t{{ kegiatan.hari }}, {{ kegiatan.tanggal }}\t",
                QR,
            ),
            *_write_tempat(),
            *(paragraph("IsianSempit", f"{each}\t:\t{isi}") for each, isi in people),
            paragraph("IsianLebar", "{%p if jumlah.hadir %}"),
            paragraph(
                "IsianLebar",
                "Peserta yang hadir\t:\t{{ jumlah.hadir }} "
                "({{ jumlah.hadir_terbilang }}) orang, daftar hadir terlampir",
            ),
            paragraph("IsianLebar", "{%p endif %}"),
            *_write_butir("Susunan acara:", "acara"),
            *_write_butir("Pembahasan:", "pembahasan"),
            *_write_butir("Keputusan:", "keputusan"),
            _write_dua_penanda(),
            paragraph("BatasBagian"),
            section(margins=SURAT, header=NOMOR_HALAMAN),
        )
    )


def _write_butir(judul: str, daftar: str) -> tuple[str, ...]:
    """Write a list under its heading, where it has anything."""
    return (
        paragraph("IsianLebar", f"{{%p if {daftar} %}}"),
        paragraph("PembukaPernyataan", judul),
        paragraph("Butir", f"{{%p for butir in {daftar} %}}"),
        paragraph("Butir", "{%p if loop.last %}"),
        paragraph("Butir", "{{ loop.index }}.\t{{ butir }}.", keep_next=True),
        paragraph("Butir", "{%p else %}"),
        paragraph("Butir", "{{ loop.index }}.\t{{ butir }};"),
        paragraph("Butir", "{%p endif %}"),
        paragraph("Butir", "{%p endfor %}"),
        paragraph("IsianLebar", "{%p endif %}"),
    )


def _write_dua_penanda() -> str:
    """Write both signatures beside each other, as a row that no page tears apart."""
    widths = (80.0, 80.0)

    def one(sebagai: str, nama: str) -> str:
        return cell(
            paragraph("Keterangan"),
            paragraph("TandaTanganDaftar", sebagai),
            paragraph("RuangDaftar"),
            paragraph("NamaPejabatDaftar", nama),
            width=widths[0],
        )

    pair = (
        one("Pemimpin rapat,", "{{ penandatangan.nama }}"),
        one("Notulis,", "{{ notulis.nama }}"),
    )
    return table(row(*pair), widths=widths)


def write_jt() -> str:
    """Write the letter that tells a region the year's timetable, its attachment."""
    return "".join(
        (
            write_kop_instansi(),
            write_baris_surat(),
            *write_daftar_tujuan(),
            paragraph(
                "Isi",
                "Dalam rangka pelaksanaan program sekolah model dan pola pengimbasan "
                "penjaminan mutu pendidikan di {{ kegiatan.daerah }}, bersama ini kami "
                "sampaikan jadwal program tahun {{ kegiatan.tahun }} yang terdiri atas "
                "{{ jumlah.kegiatan }} ({{ jumlah.kegiatan_terbilang }}) kegiatan "
                "sebagaimana tercantum dalam lampiran surat ini."
                "{% if jumlah.selesai %} Sampai dengan tanggal surat ini, "
                "{{ jumlah.selesai }} ({{ jumlah.selesai_terbilang }}) kegiatan "
                "telah selesai dilaksanakan.{% endif %}",
            ),
            paragraph(
                "Isi",
                "Kami mohon Saudara menyesuaikan agenda kegiatan dinas dan sekolah "
                "dengan jadwal tersebut, menyampaikan usulan sekolah dan calon "
                "fasilitator daerah sebelum batas waktunya, serta memberi tahu kami "
                "apabila ada kegiatan daerah yang berbenturan.",
                keep_next=True,
            ),
            paragraph(
                "IsiAkhir",
                "Atas perhatian dan kerja sama Saudara, kami ucapkan "
                "terima\N{NO-BREAK SPACE}kasih.",
            ),
            write_blok_tanda_tangan(),
            end_letter(),
            write_kepala_lampiran("KepalaLampiran"),
            paragraph(
                "JudulLampiran",
                "Jadwal pelaksanaan program sekolah model dan pengimbasannya\n"
                "{{ kegiatan.daerah }} Tahun {{ kegiatan.tahun }}",
            ),
            paragraph(
                "Keterangan",
                "Keadaan per {{ surat.keadaan }}. \N{WHITE SQUARE} = direncanakan; "
                "\N{BLACK SQUARE} = terlaksana; \N{BLACK UP-POINTING TRIANGLE} = "
                "terlaksana setelah batas waktu; \N{BLACK DOWN-POINTING TRIANGLE} = "
                "batas waktu lewat, belum selesai.",
            ),
            write_daftar(JADWAL, loop="satu in jadwal"),
            paragraph("BatasBagian"),
            section(
                margins=LAMPIRAN,
                landscape=True,
                header=NOMOR_HALAMAN,
                footer=KAKI,
                kop=False,
            ),
        )
    )
