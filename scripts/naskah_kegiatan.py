"""What the letters of planned activities say: invitations T01 and T09, order T06."""

from __future__ import annotations

from naskah_bagian import (
    KAKI,
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
    write_orang,
)
from naskah_ooxml import DASH, paragraph, section

SEKOLAH = (
    NOMOR_URUT,
    Kolom(judul="NPSN", isi="{{ satu.npsn }}", lebar=24, tengah=True),
    Kolom(judul="Nama sekolah", isi="{{ satu.nama }}", lebar=58),
    Kolom(judul="Kecamatan", isi=f"{{{{ satu.kecamatan or '{DASH}' }}}}", lebar=38),
    Kolom(judul="Sebagai", isi="{{ satu.sebagai }}", lebar=30),
)
DIKUNJUNGI = (
    NOMOR_URUT,
    Kolom(judul="NPSN", isi="{{ satu.npsn }}", lebar=24, tengah=True),
    Kolom(judul="Nama sekolah model", isi="{{ satu.nama }}", lebar=50),
    Kolom(judul="Alamat", isi=f"{{{{ satu.alamat or '{DASH}' }}}}", lebar=46),
    Kolom(judul="Kecamatan", isi=f"{{{{ satu.kecamatan or '{DASH}' }}}}", lebar=30),
)
DITUGASI = (
    NOMOR_URUT,
    Kolom(judul="Nama dan NIP/NUPTK", isi=write_orang("orang"), lebar=58),
    Kolom(judul="Jabatan", isi=f"{{{{ orang.jabatan or '{DASH}' }}}}", lebar=34),
    Kolom(judul="Unit kerja", isi="{{ orang.unit_kerja }}", lebar=34),
    Kolom(
        judul="Kelompok sekolah",
        isi=f"{{{{ orang.kelompok or '{DASH}' }}}}",
        lebar=24,
        tengah=True,
    ),
)


def write_t01() -> str:
    """Write the invitation to a meeting that coordinates; it is one letter."""
    return "".join(
        (
            write_kop_instansi(),
            write_baris_surat(),
            *write_daftar_tujuan(),
            paragraph(
                "Isi",
                "Dalam rangka menyamakan pemahaman dan menyepakati pembagian tugas "
                "pelaksanaan program sekolah model dan pola pengimbasan tahun "
                "{{ kegiatan.tahun }} di {{ kegiatan.daerah }}, kami mengundang "
                "Saudara untuk hadir pada {{ kegiatan.nama }} yang akan dilaksanakan "
                "pada:",
            ),
            *_write_waktu(),
            *_write_acara(),
            paragraph(
                "IsiLanjutan",
                "Kami mohon Saudara hadir bersama kepala bidang yang menangani "
                "pendidikan dasar dan pendidikan menengah serta koordinator pengawas "
                "sekolah.{% if kegiatan.biaya %} Biaya kegiatan dibebankan pada "
                "{{ kegiatan.biaya }}.{% endif %}",
                keep_next=True,  # the thanks alone are too little above a signature
            ),
            paragraph(
                "IsiAkhir",
                "Atas perhatian dan kehadiran Saudara, kami ucapkan "
                "terima\N{NO-BREAK SPACE}kasih.",
            ),
            write_blok_tanda_tangan(),
            paragraph("BatasBagian"),
            section(margins=SURAT, header=NOMOR_HALAMAN, footer=KAKI),
        )
    )


def write_t09() -> str:
    """Write the invitation to show results; the schools are its attachment."""
    return "".join(
        (
            write_kop_instansi(),
            write_baris_surat(),
            *write_daftar_tujuan(
                "Kepala sekolah model dan sekolah imbas (daftar terlampir)"
            ),
            paragraph(
                "Isi",
                "Sehubungan dengan telah dilaksanakannya pendampingan dan pengimbasan "
                "pada {{ jumlah.model }} ({{ jumlah.model_terbilang }}) sekolah model "
                "dan {{ jumlah.imbas }} ({{ jumlah.imbas_terbilang }}) sekolah imbas "
                "di {{ kegiatan.daerah }} tahun {{ kegiatan.tahun }}, kami mengundang "
                "Saudara untuk hadir pada {{ kegiatan.nama }} yang akan dilaksanakan "
                "pada:",
            ),
            *_write_waktu(),
            *_write_acara(),
            paragraph(
                "IsiLanjutan",
                "Setiap sekolah model agar menyiapkan paparan praktik baik penjaminan "
                "mutu beserta dokumen pendukungnya.{% if kegiatan.biaya %} Biaya "
                "kegiatan dibebankan pada {{ kegiatan.biaya }}.{% endif %}",
            ),
            paragraph(
                "IsiAkhir",
                "Kami mohon kepala dinas menugasi sekolah yang tercantum dalam "
                "lampiran surat ini. Atas perhatian dan kerja sama yang baik, kami "
                "ucapkan terima\N{NO-BREAK SPACE}kasih.",
            ),
            write_blok_tanda_tangan(),
            end_letter(),
            write_lampiran_tegak(),
            paragraph(
                "JudulLampiran",
                "Daftar sekolah yang diundang\n{{ kegiatan.daerah }}",
            ),
            paragraph("Keterangan"),
            write_daftar(SEKOLAH, loop="satu in sekolah"),
            *end_lampiran(),
        )
    )


