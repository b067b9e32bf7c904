"""What Formulir 01.5, the two schedules and an attendance list say."""

from __future__ import annotations

from naskah_bagian import (
    KAKI,
    LAMPIRAN,
    NAMA_PELATIHAN,
    NOMOR_HALAMAN,
    QR,
    SURAT,
    end_lampiran,
    end_letter,
    write_baris_surat,
    write_blok_tanda_tangan,
    write_kop_instansi,
    write_tanda_tangan_bertanggal,
)
from naskah_daftar import (
    NOMOR_URUT,
    Kolom,
    write_baris_lebar,
    write_daftar,
    write_lampiran_tegak,
    write_orang,
    write_row,
)
from naskah_ooxml import DASH, cell, control, paragraph, row, section, shading, table

HARI = shading("E7E6E6")

PESERTA = (
    NOMOR_URUT,
    Kolom(
        judul="Nama dan NIP/NUPTK",
        isi=write_orang("orang"),
        lebar=50,
    ),
    Kolom(judul="Jabatan", isi=f"{{{{ orang.jabatan or '{DASH}' }}}}", lebar=29),
    Kolom(judul="Unit kerja", isi="{{ orang.unit_kerja }}", lebar=33),
    Kolom(judul="Kabupaten/kota", isi="{{ orang.kabupaten }}", lebar=25),
    Kolom(
        judul="Kelas",
        isi=f"{{{{ orang.kelas or '{DASH}' }}}}",
        lebar=13,
        tengah=True,
    ),
)
JADWAL = (26.0, 76.0, 14.0, 44.0)


def write_01_5() -> str:
    """Write the invitation; who is invited, and the schedule, are its attachments."""
    return "".join(
        (
            write_kop_instansi(),
            write_baris_surat(),
            *_write_isi_undangan(),
            write_blok_tanda_tangan(),
            end_letter(),
            write_lampiran_tegak(nama="Lampiran I"),
            paragraph("JudulLampiran", "Daftar peserta\n{{ pelatihan.judul }}"),
            paragraph("Keterangan"),
            write_daftar(PESERTA, loop="orang in peserta"),
            paragraph(
                "BatasBagian",
                section=section(
                    margins=LAMPIRAN, header=NOMOR_HALAMAN, footer=KAKI, kop=False
                ),
            ),
            write_lampiran_tegak(nama="Lampiran II"),
            paragraph("JudulLampiran", "Jadwal\n{{ pelatihan.judul }}"),
            paragraph("Keterangan", "Waktu dalam {{ pelatihan.zona }}."),
            _write_jadwal(_write_jumlah()),
            *end_lampiran(),
        )
    )


def _write_isi_undangan() -> tuple[str, ...]:
    def optional(label: str, field: str) -> tuple[str, ...]:
        return (
            paragraph("IsianUndangan", f"{{%p if {field} %}}"),
            paragraph("IsianUndangan", f"{label}\t:\t{{{{ {field} }}}}"),
            paragraph("IsianUndangan", "{%p endif %}"),
        )

    narahubung = "pelatihan.narahubung"
    return (
        paragraph(
            "AlamatTujuan",
            "Yth.\tCalon Fasilitator Daerah\n(daftar nama pada Lampiran I)",
        ),
        paragraph(
            "Isi",
            "Berdasarkan hasil seleksi administrasi yang telah kami umumkan, kami "
            "mengundang Saudara sebagaimana tercantum dalam Lampiran I untuk mengikuti "
            "{{ pelatihan.nama }}{% if pelatihan.angkatan %} Angkatan "
            "{{ pelatihan.angkatan }}{% endif %} yang akan dilaksanakan pada:",
        ),
        paragraph("IsianUndangan", "hari\t:\t{{ pelatihan.hari }}"),
        paragraph("IsianUndangan", "tanggal\t:\t{{ pelatihan.tanggal }}"),
        paragraph("IsianUndangan", "waktu\t:\tpukul {{ pelatihan.waktu }}"),
        paragraph(
            "IsianUndangan",
            "tempat\t:\t{{ pelatihan.tempat }}{% if pelatihan.alamat %}, "
            "{{ pelatihan.alamat }}{% endif %}{% if pelatihan.telepon %}, telepon "
            "{{ pelatihan.telepon }}{% endif %}",
        ),
        *optional("lapor masuk", "pelatihan.lapor_masuk"),
        *optional("lapor keluar", "pelatihan.lapor_keluar"),
        paragraph("IsianUndangan", f"{{%p if {narahubung} %}}"),
        paragraph(
            "IsianUndangan",
            f"narahubung\t:\t{{{{ {narahubung} }}}}"
            "{% if pelatihan.telepon_narahubung %}, telepon "
            "{{ pelatihan.telepon_narahubung }}{% endif %}",
        ),
        paragraph("IsianUndangan", "{%p endif %}"),
        paragraph(
            "IsiLanjutan",
            "Pelatihan diikuti oleh {{ jumlah.peserta }} "
            "({{ jumlah.peserta_terbilang }}) orang peserta selama {{ jumlah.jp }} jam "
            "pelajaran dengan jadwal sebagaimana tercantum dalam Lampiran II."
            "{% if pelatihan.biaya %} Biaya kegiatan dibebankan pada "
            "{{ pelatihan.biaya }}.{% endif %}",
        ),
        *_write_bawaan(),
        paragraph(
            "IsiAkhir",
            "Kami mohon kepala dinas dan pimpinan unit kerja asal peserta menugasi "
            "nama yang bersangkutan. Atas perhatian dan kerja sama yang baik, kami "
            "ucapkan terima\N{NO-BREAK SPACE}kasih.",
        ),
    )


