"""Every task, by its name, and the sheets that it consists of.

The columns of the sheets stand in ``tugas.csv``, a line each; which tables stand behind
a sheet stands here.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from formulir.errors import RecordError
from formulir.language import Sentence, phrase
from formulir.records.defaults import read_csv
from formulir.records.own.tables import find_own, list_own
from formulir.records.tables.registry import TABLES
from formulir.records.tasks.rows.due import (
    SCHOOL,
    UNMONITORED,
    UNSAID,
    UNSEEN,
    UNVISITED,
)
from formulir.records.tasks.rows.spread import SPREAD, spread_part
from formulir.records.tasks.task import Beside, Due, Page, PageColumn, Part, Task

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formulir.records.sheets.report import Value
    from formulir.records.store import Store

TASKS = {
    task.nama: task
    for task in (
        Task(
            nama="kantor",
            meaning="kantor, pejabat, dan nomor surat",
            pages=("kantor", "pejabat", "seri", "perihal"),
        ),
        Task(
            nama="dinas",
            meaning="satu dinas dengan pejabat, nomor surat, dan sekolahnya",
            pages=("sekolah", "kantor", "pejabat", "seri"),
        ),
        Task(
            nama="verval",
            meaning="hasil verifikasi dan validasi sekolah yang diusulkan",
            pages=("verval", "penutupan"),
        ),
        Task(
            nama="calon",
            meaning="calon fasilitator daerah dengan berkas dan hasil evaluasinya",
            pages=("calon", "tim"),
        ),
        Task(
            nama="pelatihan",
            meaning="pelatihan dengan kelas, fasilitator, dan pesertanya",
            pages=("pelatihan", "kelas", "fasilitator", "peserta"),
        ),
        Task(
            nama="hasil",
            meaning="kehadiran, nilai, rekomendasi, dan penetapan peserta",
            pages=("hasil",),
        ),
        Task(
            nama="kunjungan",
            meaning="kunjungan ke sekolah model dan sekolah imbas yang hadir",
            pages=("kunjungan", "pengimbasan"),
        ),
        Task(
            nama="monev",
            meaning="monitoring dan evaluasi sekolah model, jawaban setiap indikator",
            pages=("monev",),
        ),
    )
}
"""The tasks, in the order of an office's work."""
_KODE = {"tahun": "tahun", "calon": "kode"}
_PESERTA = {"pelatihan": "pelatihan", "peserta": "kode"}
_VERVAL = {"tahun": "tahun", "usulan_ke": "usulan_ke", "npsn": "npsn"}
_MONEV = {"tahun": "tahun", "npsn": "npsn", "ke": "ke"}
_TAHUN = "SELECT tahun FROM pelatihan WHERE kode = :pelatihan"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Behind:
    """What stands behind a sheet.

    Args:
        judul: Its name in the workbook: never that of a table.
        main: The table of which each row is one.
        given: The key column that the program finds.
        due: The rows that it begins with, if any.
        shown: What it tells beside them.
        parts: Further tables by part, with what their rows hold and their keys.
    """

    judul: str
    main: str
    given: str = ""
    due: Due | None = None
    shown: Beside | None = None
    parts: Mapping[str, tuple[str, Mapping[str, Value], Mapping[str, str]]] = field(
        default_factory=dict
    )


_PAGES = {
    "kantor": _Behind(judul="Data kantor", main="instansi", given="kode"),
    "pejabat": _Behind(judul="Pejabat kantor", main="pejabat"),
    "seri": _Behind(judul="Nomor surat", main="seri", given="kode"),
    "perihal": _Behind(judul="Kode perihal", main="kode_hal"),
    "sekolah": _Behind(judul="Data sekolah", main="sekolah"),
    "calon": _Behind(
        judul="Calon dan berkas",
        main="calon",
        given="kode",
        parts={
            "berkas CV": ("berkas", {"jenis": "CV"}, _KODE),
            "berkas 01.1": ("berkas", {"jenis": "01.1"}, _KODE),
            "berkas 01.2": ("berkas", {"jenis": "01.2"}, _KODE),
            "kriteria": ("evaluasi_kriteria", {}, _KODE),
            "evaluasi": ("evaluasi", {}, _KODE),
        },
    ),
    "tim": _Behind(judul="Tim evaluasi", main="tim"),
    "verval": _Behind(
        judul="Hasil verval",
        main="verval",
        due=UNSEEN,
        shown=SCHOOL,
        parts={"kriteria sekolah": ("verval_kriteria", {}, _VERVAL)},
    ),
    "penutupan": _Behind(judul="Penutupan usulan", main="penutupan"),
    "pelatihan": _Behind(judul="Data pelatihan", main="pelatihan", given="kode"),
    "kelas": _Behind(judul="Kelas pelatihan", main="kelas"),
    "fasilitator": _Behind(judul="Fasilitator kelas", main="fasilitator", given="kode"),
    "peserta": _Behind(judul="Peserta pelatihan", main="peserta", given="kode"),
    "hasil": _Behind(
        judul="Hasil pelatihan",
        main="peserta",
        parts={
            "nilai": ("nilai", {}, _PESERTA),
            "penetapan": (
                "penetapan",
                {},
                {"tahun": _TAHUN, "calon": "kode", "pelatihan": "pelatihan"},
            ),
        },
    ),
    "kunjungan": _Behind(judul="Kunjungan sekolah", main="kunjungan", due=UNVISITED),
    "pengimbasan": _Behind(judul="Imbas yang hadir", main="pengimbasan", due=UNSAID),
    "monev": _Behind(
        judul="Monev sekolah",
        main="monev",
        due=UNMONITORED,
        parts={"indikator": ("monev_nilai", {}, _MONEV)},
    ),
}


