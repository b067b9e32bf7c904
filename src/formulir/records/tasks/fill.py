"""The sheets of a task that a clerk is given: names to choose from, codes hidden.

They are made from the same description that the import reads by, and hold what is on
record where that is asked for, so that they import as they are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from formulir.records.forms.form import (
    CHOICE_LIMIT,
    FormColumn,
    FormSheet,
    list_choices,
    make_shown,
    spell_cell,
)
from formulir.records.forms.help import (
    HELP_HEADING,
    find_width,
    write_note,
)
from formulir.records.tables.kinds import KINDS
from formulir.records.tasks.lookups import (
    LOOKUPS,
    Names,
    list_everywhere,
    list_names,
)
from formulir.records.tasks.page_sheet import STATES
from formulir.records.tasks.registry import load_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formulir.records.store import Store
    from formulir.records.tasks.task import Page, PageColumn, Part, Task

_HELP = """\
Lembar tugas {task.nama}: {task.meaning}.

Isi mulai baris 2 pada lembar {sheets}, satu baris untuk satu data; jangan ubah judul \
kolomnya. Lembar yang tidak diperlukan boleh dibiarkan kosong. Arahkan penunjuk ke \
sebuah judul untuk melihat keterangannya.

Kolom bertanda * wajib diisi. Yang sudah tercatat boleh dipilih dari daftar dengan \
namanya; kode dicari atau dibuat oleh program dan disembunyikan. Tanda centang sama \
dengan ya, dan pada kolom berkas sama dengan sah.

Baris yang dihapus dari lembar ini tidak menghapus data yang sudah tercatat; program \
menyebutkannya.

