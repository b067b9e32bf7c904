"""What the reports of monitoring say: LM of a school, RM of a region."""

from __future__ import annotations

from naskah_bagian import (
    KAKI,
    NOMOR_HALAMAN,
    QR,
    SURAT,
    write_kop_instansi,
)
from naskah_daftar import write_row
from naskah_ooxml import DASH, cell, control, paragraph, row, section, table

JAWABAN = (14.0, 66.0, 30.0, 17.0, 33.0)
"""The columns of the answers in millimetres: code, indicator, source, answer, note."""
PENANDA = (66.0, 28.0, 66.0)
"""Head of school, the code, facilitator."""


def _dash(field: str) -> str:
    return f"{{{{ {field} or '{DASH}' }}}}"


def write_lm() -> str:
    """Write the report of one round at one school."""
    rows = (
        ("Sekolah model", "{{ sekolah.nama }}"),
        ("NPSN", "{{ sekolah.npsn }}"),
        (
            "Alamat",
            "{{ sekolah.alamat }}{% if sekolah.kecamatan %}, Kecamatan "
            "{{ sekolah.kecamatan }}{% endif %}, {{ sekolah.kabupaten }}",
        ),
        ("Hari, tanggal", "{{ monev.hari }}, {{ monev.tanggal }}"),
        ("Fasilitator daerah", "{{ fasilitator.nama }}"),
        ("Responden", "{{ responden | join('; ') or '" + DASH + "' }}"),
    )
    return "".join(
        (
            write_kop_instansi(),
            paragraph(
                "JudulNaskah",
                "Laporan monitoring dan evaluasi\nsekolah model putaran "
                "{{ monev.ke }} tahun {{ monev.tahun }}",
            ),
            paragraph(
                "Isi",
                "Monitoring dan evaluasi {{ monev.waktu }} bulan setelah pelatihan "
                "Sistem Penjaminan Mutu Internal telah dilaksanakan pada:",
                keep_next=True,
            ),
            *(paragraph("IsianLebar", f"{label}\t:\t{isi}") for label, isi in rows),
            paragraph("Keterangan"),
            _write_jawaban(),
            paragraph(
                "IsiLanjutan",
                "Capaian seluruh aspek {{ seluruh.rata }}%{% if seluruh.lalu %}; pada "
                "putaran sebelumnya {{ seluruh.lalu }}%, sehingga berubah "
                "{{ seluruh.perubahan }} poin{% endif %}. Capaian adalah rata-rata "
                "jawaban yang masing-masing dibagi jawaban tertinggi pada skalanya; "
                "pada skala 1\N{EN DASH}4 jawaban 4 yang tertinggi, ya dihitung "
                "100% dan tidak 0%.",
            ),
            *_write_simpulan(),
            *_write_tanda_tangan(),
            paragraph("BatasBagian"),
            section(margins=SURAT, header=NOMOR_HALAMAN),
        )
    )


def _write_jawaban() -> str:
    """Write the answers, each aspect under a line with its mean and its change."""
    heads = ("Kode", "Indikator", "Sumber data", "Jawaban", "Catatan")
    fields = (
        "{{ butir.kode }}",
        "{{ butir.uraian }}",
        _dash("butir.sumber"),
        _dash("butir.jawaban"),
        _dash("butir.catatan"),
    )
    styles = ("DaftarTengah", "Daftar", "Daftar", "DaftarTengah", "Daftar")
    tied = ("DaftarIkatTengah", "DaftarIkat", "DaftarIkat", "DaftarIkatTengah")
    capaian = (
        "{% if aspek.rata %}Capaian {{ aspek.rata }}%{% if aspek.lalu %} "
        "(sebelumnya {{ aspek.lalu }}%, {{ aspek.perubahan }}){% endif %}"
        "{% else %}Belum dijawab{% endif %}"
    )
    aspek = row(
        cell(paragraph("DaftarHari", "{{ aspek.nama }}"), width=80, span=2),
        cell(paragraph("DaftarHari", capaian), width=80, span=3),
    )
    return table(
        write_row(heads, styles=("DaftarKepala",) * 5, widths=JAWABAN, heading=True),
        control("for aspek in aspek", widths=JAWABAN),
        aspek,
        control("for butir in aspek.butir", widths=JAWABAN),
        control("if loop.first and not loop.last", widths=JAWABAN),
        write_row(fields, styles=(*tied, "DaftarIkat"), widths=JAWABAN),
        control("else", widths=JAWABAN),
        write_row(fields, styles=styles, widths=JAWABAN),
        control("endif", widths=JAWABAN),
        control("endfor", widths=JAWABAN),
        control("endfor", widths=JAWABAN),
        widths=JAWABAN,
        style="TabelBergaris",
    )


def _write_simpulan() -> tuple[str, ...]:
    return (
        paragraph("IsiLanjutan", "Simpulan: {{ monev.simpulan }}"),
        paragraph("IsiLanjutan", "{%p if tindak_lanjut %}"),
        paragraph("IsiLanjutan", "Tindak lanjut:", keep_next=True),
        paragraph("Butir", "{%p for butir in tindak_lanjut %}"),
        paragraph(
            "Butir",
            "{{ loop.index }}.\t{{ butir }}{% if loop.last %}.{% else %};"
            "{% if loop.revindex == 2 %} dan{% endif %}{% endif %}",
        ),
        paragraph("Butir", "{%p endfor %}"),
        paragraph("IsiLanjutan", "{%p endif %}"),
        paragraph(
            "IsiAkhir",
            "Demikian laporan ini dibuat dengan sebenarnya untuk disampaikan kepada "
            "{{ kop.nama }}.",
        ),
    )


def _write_tanda_tangan() -> tuple[str, ...]:
    """Write who signs: the head of the school that agrees, and who monitored."""
    nip = "{% if kepala.bernip %}\nNIP {{ kepala.nip }}{% endif %}"
    rows = (
        (
            "Mengetahui,\nKepala {{ sekolah.nama }},",
            "",
            "{{ surat.tempat }}, {{ naskah.tanggal }}\nFasilitator Daerah,",
        ),
        ("{{ kepala.nama }}" + nip, "", "{{ fasilitator.nama }}\nNIP {{ fasilitator.nip }}"),
    )
    head, names = (
        write_row(each, styles=("NamaPenanda",) * 3, widths=PENANDA) for each in rows
    )
    room = row(
        cell(paragraph("RuangPenanda"), width=PENANDA[0]),
        cell(paragraph("TempatGambar", QR), width=PENANDA[1]),
        cell(paragraph("RuangPenanda"), width=PENANDA[2]),
        height=24,
    )
    return (table(head, room, names, widths=PENANDA),)
