"""What the papers of a visit say: invitation T07, list DK, reports LK and LI."""

from __future__ import annotations

from naskah_bagian import (
    KAKI,
    NOMOR_HALAMAN,
    QR,
    SURAT,
    write_baris_surat,
    write_blok_tanda_tangan,
    write_kop_instansi,
)
from naskah_daftar import (
    NOMOR_URUT,
    Kolom,
    write_baris_dua,
    write_baris_lebar,
    write_daftar,
)
from naskah_ooxml import DASH, cell, paragraph, row, section, table
from naskah_pelatihan import HADIR, write_mengetahui

ALAMAT = (
    "{{ sekolah.nama }}{% if sekolah.alamat %}, {{ sekolah.alamat }}{% endif %}"
    "{% if sekolah.kecamatan %}, Kecamatan {{ sekolah.kecamatan }}{% endif %}, "
    "{{ sekolah.kabupaten }}"
)
"""The model school and where it lies."""
PARA_FASILITATOR = (
    "{% for orang in fasilitator %}{{ orang.nama }}"
    "{% if not loop.last %}\n{% endif %}{% endfor %}"
)
PENUTUP = (
    "Demikian laporan ini dibuat dengan sebenarnya untuk disampaikan kepada "
    "{{ tujuan.jabatan }}."
)
UNSUR = (
    NOMOR_URUT,
    Kolom(judul="Unsur yang hadir", isi="{{ satu.unsur }}", lebar=110),
    Kolom(judul="Jumlah (orang)", isi="{{ satu.jumlah }}", lebar=40, tengah=True),
)


def _write_kabar(kabar: str) -> str:
    """Write whether a school came to a visit, with how many, and who they were."""
    return (
        f"{{% if {kabar}.kehadiran %}}{{{{ {kabar}.kehadiran }}}}"
        f"{{% if {kabar}.orang %}} ({{{{ {kabar}.orang }}}} orang){{% endif %}}"
        f"{{% for orang in {kabar}.perwakilan or [] %}}\n{{{{ orang }}}}{{% endfor %}}"
        f"{{% else %}}{DASH}{{% endif %}}"
    )


NAMA_IMBAS = (
    "{{ satu.nama }}\nNPSN {{ satu.npsn }}"
    "{% if satu.tamu %}\n(di luar daftar sekolah imbas){% endif %}"
)
IMBAS = (
    NOMOR_URUT,
    Kolom(judul="Sekolah imbas", isi=NAMA_IMBAS, lebar=70),
    Kolom(judul="Kehadiran dan perwakilan", isi=_write_kabar("satu.kabar"), lebar=80),
)
PENGIMBASAN = (
    Kolom(judul="No.", isi="{{ loop.index }}", lebar=9, tengah=True),
    Kolom(judul="Sekolah imbas", isi=NAMA_IMBAS, lebar=35),
    Kolom(judul="Tahap pertama", isi=_write_kabar("satu.pertama"), lebar=38),
    Kolom(judul="Tahap kedua", isi=_write_kabar("satu.kedua"), lebar=38),
    Kolom(
        judul="Hasil pengimbasan",
        isi=(
            "{% if satu.hasil %}{% for butir in satu.hasil %}{{ butir }}"
            "{% if not loop.last %};\n{% endif %}{% endfor %}"
            f"{{% else %}}{DASH}{{% endif %}}"
        ),
        lebar=40,
    ),
)


def write_t07() -> str:
    """Write the invitation of the imbas to a visit at their model; it is one page."""
    return "".join(
        (
            write_kop_instansi(),
            write_baris_surat(),
            paragraph("PembukaTujuan", "{%p for satu in imbas %}"),
            paragraph("PembukaTujuan", "{%p if loop.first %}"),
            paragraph(
                "PembukaTujuan", "Yth.\t{{ loop.index }}.\tKepala {{ satu.nama }}"
            ),
            paragraph("PembukaTujuan", "{%p else %}"),
            paragraph("TujuanDaftar", "\t{{ loop.index }}.\tKepala {{ satu.nama }}"),
            paragraph("PembukaTujuan", "{%p endif %}"),
            paragraph("PembukaTujuan", "{%p endfor %}"),
            paragraph("PenutupTujuan", ""),
            paragraph(
                "Isi",
                "Dalam rangka pengimbasan penjaminan mutu pendidikan tahun "
                "{{ kunjungan.tahun }}, kami mengundang perwakilan sekolah yang "
                "Saudara pimpin untuk mengikuti seluruh kegiatan pendampingan tahap "
                "{{ kunjungan.tahap | lower }} di sekolah model, yang akan "
                "dilaksanakan pada:",
            ),
            paragraph("IsianUndangan", "hari\t:\t{{ kunjungan.hari }}"),
            paragraph("IsianUndangan", "tanggal\t:\t{{ kunjungan.tanggal }}"),
            paragraph("IsianUndangan", "waktu\t:\tpukul {{ kunjungan.waktu }}"),
            paragraph("IsianUndangan", f"tempat\t:\t{ALAMAT}"),
            paragraph("IsianUndangan", f"fasilitator\t:\t{PARA_FASILITATOR}"),
            paragraph(
                "IsiLanjutan",
                "Perwakilan setiap sekolah terdiri atas kepala sekolah dan seorang "
                "guru anggota tim penjaminan mutu pendidikan sekolah, dengan membawa:",
                keep_next=True,
            ),
            *_write_bawaan(),
            paragraph(
                "IsiLanjutan",
                "Apabila kepala sekolah berhalangan, Saudara dapat menugasi seorang "
                "wakil kepala sekolah atau guru.",
                keep_next=True,
            ),
            paragraph(
                "IsiAkhir",
                "Atas perhatian dan kehadiran Saudara, kami ucapkan "
                "terima\N{NO-BREAK SPACE}kasih.",
            ),
            write_blok_tanda_tangan(),
            paragraph("BatasBagian"),
            section(margins=SURAT, header=NOMOR_HALAMAN, footer=KAKI),
        )
    )


