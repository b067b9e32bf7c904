"""What the letters of planned visits say: the timetable JK, the order ST."""

from __future__ import annotations

from naskah_bagian import (
    KAKI,
    LAMPIRAN,
    NOMOR_HALAMAN,
    SURAT,
    end_lampiran,
    end_letter,
    write_baris_surat,
    write_blok_tanda_tangan,
    write_daftar_tujuan,
    write_kop_instansi,
    write_tanda_tangan_bertanggal,
    write_tembusan,
    write_utuh,
)
from naskah_daftar import (
    NOMOR_URUT,
    Kolom,
    write_daftar,
    write_lampiran_tegak,
    write_nomor_induk,
    write_row,
)
from naskah_ooxml import DASH, cell, control, paragraph, row, section, shading, table

ORANG = shading("E7E6E6")
KOSONG = f"or '{DASH}'"
JADWAL = (
    NOMOR_URUT,
    Kolom(
        judul="Hari, tanggal",
        isi="{{ satu.hari }}, pukul {{ satu.jam }}\n{{ satu.tanggal }}",
        lebar=38,
    ),
    Kolom(judul="Tahap", isi="{{ satu.ke }}", lebar=14, tengah=True),
    Kolom(
        judul="Sekolah model",
        isi=f"{{{{ satu.nama }}}}\n{{{{ satu.kecamatan {KOSONG} }}}}",
        lebar=44,
    ),
    Kolom(
        judul="Fasilitator",
        isi=(
            "{% for nama in satu.fasilitator %}{{ nama }}"
            "{% if not loop.last %};\n{% endif %}{% else %}" + DASH + "{% endfor %}"
        ),
        lebar=54,
    ),
)
TUGAS = (
    NOMOR_URUT,
    Kolom(
        judul="Hari, tanggal",
        isi="{{ satu.hari }}, pukul {{ satu.jam }}\n{{ satu.tanggal }}",
        lebar=38,
    ),
    Kolom(judul="Tahap", isi="{{ satu.ke }}", lebar=14, tengah=True),
    Kolom(
        judul="Sekolah model",
        isi=f"{{{{ satu.nama }}}}\n{{{{ satu.kecamatan {KOSONG} }}}}",
        lebar=48,
    ),
    Kolom(judul="Bersama", isi=f"{{{{ satu.bersama {KOSONG} }}}}", lebar=50),
)
SENDIRI = (38.0, 14.0, 54.0, 54.0)


def write_jk() -> str:
    """Write the letter that sends the timetable; it and each person's are attached."""
    return "".join(
        (
            write_kop_instansi(),
            write_baris_surat(),
            *write_daftar_tujuan(
                "Kepala sekolah model dan fasilitator daerah (daftar terlampir)"
            ),
            *_write_isi_jadwal(),
            write_blok_tanda_tangan(),
            end_letter(),
            write_lampiran_tegak(nama="Lampiran I"),
            paragraph(
                "JudulLampiran",
                "Jadwal kunjungan pendampingan\n{{ program.daerah }}",
            ),
            paragraph("Keterangan", "Waktu dalam {{ program.zona }}."),
            write_daftar(JADWAL, loop="satu in kunjungan"),
            paragraph(
                "BatasBagian",
                section=section(
                    margins=LAMPIRAN, header=NOMOR_HALAMAN, footer=KAKI, kop=False
                ),
            ),
            write_lampiran_tegak(nama="Lampiran II"),
            paragraph(
                "JudulLampiran",
                "Jadwal setiap fasilitator daerah\n{{ program.daerah }}",
            ),
            paragraph("Keterangan"),
            _write_sendiri(),
            *end_lampiran(),
        )
    )


def _write_isi_jadwal() -> tuple[str, ...]:
    return (
        paragraph(
            "Isi",
            "Dalam rangka pendampingan penerapan penjaminan mutu di sekolah model "
            "tahun {{ program.tahun }}, kami sampaikan jadwal {{ jumlah.kunjungan }} "
            "({{ jumlah.kunjungan_terbilang }}) kunjungan ke {{ jumlah.model }} "
            "({{ jumlah.model_terbilang }}) sekolah model di {{ program.daerah }} oleh "
            "{{ jumlah.fasilitator }} ({{ jumlah.fasilitator_terbilang }}) fasilitator "
            "daerah pada {{ program.tanggal }}. Jadwal menurut tanggal tercantum dalam "
            "Lampiran I, jadwal setiap fasilitator dalam Lampiran II.",
        ),
        paragraph(
            "IsiLanjutan",
            "Kepala sekolah model agar menyiapkan dokumen penjaminan mutu, "
            "menghadirkan tim penjaminan mutu pendidikan sekolah, dan mengundang "
            "perwakilan sekolah imbasnya pada hari kunjungan. Bila suatu tanggal tidak "
            "dapat dipenuhi, sekolah atau fasilitator agar memberitahukannya kepada "
            "kami paling lambat 3 (tiga) hari kerja sebelumnya.",
        ),
        paragraph(
            "IsiAkhir",
            "Kami mohon kepala dinas memfasilitasi pelaksanaannya. Atas perhatian dan "
            "kerja sama yang baik, kami ucapkan terima\N{NO-BREAK SPACE}kasih.",
        ),
    )


