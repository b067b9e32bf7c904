"""What Formulir 02.2 and 02.3 say: the statements of model and imbas schools."""

from __future__ import annotations

from naskah_bagian import QR, write_kop_sekolah
from naskah_daftar import write_nomor_induk, write_row
from naskah_ooxml import DASH, control, paragraph, run, section, table

TANDA_TANGAN = (55.0, 55.0, 55.0)
"""Thirds: three people sign beside each other; the style has the same stops."""
SEKOLAH = (13, 20, 20, 25)


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
            "keperluan pemetaan mutu, pendampingan, serta monitoring dan "
            "evaluasi;\N{NO-BREAK SPACE}dan"
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
        " penjaminan mutu pendidikan tahun {{ program.tahun }}, serta sanggup:",
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
            "dan berkelanjutan di sekolah kami;\N{NO-BREAK SPACE}dan"
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
        " penjaminan mutu pendidikan tahun {{ program.tahun }} dari sekolah model ",
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
            paragraph("PembukaPernyataan", "Yang bertanda tangan di bawah ini:\t", QR),
            *_write_identitas(),
            paragraph("IsiPernyataan", *janji),
            *numbered,
            sisipan,
            paragraph(
                "IsiPenutup",
                "Pernyataan ini kami buat dengan sebenarnya dan penuh tanggung jawab "
                "untuk disampaikan kepada {{ tujuan.jabatan }}"
                "{% if tujuan.melalui %} melalui {{ tujuan.melalui }}{% endif %}.",
            ),
            *_write_tiga_tanda_tangan(),
            paragraph("BatasBagian"),
            section(margins=SEKOLAH),
        )
    )


def _write_identitas() -> tuple[str, ...]:
    """Write who states it; the style leaves room for the code at the right."""
    rows = (
        ("Nama", "{{ kepala.nama }}"),
        (
            "{% if surat.kepala_bernip %}NIP{% else %}NIP/NUPTK{% endif %}",
            "{{ kepala.nip }}",
        ),
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
    return tuple(paragraph("Isian", f"{label}\t:\t{value}") for label, value in rows)


def _write_tabel_imbas() -> str:
    widths = (10.0, 20.0, 100.0, 28.0)
    fields = (
        "{{ loop.index }}",
        "{{ sekolah_imbas.npsn }}",
        "{{ sekolah_imbas.nama }}",
        f"{{{{ sekolah_imbas.kecamatan or '{DASH}' }}}}",
    )
    heads = ("No.", "NPSN", "Nama sekolah imbas", "Kecamatan")
    styles = ("DaftarIkatTengah",) * 2 + ("DaftarIkat",) * 2
    return table(
        write_row(heads, styles=("DaftarKepala",) * 4, widths=widths, heading=True),
        control("for sekolah_imbas in imbas", widths=widths),
        write_row(fields, styles=styles, widths=widths),
        control("endfor", widths=widths),
        widths=widths,
        style="TabelBergaris",
        indent=7,
    )


def _write_tiga_tanda_tangan() -> tuple[str, ...]:
    """Write who signs; only the names, which may be long, need a table's columns."""
    meterai = "{% if surat.meterai %}Meterai {{ surat.meterai }}{% endif %}"
    nip = "{% if surat.kepala_bernip %}\nNIP {{ kepala.nip }}{% endif %}"
    names = (
        "{{ komite.nama }}",
        "{{ pengawas.nama }}" + write_nomor_induk("pengawas", dots=True),
        "{{ kepala.nama }}" + nip,
    )
    return (
        paragraph("Penanda", "Mengetahui,\t\t{{ surat.tempat }}, {{ naskah.tanggal }}"),
        paragraph(
            "Penanda", "Ketua Komite Sekolah,\tPengawas Sekolah,\tKepala Sekolah,"
        ),
        paragraph("RuangPenanda", f"\t\t{meterai}"),
        table(
            write_row(names, styles=("NamaPenanda",) * 3, widths=TANDA_TANGAN),
            widths=TANDA_TANGAN,
        ),
    )
