"""What the report of a verification says: what was found, and what is asked for."""

from __future__ import annotations

from naskah_bagian import (
    DI,
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
    write_lampiran_tegak,
    write_penutup_daftar,
    write_row,
)
from naskah_ooxml import DASH, control, paragraph, table

REKAP = (64.0, 24.0, 24.0, 24.0, 24.0)
TIDAK = (
    NOMOR_URUT,
    Kolom(judul="NPSN", isi="{{ satu.npsn }}", lebar=20, tengah=True),
    Kolom(judul="Nama sekolah", isi="{{ satu.nama }}", lebar=48),
    Kolom(judul="Calon", isi="{{ satu.sebagai }}", lebar=16, tengah=True),
    Kolom(judul="Alasan", isi=f"{{{{ satu.alasan or '{DASH}' }}}}", lebar=66),
)
DIPERIKSA = (
    Kolom(judul="No.", isi="{{ satu.urut }}", lebar=12, tengah=True),
    Kolom(judul="NPSN", isi="{{ satu.npsn }}", lebar=20, tengah=True),
    Kolom(judul="Nama sekolah", isi="{{ satu.nama }}", lebar=44),
    Kolom(judul="Kecamatan", isi=f"{{{{ satu.kecamatan or '{DASH}' }}}}", lebar=22),
    Kolom(judul="Calon", isi="{{ satu.sebagai }}", lebar=14, tengah=True),
    Kolom(judul="Hasil", isi="{{ satu.hasil }}", lebar=20, tengah=True),
    Kolom(judul="Keterangan", isi=f"{{{{ satu.alasan or '{DASH}' }}}}", lebar=28),
)


def write_laporan_verval() -> str:
    """Write the report to the dinas that proposed; all schools are its attachment."""
    return "".join(
        (
            write_kop_instansi(),
            write_baris_surat(),
            paragraph("AlamatTujuan", f"Yth.\t{{{{ tujuan.jabatan }}}}{DI}"),
            *_write_isi(),
            write_blok_tanda_tangan(),
            end_letter(),
            write_lampiran_tegak(),
            paragraph(
                "JudulLampiran",
                "Hasil verifikasi dan validasi calon sekolah model\n"
                "dan calon sekolah imbas di {{ usulan.wilayah }} "
                "tahun {{ usulan.tahun }}",
            ),
            paragraph(
                "Keterangan",
                "Keterangan: calon sekolah model bernomor bulat, diikuti calon sekolah "
                "imbasnya.",
            ),
            write_daftar(
                DIPERIKSA,
                loop="satu in sekolah",
                closing=write_penutup_daftar(
                    tuple(each.lebar for each in DIPERIKSA), kanan=4
                ),
            ),
            *end_lampiran(),
        )
    )


def _write_isi() -> tuple[str, ...]:
    return (
        paragraph(
            "Isi",
            "Menindaklanjuti surat Saudara{% if usulan.nomor %} Nomor "
            "{{ usulan.nomor }}{% endif %}{% if usulan.tanggal %} tanggal "
            "{{ usulan.tanggal }}{% endif %} tentang usulan calon sekolah model dan "
            "calon sekolah imbas di {{ usulan.wilayah }} tahun {{ usulan.tahun }}, "
            "kami sampaikan bahwa {{ surat.lembaga }} dibantu tim dari pemerintah "
            "daerah telah memverifikasi dan memvalidasi usulan tersebut"
            "{% if verval.tanggal %} pada tanggal {{ verval.tanggal }}{% endif %}"
            "{% if verval.cara %} melalui {{ verval.cara }}{% endif %}, dengan hasil "
            "sebagai berikut.",
            keep_next=True,
        ),
        _write_rekap(),
        *_write_tidak(),
        *_write_lulus(),
        paragraph(
            "IsiAkhir",
            "Hasil verifikasi dan validasi setiap sekolah tercantum dalam lampiran "
            "surat ini. Atas perhatian dan kerja sama yang baik, kami ucapkan "
            "terima\N{NO-BREAK SPACE}kasih.",
        ),
    )


def _write_rekap() -> str:
    """Write how many schools passed, and how many did not."""
    heads = (
        "Usulan",
        "Diusulkan",
        "Memenuhi",
        "Tidak memenuhi",
        "Belum diperiksa",
    )
    found = ("memenuhi", "tidak", "belum")
    counts = (
        "{{ baris.nama }}",
        *(f"{{{{ baris.{name} }}}}" for name in ("diusulkan", *found)),
    )
    sums = ("Jumlah", *(f"{{{{ jumlah.{name} }}}}" for name in ("sekolah", *found)))
    heading = ("TabelKepala",) * len(REKAP)
    styles = ("Tabel", *("TabelTengah",) * (len(REKAP) - 1))
    return table(
        write_row(heads, styles=heading, widths=REKAP, heading=True),
        control("for baris in rekap", widths=REKAP),
        write_row(counts, styles=styles, widths=REKAP),
        control("endfor", widths=REKAP),
        write_row(sums, styles=heading, widths=REKAP),
        widths=REKAP,
        style="TabelBergaris",
    )


def _write_tidak() -> tuple[str, ...]:
    """Write which schools did not pass and why, and that others may be proposed."""
    return (
        paragraph("IsiLanjutan", "{%p if tidak %}"),
        paragraph(
            "IsiLanjutan",
            "Sekolah yang tidak memenuhi verifikasi dan validasi adalah sebagai "
            "berikut.",
            keep_next=True,
        ),
        write_daftar(TIDAK, loop="satu in tidak"),
        paragraph("IsiLanjutan", "{%p if verval.ditutup %}"),
        paragraph(
            "IsiLanjutan",
            "Karena daftar usulan telah ditutup pada tanggal {{ verval.ditutup }}, "
            "sekolah tersebut tidak ditetapkan, dan sekolah yang memenuhi ditetapkan "
            "menurut daftar terakhir.",
        ),
        paragraph("IsiLanjutan", "{%p elif verval.lewat %}"),
        paragraph(
            "IsiLanjutan",
            "Kami mohon Saudara segera mengusulkan sekolah penggantinya sebagai usulan "
            "ke-{{ usulan.berikut }}, karena batas waktu penggantian, tanggal "
            "{{ verval.tenggat }}, telah lewat. Tanpa usulan pengganti, sekolah yang "
            "memenuhi ditetapkan menurut daftar terakhir.",
        ),
        paragraph("IsiLanjutan", "{%p else %}"),
        paragraph(
            "IsiLanjutan",
            "Kami mohon Saudara mengusulkan sekolah penggantinya sebagai usulan "
            "ke-{{ usulan.berikut }}, yang kami terima paling lambat tanggal "
            "{{ verval.tenggat }}. Apabila sampai dengan tanggal tersebut usulan "
            "pengganti belum kami terima, sekolah yang memenuhi ditetapkan menurut "
            "daftar terakhir.",
        ),
        paragraph("IsiLanjutan", "{%p endif %}"),
        paragraph("IsiLanjutan", "{%p endif %}"),
    )


def _write_lulus() -> tuple[str, ...]:
    """Write what follows where every school passed."""
    return (
        paragraph("IsiLanjutan", "{%p if not tidak and not jumlah.belum %}"),
        paragraph(
            "IsiLanjutan",
            "Seluruh sekolah yang diusulkan memenuhi verifikasi dan validasi dan "
            "selanjutnya ditetapkan dengan keputusan Kepala {{ surat.lembaga }}.",
        ),
        paragraph("IsiLanjutan", "{%p endif %}"),
    )
