"""What Formulir 02.2 and 02.3 say: the statements of model and imbas schools."""

from __future__ import annotations

from naskah_bagian import QR, write_kop_sekolah, write_row
from naskah_ooxml import DASH, cell, control, paragraph, row, run, section, table

TANDA_TANGAN = (52.0, 52.0, 61.0)
SEKOLAH = (13, 20, 25, 25)


def write_02_2() -> str:
    """Write the statement of a model school."""
    butir = (
        (
            "mengikuti seluruh rangkaian kegiatan pengembangan sekolah model, yaitu "
            "pelatihan, pendampingan, supervisi, serta monitoring dan evaluasi;"
        ),
        (
            "menerapkan siklus Sistem Penjaminan Mutu Internal (SPMI) secara utuh dan "
            "berkelanjutan, dari pemetaan mutu hingga penetapan standar baru;"
        ),
        (
            "membentuk Tim Penjaminan Mutu Pendidikan Sekolah (TPMPS) dan mendukung "
            "tugasnya;"
        ),
        (
            "membuka data dan informasi sekolah secara benar dan lengkap untuk "
            "keperluan pemetaan mutu, pendampingan, serta monitoring dan evaluasi; dan"
        ),
        (
            "mengimbaskan praktik baik penjaminan mutu kepada "
            "{{ jumlah.imbas }} ({{ jumlah.imbas_terbilang }}) sekolah imbas berikut."
        ),
    )
    janji = (
        (
            "dengan ini menyatakan bahwa seluruh komponen sekolah kami bersedia dan "
            "berkomitmen menjadi "
        ),
        run("sekolah model", style="Tebal"),
        " penjaminan mutu pendidikan Tahun {{ program.tahun }}, serta sanggup:",
    )
    return _write_pernyataan(
        "02.2", "sekolah model", janji=janji, butir=butir, sisipan=_write_tabel_imbas()
    )


def write_02_3() -> str:
    """Write the statement of a school that a model school passes its practice to."""
    butir = (
        "menerima pengimbasan penjaminan mutu pendidikan dari sekolah model tersebut;",
        (
            "menugasi perwakilan sekolah, yang terdiri atas unsur pimpinan, pendidik, "
            "dan tenaga kependidikan, untuk menghadiri setiap kegiatan pengimbasan di "
            "sekolah model;"
        ),
        (
            "mengikuti pendampingan oleh fasilitator daerah sesuai dengan jadwal yang "
            "disepakati dan menindaklanjuti hasilnya;"
        ),
        (
            "menerapkan siklus Sistem Penjaminan Mutu Internal (SPMI) secara bertahap "
            "dan berkelanjutan di sekolah kami; dan"
        ),
        (
            "menyediakan data dan informasi sekolah secara benar dan lengkap untuk "
            "keperluan monitoring dan evaluasi."
        ),
    )
    janji = (
        (
            "dengan ini menyatakan bahwa seluruh komponen sekolah kami bersedia dan "
            "berkomitmen menjadi "
        ),
        run("sekolah imbas", style="Tebal"),
        " penjaminan mutu pendidikan Tahun {{ program.tahun }} dari sekolah model ",
        run("{{ model.nama }}", style="Tebal"),
        (
            " (NPSN {{ model.npsn }}"
            "{% if model.kecamatan %}, Kecamatan {{ model.kecamatan }}{% endif %}), "
            "serta sanggup:"
        ),
    )
    return _write_pernyataan("02.3", "sekolah imbas", janji=janji, butir=butir)


