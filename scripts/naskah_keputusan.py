"""What the decree on model and imbas schools says (SKS), and its list of them."""

from __future__ import annotations

from naskah_bagian import (
    CAP,
    QR,
    end_lampiran,
    end_letter,
    write_jabatan,
    write_kop_instansi,
    write_nama_pejabat,
    write_tembusan,
    write_utuh,
)
from naskah_daftar import write_lampiran_tegak, write_penutup_daftar, write_row
from naskah_ooxml import DASH, cell, control, paragraph, row, run, shading, table

MODEL = shading("E7E6E6")
DAFTAR = (12.0, 20.0, 48.0, 14.0, 42.0, 24.0)
DAFTAR_JUDUL = (
    "No.",
    "NPSN",
    "Nama sekolah",
    "Jenjang, status",
    "Alamat",
    "Kecamatan",
)
TENGAH = {0, 1, 3}
"""The columns of the list that are centred."""
KEPALA = "Kepala {{ surat.lembaga }}"
"""Who decides; that somebody acts for the holder is told where it is signed."""
HAL = (
    "penetapan sekolah model dan sekolah imbas di {{ penetapan.wilayah }} tahun "
    "{{ penetapan.tahun }}"
)


def write_keputusan_sekolah() -> str:
    """Write the decree: why, by which law, what is decided, and the schools.

    Source: Permendikbud 74/2015 (keputusan: title, consideration, decision, closing).
    """
    return "".join(
        (
            write_kop_instansi(),
            paragraph("JudulNaskah", f"Keputusan\n{KEPALA}"),
            paragraph("NomorNaskah", "NOMOR {{ naskah.nomor }}"),
            paragraph("JudulNaskah", f"tentang\n{HAL}"),
            paragraph("JudulNaskah", f"{KEPALA},"),
            *_write_menimbang(),
            *_write_mengingat(),
            *_write_memperhatikan(),
            paragraph("Memutuskan", "Memutuskan:"),
            *_write_diktum(),
            write_utuh(
                paragraph(
                    "TandaTangan",
                    "Ditetapkan di {{ surat.tempat }}\npada tanggal "
                    "{{ naskah.tanggal }}",
                ),
                *write_jabatan("TandaTangan"),
                paragraph("RuangTandaTangan", QR, run("\t"), CAP),
                *write_nama_pejabat("TandaTangan", nama="NamaPejabat"),
                *write_tembusan(),
            ),
            end_letter(),
            *_write_lampiran(),
        )
    )


def _write_menimbang() -> tuple[str, ...]:
    return (
        paragraph(
            "Konsideran",
            "Menimbang\t:\ta.\tbahwa untuk meningkatkan mutu pendidikan sesuai dengan "
            "Standar Nasional Pendidikan perlu dikembangkan sekolah model penerapan "
            "penjaminan mutu pendidikan beserta pola pengimbasannya;",
        ),
        paragraph(
            "Konsideran",
            "\t\tb.\tbahwa sekolah yang tercantum dalam lampiran keputusan ini telah "
            "diusulkan oleh pemerintah daerah serta memenuhi verifikasi dan validasi"
            "{% if verval.tanggal %} yang dilaksanakan pada tanggal "
            "{{ verval.tanggal }}{% endif %};",
        ),
        paragraph(
            "Konsideran",
            "\t\tc.\tbahwa berdasarkan pertimbangan sebagaimana dimaksud pada huruf a "
            f"dan huruf b, perlu menetapkan Keputusan {KEPALA} tentang Penetapan "
            "Sekolah Model dan Sekolah Imbas di {{ penetapan.wilayah }} Tahun "
            "{{ penetapan.tahun }};",
        ),
    )


def _write_mengingat() -> tuple[str, ...]:
    butir = "{{ loop.index }}.\t{{ butir }};"
    return (
        paragraph("Konsideran", "{%p for butir in peraturan %}"),
        paragraph("Konsideran", "{%p if loop.first %}"),
        paragraph("Konsideran", f"Mengingat\t:\t{butir}"),
        paragraph("Konsideran", "{%p else %}"),
        paragraph("Konsideran", f"\t\t{butir}"),
        paragraph("Konsideran", "{%p endif %}"),
        paragraph("Konsideran", "{%p endfor %}"),
    )


def _write_memperhatikan() -> tuple[str, ...]:
    return (
        paragraph("Konsideran", "Memperhatikan\t:\t1.\t{{ surat.petunjuk }};"),
        paragraph("Konsideran", "{%p for satu in usulan %}"),
        paragraph(
            "Konsideran",
            "\t\t{{ loop.index + 1 }}.\tSurat {{ satu.kepala }}{% if satu.nomor %} "
            "Nomor {{ satu.nomor }}{% endif %}{% if satu.tanggal %} tanggal "
            "{{ satu.tanggal }}{% endif %} tentang usulan calon sekolah model dan "
            "calon sekolah imbas;",
        ),
        paragraph("Konsideran", "{%p endfor %}"),
    )


