"""Letters as offices have them: few rows and many, long names, and what is missing."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from formulir.letters.jenis import list_jenis
from formulir.letters.profil import load_profil
from formulir.records.sql.pelatihan import split_day, tie_pieces
from tests.letters.shipped import TEMPLATES, fill

if TYPE_CHECKING:
    from formulir.model import Docx
    from tests.letters.shipped import Contoh

LISTS = {
    "01.1": "calon",
    "01.3": "calon",
    "01.4": "calon",
    "01.5": "peserta",
    "01.6": "peserta",
    "01.7": "fasilitator",
    "02.1": "model",
    "DH": "peserta",
    "DK": "peserta",
    "LI": "imbas",
    "LK": "imbas",
    "LV": "sekolah",
    "SKS": "model",
    "LM": "aspek",
    "RM": "sekolah",
    "DR": "undangan",
    "JT": "jadwal",
    "JK": "kunjungan",
    "ST": "kunjungan",
    "T06": "fasilitator",
    "T09": "sekolah",
}
"""The kinds that list people or schools, and what the list is called."""
SCHEDULES = ("J3.3", "J4.1")
KINDS = tuple(list_jenis(TEMPLATES))
OTHERS = tuple(kode for kode in KINDS if kode not in {*LISTS, *SCHEDULES})
"""The kinds whose letters have as many rows as they have."""
PEOPLE = frozenset({"calon", "peserta", "fasilitator"})
"""The lists that are of people."""
PERIODS = (date(2016, 4, 22), date(2021, 4, 22), date(2026, 4, 22))
ROWS = (1, 15, 62)
IMBAS = 5
"""How many schools follow each model school."""
LONG = {
    "nama": (
        "Prof. Dr. Ir. Hj. Contoh Siti Nurhalimatussadiyah Kusumawardhani, S.Pd., "
        "M.Pd., M.Si."
    ),
    "unit_kerja": (
        "Unit Pelaksana Teknis Daerah Pendidikan Dasar dan Menengah Kecamatan "
        "Kaliwungu Selatan"
    ),
    "jabatan": "Pengawas Sekolah Ahli Utama Bidang Kurikulum dan Pembelajaran",
    "posel": "nama.yang.panjang.sekali.untuk.posel@dinas-pendidikan.contoh.example",
    "alamat": (
        "Jalan Contoh Raya Pegunungan Kilometer 11, Dukuh Contoh Ngisor RT 03/RW 02, "
        "Desa Colomukti (sebelah utara lapangan, {91994})"
    ),
}
LONG_EVENT = {
    "tempat": "Gedung Serbaguna Balai Diklat Contoh Pegunungan Kapur Utara Lantai 3",
    "alamat": LONG["alamat"],
    "narahubung": LONG["nama"],
}
BLANK = ("nip", "nuptk", "pangkat", "telepon", "posel", "alamat", "kepala", "catatan")


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A letter to be measured.

    Args:
        kode: Its kind.
        tanggal: Its date.
        rows: How many members its list has, or sessions its schedule.
        long: Whether names are as long as any in the country.
        blank: Whether every third member lacks what may be missing.
    """

    kode: str
    tanggal: date
    rows: int = 0
    long: bool = False
    blank: bool = False

    @property
    def nama(self) -> str:
        """Name it as its file is named."""
        words = ["panjang"] * self.long + ["kosong"] * self.blank
        return "_".join([self.kode, f"{self.tanggal:%Y}", str(self.rows), *words])


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A filled letter, its context, and what it is closed with.

    Args:
        docx: The file.
        konteks: What it was filled with.
        marks: The marks that its kind and profile print: ``cap``, ``qr``.
    """

    docx: Docx
    konteks: dict[str, Any]
    marks: frozenset[str]


def make_letter(contoh: Contoh, case: Case) -> Letter:
    """Fill a kind of the sample office as a case wants it."""
    jenis, rows = contoh.gather(case.kode, case.tanggal, wilayah="33")
    konteks = change(rows[-1]["utuh"], case)
    golongan = rows[-1]["golongan"]
    profil = load_profil(TEMPLATES, golongan=golongan, tanggal=case.tanggal)
    printed = {
        "cap": jenis.cap and profil.cap == "cetak",
        "qr": jenis.qr and profil.qr_letak == "tanda_tangan",
    }
    return Letter(
        docx=fill(jenis, konteks, profil=profil, golongan=golongan),
        konteks=konteks,
        marks=frozenset(name for name, prints in printed.items() if prints),
    )


def change(konteks: dict[str, Any], case: Case) -> dict[str, Any]:
    """Give a context as many rows as a case has, as long or as blank."""
    konteks = copy.deepcopy(konteks)
    if member := LISTS.get(case.kode):
        if case.kode in {"02.1", "SKS"}:
            konteks[member] = make_models(konteks[member], case)
        else:
            konteks[member] = [
                change_member(konteks[member][0], case, number)
                for number in range(1, case.rows + 1)
            ]
    if "hari" in konteks and isinstance(konteks["hari"], list):
        konteks["hari"] = make_days(konteks["hari"], case)
    if case.long:
        lengthen(konteks)
    return konteks


def make_models(models: list[dict[str, Any]], case: Case) -> list[dict[str, Any]]:
    """Make model schools with their imbas, about as many rows as a case has."""
    count = max(1, round(case.rows / (1 + IMBAS)))
    numbers = iter(range(1, count * (1 + IMBAS) + 1))
    found = []
    for urut in range(1, count + 1):
        model = change_member(models[-1], case, next(numbers))
        one = models[-1]["imbas"][0]
        model["imbas"] = [
            change_member(one, case, next(numbers)) | {"urut": f"{urut}.{nth}"}
            for nth in range(1, IMBAS + 1)
        ]
        if "pembuka" in model:  # a group each: within the quota, and beyond it
            model["pembuka"] = models[0]["pembuka"] if urut in {1, count} else None
        found.append(model | {"terakhir": urut == count})
    return found


def change_member(one: dict[str, Any], case: Case, number: int) -> dict[str, Any]:
    """Make a member of a list that can be found on paper by its number."""
    member = copy.deepcopy(one) | {"nama": f"Urut{number:02} Contoh, S.Pd., M.Pd."}
    if case.long and number % 2:
        member |= {name: text for name, text in LONG.items() if name in member}
        member["nama"] = f"Urut{number:02} {LONG['nama']}"
    if case.blank and number % 3 == 0:
        member |= {name: "" for name in BLANK if name in member}
    return member


def make_days(hari: list[dict[str, Any]], case: Case) -> list[dict[str, Any]]:
    """Make one day of as many sessions as a case has, behind two usual days."""
    sesi = [each for day in hari for each in day["sesi"]]
    many = [sesi[number % len(sesi)] for number in range(case.rows)]
    last = {"nama": "Jumat", "tanggal": "15 April 2016"}
    pieces = [
        last | {"lanjutan": number > 0, "sesi": piece}
        for number, piece in enumerate(split_day(many))
    ]
    return tie_pieces([*hari[:2], *pieces])


def lengthen(konteks: dict[str, Any]) -> None:
    """Make the office, the training and who signs as long as any in the country."""
    office = (
        "Dinas Pendidikan, Kepemudaan, Olahraga, Kebudayaan, Pariwisata, dan "
        "Perpustakaan Daerah"
    )
    title = (
        "Pelatihan Calon Fasilitator Daerah Pengembangan Sekolah Model dan Pola "
        "Pengimbasan Penjaminan Mutu Pendidikan Dasar dan Menengah"
    )
    changes = {
        "kop": {"nama": office, "judul": office, "alamat": LONG["alamat"]},
        "penandatangan": {
            "nama": LONG["nama"],
            "jabatan": f"Kepala {office}",
            "awalan": "Plt.",
        },
        "pelatihan": {"nama": title, "judul": title},
        "calon": LONG,
        "peserta": LONG,
        "kegiatan": {"nama": title, "judul": title, **LONG_EVENT},
        "kepala": {"nama": LONG["nama"]},
        "komite": {"nama": LONG["nama"]},
    }
    for name, values in changes.items():
        value = konteks.get(name)
        if isinstance(value, dict):
            value |= {key: text for key, text in values.items() if key in value}
    for each in konteks.get("tim", []):
        each["nama"] = LONG["nama"]
