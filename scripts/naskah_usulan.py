"""What Formulir 02.1 says: the proposal of model schools, and its list."""

from __future__ import annotations

from naskah_bagian import (
    DI,
    KAKI,
    LAMPIRAN,
    NOMOR_HALAMAN,
    end_letter,
    write_blok_tanda_tangan,
    write_kepala_pemda,
    write_kop_instansi,
    write_tujuan_kanan,
)
from naskah_daftar import (
    write_kepala_lampiran,
    write_penutup_daftar,
    write_row,
)
from naskah_ooxml import (
    DASH,
    cell,
    control,
    paragraph,
    row,
    section,
    shading,
    table,
)

MODEL = shading("E7E6E6")
REKAP = (12.0, 64.0, 42.0, 42.0)
DAFTAR = (10.0, 17.0, 56.0, 14.0, 52.0, 34.0, 52.0, 12.0)
DAFTAR_JUDUL = (
    "No.",
    "NPSN",
    "Nama sekolah, program keahlian",
    "Jenjang, status",
    "Alamat",
    "Kecamatan, gugus",
    "Kepala sekolah, telepon",
    "Jarak (km)",
)
TENGAH = {0, 1, 3, 7}
"""The columns of the list that are centred."""


def write_02_1() -> str:
    """Write the proposal: the letter, and the list of schools as its attachment."""
    letter = (
        write_kop_instansi(),
        write_kepala_pemda(
            kanan=write_tujuan_kanan(),
            kiri=paragraph("AlamatTujuan", f"Yth.\t{{{{ tujuan.jabatan }}}}{DI}"),
        ),
        *_write_isi_usulan(),
        write_blok_tanda_tangan(),
        end_letter(),
    )
    return "".join((*letter, _write_lampiran_usulan()))


def _write_isi_usulan() -> tuple[str, ...]:
    return (
        paragraph(
            "Isi",
            "Berdasarkan {{ surat.dasar }}, dengan ini kami mengusulkan calon "
            "sekolah model dan calon sekolah imbas di {{ usulan.wilayah }} untuk tahun "
            "{{ usulan.tahun }}.",
        ),
        paragraph("Isi", "{%p if usulan.ke > 1 %}"),
        paragraph(
            "Isi",
            "Usulan ini merupakan usulan ke-{{ usulan.ke }} sebagai tindak lanjut "
            "hasil verifikasi dan validasi, serta menggantikan daftar yang telah kami "
            "sampaikan sebelumnya.",
        ),
        paragraph("Isi", "{%p endif %}"),
        paragraph(
            "Isi",
            "Calon sekolah model yang kami usulkan berjumlah {{ jumlah.model }} "
            "({{ jumlah.model_terbilang }}) sekolah, beserta {{ jumlah.imbas }} "
            "({{ jumlah.imbas_terbilang }}) calon sekolah imbas, dengan rincian "
            "sebagai berikut.",
            keep_next=True,
        ),
        _write_rekap(),
        *_write_penutup_usulan(),
    )


def _write_penutup_usulan() -> tuple[str, ...]:
    return (
        paragraph("IsiLanjutan", "{%p if jumlah.luar_kuota %}"),
        paragraph(
            "IsiLanjutan",
            "Di antara calon sekolah model tersebut, {{ jumlah.luar_kuota }} "
            "({{ jumlah.luar_kuota_terbilang }}) sekolah diusulkan di luar kuota dan "
            "pembiayaannya menjadi tanggungan pemerintah daerah.",
        ),
        paragraph("IsiLanjutan", "{%p endif %}"),
        paragraph(
            "IsiLanjutan",
            "Pemilihan sekolah memperhatikan kriteria pengusulan, kesediaan seluruh "
            "komponen sekolah, dan kemudahan sekolah imbas menjangkau sekolah "
            "modelnya. Daftar sekolah secara lengkap tercantum dalam lampiran surat "
            "ini, sedangkan pernyataan kesediaan dan komitmen setiap sekolah "
            "(Formulir 02.2 dan Formulir 02.3) menjadi kelengkapan usulan.",
        ),
        paragraph(
            "IsiAkhir",
            "Sehubungan dengan hal tersebut, kami mohon kiranya usulan ini dapat "
            "diverifikasi dan divalidasi untuk kemudian ditetapkan. Atas perhatian dan "
            "kerja sama yang baik, kami ucapkan terima\N{NO-BREAK SPACE}kasih.",
        ),
    )