def _write_bawaan() -> tuple[str, ...]:
    """Write what is to be brought: to the second visit, what came of the first."""
    hasil = (
        "{% if kunjungan.ke == 1 %}rapor mutu dan hasil evaluasi diri sekolah"
        "{% else %}laporan tindak lanjut pengimbasan tahap pertama{% endif %}"
    )
    return (
        paragraph("Butir", "1.\tsurat tugas dari kepala sekolah;", keep_next=True),
        paragraph("Butir", f"2.\t{hasil}; dan", keep_next=True),
        paragraph("Butir", "3.\trencana kerja sekolah tahun berjalan.", keep_next=True),
    )


def write_daftar_kunjungan() -> str:
    """Write the attendance list of a visit, with blank rows for the unknown."""
    rows = (
        (
            "Waktu",
            (
                "{% if kunjungan.waktu %}pukul {{ kunjungan.waktu }}"
                f"{{% else %}}{DASH}{{% endif %}}"
            ),
        ),
        ("Tempat", ALAMAT),
    )
    return "".join(
        (
            write_kop_instansi(),
            paragraph(
                "JudulNaskah",
                "Daftar hadir pendampingan sekolah model\n"
                "Tahap {{ kunjungan.tahap }} Tahun {{ kunjungan.tahun }}",
            ),
            paragraph(
                "IsianKode",
                "Hari, tanggal\t:\t{{ kunjungan.hari }}, {{ kunjungan.tanggal }}\t",
                QR,
            ),
            *(paragraph("IsianSamping", f"{label}\t:\t{isi}") for label, isi in rows),
            paragraph("Keterangan"),
            write_daftar(
                HADIR,
                loop="orang in peserta",
                style="DaftarHadir",
                closing=write_mengetahui(
                    tuple(each.lebar for each in HADIR),
                    heading="Mengetahui fasilitator daerah:",
                    dots=False,
                ),
            ),
            paragraph("BatasBagian"),
            section(margins=SURAT, header=NOMOR_HALAMAN),
        )
    )


def write_lk() -> str:
    """Write the report of a visit that was held."""
    return "".join(
        (
            write_kop_instansi(),
            paragraph(
                "JudulNaskah",
                "Laporan kunjungan pendampingan sekolah model\n"
                "Tahap {{ kunjungan.tahap }} Tahun {{ kunjungan.tahun }}",
            ),
            *_write_identitas(
                ("Hari, tanggal", "{{ kunjungan.hari }}, {{ kunjungan.tanggal }}"),
            ),
            paragraph("JudulBagian", "A.\tKehadiran"),
            write_daftar(UNSUR, loop="satu in hadir"),
            paragraph(
                "Keterangan",
                "Seluruhnya {{ jumlah.hadir }} ({{ jumlah.hadir_terbilang }}) orang.",
            ),
            write_daftar(IMBAS, loop="satu in imbas"),
            *_write_bagian("B.\tKegiatan yang dilaksanakan", "kegiatan"),
            *_write_bagian(
                "C.\tKesepakatan dan tindak lanjut", "kesepakatan", last=True
            ),
            *_write_bila(
                "kunjungan.tenggat",
                "Kesepakatan tersebut diselesaikan paling lambat "
                "{{ kunjungan.tenggat }}.",
            ),
            *_write_bila("keterangan", "Catatan: {{ keterangan }}"),
            paragraph("IsiPenutup", PENUTUP),
            _write_tanda_tangan(),
            paragraph("BatasBagian"),
            section(margins=SURAT, header=NOMOR_HALAMAN),
        )
    )


def write_li() -> str:
    """Write the report of a model's imbas over both visits: who came, what for."""
    return "".join(
        (
            write_kop_instansi(),
            paragraph(
                "JudulNaskah",
                "Laporan pengimbasan sekolah model\nTahun {{ program.tahun }}",
            ),
            *_write_identitas(
                (
                    "Tahap pertama",
                    f"{{{{ kunjungan.pertama or '{DASH}' }}}}",
                ),
                ("Tahap kedua", "{{ kunjungan.kedua }}"),
            ),
            paragraph("Keterangan"),
            write_daftar(
                PENGIMBASAN,
                loop="satu in imbas",
                closing=_write_penutup_pengimbasan(),
                tall=True,
            ),
            paragraph("BatasBagian"),
            section(margins=SURAT, header=NOMOR_HALAMAN),
        )
    )