class TugasUnknownError(RecordError):
    """There is no sheet of that name, of a task or of a table."""

    nama: str
    own: Sequence[str] = ()
    typed = "nama"

    @property
    def sentence(self) -> Sentence:
        """Name those there are."""
        tables = [*TABLES, *self.own]
        near = difflib.get_close_matches(self.nama, [*TASKS, *tables], n=1)
        hint = phrase("did you mean {near}? ", near=near[0]) if near else ""
        return phrase(
            "no task or table {nama!r}; {hint}the tasks are {tasks}; the "
            "tables are {tables}",
            nama=self.nama,
            hint=hint,
            tasks=", ".join(TASKS),
            tables=", ".join(tables),
        )


def require_sheet(nama: str, db: Store) -> None:
    """See that there is a sheet of a name: of a task, a table or a kind of the office.

    Raises:
        TugasUnknownError: There is none.
    """
    if nama not in TASKS and nama not in TABLES and find_own(db, nama) is None:
        raise TugasUnknownError(nama, own=[one.formulir for one in list_own(db)])


def load_pages(db: Store, task: Task) -> list[Page]:
    """Give the sheets of a task, with a column for each criterion or indicator."""
    return [_load_page(db, nama) for nama in task.pages]


def list_tables_of(task: Task) -> list[str]:
    """Name the tables of which the rows of a task's sheets are."""
    return [_PAGES[nama].main for nama in task.pages]


def begins_filled(task: Task) -> bool:
    """Tell whether a sheet of a task begins with rows that are not on record yet."""
    return any(_PAGES[nama].due is not None for nama in task.pages)


def find_place(tabel: str, kolom: str) -> tuple[str, str, str] | None:
    """Find where people fill a column of a table.

    Returns:
        The task, the name of its sheet, and the heading there; criteria and indicators
        have one each, so that of them it is the beginning.
    """
    for task in TASKS.values():
        for nama in task.pages:
            behind = _PAGES[nama]
            for row in _COLUMNS[nama]:
                own = behind.parts.get(row["bagian"], (row["bagian"],))[0]
                if own == tabel and kolom in row["kolom"].split():
                    spread = SPREAD.get(row["bagian"])
                    judul = f"{spread.judul} …" if spread else row["judul"]
                    return task.nama, behind.judul, judul
    return None


def find_lookup(tabel: str, kolom: str) -> str:
    """Find by which choice of names people fill a column of a table, if by any."""
    rows = (row for each in _COLUMNS.values() for row in each)
    asked = tabel, kolom
    found = (row["pilihan"] for row in rows if (row["bagian"], row["kolom"]) == asked)
    return next(found, "")


def _load_page(db: Store, nama: str) -> Page:
    behind = _PAGES[nama]
    parts = {behind.main: Part(nama=behind.main, table=TABLES[behind.main])}
    parts |= {
        bagian: Part(nama=bagian, table=TABLES[tabel], fixed=fixed, keys=keys)
        for bagian, (tabel, fixed, keys) in behind.parts.items()
    }
    columns: list[PageColumn] = []
    for row in _COLUMNS[nama]:
        if row["bagian"] in SPREAD:
            columns += spread_part(db, row, parts)
        else:
            columns.append(_read_column(row))
    return Page(
        judul=behind.judul,
        parts=tuple(
            _ease(part, columns, given=behind.given) for part in parts.values()
        ),
        columns=tuple(columns),
        given=behind.given,
        due=behind.due,
        shown=behind.shown,
    )


def _ease(part: Part, columns: Sequence[PageColumn], *, given: str) -> Part:
    """Let cells of a part be empty that mean something then, or that are found."""
    own = [each for each in columns if each.bagian == part.nama]
    table = part.table.filled({e.names[0]: e.default for e in own if e.default})
    eased = [
        replace(column, required=column.required and column.nama != given)
        for column in table.columns
    ]
    return replace(part, table=replace(table, columns=tuple(eased)))


def _read_column(row: Mapping[str, str]) -> PageColumn:
    return PageColumn(
        row["bagian"],
        tuple(row["kolom"].split()),
        row["judul"],
        lookup=row["pilihan"],
        default=row["default"],
        headings=tuple(row["lain"].split("; ")) if row["lain"] else (),
        meaning=row["arti"],
    )


def _read_columns() -> dict[str, list[dict[str, str]]]:
    rows = read_csv("tugas.csv")
    return {nama: [row for row in rows if row["lembar"] == nama] for nama in _PAGES}


_COLUMNS = _read_columns()
