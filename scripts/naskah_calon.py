"""What Formulir 01.1 and 01.2 say: the proposal of candidates, and their statements."""

from __future__ import annotations

from naskah_bagian import (
    DI,
    KAKI,
    NOMOR_HALAMAN,
    QR,
    SURAT,
    write_baris_surat,
    write_blok_tanda_tangan,
    write_kepala_pemda,
    write_kop_instansi,
    write_tujuan_kanan,
)
from naskah_daftar import (
    NOMOR_URUT,
    Kolom,
    write_daftar,
    write_orang,
)
from naskah_ooxml import DASH, paragraph, run, section

PERNYATAAN = (25, 20, 25, 30)
LINE = "." * 40
"""Where somebody writes a name by hand."""

CALON = (
    NOMOR_URUT,
    Kolom(
        judul="Nama dan NIP/NUPTK",
        isi=write_orang("orang"),
        lebar=46,
    ),
    Kolom(
        judul="Pangkat, golongan",
        isi=f"{{{{ orang.pangkat or '{DASH}' }}}}",
        lebar=24,
    ),
    Kolom(
        judul="Jabatan dan unit kerja",
        isi="{{ orang.jabatan }},\n{{ orang.unit_kerja }}",
        lebar=42,
    ),
    Kolom(
        judul="Kabupaten/kota, telepon, posel",
        isi=(
            "{{ orang.kabupaten }}{% if orang.telepon %}\n{{ orang.telepon }}"
            "{% endif %}{% if orang.posel %}\n{{ orang.posel }}{% endif %}"
        ),
        lebar=38,
    ),
)


def write_01_1(*, pemda: bool = False) -> str:
    """Write the proposal of candidates, which lists them in the letter itself.

    Args:
        pemda: In the shape of a regional government.
    """
    melalui = "{% if tujuan.melalui %}\nmelalui {{ tujuan.melalui }}{% endif %}"
    kiri = paragraph("AlamatTujuan", f"Yth.\t{{{{ tujuan.jabatan }}}}{melalui}{DI}")
    kanan = write_tujuan_kanan(melalui)
    head = write_kepala_pemda(kanan=kanan, kiri=kiri)
    return "".join(
        (
            write_kop_instansi(),
            head if pemda else write_baris_surat() + kiri,
            paragraph(
                "Isi",
                "Berdasarkan {{ surat.dasar }}, dengan ini kami mengusulkan "
                "{{ jumlah.calon }} ({{ jumlah.calon_terbilang }}) orang calon "
                "fasilitator daerah pengembangan sekolah model dan pengimbasannya "
                "untuk tahun {{ usulan.tahun }} sebagai berikut.",
                keep_next=True,
            ),
            write_daftar(CALON, loop="orang in calon"),
            paragraph(
                "IsiLanjutan",
                "Calon tersebut kami pandang memenuhi kriteria calon fasilitator "
                "daerah dan dapat melaksanakan tugas di wilayah kerjanya. Sebagai "
                "kelengkapan usulan, kami lampirkan daftar riwayat hidup dan surat "
                "pernyataan kesediaan (Formulir 01.2) setiap calon.",
            ),
            paragraph(
                "IsiAkhir",
                "Sehubungan dengan hal tersebut, kami mohon kiranya calon dimaksud "
                "dapat mengikuti tahapan seleksi selanjutnya. Atas perhatian dan kerja "
                "sama yang baik, kami ucapkan terima\N{NO-BREAK SPACE}kasih.",
            ),
            write_blok_tanda_tangan(),
            paragraph("BatasBagian"),
            section(margins=SURAT, header=NOMOR_HALAMAN, footer=KAKI),
        )
    )


