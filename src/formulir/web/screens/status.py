"""What a year's letters have come to: stages beside regions, down to the names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from formulir.office.lookup.describe import name_wilayah
from formulir.records.office.stages import name_tahap
from formulir.records.office.wilayah import cover
from formulir.reviewing.ready.visits import list_models, read_models
from formulir.reviewing.status import (
    COLUMNS_STATUS,
    day_of,
    make_matrix,
    name_missing,
    read_status,
)
from formulir.web.desk.page import Page
from formulir.web.desk.reply import Reply, show
from formulir.web.parts.forms import read_line
from formulir.web.parts.paging import choose_sheaf
from formulir.web.parts.sheets import hand_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from formulir.office.kantor import Kantor
    from formulir.reviewing.status import LetterState
    from formulir.web.desk.kept import Lately
    from formulir.web.desk.visit import Visit

HEADINGS: Final = {
    "expected": "diminta",
    "reserved": "dipesan",
    "issued": "terbit",
    "signed": "bertanda tangan",
    "electronic": "elektronik",
    "ink": "tinta",
    "confirmed": "disahkan",
    "received": "diterima",
    "incoming": "masuk",
    "missing": "kurang",
}
COLUMNS: Final = {name: HEADINGS.get(name, name) for name in COLUMNS_STATUS}
LACKS: Final = {
    "number": "belum bernomor",
    "paper": "belum terbit",
    "signature": "belum kembali bertanda tangan",
}
"""What a letter may lack, in words."""
ASKED: Final = ("tahap", "wilayah", "formulir")
"""By which the letters that lack something are chosen."""
COLUMNS_LACK: Final = {
    "nama": "Sekolah atau orang",
    "wilayah": "Wilayah",
    "hal": "Hal",
    "kurang": "Kurang",
    "formulir": "Jenis",
    "tahap": "Tahap",
    "kode": "Kode arsip",
}
COLUMNS_SCHOOL: Final = {
    "npsn": "NPSN",
    "nama": "Sekolah model",
    "wilayah": "Wilayah",
    "planned_1": "Rencana tahap 1",
    "stage_1": "Terlaksana tahap 1",
    "planned_2": "Rencana tahap 2",
    "stage_2": "Terlaksana tahap 2",
    "imbas": "Sekolah imbas",
    "reached": "Imbas yang terjangkau",
    "never": "Imbas yang belum pernah hadir",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """What the letters of a stage in a named have come to.

    Args:
        whole: So many are back, signed, or came in.
        expected: So many the records ask for.
        missing: So many lack something.
        issued: So many are issued.
    """

    whole: int
    expected: int
    missing: int
    issued: int

    @property
    def mark(self) -> str:
        """Mark it: all there, some there, nothing there."""
        if not self.missing:
            return "✓"
        return "!" if self.issued or self.whole else "✗"

    @property
    def said(self) -> str:
        """Say the same in words."""
        if not self.missing:
            return "lengkap"
        if self.mark == "✗":
            return "belum ada"
        return f"kurang {self.missing}"


def show_status(visit: Visit) -> Reply:
    """Show the matrix, or the letters behind one of its cells, or of all that lack."""
    seen = _look_at(visit)
    states, rows = seen.value
    if {*ASKED, "kurang", "q"} & visit.query.keys():
        return _show_names(visit, states, lama=seen.saat)
    cells = {(row["wilayah"], row["tahap"]): _as_cell(row) for row in rows}
    tahap = sorted({row["tahap"] for row in rows})
    with visit.open_catatan() as db:
        names = name_tahap(db)
    asked = [each for each in states if each.expected]
    return show(
        "status.html",
        cells=cells,
        tahap=tahap,
        names=names,
        regions=sorted({(row["nama"], row["wilayah"]) for row in rows}),
        expected=len(asked),
        lacking=sum(each.missing is not None for each in asked),
        kinds=count_kinds(asked),
        lama=seen.saat,
    )


def _look_at(visit: Visit) -> Lately[tuple[list[LetterState], list[dict[str, Any]]]]:
    """Look at the year's letters one by one, and at their matrix."""
    return visit.reckon_lately("status", _look)


def _look(
    kantor: Kantor, *, tahun: int, wilayah: str | None
) -> tuple[list[LetterState], list[dict[str, Any]]]:
    states = read_status(kantor, tahun=tahun, wilayah=wilayah)
    return states, make_matrix(kantor, states, tahun=tahun, wilayah=wilayah)


def _as_cell(row: dict[str, Any]) -> Cell:
    return Cell(
        whole=row["expected"] - row["missing"],
        expected=row["expected"],
        missing=row["missing"],
        issued=row["issued"],
    )