def _write_identitas(*days: tuple[str, str]) -> tuple[str, ...]:
    """Write which school a report is about, when, and by whom.

    Args:
        days: Labels and days of what is reported.
    """
    (label, first), *rest = days
    rows = (
        *rest,
        ("Sekolah model", ALAMAT),
        ("NPSN", "{{ sekolah.npsn }}"),
        ("Kepala sekolah", "{{ kepala.nama }}"),
        ("Fasilitator daerah", PARA_FASILITATOR),
    )
    return (
        paragraph("IsianKode", f"{label}\t:\t{first}\t", QR),
        *(paragraph("IsianSamping", f"{name}\t:\t{isi}") for name, isi in rows),
    )


def _write_bagian(judul: str, loop: str, *, last: bool = False) -> tuple[str, ...]:
    """Write a part of a report as a numbered list, or that there is nothing.

    Args:
        judul: Its heading.
        loop: The list.
        last: Whether it is the last one, which stays with the signatures below it.
    """
    butir = "{{ loop.index }}.\t{{ butir }}{% if loop.last %}.{% else %};{% endif %}"
    return (
        paragraph("JudulBagian", judul),
        paragraph("Butir", f"{{%p if not {loop} %}}"),
        paragraph("Butir", DASH, keep_next=last),
        paragraph("Butir", "{%p endif %}"),
        paragraph("Butir", f"{{%p for butir in {loop} or [] %}}"),
        paragraph("Butir", butir, keep_next=last),
        paragraph("Butir", "{%p endfor %}"),
    )


def _write_bila(field: str, text: str) -> tuple[str, ...]:
    return (
        paragraph("IsiPernyataan", f"{{%p if {field} %}}"),
        paragraph("IsiPernyataan", text, keep_next=True),
        paragraph("IsiPernyataan", "{%p endif %}"),
    )


def _write_penutup_pengimbasan() -> str:
    """Write how far it reached and who signs, as rows that hold on to the list."""
    widths = tuple(each.lebar for each in PENGIMBASAN)
    kepala, fasilitator = _list_tanda_tangan()
    reached = (
        "Dari {{ jumlah.imbas }} ({{ jumlah.imbas_terbilang }}) sekolah imbas, "
        "{{ jumlah.terjangkau }} ({{ jumlah.terjangkau_terbilang }}) sekolah "
        "mengikuti pendampingan sekurang-kurangnya satu kali{% if jumlah.belum %} dan "
        "{{ jumlah.belum }} ({{ jumlah.belum_terbilang }}) sekolah belum pernah hadir"
        "{% endif %}."
    )
    return write_baris_lebar(
        paragraph("IsiPernyataan", reached, keep_next=True),
        paragraph("IsiPenutup", PENUTUP),
        widths=widths,
        above=2,
    ) + write_baris_dua(kepala, fasilitator, widths=widths, span=2)


def _write_tanda_tangan() -> str:
    """Write who signs below a report that ends with text."""
    widths = (80.0, 80.0)
    kepala, fasilitator = _list_tanda_tangan()
    return table(
        row(cell(*kepala, width=widths[0]), cell(*fasilitator, width=widths[1])),
        widths=widths,
    )


def _list_tanda_tangan() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write who signs: the head of the school at the left, facilitators at the right.

    A name may be long, so that the left half keeps off the right one.
    """
    kepala = (
        paragraph("TandaTanganDaftar", "Mengetahui,"),
        paragraph("TandaTanganDaftar", "Kepala {{ sekolah.nama }},"),
        paragraph("RuangDaftar"),
        paragraph("NamaSamping", "{{ kepala.nama }}"),
        paragraph("TandaTanganDaftar", "{%p if kepala.nip %}"),
        paragraph("TandaTanganDaftar", "NIP {{ kepala.nip }}"),
        paragraph("TandaTanganDaftar", "{%p endif %}"),
    )
    fasilitator = (
        paragraph("TandaTanganDaftar", "{{ surat.tempat }}, {{ naskah.tanggal }}"),
        paragraph("TandaTanganDaftar", "Fasilitator daerah,"),
        paragraph("TandaTanganDaftar", "{%p for orang in fasilitator %}"),
        paragraph("RuangDaftar"),
        paragraph("NamaPejabatDaftar", "{{ orang.nama }}"),
        paragraph("TandaTanganDaftar", "{%p if orang.nip %}"),
        paragraph("TandaTanganDaftar", "NIP {{ orang.nip }}"),
        paragraph("TandaTanganDaftar", "{%p elif orang.nuptk %}"),
        paragraph("TandaTanganDaftar", "NUPTK {{ orang.nuptk }}"),
        paragraph("TandaTanganDaftar", "{%p endif %}"),
        paragraph("TandaTanganDaftar", "{%p endfor %}"),
    )
    return kepala, fasilitator
