"""Kinds of columns: how a cell of each is read, written, explained and formatted.

A kind is described here and nowhere else. What it says to whoever fills a sheet is in
the words of the office; its format keeps a spreadsheet program from changing what is
typed: ``@`` is text, in which leading zeros stay.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from formulir.records.cells import codes, days, hours, people, text
from formulir.records.cells.berkas import ATTACHMENTS, PICTURES
from formulir.records.cells.regions import wilayah_of
from formulir.records.office.wilayah import KABKOTA, read_names
from formulir.records.tables.columns import normalize_heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from formulir.records.cells.text import Reader
    from formulir.records.sheets.sheet import Cell
    from formulir.records.store import Store
    from formulir.records.tables.columns import Column

TEXT, DATE, WHOLE, GENERAL = "@", "yyyy-mm-dd", "0", "General"
EXCEL_BEGINS = date(1901, 1, 1)
"""Older days than this a spreadsheet cannot hold; they stay text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SheetSource:
    """What a sheet is read with.

    Args:
        db: The record store, which knows the regions.
        folder: Where the sheet lies.
        files: Where each file that the sheet names is noted, by its stored name.
        look: Looks at the picture of a column, and gives a remark or raises a
            ValueError.
    """

    db: Store
    folder: Path
    files: dict[str, Path]
    look: Callable[[str, Path], str | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of column.

    Args:
        how: What to type.
        read: Reads a cell.
        example: What a cell may look like.
        bind: Makes the reader, where that needs the column or the store.
        survey: Makes the reader out of all cells of the column, where one of them may
            tell how the others are meant.
        beside: The headings of a column whose cell is read along, where it is there,
            in the form in which they are compared.
        dash: Whether a dash has a meaning of its own, and is not a word for nothing.
        write: Spells a stored value as it is typed into a sheet.
        words: The words that may be chosen from, where each kind has the same.
        codes: A query of the codes that may be chosen from.
        many: Whether a cell holds several codes.
        format: The number format of its cells.
        width: The width of the column, in characters.
    """

    how: str
    read: Reader = text.read_text
    example: str = ""
    _: KW_ONLY
    bind: Callable[[Column, SheetSource], Reader] | None = None
    survey: Callable[[Iterable[Cell]], Reader] | None = None
    beside: frozenset[str] = frozenset()
    dash: bool = False
    write: Callable[[Any], Any] = lambda value: value
    words: tuple[str, ...] = ()
    codes: str = ""
    many: bool = False
    format: str = TEXT
    width: int = 16


def reader_of(column: Column, source: SheetSource, cells: Iterable[Cell]) -> Reader:
    """Give the reader of a column of a sheet, whose cells it may look through."""
    kind = KINDS[column.kind]
    if kind.survey:
        return kind.survey(cells)
    return kind.bind(column, source) if kind.bind else kind.read


_PROVINCE = frozenset(
    map(
        normalize_heading,
        ("provinsi", "propinsi", "prov", "prop", "nama provinsi", "nama propinsi"),
    )
)
"""The headings of the province that decides between namesakes, as they are compared."""


def _make_wilayah(how: str, *, where: str = "") -> Kind:
    """Make the kind of a region, which is stored by its code of today.

    A code that was given to another region later means the later one.
    """

    def bind(_column: Column, source: SheetSource) -> Reader:
        sql = f"SELECT dapodik, kode, entitas FROM wilayah {where}"
        rows = source.db.rows(f"{sql} ORDER BY berlaku_dari")
        known = {
            row[name]: row["entitas"]
            for row in rows
            for name in ("dapodik", "kode")
            if row[name]
        }
        return wilayah_of(known, read_names(source.db))

    choices = f"SELECT DISTINCT entitas FROM wilayah {where} ORDER BY 1"
    return Kind(how, example="33.19", bind=bind, codes=choices, beside=_PROVINCE)


def _make_berkas(
    how: str, *, kinds: frozenset[str], known: str, example: str, width: int = 16
) -> Kind:
    """Make the kind of a file beside the sheet; those on record are known by name.

    Pictures alone are looked at here; attachments are, behind a shield, at the
    preflight of their letter.
    """

    def bind(column: Column, source: SheetSource) -> Reader:
        names = frozenset(source.db.values(known))
        look = partial(source.look, column.nama) if kinds == PICTURES else _pass
        folder, files = source.folder, source.files
        return codes.berkas_in(folder, kinds=kinds, known=names, found=files, look=look)

    return Kind(how, example=example, bind=bind, width=width)


def _pass(_path: Path) -> None:
    """Take a file as it is."""


def _bind_whole(column: Column, _source: SheetSource) -> Reader:
    """Make the reader of whole numbers, of which a column may know only some."""
    if not column.choices:
        return text.read_whole
    read = codes.choice(*column.choices, also=column.spellings)

    def read_one(cell: Cell) -> text.Read:
        word, remark = read(cell)
        return int(str(word)), remark

    return read_one


def _write_tanggal(value: str) -> date | str:
    day = date.fromisoformat(value)
    return day if day >= EXCEL_BEGINS else value


KINDS = {
    "teks": Kind("teks", width=24),
    "npsn": Kind("NPSN sebagai teks, biasanya 8 angka", codes.read_npsn, "09000001"),
    "nip": Kind(
        "18 angka sebagai teks", codes.read_nip, "197005121995032000", width=22
    ),
    "nip_pejabat": Kind(
        "18 angka sebagai teks; kosong untuk titik-titik, - bila bukan PNS",
        partial(people.read_none_or, read=codes.read_nip),
        "197005121995032000",
        dash=True,
        width=22,
    ),
    "nip_penanda": Kind(
        "18 angka sebagai teks; kosong untuk titik-titik, - bila bukan PNS",
        partial(people.read_none_or, read=people.read_staff_nip),
        "197005121995032000",
        dash=True,
        width=22,
    ),
    "nip_pegawai": Kind(
        "18 angka sebagai teks; tanggal lahir, TMT (PPPK: 21), dan jenis kelamin "
        "di dalamnya diperiksa",
        people.read_staff_nip,
        "197005121995032000",
        width=22,
    ),
    "nik": Kind(
        "16 angka sebagai teks; tanggal lahir di dalamnya diperiksa",
        people.read_nik,
        "3319015205700000",
        width=20,
    ),
    "nuptk": Kind(
        "16 angka sebagai teks", people.read_nuptk, "0844748650300000", width=20
    ),
    "telepon": Kind(
        "nomor telepon sebagai teks, nol di depan tetap",
        people.read_telepon,
        "0812 5550 1000",
    ),
    "telepon_kantor": Kind(
        "nomor telepon sebagai teks, nol di depan tetap; beberapa dipisah koma",
        partial(people.read_telepon, lines=True),
        "(0291) 5550100, 5550101",
    ),
    "posel": Kind(
        "alamat posel; beberapa dipisah titik koma",
        people.read_posel,
        "nama@kantor.example",
        width=24,
    ),
    "kode_pos": Kind("lima angka", codes.read_kode_pos, "59352", width=12),
    "tanggal": Kind(
        "tanggal: 2016-03-07, 7 Maret 2016, atau 07/03/2016 (hari di depan)",
        days.read_tanggal,
        "2016-03-07",
        survey=days.tanggal_of,
        write=_write_tanggal,
        format=DATE,
    ),
    "jam": Kind("jam dan menit sebagai teks", hours.read_jam, "08.00"),
    "jeda": Kind(
        "jam mulai-selesai, dipisah titik koma; - bila tidak ada",
        hours.read_breaks,
        "10.00-10.15; 12.00-13.00",
        dash=True,
        write=lambda value: value or "-",
        width=30,
    ),
    "nilai": Kind("angka 0 sampai 100", hours.read_nilai, "87,5", format=GENERAL),
    "daftar": Kind(
        "kode, dipisah titik koma", hours.read_code_list, many=True, width=20
    ),
    "koordinat": Kind(
        "derajat desimal; kosong bila tidak tahu",
        text.read_coordinate,
        "-6,79",
        format=GENERAL,
    ),
    "angka": Kind("angka, boleh berkoma", text.read_number, "1,5", format=GENERAL),
    "bulat": Kind(
        "bilangan bulat",
        text.read_whole,
        "1",
        bind=_bind_whole,
        format=WHOLE,
        width=12,
    ),
    "tahun": Kind("tahun empat angka", text.read_tahun, "2016", format=WHOLE, width=12),
    "ya": Kind(
        "ya atau tidak",
        text.read_yes_no,
        "ya",
        write=lambda value: "ya" if value else "tidak",
        words=("ya", "tidak"),
        width=12,
    ),
    "pilihan": Kind(
        "salah satu kata dari daftar",
        bind=lambda column, _: codes.choice(*column.choices, also=column.spellings),
    ),
    "wilayah": _make_wilayah(
        "kode provinsi, kabupaten, atau kota sebagai teks, atau namanya"
    ),
    "kabkota": _make_wilayah(
        "kode kabupaten atau kota sebagai teks, atau namanya",
        where=f"WHERE tingkat = '{KABKOTA}'",
    ),
    "kode_wilayah": Kind(
        "kode Kemendagri sebagai teks", codes.read_kode_wilayah, "33.19"
    ),
    "isi": Kind(
        "nama=kode, dipisah titik koma", codes.read_isi, "unit=E5.2; hal=PL", width=24
    ),
    "pola": Kind(
        "pola nomor", codes.read_pola, "{urut:04}/{unit}/{hal}/{tahun}", width=32
    ),
    "gambar": _make_berkas(
        "nama berkas PNG atau JPG di samping lembar ini",
        kinds=PICTURES,
        known="SELECT cap FROM instansi UNION SELECT lambang FROM instansi",
        example="cap.png",
    ),
    "berkas": _make_berkas(
        "nama berkas PDF, JPG, atau PNG di samping lembar ini",
        kinds=ATTACHMENTS,
        known="SELECT berkas FROM lampiran",
        example="berita-acara.pdf",
        width=24,
    ),
}
"""Every kind of column, by its name."""