def _write_diktum() -> tuple[str, ...]:
    return (
        paragraph(
            "Diktum",
            "Menetapkan\t:\tKEPUTUSAN KEPALA {{ surat.lembaga | upper }} TENTANG "
            "PENETAPAN SEKOLAH MODEL DAN SEKOLAH IMBAS DI "
            "{{ penetapan.wilayah | upper }} TAHUN {{ penetapan.tahun }}.",
        ),
        paragraph(
            "Diktum",
            "KESATU\t:\tMenetapkan {{ jumlah.model }} ({{ jumlah.model_terbilang }}) "
            "sekolah model dan {{ jumlah.imbas }} ({{ jumlah.imbas_terbilang }}) "
            "sekolah imbas di {{ penetapan.wilayah }} tahun {{ penetapan.tahun }} "
            "sebagaimana tercantum dalam lampiran yang merupakan bagian tidak "
            "terpisahkan dari keputusan ini.",
        ),
        paragraph(
            "Diktum",
            "KEDUA\t:\tSekolah model bertugas menerapkan seluruh siklus penjaminan "
            "mutu pendidikan, mengikuti pelatihan dan pendampingan, serta mengimbaskan "
            "praktik baiknya kepada sekolah imbas.",
        ),
        paragraph(
            "Diktum",
            "KETIGA\t:\tSekolah imbas bertugas mengikuti pengimbasan dari sekolah "
            "modelnya dan menerapkan penjaminan mutu pendidikan di sekolahnya.",
        ),
        paragraph(
            "Diktum",
            "KEEMPAT\t:\tBiaya pelaksanaan keputusan ini dibebankan pada anggaran "
            "{{ surat.lembaga }} tahun {{ penetapan.tahun }}"
            "{% if jumlah.luar_kuota %}, kecuali bagi {{ jumlah.luar_kuota }} "
            "({{ jumlah.luar_kuota_terbilang }}) sekolah model di luar kuota beserta "
            "sekolah imbasnya, yang dibebankan pada anggaran pemerintah daerah yang "
            "mengusulkannya{% endif %}.",
        ),
        paragraph(
            "DiktumAkhir",
            "KELIMA\t:\tKeputusan ini mulai berlaku pada tanggal ditetapkan. Apabila "
            "di kemudian hari terdapat kekeliruan, keputusan ini diperbaiki "
            "sebagaimana mestinya.",
        ),
    )


def _write_lampiran() -> tuple[str, ...]:
    return (
        write_lampiran_tegak(surat=f"Keputusan {KEPALA}"),
        paragraph(
            "JudulLampiran",
            "Daftar sekolah model dan sekolah imbas\n"
            "di {{ penetapan.wilayah }} tahun {{ penetapan.tahun }}",
        ),
        paragraph(
            "Keterangan",
            "Keterangan: baris berarsir adalah sekolah model, diikuti sekolah "
            "imbasnya. N = negeri; S = swasta.",
        ),
        _write_daftar(),
        *end_lampiran(),
    )


def _write_daftar() -> str:
    """Write the schools: a line above each group, models shaded, imbas behind them."""
    model, imbas = _write_sekolah("sekolah"), _write_sekolah("imbas")
    plain, tied, shaded = (
        tuple(f"{base}Tengah" if i in TENGAH else base for i in range(len(DAFTAR)))
        for base in ("Daftar", "DaftarIkat", "DaftarModel")
    )
    heads = ("DaftarKepala",) * len(DAFTAR)
    group = row(
        cell(
            paragraph("DaftarHari", "{{ sekolah.pembuka }}"),
            width=sum(DAFTAR),
            span=len(DAFTAR),
        )
    )
    return table(
        write_row(DAFTAR_JUDUL, styles=heads, widths=DAFTAR, heading=True),
        control("for sekolah in model", widths=DAFTAR),
        control("if sekolah.pembuka", widths=DAFTAR),
        group,
        control("endif", widths=DAFTAR),
        write_row(model, styles=shaded, widths=DAFTAR, look=MODEL),
        control("for imbas in sekolah.imbas", widths=DAFTAR),
        # The last row of a group lets go of the next, but the last of all holds on to
        # the signature.
        control(
            "if loop.last and not sekolah.terakhir "
            "or loop.revindex == 4 and model | length == 1",
            widths=DAFTAR,
        ),
        write_row(imbas, styles=plain, widths=DAFTAR),
        control("else", widths=DAFTAR),
        write_row(imbas, styles=tied, widths=DAFTAR),
        control("endif", widths=DAFTAR),
        control("endfor", widths=DAFTAR),
        control("endfor", widths=DAFTAR),
        write_penutup_daftar(DAFTAR, kanan=3),
        widths=DAFTAR,
        style="TabelBergaris",
    )


def _write_sekolah(variable: str) -> tuple[str, ...]:
    return (
        f"{{{{ {variable}.urut }}}}",
        f"{{{{ {variable}.npsn }}}}",
        f"{{{{ {variable}.nama }}}}",
        f"{{{{ {variable}.bentuk }}}}, {{{{ {variable}.status }}}}",
        f"{{{{ {variable}.alamat or '{DASH}' }}}}",
        f"{{{{ {variable}.kecamatan or '{DASH}' }}}}",
    )