def _write_rekap() -> str:
    heads = ("No.", "Jenjang", "Calon sekolah model", "Calon sekolah imbas")
    counts = (
        "{{ loop.index }}",
        "{{ baris.nama }}",
        "{{ baris.model }} ({{ baris.model_terbilang }})",
        "{{ baris.imbas }} ({{ baris.imbas_terbilang }})",
    )
    styles = ("TabelTengah", "Tabel", "TabelTengah", "TabelTengah")
    return table(
        write_row(heads, styles=("TabelKepala",) * 4, widths=REKAP, heading=True),
        control("for baris in rekap", widths=REKAP),
        write_row(counts, styles=styles, widths=REKAP),
        control("endfor", widths=REKAP),
        row(
            cell(paragraph("TabelKepala", "Jumlah"), width=sum(REKAP[:2]), span=2),
            cell(paragraph("TabelKepala", "{{ jumlah.model }}"), width=REKAP[2]),
            cell(paragraph("TabelKepala", "{{ jumlah.imbas }}"), width=REKAP[3]),
        ),
        widths=REKAP,
        style="TabelBergaris",
    )


def _write_lampiran_usulan() -> str:
    return "".join(
        (
            write_kepala_lampiran("KepalaLampiran"),
            paragraph(
                "JudulLampiran",
                "Daftar usulan calon sekolah model dan calon sekolah imbas\n"
                "jenjang {{ usulan.lingkup }} di {{ usulan.wilayah }} "
                "Tahun {{ usulan.tahun }}",
            ),
            paragraph(
                "Keterangan",
                "Keterangan: baris berarsir adalah calon sekolah model, diikuti calon "
                "sekolah imbasnya. N = negeri; S = swasta. Jarak dihitung menurut "
                "garis lurus dari sekolah model."
                "{% if jumlah.luar_kuota %} *) = di luar kuota.{% endif %}",
            ),
            _write_daftar(),
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


def _write_daftar() -> str:
    model = _write_sekolah(
        "sekolah",
        first="{{ loop.index }}",
        name="{{ sekolah.nama }}{% if sekolah.luar_kuota %} *){% endif %}",
        last="",
    )
    imbas = _write_sekolah(
        "imbas",
        first="{{ imbas.urut }}",
        name="{{ imbas.nama }}",
        last=f"{{{{ imbas.jarak or '{DASH}' }}}}",
    )
    plain, tied, shaded = (
        tuple(f"{base}Tengah" if i in TENGAH else base for i in range(len(DAFTAR)))
        for base in ("Daftar", "DaftarIkat", "DaftarModel")
    )
    heads = ("DaftarKepala",) * len(DAFTAR)
    return table(
        write_row(DAFTAR_JUDUL, styles=heads, widths=DAFTAR, heading=True),
        control("for sekolah in model", widths=DAFTAR),
        write_row(model, styles=shaded, widths=DAFTAR, look=MODEL),
        control("for imbas in sekolah.imbas", widths=DAFTAR),
        # The last row of a group lets go of the next group, but the last row of all
        # holds on to the signature. An only group would leave the head of the list
        # alone, if it were as long as a page: its last three rows hold on.
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


def _write_sekolah(
    variable: str, *, first: str, name: str, last: str
) -> tuple[str, ...]:
    def show(field: str) -> str:
        return f"{{{{ {variable}.{field} or '{DASH}' }}}}"

    def add(field: str) -> str:
        """Write what only some schools have on a line of its own."""
        return (
            f"{{% if {variable}.{field} %}}\n{{{{ {variable}.{field} }}}}{{% endif %}}"
        )

    return (
        first,
        f"{{{{ {variable}.npsn }}}}",
        name + add("program_keahlian"),
        f"{{{{ {variable}.bentuk }}}}, {{{{ {variable}.status }}}}",
        show("alamat"),
        show("kecamatan") + add("gugus"),
        show("kepala") + add("telepon"),
        last,
    )