def write_t06() -> str:
    """Write the order to accompany schools; they are listed as its attachment.

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
                "{{ penandatangan.jabatan }} dengan ini menugasi fasilitator daerah:",
                keep_next=True,
            ),
            write_daftar(DITUGASI, loop="orang in fasilitator"),
            paragraph(
                "IsiLanjutan",
                "untuk melaksanakan {{ kegiatan.nama }} pada {{ jumlah.model }} "
                "({{ jumlah.model_terbilang }}) sekolah model sebagaimana tercantum "
                "dalam lampiran surat tugas ini, dengan ketentuan:",
            ),
            paragraph("IsianUndangan", "hari\t:\t{{ kegiatan.hari }}"),
            paragraph("IsianUndangan", "tanggal\t:\t{{ kegiatan.tanggal }}"),
            paragraph(
                "IsianUndangan",
                "tempat\t:\t{{ kegiatan.tempat }}{% if kegiatan.alamat %}, "
                "{{ kegiatan.alamat }}{% endif %}",
            ),
            *_optional("biaya", "kegiatan.biaya"),
            paragraph(
                "IsiLanjutan",
                "Yang bersangkutan agar berkoordinasi dengan dinas pendidikan dan "
                "kepala sekolah, melaksanakan pendampingan sesuai dengan kerangka "
                "acuan, serta menyampaikan laporan tertulis kepada "
                "{{ surat.lembaga }} paling lambat 7 (tujuh) hari kerja setelah "
                "pendampingan selesai.",
                keep_next=True,
            ),
            paragraph(
                "IsiAkhir",
                "Surat tugas ini dibuat untuk dilaksanakan dengan penuh tanggung "
                "jawab.",
            ),
            write_utuh(*write_tanda_tangan_bertanggal(), *write_tembusan()),
            end_letter(),
            write_lampiran_tegak(surat="Surat Tugas {{ penandatangan.jabatan }}"),
            paragraph(
                "JudulLampiran",
                "Daftar sekolah model yang didampingi\n{{ kegiatan.daerah }}",
            ),
            paragraph("Keterangan"),
            write_daftar(DIKUNJUNGI, loop="satu in sekolah"),
            *end_lampiran(),
        )
    )


def _optional(label: str, field: str) -> tuple[str, ...]:
    return (
        paragraph("IsianUndangan", f"{{%p if {field} %}}"),
        paragraph("IsianUndangan", f"{label}\t:\t{{{{ {field} }}}}"),
        paragraph("IsianUndangan", "{%p endif %}"),
    )


def _write_waktu() -> tuple[str, ...]:
    """Write when and where, and whom to ask."""
    narahubung = "kegiatan.narahubung"
    return (
        paragraph("IsianUndangan", "hari\t:\t{{ kegiatan.hari }}"),
        paragraph("IsianUndangan", "tanggal\t:\t{{ kegiatan.tanggal }}"),
        paragraph("IsianUndangan", "waktu\t:\tpukul {{ kegiatan.waktu }}"),
        paragraph(
            "IsianUndangan",
            "tempat\t:\t{{ kegiatan.tempat }}{% if kegiatan.alamat %}, "
            "{{ kegiatan.alamat }}{% endif %}",
        ),
        paragraph("IsianUndangan", f"{{%p if {narahubung} %}}"),
        paragraph(
            "IsianUndangan",
            f"narahubung\t:\t{{{{ {narahubung} }}}}"
            "{% if kegiatan.telepon_narahubung %}, telepon "
            "{{ kegiatan.telepon_narahubung }}{% endif %}",
        ),
        paragraph("IsianUndangan", "{%p endif %}"),
    )


def _write_acara() -> tuple[str, ...]:
    return (
        paragraph("IsiLanjutan", "{%p if acara %}"),
        paragraph("IsiLanjutan", "Acara kegiatan tersebut:", keep_next=True),
        paragraph("Butir", "{%p for butir in acara %}"),
        paragraph(
            "Butir",
            "{{ loop.index }}.\t{{ butir }}{% if loop.last %}.{% else %};"
            "{% if loop.revindex == 2 %} dan{% endif %}{% endif %}",
        ),
        paragraph("Butir", "{%p endfor %}"),
        paragraph("IsiLanjutan", "{%p endif %}"),
    )
