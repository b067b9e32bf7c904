"""What Formulir 01.3, 01.4 and 01.6 say: papers evaluated, announced, and marks."""

from __future__ import annotations

from naskah_bagian import (
    CAP,
    KAKI,
    NAMA_PELATIHAN,
    NOMOR_HALAMAN,
    QR,
    end_lampiran,
    end_letter,
    write_jabatan,
    write_kop_instansi,
    write_nama_pejabat,
    write_tanda_tangan_bertanggal,
    write_utuh,
)
from naskah_daftar import (
    NOMOR_URUT,
    Kolom,
    write_baris_lebar,
    write_daftar,
    write_lampiran_tegak,
    write_orang,
    write_penutup_daftar,
)
from naskah_ooxml import DASH, paragraph, run, section

LEBAR = (13, 20, 25, 30)
"""The margins of a landscape page, whose text is 247 mm wide."""
KOP_LEBAR = 257.0


def _dash(field: str) -> str:
    return f"{{{{ {field} or '{DASH}' }}}}"


def _nomor() -> str:
    """Write the number under a title; dots, where the office does not number it."""
    return paragraph("NomorNaskah", "Nomor {{ naskah.nomor }}")


BERKAS = (
    NOMOR_URUT,
    Kolom(judul="Nama dan NIP/NUPTK", isi=write_orang("orang"), lebar=44),
    Kolom(
        judul="Unit kerja, kabupaten/kota",
        isi="{{ orang.unit_kerja }},\n{{ orang.kabupaten }}",
        lebar=57,
    ),
    Kolom(judul="CV", isi=_dash("orang.cv"), lebar=20, tengah=True),
    Kolom(judul="Formulir 01.1", isi=_dash("orang.usulan"), lebar=20, tengah=True),
    Kolom(judul="Formulir 01.2", isi=_dash("orang.pernyataan"), lebar=20, tengah=True),
    Kolom(
        judul="Kriteria belum terpenuhi",
        isi=_dash("orang.belum"),
        lebar=22,
        tengah=True,
    ),
    Kolom(judul="Hasil", isi="{{ orang.hasil }}", lebar=22, tengah=True),
    Kolom(judul="Alasan atau keterangan", isi=_dash("orang.keterangan"), lebar=32),
)
TIM = (
    NOMOR_URUT,
    Kolom(judul="Nama", isi=write_orang("anggota", dots=True), lebar=100),
    Kolom(
        judul="Kedudukan dalam tim", isi="{{ anggota.peran }}", lebar=55, tengah=True
    ),
    Kolom(
        judul="Tanda tangan",
        isi="{{ loop.index }}. ..............................",
        lebar=82,
    ),
)


def write_01_3() -> str:
    """Write the sheet on the papers of all candidates of a wave, landscape."""
    return "".join(
        (
            write_kop_instansi(width=KOP_LEBAR),
            paragraph("KodeFormulir", "Formulir 01.3"),
            paragraph(
                "JudulNaskah",
                "Lembar hasil evaluasi pemeriksaan berkas\n"
                "calon fasilitator daerah tahun {{ evaluasi.tahun }}",
            ),
            _nomor(),
            paragraph(
                "Isi",
                "Pada hari {{ evaluasi.hari }} tanggal "
                "{{ evaluasi.tanggal_terbilang }} "
                "({{ evaluasi.tanggal }}), Tim Evaluasi {{ surat.lembaga }} telah "
                "memeriksa berkas {{ jumlah.calon }} ({{ jumlah.calon_terbilang }}) "
                "orang calon fasilitator daerah"
                "{% if evaluasi.gelombang > 1 %} gelombang {{ evaluasi.gelombang }}"
                "{% endif %} menurut kriteria berikut.",
                keep_next=True,
            ),
            *_write_kriteria(),
            paragraph(
                "IsiLanjutan",
                "Hasil pemeriksaan berkas setiap calon adalah sebagai berikut.",
                keep_next=True,
            ),
            write_daftar(BERKAS, loop="orang in calon"),
            paragraph(
                "IsiLanjutan",
                "Dari {{ jumlah.calon }} ({{ jumlah.calon_terbilang }}) orang calon, "
                "{{ jumlah.memenuhi }} ({{ jumlah.memenuhi_terbilang }}) orang "
                "dinyatakan memenuhi{% if jumlah.tidak %} dan {{ jumlah.tidak }} "
                "({{ jumlah.tidak_terbilang }}) orang dinyatakan tidak memenuhi"
                "{% endif %} persyaratan.",
                keep_next=True,
            ),
            paragraph("Keterangan", "Tim Evaluasi:"),
            write_daftar(
                TIM,
                loop="anggota in tim",
                style="Tim",
                closing=_write_pengesahan(tuple(each.lebar for each in TIM)),
            ),
            paragraph("BatasBagian"),
            section(margins=LEBAR, landscape=True, header=NOMOR_HALAMAN, footer=KAKI),
        )
    )


