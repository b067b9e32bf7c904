"""What a clerk types on a first morning: names, ticks and Indonesian dates, no code."""

from __future__ import annotations

from calendar import monthrange

Rows = list[dict[str, object]]
BULAN = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli"),
    *("Agustus", "September", "Oktober", "November", "Desember"),
)
LPMP, AGAM, KOTA = (
    "LPMP Sumatera Barat",
    "Dinas Pendidikan Kabupaten Agam",
    "Dinas Pendidikan Kota Bukittinggi",
)
PLACES = ((AGAM, "Kabupaten Agam"), (KOTA, "Kota Bukittinggi"))
KANTOR = {
    "Data kantor": [
        {
            "Jenis kantor": jenis,
            "Nama kantor": nama,
            "Wilayah": wilayah,
            "Instansi induk": induk,
            "Alamat": f"Jalan Contoh Nomor {number}",
            "Kota": kota,
            "Berlaku dari": "1 Januari 2015",
        }
        for number, (jenis, nama, wilayah, induk, kota) in enumerate(
            (
                (
                    *("lpmp", LPMP, "Sumatera Barat"),
                    *("Kementerian Pendidikan dan Kebudayaan", "Padang"),
                ),
                (
                    *("dinas kabupaten", AGAM, "Kabupaten Agam"),
                    *("Pemerintah Kabupaten Agam", "Lubuk Basung"),
                ),
                (
                    *("dinas kota", KOTA, "Kota Bukittinggi"),
                    *("Pemerintah Kota Bukittinggi", "Bukittinggi"),
                ),
            ),
            start=1,
        )
    ],
    "Pejabat kantor": [
        {
            "Nama kantor": kantor,
            "Nama pejabat": nama,
            "NIP": nip,
            "Jabatan": jabatan,
            "Pangkat": "Pembina Utama Muda",
            "Berlaku dari": "1 Januari 2015",
        }
        for kantor, nama, nip, jabatan in (
            (LPMP, "Dr. Contoh Wirapustaka", "196201021987031000", "Kepala LPMP"),
            (AGAM, "Dra. Contoh Laksmi", "196404051991032000", "Kepala Dinas"),
            (KOTA, "Drs. Contoh Adipura", "196307081990031000", "Kepala Dinas"),
        )
    ],
    "Nomor surat": [
        {
            "Nama kantor": kantor,
            "Pola nomor": f"{{urut:04}}/{unit}/{{tahun}}",
            "Berlaku dari": "1 Januari 2015",
        }
        for kantor, unit in ((LPMP, "D7.2"), (AGAM, "Disdik-Agm"), (KOTA, "Disdik-Bkt"))
    ],
}
TIM = [
    {
        "Tahun program": 2016,
        "Urutan": number,
        "Peran": peran,
        "Nama anggota": nama,
        "NIP": "-",
    }
    for number, (peran, nama) in enumerate(
        (
            ("Ketua", "Dr. Contoh Prasetya"),
            ("Sekretaris", "Contoh Wijaya, M.T."),
            ("Anggota", "Dra. Contoh Widya"),
        ),
        start=1,
    )
]


def list_calon(count: int) -> list[dict[str, object]]:
    """Invent candidates, evaluated: every tenth did not pass, and it says why."""
    return [_make_calon(number) for number in range(1, count + 1)]