def _write_pernyataan(
    kode: str,
    peran: str,
    *,
    janji: tuple[str, ...],
    butir: tuple[str, ...],
    sisipan: str = "",
) -> str:
    numbered = (
        paragraph("Butir", f"{nomor}.\t{text}", keep_next=nomor == len(butir))
        for nomor, text in enumerate(butir, start=1)
    )
    return "".join(
        (
            write_kop_sekolah(),
            paragraph("KodeFormulir", f"Formulir {kode}"),
            paragraph(
                "JudulNaskah",
                f"Lembar pernyataan kesediaan dan komitmen\nsebagai {peran}",
            ),
            paragraph("IsiPernyataan", "Yang bertanda tangan di bawah ini:"),
            _write_identitas(),
            paragraph("IsiPernyataan", *janji),
            *numbered,
            sisipan,
            paragraph(
                "IsiPenutup",
                "Pernyataan ini kami buat dengan sebenarnya dan penuh tanggung jawab "
                "untuk disampaikan kepada {{ tujuan.jabatan }}"
                "{% if tujuan.melalui %} melalui {{ tujuan.melalui }}{% endif %}.",
                keep_next=True,
            ),
            _write_tiga_tanda_tangan(),
            paragraph("BatasBagian"),
            section(margins=SEKOLAH),
        )
    )


def _write_identitas() -> str:
    """Write who states it, with room for the code at the right."""
    widths = (36.0, 4.0, 101.0, 24.0)
    rows = (
        ("Nama", "{{ kepala.nama }}"),
        ("NIP", "{{ kepala.nip }}"),
        ("Jabatan", "Kepala {{ sekolah.nama }}"),
        ("NPSN", "{{ sekolah.npsn }}"),
        (
            "Alamat sekolah",
            (
                "{{ sekolah.alamat }}{% if sekolah.kecamatan %}, Kecamatan "
                "{{ sekolah.kecamatan }}{% endif %}, {{ sekolah.kabupaten }}"
            ),
        ),
    )
    return table(
        *(
            row(
                cell(paragraph("Isian", label), width=widths[0]),
                cell(paragraph("Isian", ":"), width=widths[1]),
                cell(paragraph("Isian", value), width=widths[2]),
                cell(
                    paragraph("Isian", "" if number else QR),
                    width=widths[3],
                    merge="continue" if number else "restart",
                ),
            )
            for number, (label, value) in enumerate(rows)
        ),
        widths=widths,
    )


def _write_tabel_imbas() -> str:
    widths = (10.0, 20.0, 100.0, 28.0)
    fields = (
        "{{ loop.index }}",
        "{{ sekolah_imbas.npsn }}",
        "{{ sekolah_imbas.nama }}",
        f"{{{{ sekolah_imbas.kecamatan or '{DASH}' }}}}",
    )
    heads = ("No.", "NPSN", "Nama sekolah imbas", "Kecamatan")
    styles = ("DaftarTengah", "DaftarTengah", "Daftar", "Daftar")
    return table(
        write_row(heads, styles=("DaftarKepala",) * 4, widths=widths, heading=True),
        control("for sekolah_imbas in imbas", widths=widths),
        write_row(fields, styles=styles, widths=widths, keep_next=True),
        control("endfor", widths=widths),
        widths=widths,
        style="TabelBergaris",
        indent=7,
    )


def _write_tiga_tanda_tangan() -> str:
    heads = (
        ("Mengetahui,", "Ketua Komite Sekolah,"),
        ("", "Pengawas Sekolah,"),
        ("{{ surat.tempat }}, {{ naskah.tanggal }}", "Kepala Sekolah,"),
    )
    meterai = "{% if surat.meterai %}Meterai {{ surat.meterai }}{% endif %}"
    names = (
        (paragraph("NamaPejabat", "{{ komite.nama }}"),),
        (
            paragraph("NamaPejabat", "{{ pengawas.nama }}"),
            paragraph("TandaTangan", "NIP {{ pengawas.nip }}"),
        ),
        (
            paragraph("NamaPejabat", "{{ kepala.nama }}"),
            paragraph("TandaTangan", "NIP {{ kepala.nip }}"),
        ),
    )
    lines = (
        tuple(
            (paragraph("TandaTangan", a), paragraph("TandaTangan", b)) for a, b in heads
        ),
        tuple((paragraph("RuangTandaTangan", text),) for text in ("", "", meterai)),
        names,
    )
    return table(
        *(
            row(
                *(
                    cell(*texts, width=width)
                    for texts, width in zip(line, TANDA_TANGAN, strict=True)
                )
            )
            for line in lines
        ),
        widths=TANDA_TANGAN,
    )