def write_01_2() -> str:
    """Write the statement of a candidate, a personal paper without a letterhead."""
    butir = (
        (
            "mengikuti seluruh rangkaian kegiatan penyiapan dan seleksi fasilitator "
            "daerah, termasuk pelatihan beserta pratesnya dan pascatesnya;"
        ),
        (
            "apabila ditetapkan sebagai fasilitator daerah, melaksanakan pelatihan, "
            "pendampingan, serta monitoring dan evaluasi di sekolah model dan "
            "sekolah imbas pada wilayah yang ditugaskan selama tahun "
            "{{ program.tahun }};"
        ),
        (
            "melaporkan pelaksanaan dan hasil setiap kegiatan kepada "
            "{{ tujuan.jabatan }} tepat waktu;"
        ),
        (
            "menaati ketentuan kegiatan dan menjaga kerahasiaan data sekolah yang "
            "didampingi;\N{NO-BREAK SPACE}dan"
        ),
        "menerima hasil seleksi yang ditetapkan.",
    )
    rows = (
        ("Nama", "{{ calon.nama }}"),
        (
            "{% if surat.bernip %}NIP{% else %}NUPTK{% endif %}",
            (
                "{% if surat.bernip %}{{ calon.nip }}{% else %}"
                "{{ calon.nuptk }}{% endif %}"
            ),
        ),
        ("Tempat, tanggal lahir", "{{ calon.lahir }}"),
        ("Pangkat, golongan", "{{ calon.pangkat }}"),
        ("Jabatan", "{{ calon.jabatan }}"),
        ("Unit kerja", "{{ calon.unit_kerja }}"),
        ("Kabupaten/kota", "{{ calon.kabupaten }}"),
        ("Alamat kantor", "{{ calon.alamat_kantor }}"),
        ("Alamat rumah", "{{ calon.alamat_rumah }}"),
        ("Nomor telepon", "{{ calon.telepon }}"),
        ("Pos elektronik", "{{ calon.posel }}"),
    )
    return "".join(
        (
            paragraph("KodeFormulir", "Formulir 01.2"),
            paragraph(
                "JudulNaskah",
                "Surat pernyataan kesediaan\ncalon fasilitator daerah",
            ),
            paragraph("PembukaKesediaan", "Yang bertanda tangan di bawah ini:\t", QR),
            *(paragraph("IsianLebar", f"{label}\t:\t{isi}") for label, isi in rows),
            paragraph(
                "IsiPernyataan",
                "dengan ini menyatakan ",
                run("bersedia", style="Tebal"),
                " menjadi calon fasilitator daerah pengembangan sekolah model dan "
                "pengimbasannya tahun {{ program.tahun }} serta sanggup:",
            ),
            *(
                paragraph("Butir", f"{nomor}.\t{text}", keep_next=nomor == len(butir))
                for nomor, text in enumerate(butir, start=1)
            ),
            paragraph(
                "IsiPenutup",
                "Demikian pernyataan ini saya buat dengan sebenarnya dan penuh "
                "tanggung jawab, tanpa paksaan dari pihak mana pun, untuk disampaikan "
                "kepada {{ tujuan.jabatan }}.",
            ),
            *_write_tanda_tangan(),
            paragraph("BatasBagian"),
            section(margins=PERNYATAAN),
        )
    )


def _write_tanda_tangan() -> tuple[str, ...]:
    """Write who states it at the right, and at the left the superior, if one signs."""

    def beside(atasan: str) -> str:
        return f"{{% if surat.mengetahui %}}{atasan}{{% endif %}}\t"

    nip = "{% if surat.bernip %}NIP {{ calon.nip }}{% endif %}"
    return (
        paragraph(
            "PenandaDua",
            beside("Mengetahui,"),
            "{{ surat.tempat }}, {{ naskah.tanggal }}",
        ),
        paragraph("PenandaDua", beside("Atasan langsung,"), "Yang membuat pernyataan,"),
        paragraph(
            "RuangPernyataan",
            "{% if surat.meterai %}Meterai {{ surat.meterai }}{% endif %}",
        ),
        paragraph("PenandaDua", beside(LINE), run("{{ calon.nama }}", style="Tebal")),
        paragraph("PenandaDua", beside(f"NIP {LINE[4:]}"), nip),
    )