def _write_sendiri() -> str:
    """Write the visits of each person below a row with the name; they keep together."""
    heads = ("Hari, tanggal", "Tahap", "Sekolah model", "Bersama")
    fields = (
        "{{ satu.hari }}, pukul {{ satu.jam }}\n{{ satu.tanggal }}",
        "{{ satu.ke }}",
        "{{ satu.nama }}",
        f"{{{{ satu.bersama {KOSONG} }}}}",
    )

    def visit(style: str) -> str:
        styles = (style, f"{style}Tengah", style, style)
        return write_row(fields, styles=styles, widths=SENDIRI)

    name = row(
        cell(
            paragraph(
                "DaftarHari",
                "{{ loop.index }}. {{ orang.nama }}"
                "{% if orang.kelompok %}, {{ orang.kelompok }}{% endif %}"
                + write_nomor_induk("orang"),
            ),
            width=sum(SENDIRI),
            span=len(SENDIRI),
            look=ORANG,
        )
    )
    return table(
        write_row(
            heads, styles=("DaftarKepala",) * len(heads), widths=SENDIRI, heading=True
        ),
        control("for orang in fasilitator", widths=SENDIRI),
        name,
        control("for satu in orang.kunjungan", widths=SENDIRI),
        control("if loop.last", widths=SENDIRI),
        visit("Daftar"),
        control("else", widths=SENDIRI),
        visit("DaftarIkat"),
        control("endif", widths=SENDIRI),
        control("endfor", widths=SENDIRI),
        control("endfor", widths=SENDIRI),
        widths=SENDIRI,
        style="TabelBergaris",
    )


def write_st() -> str:
    """Write the order of one person to visit schools.

    Source: Permendikbud 3/2021 (surat tugas: title, number, who, what for; the date
    stands above who signs).
    """
    return "".join(
        (
            write_kop_instansi(),
            paragraph("JudulBesar", "Surat Tugas"),
            paragraph("NomorNaskah", "Nomor {{ naskah.nomor }}"),
            paragraph(
                "Isi",
                "{{ penandatangan.jabatan }} dengan ini menugasi:",
                keep_next=True,
            ),
            paragraph("IsianUndangan", "nama\t:\t{{ petugas.nama }}"),
            *_write_nomor_petugas(),
            *_optional("pangkat", "petugas.pangkat"),
            paragraph("IsianUndangan", "jabatan\t:\t{{ petugas.jabatan }}"),
            paragraph("IsianUndangan", "unit kerja\t:\t{{ petugas.unit_kerja }}"),
            paragraph(
                "IsiLanjutan",
                "untuk melaksanakan pendampingan sekolah model tahun "
                "{{ program.tahun }} di {{ program.daerah }}, sebanyak "
                "{{ jumlah.kunjungan }} ({{ jumlah.kunjungan_terbilang }}) kunjungan "
                "ke {{ jumlah.model }} ({{ jumlah.model_terbilang }}) sekolah"
                "{% if petugas.kelompok %} ({{ petugas.kelompok }}){% endif %}, dengan "
                "jadwal:",
                keep_next=True,
            ),
            write_daftar(TUGAS, loop="satu in kunjungan"),
            paragraph(
                "IsiLanjutan",
                "Yang bersangkutan agar berkoordinasi dengan dinas pendidikan dan "
                "kepala sekolah, melaksanakan pendampingan sesuai dengan kerangka "
                "acuan, serta menyampaikan laporan setiap kunjungan kepada "
                "{{ surat.lembaga }} paling lambat 7 (tujuh) hari kerja sesudahnya.",
                keep_next=True,
            ),
            paragraph(
                "IsiAkhir",
                "Surat tugas ini dibuat untuk dilaksanakan dengan penuh tanggung "
                "jawab.",
            ),
            write_utuh(*write_tanda_tangan_bertanggal(), *write_tembusan()),
            paragraph("BatasBagian"),
            section(margins=SURAT, header=NOMOR_HALAMAN, footer=KAKI),
        )
    )


def _write_nomor_petugas() -> tuple[str, ...]:
    return (
        paragraph("IsianUndangan", "{%p if petugas.nip %}"),
        paragraph("IsianUndangan", "NIP\t:\t{{ petugas.nip }}"),
        paragraph("IsianUndangan", "{%p elif petugas.nuptk %}"),
        paragraph("IsianUndangan", "NUPTK\t:\t{{ petugas.nuptk }}"),
        paragraph("IsianUndangan", "{%p endif %}"),
    )


def _optional(label: str, field: str) -> tuple[str, ...]:
    return (
        paragraph("IsianUndangan", f"{{%p if {field} %}}"),
        paragraph("IsianUndangan", f"{label}\t:\t{{{{ {field} }}}}"),
        paragraph("IsianUndangan", "{%p endif %}"),
    )
