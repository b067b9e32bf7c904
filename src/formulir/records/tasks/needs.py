"""What must be on record before there is a letter of a kind, and where people fill it.

A kind names it under ``perlu``: ``evaluasi.diumumkan=1`` asks for a row of the table
whose column holds that word, ``usulan.npsn_model`` for one whose column holds anything.
Trainings that are asked for narrow what is asked of their classes and people, and a
word that is asked for narrows what is asked of the same table behind it:
``kegiatan.tahap=T01`` and ``kegiatan.tempat`` ask for one row that has both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formulir.errors import TemplateFaultyError
from formulir.language import phrase
from formulir.model import Fault
from formulir.records.office.wilayah import cover
from formulir.records.tables.kinds import KINDS
from formulir.records.tables.registry import TABLES
from formulir.records.tasks.registry import (
    TASKS,
    begins_filled,
    find_place,
    list_tables_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.language import Sentence
    from formulir.model import Scope
    from formulir.records.store import Store
    from formulir.records.tables.columns import Table


@dataclass(frozen=True, kw_only=True, slots=True)
class Lack:
    """Something that is not on record yet.

    Args:
        tabel: The table.
        kolom: Its column.
        lembar: The sheet in which people fill it.
        judul: The heading of the column there.
        isi: What one row at least must hold, any of these; none where any word will do.
        tugas: The task, or the table where none holds it.
        perintah: The commands that bring it on record, in order.
    """

    tabel: str
    kolom: str
    lembar: str
    judul: str
    isi: tuple[str, ...]
    tugas: str
    perintah: tuple[str, ...]

    @property
    def sentence(self) -> Sentence:
        """Name table and column, sheet and heading, and the first command."""
        place = f"{self.tabel}.{self.kolom}"
        if self.isi:
            place += f" = {'|'.join(self.isi)}"
        return phrase(
            "{place} (sheet {lembar!r}, column {judul!r}), by: {perintah}",
            place=place,
            lembar=self.lembar,
            judul=self.judul,
            perintah=self.perintah[0],
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Need:
    """One word of a kind's ``perlu``."""

    table: Table
    kolom: str
    words: tuple[str, ...]


def list_lacks(
    db: Store, perlu: Sequence[str], scope: Scope, *, place: str
) -> list[Lack]:
    """List what a kind needs and is not on record, in its order.

    Args:
        db: The record store.
        perlu: What it needs.
        scope: Year and region.
        place: The kind's folder, for what is wrong in it.

    Raises:
        TemplateFaultyError: It names a table or column that there is not.
        WilayahUnknownError: No region ever had the code.
    """
    needs = [_read_need(word, place=place) for word in perlu]
    trainings = [need for need in needs if need.table.nama == "pelatihan"]
    return [
        _describe(db, need, scope, trainings)
        for at, need in enumerate(needs)
        if not _is_there(db, needs[: at + 1], scope, trainings)
    ]


def _read_need(word: str, *, place: str) -> _Need:
    name, _, said = word.partition("=")
    tabel, _, kolom = name.partition(".")
    table = TABLES.get(tabel)
    if table is None or kolom not in {column.nama for column in table.columns}:
        reason = phrase(
            "perlu: {name!r} is no column of a table, such as evaluasi.hasil", name=name
        )
        raise TemplateFaultyError([Fault(place=place, reason=reason)])
    words = tuple(said.split("|")) if said else ()
    return _Need(table=table, kolom=kolom, words=words)


def _is_there(
    db: Store, needs: Sequence[_Need], scope: Scope, trainings: Sequence[_Need]
) -> bool:
    """Tell whether any row of the year and region fulfils the last of some needs.

    Those before it on the same table are asked of the same row.
    """
    need = needs[-1]
    names = {column.nama: column for column in need.table.columns}
    where, given = [f"{need.kolom} IS NOT NULL"], dict[str, object]()
    where += [w for n in needs if n.table is need.table for w in _ask(n, given)]
    if "tahun" in names:
        where.append("tahun = :tahun")
    elif "pelatihan" in names:
        own = " AND ".join(_ask_trainings(trainings, given))
        training = f"SELECT kode FROM pelatihan WHERE {own}"
        where.append(f"pelatihan IN ({training})")
    if scope.wilayah is not None and need.table.nama in _OF_WILAYAH:
        codes = {f"r{n}": code for n, code in enumerate(cover(db, scope.wilayah))}
        where.append(f"wilayah IN ({', '.join(f':{name}' for name in codes)})")
        given |= codes
    sql = f"SELECT 1 FROM {need.table.source} WHERE {' AND '.join(where)} LIMIT 1"
    return db.value(sql, {"tahun": scope.tahun, **given}) is not None