def _write_kriteria() -> tuple[str, ...]:
    """Write what papers are held against, before what came of it."""
    butir = (
        "{{ butir.kode }}\t{{ butir.uraian }}"
        "{% if not butir.wajib %} (diutamakan){% endif %}"
    )
    return (
        paragraph("ButirKriteria", "{%p for butir in kriteria %}"),
        paragraph("ButirKriteria", butir),
        paragraph("ButirKriteria", "{%p endfor %}"),
    )


def _write_pengesahan(widths: tuple[float, ...]) -> str:
    """Write who approves the evaluation, as the last row of the team's list."""
    return write_baris_lebar(
        paragraph("TandaTanganLebar", "Mengesahkan, {{ naskah.tanggal }}"),
        *write_jabatan("TandaTanganLebar"),
        paragraph("RuangLebar", QR, run("\t"), CAP),
        *write_nama_pejabat("TandaTanganLebar", nama="NamaPejabatLebar"),
        paragraph("TembusanKepala", "Tembusan:"),
        paragraph("Tembusan", "{%p for penerima in tembusan %}"),
        paragraph("Tembusan", "{{ loop.index }}.\t{{ penerima }}"),
        paragraph("Tembusan", "{%p endfor %}"),
        widths=widths,
        above=5,
    )


LULUS = (
    NOMOR_URUT,
    Kolom(
        judul="Nama dan NIP/NUPTK",
        isi=write_orang("orang"),
        lebar=44,
    ),
    Kolom(judul="Jabatan", isi="{{ orang.jabatan }}", lebar=28),
    Kolom(judul="Unit kerja", isi="{{ orang.unit_kerja }}", lebar=34),
    Kolom(judul="Kabupaten/kota", isi="{{ orang.kabupaten }}", lebar=23),
    Kolom(judul="Keterangan", isi="{{ orang.keterangan }}", lebar=21, tengah=True),
)


def write_01_4() -> str:
    """Write the announcement, and the list of who passed as its attachment."""
    return "".join(
        (
            write_kop_instansi(),
            paragraph("JudulBesar", "Pengumuman"),
            paragraph("NomorNaskah", "Nomor {{ naskah.nomor }}"),
            paragraph(
                "Tentang",
                "tentang\nHasil Seleksi Administrasi Calon Fasilitator Daerah\n"
                "Pengembangan Sekolah Model dan Pengimbasannya "
                "Tahun {{ seleksi.tahun }}",
            ),
            *_write_isi_pengumuman(),
            write_utuh(*write_tanda_tangan_bertanggal()),
            end_letter(),
            write_lampiran_tegak(surat="Pengumuman"),
            paragraph(
                "JudulLampiran",
                "Daftar calon fasilitator daerah\nyang lulus seleksi administrasi "
                "tahun {{ seleksi.tahun }}",
            ),
            paragraph("Keterangan"),
            write_daftar(
                LULUS,
                loop="orang in calon",
                closing=write_penutup_daftar(
                    tuple(each.lebar for each in LULUS), kanan=3
                ),
            ),
            *end_lampiran(),
        )
    )


