"""What the reports of monitoring say: LM of a school, RM of a region."""

from __future__ import annotations

from naskah_bagian import (
    DI,
    GRAFIK,
    KAKI,
    NOMOR_HALAMAN,
    QR,
    SURAT,
    end_lampiran,
    end_letter,
    write_baris_surat,
    write_blok_tanda_tangan,
    write_kop_instansi,
)
from naskah_daftar import (
    NOMOR_URUT,
    Kolom,
    write_daftar,
    write_kepala_lampiran,
    write_lampiran_tegak,
    write_row,
)
from naskah_ooxml import DASH, cell, control, paragraph, row, section, table
from naskah_seleksi import LEBAR

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
            (
                "{{ sekolah.alamat }}{% if sekolah.kecamatan %}, Kecamatan "
                "{{ sekolah.kecamatan }}{% endif %}, {{ sekolah.kabupaten }}"
            ),
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
    heads = ("No.", "Indikator", "Sumber data", "Jawaban", "Catatan")
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

    def rows(tie: str) -> tuple[str, ...]:
        """Write the answers of an aspect; of some it is said that they are tied."""
        return (
            control("for butir in aspek.butir", widths=JAWABAN),
            control(tie, widths=JAWABAN),
            write_row(fields, styles=(*tied, "DaftarIkat"), widths=JAWABAN),
            control("else", widths=JAWABAN),
            write_row(fields, styles=styles, widths=JAWABAN),
            control("endif", widths=JAWABAN),
            control("endfor", widths=JAWABAN),
        )

    return table(
        write_row(heads, styles=("DaftarKepala",) * 5, widths=JAWABAN, heading=True),
        control("for aspek in aspek", widths=JAWABAN),
        aspek,
        # Few rows never stand alone at the end: short aspects keep to the last one.
        control(
            "if loop.revindex < 4 and not loop.last and aspek.butir | length < 4",
            widths=JAWABAN,
        ),
        *rows("if true"),
        control("else", widths=JAWABAN),
        control("if loop.last", widths=JAWABAN),
        *rows("if loop.revindex > 1 and (loop.first or loop.revindex < 5)"),
        control("else", widths=JAWABAN),
        *rows("if loop.first and not loop.last"),
        control("endif", widths=JAWABAN),
        control("endif", widths=JAWABAN),
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
        (
            "{{ kepala.nama }}" + nip,
            "",
            "{{ fasilitator.nama }}\nNIP {{ fasilitator.nip }}",
        ),
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


GRAFIK_MM = 85.0
"""The room of a chart: it is 84 mm high and as wide as the text."""
PUTARAN = ("satu", "dua")
ASPEK = (
    NOMOR_URUT,
    Kolom(judul="Aspek", isi="{{ satu.nama }}", lebar=69),
    *(
        Kolom(judul=judul, isi=_dash(f"satu.{isi}"), lebar=27, tengah=True)
        for judul, isi in (
            ("Monev I (%)", "satu"),
            ("Monev II (%)", "dua"),
            ("Perubahan", "perubahan"),
        )
    ),
)
KABUPATEN = (
    NOMOR_URUT,
    Kolom(judul="Kabupaten/kota", isi="{{ satu.nama }}", lebar=48),
    Kolom(judul="Sekolah model", isi="{{ satu.ditetapkan }}", lebar=18, tengah=True),
    *(
        Kolom(judul=judul, isi=_dash(f"satu.{isi}"), lebar=lebar, tengah=True)
        for judul, isi, lebar in (
            ("Dimonitor I", "dimonitor_satu", 17),
            ("Dimonitor II", "dimonitor_dua", 17),
            ("Monev I (%)", "satu", 15),
            ("Monev II (%)", "dua", 15),
            ("Perubahan", "perubahan", 20),
        )
    ),
)
SEKOLAH = (
    NOMOR_URUT,
    Kolom(judul="NPSN", isi="{{ satu.npsn }}", lebar=19, tengah=True),
    Kolom(
        judul="Nama sekolah model",
        isi='{{ satu.nama }}{% if daerah.tingkat == "provinsi" %}, '
        "{{ satu.kabupaten }}{% endif %}",
        lebar=48,
    ),
    *(
        Kolom(judul=judul, isi=_dash(f"satu.{isi}"), lebar=lebar, tengah=True)
        for judul, isi, lebar in (
            ("Monev I (%)", "satu", 15),
            ("Monev II (%)", "dua", 15),
            ("Perubahan", "perubahan", 20),
        )
    ),
    Kolom(judul="Keterangan", isi=_dash("satu.keterangan"), lebar=33),
)
BUTIR = (14.0, 79.0, *((13.0, *(9.4,) * 5, 17.0) * 2))
"""Code, indicator, and for each round how often each answer was given, and its mean."""
JAWABAN_BUTIR = ("nol", "ya", "satu", "dua", "tiga", "empat", "capaian")
KEPALA_BUTIR = ("Tidak", "Ya", "1", "2", "3", "4", "Capaian (%)")


def write_rm() -> str:
    """Write what monitoring found in a region, to its dinas, with a chart."""
    return "".join(
        (
            write_kop_instansi(),
            write_baris_surat(),
            paragraph("AlamatTujuan", f"Yth.\t{{{{ tujuan.jabatan }}}}{DI}"),
            *_write_pelaksanaan(),
            write_daftar(ASPEK, loop="satu in aspek", closing=_write_seluruh()),
            paragraph(
                "Keterangan",
                "Capaian adalah rata-rata jawaban yang masing-masing dibagi jawaban "
                "tertinggi pada skalanya (ya = 100%, tidak = 0%). Perubahan dihitung "
                "pada {{ jumlah.dua_kali }} sekolah yang dimonitor pada kedua putaran.",
            ),
            _write_grafik(),
            *_write_perhatian(),
            paragraph(
                "IsiAkhir",
                "Rincian jawaban setiap indikator dan capaian setiap sekolah tercantum "
                "dalam Lampiran I dan Lampiran II. Kami mohon Saudara menindaklanjuti "
                "hasil tersebut dalam pembinaan sekolah. Atas perhatian dan kerja sama "
                "Saudara, kami ucapkan terima\N{NO-BREAK SPACE}kasih.",
            ),
            write_blok_tanda_tangan(),
            end_letter(),
            *_write_rincian_butir(),
            write_lampiran_tegak(nama="Lampiran II"),
            paragraph(
                "JudulLampiran", "Capaian setiap sekolah model\n{{ daerah.nama }}"
            ),
            *_write_kabupaten(),
            paragraph("Keterangan"),
            write_daftar(SEKOLAH, loop="satu in sekolah"),
            *end_lampiran(),
        )
    )


def _write_pelaksanaan() -> tuple[str, ...]:
    """Write how many schools were monitored, and when."""
    return (
        paragraph(
            "Isi",
            "Sebagai tindak lanjut pelatihan Sistem Penjaminan Mutu Internal dan "
            "pendampingan sekolah model, fasilitator daerah telah melaksanakan "
            "monitoring dan evaluasi di {{ daerah.nama }} tahun {{ daerah.tahun }}. "
            "Dari {{ jumlah.ditetapkan }} ({{ jumlah.ditetapkan_terbilang }}) sekolah "
            "model yang ditetapkan, telah dimonitor:",
            keep_next=True,
        ),
        paragraph("Butir", "{%p for satu in putaran %}"),
        paragraph(
            "Butir",
            "{{ loop.index }}.\tpada monev {{ satu.ke }} ({{ satu.waktu }} bulan "
            "setelah pelatihan) {{ satu.dimonitor }} "
            "({{ satu.dimonitor_terbilang }}) sekolah{% if satu.tanggal %}, tanggal "
            "{{ satu.tanggal }}{% endif %}"
            "{% if loop.last %}.{% else %}; dan{% endif %}",
        ),
        paragraph("Butir", "{%p endfor %}"),
        paragraph(
            "IsiLanjutan",
            "Capaian menurut aspek pada kedua putaran adalah sebagai berikut.",
            keep_next=True,
        ),
    )


def _write_seluruh() -> str:
    """Write the last row of the means: all aspects."""
    cells = (
        cell(paragraph("DaftarHari", "Seluruh aspek"), width=79, span=2),
        *(
            cell(paragraph("DaftarModelTengah", _dash(f"seluruh.{name}")), width=27)
            for name in ("satu", "dua", "perubahan")
        ),
    )
    return row(*cells)


def _write_grafik() -> str:
    """Leave room for the chart, under its title and on one page with it."""
    return table(
        row(
            cell(
                paragraph(
                    "DaftarKepala",
                    "Grafik capaian monitoring dan evaluasi menurut aspek",
                ),
                width=160,
            )
        ),
        row(cell(paragraph("TempatGrafik", GRAFIK), width=160), height=GRAFIK_MM),
        widths=(160.0,),
    )


def _write_perhatian() -> tuple[str, ...]:
    """Name schools not monitored or visited, or late; many are only counted."""
    return (
        paragraph("IsiLanjutan", "{%p if perhatian | length > 8 %}"),
        paragraph(
            "IsiLanjutan",
            "Sebanyak {{ perhatian | length }} sekolah belum atau terlambat dimonitor "
            "atau dikunjungi, sebagaimana diterangkan dalam Lampiran II.",
        ),
        paragraph("IsiLanjutan", "{%p elif perhatian %}"),
        paragraph("IsiLanjutan", "Yang memerlukan perhatian Saudara:", keep_next=True),
        paragraph("Butir", "{%p for butir in perhatian %}"),
        paragraph("Butir", "{{ loop.index }}.\t{{ butir }}"),
        paragraph("Butir", "{%p endfor %}"),
        paragraph("IsiLanjutan", "{%p else %}"),
        paragraph(
            "IsiLanjutan",
            "Semua monitoring dan kunjungan yang jatuh tempo telah dilaksanakan tepat "
            "waktu.",
        ),
        paragraph("IsiLanjutan", "{%p endif %}"),
    )


def _write_kabupaten() -> tuple[str, ...]:
    """Write the sums of each kabupaten, behind the letter of a province."""
    return (
        paragraph("BatasBagian", "{%p if kabupaten %}"),
        paragraph("Keterangan"),
        write_daftar(KABUPATEN, loop="satu in kabupaten"),
        paragraph("BatasBagian", "{%p endif %}"),
    )


def _write_rincian_butir() -> tuple[str, ...]:
    """Write how often each answer was given, landscape."""
    round_mm = sum(BUTIR[2:9])
    top = row(
        cell(paragraph("DaftarKepala", "Indikator"), width=sum(BUTIR[:2]), span=2),
        *(
            cell(paragraph("DaftarKepala", f"Monev {ke}"), width=round_mm, span=7)
            for ke in ("I", "II")
        ),
        heading=True,
    )
    fields = (
        "{{ butir.kode }}",
        "{{ butir.uraian }}",
        *(_dash(f"butir.{ke}.{name}") for ke in PUTARAN for name in JAWABAN_BUTIR),
    )
    heads = ("Kode", "Uraian", *KEPALA_BUTIR * 2)
    styles = ("DaftarTengah", "Daftar", *("DaftarTengah",) * 14)
    rows = table(
        top,
        write_row(heads, styles=("DaftarKepala",) * 16, widths=BUTIR, heading=True),
        control("for butir in butir", widths=BUTIR),
        write_row(fields, styles=styles, widths=BUTIR),
        control("endfor", widths=BUTIR),
        widths=BUTIR,
        style="TabelBergaris",
    )
    landscape = section(
        margins=LEBAR, landscape=True, header=NOMOR_HALAMAN, footer=KAKI, kop=False
    )
    return (
        write_kepala_lampiran("KepalaLampiran", nama="Lampiran I"),
        paragraph(
            "JudulLampiran",
            "Banyaknya sekolah menurut jawaban setiap indikator\n{{ daerah.nama }}",
        ),
        paragraph("Keterangan"),
        rows,
        paragraph("BatasBagian", section=landscape),
    )