Simpan, lalu jalankan: formulir import {task.nama} NAMA-BERKAS.xlsx (dengan --dry-run \
hanya diperiksa). Bila ada yang salah, setiap kesalahan disebut dengan lembar, baris, \
dan kolomnya, dan tidak ada yang disimpan."""
_PAPERS = (
    "Isi: sah, tidak sah, atau belum ada; tanda centang berarti sah\n"
    "Boleh kosong: belum dicatat."
)
_CHOSEN = "Isi: pilih atau ketik namanya"
_GIVEN = "Dikosongkan: kodenya dicari atau dibuat oleh program."
_FIXED = 3
"""So many columns stay in sight at most."""
_NAMES = 34
"""A name that is typed is shown so wide."""
_WIDEST = 44
"""A name is shown so wide at most, in characters."""


def make_task_form(
    db: Store,
    task: Task,
    *,
    isi: bool = False,
    terang: bool = False,
    tahun: int | None = None,
) -> list[FormSheet]:
    """Make the sheets of a task.

    Args:
        db: The record store, whose names may be chosen from.
        task: The task.
        isi: Fill in what is on record.
        terang: Show what is masked otherwise.
        tahun: With ``isi``: only of this programme year, where rows have one.
    """
    pages = load_pages(db, task)
    columns = {
        page.judul: list(_make_columns(db, page, pages, isi=isi)) for page in pages
    }
    intro = _HELP.format(task=task, sheets=", ".join(page.judul for page in pages))
    help_page: list[tuple[str, ...]] = [(line,) for line in intro.split("\n\n")]
    for page in pages:
        help_page += [(), (page.judul.upper(),), HELP_HEADING[:4]]
        shown = [each for each in columns[page.judul] if not each.hidden]
        help_page += map(_explain, shown)
    return [
        FormSheet(
            nama=page.judul,
            columns=tuple(columns[page.judul]),
            rows=_read_rows(db, page, terang=terang, tahun=tahun) if isi else [],
            help=help_page,
            fixed=_count_fixed(page),
        )
        for page in pages
    ]


def _make_columns(
    db: Store, page: Page, pages: Sequence[Page], *, isi: bool
) -> Iterator[FormColumn]:
    """Describe the columns of a sheet, and behind one what is there to be read."""
    for column in page.columns:
        yield _make_column(db, page, column, pages)
        if isi and _is_followed(page, column) and page.shown:
            yield from map(make_shown, page.shown.headings)


def _is_followed(page: Page, column: PageColumn) -> bool:
    """Tell whether what is to be read stands behind a column."""
    main = column.bagian == page.main.nama
    return main and page.shown is not None and column.names[0] == page.shown.behind


def _explain(column: FormColumn) -> tuple[str, ...]:
    """Give the line of a column on the page of explanations."""
    meaning, _, how = column.catatan.partition("\n")
    must = "ya" if column.required else "tidak"
    return column.judul.rstrip("*"), must, meaning, how.replace("\n", "; ")


def _count_fixed(page: Page) -> int:
    """Count the columns that stay in sight: up to the name of what a row is about."""
    if page.shown and page.columns[0].names[0] == page.shown.behind:
        return 1 + len(page.shown.headings)
    named = [each.names[0] in {"nama", page.given or "kode"} for each in page.columns]
    # What is chosen by name in the first column is what the row is about, if none is.
    place = named.index(True) + 1 if any(named) else bool(page.columns[0].lookup)
    return int(place) if place <= _FIXED else 0


def _make_column(
    db: Store, page: Page, column: PageColumn, pages: Sequence[Page]
) -> FormColumn:
    """Describe one column."""
    described = page.find_column(column, column.names[0])
    required, kind = page.is_required(column), KINDS[described.kind]
    meaning = column.meaning or described.meaning
    described = replace(described, meaning=meaning, required=required)
    made = FormColumn(
        judul=column.judul + "*" * required,
        required=required,
        catatan=write_note(described),
        format=kind.format,
        width=_NAMES if column.names[0] == "nama" else find_width(described),
        choices=list_choices(db, described),
        strict=bool(kind.words or described.choices),
        hidden=column.names[0] == page.given and not column.lookup,
    )
    made = replace(made, width=max(made.width, len(made.judul) + 3))
    if len(column.names) > 1:
        note = f"{column.judul}\n{_PAPERS}"
        return replace(made, choices=tuple(STATES), catatan=note, strict=False)
    if column.lookup:
        return _name_choices(db, made, column, pages, meaning=described.meaning)
    if made.hidden:
        return replace(made, catatan=f"{described.meaning}\n{_GIVEN}")
    return made


def _name_choices(
    db: Store,
    made: FormColumn,
    column: PageColumn,
    pages: Sequence[Page],
    *,
    meaning: str,
) -> FormColumn:
    """Let a column choose among names: of this workbook where they are typed there."""
    lookup = LOOKUPS[column.lookup]
    note = f"{meaning}\n{_CHOSEN}"
    made = replace(made, catatan=note, strict=False, format="@")
    for page in pages:
        if page.main.table.nama == lookup.tabel and page.given:
            places = [each.names[0] for each in page.columns]
            source = page.judul, places.index("nama") + 1
            return replace(made, source=source, choices=(), width=_WIDEST)
    labels = tuple(dict.fromkeys(x for _, x in list_everywhere(db, column.lookup)))
    longest = max(map(len, labels), default=0)
    return replace(
        made,
        choices=labels if len(labels) <= CHOICE_LIMIT else (),
        width=max(made.width, min(longest + 2, _WIDEST)),
    )


def _read_rows(
    db: Store, page: Page, *, terang: bool, tahun: int | None
) -> list[list[Any]]:
    """Read what is on record, each value as it is typed into the sheet."""
    table = page.main.table
    names = [column.nama for column in table.columns]
    where = ""
    if tahun is not None and "tahun" in {*table.key, *names}:
        where = "WHERE tahun = :tahun"
    elif tahun is not None and "pelatihan" in table.key:
        where = "WHERE pelatihan IN (SELECT kode FROM pelatihan WHERE tahun = :tahun)"
    order = ", ".join(table.key)
    rows = db.rows(
        f"SELECT {', '.join(names)} FROM {table.nama} {where} ORDER BY {order}",
        {"tahun": tahun} if where else {},
    )
    if page.due:
        blank = dict.fromkeys(names)
        rows += [blank | row for row in db.rows(page.due.sql, {"tahun": tahun})]
    further = {part.nama: _read_part(db, part) for part in page.parts[1:]}
    spell = _Speller(db=db, terang=terang)
    return [
        [
            cell
            for column in page.columns
            for cell in (
                spell.cell(page, column, each),
                *(_read_shown(db, page, row) if _is_followed(page, column) else ()),
            )
        ]
        for row in rows
        for each in [_join(db, page, row, further)]
    ]


def _read_shown(db: Store, page: Page, row: Mapping[str, Any]) -> list[Any]:
    """Read what is there to be read of a row."""
    if page.shown is None:
        return []
    found = db.rows(page.shown.sql, row)
    return list(found[0].values()) if found else [None] * len(page.shown.headings)


def _read_part(db: Store, part: Part) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Read the rows of a further part by their key in the first."""
    fixed = " AND ".join(f"{name} = :{name}" for name in part.fixed) or "1"
    rows = db.rows(f"SELECT * FROM {part.table.nama} WHERE {fixed}", dict(part.fixed))
    return {tuple(row[name] for name in part.keys): row for row in rows}


def _join(
    db: Store,
    page: Page,
    row: dict[str, Any],
    further: Mapping[str, Mapping[tuple[Any, ...], dict[str, Any]]],
) -> dict[str, dict[str, Any]]:
    """Give the rows on record of each part, by part."""
    found = {page.main.nama: row}
    for part in page.parts[1:]:
        key = tuple(part.read_key(db, row).values())
        found[part.nama] = further[part.nama].get(key, {})
    return found


class _Speller:
    """Spells values as a person types them, codes as the names that are chosen."""

    def __init__(self, *, db: Store, terang: bool) -> None:
        self._db = db
        self._terang = terang
        self._names: dict[tuple[str, tuple[Any, ...]], Names] = {}

    def cell(
        self, page: Page, column: PageColumn, rows: Mapping[str, dict[str, Any]]
    ) -> object:
        row = rows[column.bagian]
        if not row:
            return None
        described = page.find_column(column, column.names[0])
        if len(column.names) > 1:
            said = tuple("ya" if row[name] else "tidak" for name in column.names)
            return next((word for word, pair in STATES.items() if pair == said), None)
        value = row[column.names[0]]
        if column.lookup and value is not None:
            return self._name(column.lookup, rows[page.main.nama], value)
        return spell_cell(described, value, terang=self._terang)

    def _name(self, name: str, row: Mapping[str, Any], code: str) -> str:
        lookup = LOOKUPS[name]
        key = name, tuple(row.get(each) for each in lookup.shared)
        if key not in self._names:
            self._names[key] = list_names(self._db, lookup, row)
        return self._names[key].labels.get(code, code)