def _write_isi_pengumuman() -> tuple[str, ...]:
    return (
        paragraph(
            "Isi",
            "Berdasarkan hasil evaluasi pemeriksaan berkas calon fasilitator daerah "
            "pengembangan sekolah model dan pengimbasannya tahun {{ seleksi.tahun }}"
            "{% if seleksi.gelombang > 1 %} gelombang {{ seleksi.gelombang }}"
            "{% endif %}, dengan ini kami umumkan hal-hal sebagai berikut.",
        ),
        paragraph(
            "Butir",
            "1.\tSebanyak {{ jumlah.calon }} ({{ jumlah.calon_terbilang }}) orang "
            "calon fasilitator daerah dinyatakan lulus seleksi administrasi, "
            "sebagaimana tercantum dalam lampiran pengumuman ini.",
        ),
        paragraph(
            "Butir",
            "2.\tCalon yang lulus berhak mengikuti pelatihan calon fasilitator daerah. "
            "Waktu dan tempat pelatihan disampaikan melalui surat undangan "
            "(Formulir 01.5).",
        ),
        paragraph(
            "Butir",
            "3.\tPenetapan sebagai fasilitator daerah didasarkan atas hasil seleksi "
            "kompetensi pada akhir pelatihan.",
        ),
        paragraph(
            "IsiAkhir",
            "Demikian pengumuman ini kami sampaikan agar menjadi perhatian dan "
            "dilaksanakan sebagaimana mestinya.",
        ),
    )


NILAI = (
    NOMOR_URUT,
    Kolom(judul="Nama dan NIP/NUPTK", isi=write_orang("orang"), lebar=50),
    Kolom(judul="Unit kerja", isi=_dash("orang.unit_kerja"), lebar=36),
    Kolom(judul="Hadir (hari)", isi=_dash("orang.kehadiran"), lebar=14, tengah=True),
    Kolom(judul="Prates", isi=_dash("orang.pratest"), lebar=14, tengah=True),
    Kolom(judul="Pascates", isi=_dash("orang.pascates"), lebar=16, tengah=True),
    Kolom(judul="Selisih", isi=_dash("orang.selisih"), lebar=14, tengah=True),
    Kolom(judul="Praktik", isi=_dash("orang.praktik"), lebar=15, tengah=True),
    Kolom(judul="Sikap", isi=_dash("orang.sikap"), lebar=14, tengah=True),
    Kolom(judul="Nilai akhir", isi=_dash("orang.akhir"), lebar=13, tengah=True),
    Kolom(judul="Keputusan", isi="{{ orang.keputusan }}", lebar=30, tengah=True),
    Kolom(judul="Catatan", isi=_dash("orang.catatan"), lebar=21),
)
FASILITATOR = (
    NOMOR_URUT,
    Kolom(
        judul="Fasilitator nasional",
        isi=write_orang("orang", dots=True),
        lebar=80,
    ),
    Kolom(
        judul="Tanda tangan",
        isi="{{ loop.index }}. ..............................",
        lebar=60,
    ),
)


def write_01_6() -> str:
    """Write the marks of a class and who is recommended, landscape."""
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
    )
    return "".join(
        (
            write_kop_instansi(width=KOP_LEBAR),
            paragraph("KodeFormulir", "Formulir 01.6"),
            paragraph("JudulNaskah", "Lembar evaluasi penetapan\nfasilitator daerah"),
            _nomor(),
            *(paragraph("IsianLebar", f"{label}\t:\t{isi}") for label, isi in rows),
            paragraph("Keterangan"),
            write_daftar(NILAI, loop="orang in peserta"),
            paragraph(
                "IsiLanjutan",
                "Berdasarkan hasil evaluasi tersebut, dari {{ jumlah.peserta }} "
                "({{ jumlah.peserta_terbilang }}) orang peserta, {{ jumlah.lulus }} "
                "({{ jumlah.lulus_terbilang }}) orang direkomendasikan kepada "
                "{{ tujuan.jabatan }} untuk ditetapkan sebagai fasilitator daerah"
                "{% if jumlah.tidak %} dan {{ jumlah.tidak }} "
                "({{ jumlah.tidak_terbilang }}) orang tidak direkomendasikan"
                "{% endif %}. Nilai akhir paling rendah untuk direkomendasikan "
                "adalah {{ nilai.lulus }}.",
                keep_next=True,
            ),
            paragraph("TandaTanganKiri", "{{ naskah.tanggal }}"),
            paragraph("TandaTanganKiri", "Tim Fasilitator Nasional,\t", QR),
            write_daftar(FASILITATOR, loop="orang in fasilitator", style="Tim"),
            paragraph("BatasBagian"),
            section(margins=LEBAR, landscape=True, header=NOMOR_HALAMAN),
        )
    )