def count_kinds(states: Sequence[LetterState]) -> list[tuple[str, int]]:
    """Count the letters that lack something by their kind, in order of kinds."""
    counts = Counter(each.formulir for each in states if each.missing is not None)
    return sorted((str(kind), count) for kind, count in counts.items())


def choose_states(visit: Visit, states: Sequence[LetterState]) -> list[LetterState]:
    """Choose the letters that lack something, of a stage, region, kind if asked for."""
    tahap, wilayah, formulir = map(visit.query.get, ASKED)
    codes: frozenset[str] = frozenset()
    if wilayah and wilayah != "-":
        with visit.open_catatan() as db:
            codes = cover(db, wilayah)
    return [
        each
        for each in states
        if each.missing is not None
        and (not tahap or each.tahap == tahap)
        and (not formulir or each.formulir == formulir)
        and (not wilayah or codes & set(each.wilayah) or wilayah in each.wilayah)
    ]


def list_rows(visit: Visit, states: Sequence[LetterState]) -> list[dict[str, Any]]:
    """List letters that lack something for people, those that a word is of."""
    rows = name_missing(visit.kantor, states, tahun=visit.tahun)
    word = read_line(visit.query.get("q", "")).casefold()
    return [
        row | {"kurang": LACKS[row["missing"]]}
        for row in rows
        if word in " ".join(str(value or "") for value in row.values()).casefold()
    ]


def _show_names(
    visit: Visit, states: Sequence[LetterState], *, lama: datetime | None
) -> Reply:
    rows = list_rows(visit, choose_states(visit, states))
    sheaf = choose_sheaf(visit, len(rows))
    tahap, wilayah, formulir = (visit.query.get(name, "") for name in ASKED)
    with visit.open_catatan() as db:
        day = day_of(visit.kantor, visit.tahun)
        named = name_wilayah(db, wilayah, day) if wilayah and wilayah != "-" else ""
        names = name_tahap(db)
    return show(
        "status_nama.html",
        rows=sheaf.cut(rows),
        sheaf=sheaf,
        tahap=tahap,
        names=names,
        wilayah=wilayah,
        formulir=formulir,
        named=named,
        q=read_line(visit.query.get("q", "")),
        lama=lama,
    )


def show_sheet(visit: Visit) -> Reply:
    """Hand out the matrix as a sheet, or with ``kurang`` the names behind it."""
    states = read_status(visit.kantor, tahun=visit.tahun, wilayah=visit.wilayah)
    if "kurang" in visit.query:
        rows = list_rows(visit, choose_states(visit, states))
        name = f"kurang-{visit.tahun}"
        return hand_sheet(rows, COLUMNS_LACK, judul="Kurang", name=name)
    rows = make_matrix(visit.kantor, states, tahun=visit.tahun, wilayah=visit.wilayah)
    return hand_sheet(rows, COLUMNS, judul="Status", name=f"status-{visit.tahun}")


def show_models(visit: Visit) -> Reply:
    """Show how far each model school is: both visits, and the imbas that came."""
    models = read_models(visit.kantor, tahun=visit.tahun, wilayah=visit.wilayah)
    return show(
        "status_model.html",
        models=models,
        today=visit.kantor.hari_ini(),
        reached=sum(each.reached for each in models),
        imbas=sum(each.imbas for each in models),
        held=[
            sum(each.kunjungan[at].held is not None for each in models) for at in (0, 1)
        ],
    )


def show_models_sheet(visit: Visit) -> Reply:
    """Hand out the same as a sheet."""
    models = read_models(visit.kantor, tahun=visit.tahun, wilayah=visit.wilayah)
    rows = [
        row | {"wilayah": each.nama_wilayah, "never": "; ".join(each.never)}
        for row, each in zip(list_models(models), models, strict=True)
    ]
    name = f"sekolah-model-{visit.tahun}"
    return hand_sheet(rows, COLUMNS_SCHOOL, judul="Sekolah model", name=name)


PAGES = (
    Page(path="/status", title="Status", deed="look", reach="chosen", show=show_status),
    Page(
        path="/status/model",
        title="Status sekolah model",
        deed="look",
        reach="chosen",
        show=show_models,
    ),
    Page(
        path="/status/model/unduh",
        title="Unduh status sekolah model",
        deed="look",
        reach="chosen",
        show=show_models_sheet,
    ),
    Page(
        path="/status/unduh",
        title="Unduh status",
        deed="look",
        reach="chosen",
        show=show_sheet,
    ),
)