def _write_bawaan() -> tuple[str, ...]:
    return (
        paragraph("Isi", "{%p if bawaan %}"),
        paragraph("Isi", "Peserta agar membawa:", keep_next=True),
        paragraph("Butir", "{%p for butir in bawaan %}"),
        paragraph(
            "Butir",
            "{{ loop.index }}.\t{{ butir }}{% if loop.last %}.{% else %};"
            "{% if loop.revindex == 2 %} dan{% endif %}{% endif %}",
        ),
        paragraph("Butir", "{%p endfor %}"),
        paragraph("Isi", "{%p endif %}"),
    )


def _write_jadwal(*closing: str) -> str:
    """Write the sessions, each day under a row that bears its date.

    The rows of a day keep together. A day that no page holds comes in pieces, and each
    bears the date again.

    Args:
        closing: Rows at the end, to which the last day holds on.
    """
    heads = ("Waktu", "Materi", "JP", "Pengampu")
    styles = ("DaftarKepala",) * len(JADWAL)
    day = row(
        cell(
            paragraph(
                "DaftarHari",
                "{{ satu.nama }}, {{ satu.tanggal }}"
                "{% if satu.lanjutan %} (lanjutan){% endif %}",
            ),
            width=sum(JADWAL),
            span=len(JADWAL),
            look=HARI,
        )
    )
    return table(
        write_row(heads, styles=styles, widths=JADWAL, heading=True),
        control("for satu in hari", widths=JADWAL),
        day,
        control("for jam in satu.sesi", widths=JADWAL),
        control("if loop.last and not satu.ikat", widths=JADWAL),
        *_write_jam("Daftar", "DaftarMiring"),
        control("else", widths=JADWAL),
        *_write_jam("DaftarIkat", "DaftarIkatMiring"),
        control("endif", widths=JADWAL),
        control("endfor", widths=JADWAL),
        control("endfor", widths=JADWAL),
        *closing,
        widths=JADWAL,
        style="TabelBergaris",
    )


def _write_jam(plain: str, slanted: str) -> tuple[str, ...]:
    """Write a session in a style, or a break in another."""
    centred = f"{plain}Tengah"
    pause = ("{{ jam.waktu }}", "{{ jam.judul }}", "", "")
    fields = (
        "{{ jam.waktu }}",
        "{{ jam.judul }}",
        "{{ jam.jp }}",
        f"{{{{ jam.pengampu or '{DASH}' }}}}",
    )
    return (
        control("if jam.istirahat", widths=JADWAL),
        write_row(pause, styles=(centred, slanted, plain, plain), widths=JADWAL),
        control("else", widths=JADWAL),
        write_row(fields, styles=(centred, plain, centred, plain), widths=JADWAL),
        control("endif", widths=JADWAL),
    )


def _write_jumlah() -> str:
    """Write what the sessions come to, as a row below them."""
    return write_baris_lebar(
        paragraph(
            "Keterangan",
            "Jumlah {{ jumlah.jp }} JP (1 JP = {{ jumlah.menit_per_jp }} menit): "
            "paparan {{ jumlah.paparan }} JP ({{ jumlah.persen_paparan }}%), "
            "diskusi dan praktik {{ jumlah.praktik }} JP, prates dan pascates "
            "{{ jumlah.evaluasi }} JP, pembukaan dan penutupan "
            "{{ jumlah.umum }} JP. Waktu istirahat tidak dihitung.",
        ),
        widths=JADWAL,
    )