_OF_WILAYAH: Final = frozenset({"sekolah", "usulan", "calon", "kegiatan"})
"""The tables whose rows belong to the region that a letter is about."""


def _ask(need: _Need, given: dict[str, object]) -> list[str]:
    """Ask for the words of a need, whose values join those that are given."""
    if not need.words:
        return []
    name = f"{need.table.nama}_{need.kolom}"
    own = {f"{name}_{n}": word for n, word in enumerate(need.words)}
    given |= own
    names = ", ".join(f":{name}" for name in own)
    return [f"CAST({need.kolom} AS TEXT) IN ({names})"]


def _ask_trainings(trainings: Sequence[_Need], given: dict[str, object]) -> list[str]:
    """Ask for the trainings of the year that are asked for."""
    return ["tahun = :tahun", *(w for one in trainings for w in _ask(one, given))]


def _describe(db: Store, need: _Need, scope: Scope, trainings: Sequence[_Need]) -> Lack:
    """Say where people fill what is lacking, and by which commands."""
    tabel, kolom = need.table.nama, need.kolom
    tugas, lembar, judul = find_place(tabel, kolom) or (tabel, tabel, kolom)
    column = next(each for each in need.table.columns if each.nama == kolom)
    flag, write = column.kind == "ya", KINDS[column.kind].write
    said = [str(write(int(word))) if flag else word for word in need.words]
    made = _MADE.get(tabel)
    commands = (made(db, scope, trainings),) if made else _type(db, tugas, scope)
    return Lack(
        tabel=tabel,
        kolom=kolom,
        lembar=lembar,
        judul=judul,
        isi=tuple(said),
        tugas=tabel if made else tugas,
        perintah=commands,
    )


def _type(db: Store, tugas: str, scope: Scope) -> tuple[str, ...]:
    """Name the commands for what is typed: make a sheet, and bring it back."""
    tables = list_tables_of(TASKS[tugas]) if tugas in TASKS else [tugas]
    sources = [TABLES[tabel].source for tabel in tables]
    filled = ""
    due = tugas in TASKS and begins_filled(TASKS[tugas])
    if due or any(db.value(f"SELECT 1 FROM {source} LIMIT 1") for source in sources):
        filled = f" --isi --tahun {scope.tahun}" if tugas in TASKS else " --isi"
    form = f"formulir form {tugas} -o {tugas}.xlsx{filled}"
    return form, f"formulir import {tugas} {tugas}.xlsx"


def _propose(db: Store, scope: Scope, _trainings: Sequence[_Need]) -> str:
    """Name the command for the region with the most schools that has no proposal."""
    wilayah = scope.wilayah or db.value(
        "SELECT wilayah FROM sekolah WHERE wilayah NOT IN"
        " (SELECT wilayah FROM usulan WHERE tahun = ?)"
        " GROUP BY wilayah ORDER BY count(*) DESC LIMIT 1",
        (scope.tahun,),
    )
    where = f"--tahun {scope.tahun} --wilayah {wilayah or 'KODE'}"
    return f"formulir propose {where}"


def _schedule(db: Store, scope: Scope, trainings: Sequence[_Need]) -> str:
    """Name the command for the first training that is asked for and has no days."""
    given: dict[str, object] = {"tahun": scope.tahun}
    asked = _ask_trainings(trainings, given)
    pelatihan = db.value(
        f"SELECT kode FROM pelatihan AS t WHERE {' AND '.join(asked)}"
        " AND NOT EXISTS (SELECT 1 FROM sesi AS s WHERE s.pelatihan = t.kode)"
        " ORDER BY mulai LIMIT 1",
        given,
    )
    return f"formulir schedule --pelatihan {pelatihan or 'KODE'}"


_MADE: Final = {"usulan": _propose, "sesi": _schedule}
"""What makes the rows that nobody types, by table."""