def _make_calon(number: int) -> dict[str, object]:
    pengusul, wilayah = PLACES[number % 2]
    month, day = number % 12 + 1, number % 28 + 1
    assert day <= monthrange(1970, month)[1]
    passed = number % 10 != 0
    return {
        "Tahun program": 2016,
        "Nama lengkap": f"Contoh Calon Nomor {number:02}, S.Pd.",
        "NIP": f"1970{month:02}{day:02}199503{1 + number % 2}000",
        "Diusulkan oleh": pengusul,
        "Kabupaten/kota": wilayah,
        "L/P": "LP"[number % 2],
        "Tempat lahir": "Bukittinggi",
        "Tanggal lahir": f"{day} {BULAN[month - 1]} 1970",
        "Jabatan": "Pengawas Sekolah",
        "Unit kerja": f"UPT Contoh {number}",
        "Berkas CV": "✓",
        "CV diterima": "18 Maret 2016",
        "Berkas 01.1 (usulan)": "✓",
        "Berkas 01.2 (pernyataan)": "✓" if passed else "tidak sah",
        "Keterangan 01.2": None if passed else "belum ditandatangani",
        **{f"Kriteria K{each}": "✓" for each in range(1, 8)},
        "Tanggal evaluasi": "21 Maret 2016",
        "Hasil evaluasi": "memenuhi" if passed else "tidak memenuhi",
        "Alasan": None if passed else "pernyataan belum ditandatangani",
        "Diumumkan (01.4)": "ya" if passed else "tidak",
    }


def list_sekolah(count: int) -> list[dict[str, object]]:
    """Invent the schools of Kabupaten Agam."""
    shapes = ("SD", "SD", "SD", "SMP")
    return [
        {
            "NPSN": f"{91_000_000 + number}",
            "Nama sekolah": f"{shapes[number % 4]} Negeri {number} Contoh Ampek",
            "Bentuk": shapes[number % 4],
            "Negeri/swasta": "negeri",
            "Kabupaten/kota": "Kabupaten Agam",
            "Kecamatan": f"Contoh {number % 5}",
            "Alamat": f"Jalan Contoh Nomor {number}",
            "Lintang": -0.30127 - number / 1000,
            "Bujur": 100.01913 + number % 7 / 100,
        }
        for number in range(count)
    ]


FASDA, SPMI = "Pelatihan Calon Fasilitator", "Pelatihan SPMI"


def list_pelatihan(
    calon: list[dict[str, object]],
) -> dict[str, list[dict[str, object]]]:
    """Invent a training of candidates and one of schools, each with its people."""
    trainings = [
        {
            "Tahun program": 2016,
            "Jenis pelatihan": jenis,
            "Nama pelatihan": nama,
            "Kurikulum": kurikulum,
            "Penyelenggara": LPMP,
            "Wilayah tempat": "Kota Bukittinggi",
            "Gedung atau hotel": "Wisma Contoh",
            "Hari pertama": hari,
        }
        for jenis, nama, kurikulum, hari in (
            ("fasda", FASDA, "3.3", "11 April 2016"),
            ("spmi", SPMI, "4.1", "9 Mei 2016"),
        )
    ]
    return {
        "Data pelatihan": trainings,
        "Kelas pelatihan": [
            {"Nama pelatihan": nama, "Kelas": kelas}
            for nama, kelas in ((FASDA, "A"), (FASDA, "B"), (SPMI, "A"))
        ],
        "Fasilitator kelas": [
            {
                "Nama pelatihan": nama,
                "Kelas": kelas,
                "Nama fasilitator": orang,
                "NIP": "-",
            }
            for nama, kelas, orang in (
                (FASDA, "A", "Dr. Contoh Kinanthi"),
                (FASDA, "B", "Dr. Contoh Darma"),
                (SPMI, "A", "Dr. Contoh Kinanthi"),
            )
        ],
        "Peserta pelatihan": [
            *(
                {
                    "Nama pelatihan": FASDA,
                    "Calon (pelatihan fasda)": each["Nama lengkap"],
                    "Kelas": "AB"[number % 2],
                }
                for number, each in enumerate(calon)
            ),
            *(
                {
                    "Nama pelatihan": SPMI,
                    "Nama (pelatihan SPMI)": f"Contoh Guru {number}",
                    "NPSN sekolah": f"{91_000_000 + number}",
                    "Jabatan": "Guru",
                    "Kelas": "A",
                }
                for number in range(3)
            ),
        ],
    }