def write_jadwal(judul: str) -> str:
    """Write the schedule of a class.

    Args:
        judul: The title, in two lines.
    """
    rows = (
        (
            "Pelatihan",
            NAMA_PELATIHAN,
        ),
        (
            "Kelas",
            "{{ kelas.kode }}{% if kelas.ruang %}, {{ kelas.ruang }}{% endif %}",
        ),
        ("Tanggal", "{{ pelatihan.tanggal }}"),
        ("Tempat", "{{ pelatihan.tempat }}"),
        (
            "Fasilitator",
            (
                "{% for orang in fasilitator %}{{ orang.nama }}"
                "{% if orang.asal %} ({{ orang.asal }}){% endif %}"
                "{% if not loop.last %}\n{% endif %}{% endfor %}"
            ),
        ),
    )
    signature = write_baris_lebar(
        *write_tanda_tangan_bertanggal(tanggal="TandaTanganLepas"),
        widths=JADWAL,
        above=6,
        lined=False,
    )
    return "".join(
        (
            write_kop_instansi(),
            paragraph("JudulNaskah", judul),
            *(paragraph("IsianLebar", f"{label}\t:\t{isi}") for label, isi in rows),
            paragraph("Keterangan", "Waktu dalam {{ pelatihan.zona }}."),
            _write_jadwal(_write_jumlah(), signature),
            paragraph("BatasBagian"),
            section(margins=SURAT, header=NOMOR_HALAMAN, footer=KAKI),
        )
    )


HADIR = (
    Kolom(judul="No.", isi="{{ loop.index }}", lebar=10, tengah=True),
    Kolom(
        judul="Nama dan NIP/NUPTK",
        isi=write_orang("orang"),
        lebar=56,
    ),
    Kolom(
        judul="Jabatan, unit kerja",
        isi=(
            "{% if orang.jabatan %}{{ orang.jabatan }}, {% endif %}"
            "{{ orang.unit_kerja }}"
        ),
        lebar=46,
    ),
    Kolom(
        judul="Tanda tangan",
        isi=(
            "{% if loop.index is even %}\t{% endif %}{{ loop.index }}. ................"
        ),
        lebar=48,
    ),
)


def write_daftar_hadir() -> str:
    """Write the attendance list of a class on one day; it is signed in zigzag."""
    rows = (
        ("Waktu", "{{ hari.waktu }}"),
        (
            "Kelas",
            "{{ kelas.kode }}{% if kelas.ruang %}, {{ kelas.ruang }}{% endif %}",
        ),
        ("Tempat", "{{ pelatihan.tempat }}"),
    )
    return "".join(
        (
            write_kop_instansi(),
            paragraph(
                "JudulNaskah",
                "Daftar hadir peserta\n{{ pelatihan.judul }}"
                "{% if pelatihan.angkatan %}\nAngkatan {{ pelatihan.angkatan }}"
                "{% endif %}",
            ),
            paragraph(
                "IsianKode",
                "Hari, tanggal\t:\t{{ hari.nama }}, {{ hari.tanggal }}\t",
                QR,
            ),
            *(paragraph("IsianLebar", f"{label}\t:\t{isi}") for label, isi in rows),
            paragraph("Keterangan"),
            write_daftar(
                HADIR,
                loop="orang in peserta",
                style="DaftarHadir",
                closing=write_mengetahui(
                    tuple(each.lebar for each in HADIR),
                    heading="Mengetahui fasilitator kelas:",
                ),
            ),
            paragraph("BatasBagian"),
            section(margins=SURAT, header=NOMOR_HALAMAN),
        )
    )


def write_mengetahui(widths: tuple[float, ...], *, heading: str) -> str:
    """Write who leads as rows of the list, so that no page bears only them.

    Args:
        widths: Of the list's columns, in millimetres; a name takes the middle two.
        heading: What stands above them.
    """

    def three(texts: tuple[str, str, str], styles: tuple[str, str, str]) -> str:
        cells = zip(
            texts,
            styles,
            (widths[0], widths[1] + widths[2], widths[3]),
            (1, 2, 1),
            strict=True,
        )
        return row(
            *(
                cell(paragraph(style, text), width=width, span=span)
                for text, style, width, span in cells
            )
        )

    texts = (
        "{{ loop.index }}",
        write_orang("orang", dots=True),
        "{{ loop.index }}. ................................",
    )
    return "".join(
        (
            write_baris_lebar(
                paragraph("Keterangan", heading),
                widths=widths,
                followed=True,
            ),
            three(("No.", "Fasilitator", "Tanda tangan"), ("DaftarKepala",) * 3),
            control("for orang in fasilitator", widths=widths),
            control("if not loop.last", widths=widths),
            three(texts, ("TimIkatTengah", "TimIkat", "TimIkat")),
            control("else", widths=widths),
            three(texts, ("TimTengah", "Tim", "Tim")),
            control("endif", widths=widths),
            control("endfor", widths=widths),
        )
    )
