"""The lists that records law asks for: active and inactive records (daftar arsip).

A berkas is what belongs together: a kind of letters of a programme year and region.
What the program does not know is left blank for the records unit: the code of
classification, the box and its place. Retention is two years active and three inactive
unless it is told; the schedule of the office decides, so a list says that it is not
confirmed.

Source: UU 43/2009 art. 40; Permendikbudristek 20/2022; Perka ANRI 37/2016.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from formulir.handing.evidence.choose import find_proven
from formulir.records.sheets.write import write_xlsx_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from formulir.handing.evidence.choose import Asked, Proven
    from formulir.office.kantor import Kantor
    from formulir.records.store import Store

ACTIVE: Final = (
    *("Nomor berkas", "Kode klasifikasi", "Uraian informasi berkas", "Kurun waktu"),
    *("Jumlah", "Nomor item", "Uraian informasi arsip", "Tanggal"),
    *("Tingkat perkembangan", "Keterangan"),
)
INACTIVE: Final = (
    *ACTIVE,
    *("Lokasi simpan", "Nomor boks", "Jangka simpan", "Nasib akhir"),
)
ACTIVE_YEARS: Final = 2
INACTIVE_YEARS: Final = 3


def make_lists(
    kantor: Kantor, db: Store, asked: Asked, *, active: int = ACTIVE_YEARS
) -> tuple[bytes, int, int]:
    """Make the workbook of both lists.

    Args:
        kantor: The office.
        db: Its record store.
        asked: Which letters.
        active: So many full years after that of its date a letter is active.

    Returns:
        It, and how many active and inactive records there are.

    Raises:
        BuktiNoneError: There is no letter of this.
    """
    letters = find_proven(kantor, db, asked)
    border = kantor.hari_ini().year - active
    new = [letter for letter in letters if _year(letter) >= border]
    old = [letter for letter in letters if _year(letter) < border]
    sheets = {
        "Daftar arsip aktif": (ACTIVE, list(_list_rows(new, active=active))),
        "Daftar arsip inaktif": (INACTIVE, list(_list_rows(old, active=active))),
    }
    return write_xlsx_sheets(sheets), len(new), len(old)


def _list_rows(letters: Sequence[Proven], *, active: int) -> Iterable[dict[str, Any]]:
    """List a row an item, berkas by berkas."""
    berkas: dict[tuple[str, ...], list[Proven]] = {}
    for letter in letters:
        isi = letter.entri.isi
        key = (str(isi.get("tahun") or "-"), _kind(letter), letter.wilayah or "-")
        berkas.setdefault(key, []).append(letter)
    for number, ((tahun, kind, wilayah), members) in enumerate(
        sorted(berkas.items()), 1
    ):
        days = sorted(str(member.entri.isi.get("tanggal") or "-") for member in members)
        first = {
            "Nomor berkas": number,
            "Kode klasifikasi": "",
            "Uraian informasi berkas": f"{kind}, program {tahun}, {wilayah}",
            "Kurun waktu": f"{days[0]} s.d. {days[-1]}",
            "Jumlah": f"{len(members)} naskah",
            "Lokasi simpan": "",
            "Nomor boks": "",
            "Jangka simpan": f"{active} tahun aktif, {INACTIVE_YEARS} tahun inaktif "
            "(belum dikonfirmasi)",
            "Nasib akhir": "belum dikonfirmasi",
        }
        for item, member in enumerate(members, 1):
            yield {**first, **_describe(member), "Nomor item": item}


def _describe(letter: Proven) -> dict[str, Any]:
    isi = letter.entri.isi
    words = (isi.get("nomor"), isi.get("hal"), letter.judul)
    return {
        "Uraian informasi arsip": ", ".join(str(word) for word in words if word),
        "Tanggal": str(isi.get("tanggal") or "-"),
        "Tingkat perkembangan": "asli" if isi["tindakan"] == "terbit" else "salinan",
        "Keterangan": f"elektronik, {letter.status}, {letter.kode}",
    }


def _kind(letter: Proven) -> str:
    isi = letter.entri.isi
    if isi.get("formulir"):
        return f"Formulir {isi['formulir']}"
    return "Surat masuk"


def _year(letter: Proven) -> int:
    day = str(letter.entri.isi.get("tanggal") or letter.entri.isi["saat"])
    return int(day[:4])
