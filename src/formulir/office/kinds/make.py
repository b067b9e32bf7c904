"""Making a kind: tried whole, then written in an order that a crash cannot break.

The files of the kind come first, its ``jenis.toml`` under another name; then the
records commit its table, its rows and the acts in one transaction; then ``jenis.toml``
gets its name. A crash before the commit leaves files that nothing finds and the next
attempt overwrites: no kind. A crash behind it leaves a kind whose last name the next
writer gives it (``office.unfinished``): a whole one.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from formulir.errors import TemplateFaultyError
from formulir.ground.disk import (
    TEMPORARY,
    guard_disk,
    hold_lock,
    make_folder,
    replace_file,
)
from formulir.language import phrase
from formulir.letters.drafts import check_letters, compile_templates, make_drafts
from formulir.letters.jenis import list_jenis, load_jenis
from formulir.letters.profil import load_profiles
from formulir.office.expected import ask_kind
from formulir.office.filing import finish_filing, open_ledger
from formulir.office.founding import act_of, store_berkas
from formulir.office.kinds.plan import plan_kind
from formulir.office.kinds.wish import KindFaultyError, KindResult, KindTakenError
from formulir.office.unfinished import JENIS, WAITING, finish_kinds
from formulir.office.workbooks import open_workbook
from formulir.records.importing.ingest import ImportOptions, UndoneError, import_table
from formulir.records.own.naming import name_table
from formulir.records.own.tables import (
    TAHUN,
    create_own,
    find_own,
    list_own,
    make_example,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.office.kantor import Kantor
    from formulir.office.kinds.wish import KindPlan, KindWish
    from formulir.records.own.tables import OwnTable
    from formulir.records.sheets.report import ImportResult
    from formulir.records.store import Store


def make_kind(kantor: Kantor, wish: KindWish, *, dry_run: bool) -> KindResult:
    """Make a kind, or tell how one that is there differs.

    Args:
        kantor: The office.
        wish: The kind.
        dry_run: Do everything but write.

    Raises:
        KodeMalformedError: Its code is none.
        KindTakenError: Another kind has that code.
        KindFaultyError, TemplateFaultyError: It cannot be made; all faults are told.
        SheetUnreadableError: Its sheet is none.
    """
    with kantor.open_catatan() as db:
        finish_kinds(kantor, db)
        plan = plan_kind(db, wish)
        own = find_own(db, wish.kode)
        if own is not None:
            result = _compare(kantor, db, plan, own)
        else:
            _refuse_taken(kantor, db, wish.kode)
            rows = _try(kantor, db, plan)
    if own is not None:
        # Killed before its acts were in the archive, it is run again to end there.
        if not dry_run:
            finish_filing(kantor)
        return result
    if dry_run or (rows is not None and rows.rejected):
        return KindResult(plan=plan, rows=rows)
    with guard_disk(kantor.templates[0]):
        make_folder(kantor.templates[0])
    with hold_lock(kantor.templates[0]), open_ledger(kantor) as db:
        _refuse_taken(kantor, db, wish.kode)
        _write_files(kantor, plan)
        rows = _write_records(kantor, db, plan)
        finish_kinds(kantor, db)
    return KindResult(plan=plan, rows=rows, made=True)


def _refuse_taken(kantor: Kantor, db: Store, kode: str) -> None:
    """Refuse a code whose folder or table another kind has."""
    kinds = {*list_jenis(kantor.templates), *(own.formulir for own in list_own(db))}
    for known in sorted(kinds):
        if name_table(known) == name_table(kode):
            raise KindTakenError(kode, known=known)
    folder = kantor.templates[0] / kode
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    # What another attempt was killed over is no letter of somebody.
    if WAITING not in names and any(not name.endswith(TEMPORARY) for name in names):
        raise KindTakenError(kode, known=str(folder))


def _options(plan: KindPlan, kantor: Kantor, *, dry_run: bool) -> ImportOptions:
    act = act_of(kantor)

    def begin(db: Store) -> None:
        create_own(db, plan.table)
        if not dry_run:
            act(db, "jenis", _tell_act(plan))

    return ImportOptions(
        table=plan.table.as_table(),
        begin=begin,
        dry_run=dry_run,
        fill={TAHUN: plan.wish.tahun},
        act=act,
        open_workbook=open_workbook,
    )


def _import(
    kantor: Kantor, db: Store, plan: KindPlan, *, options: ImportOptions
) -> ImportResult | None:
    if plan.wish.data is None:
        return None
    keep = partial(store_berkas, kantor.berkas)
    own = plan.table.tabel
    return import_table(db, own, plan.wish.data, options=options, keep_berkas=keep)


def _tell_act(plan: KindPlan) -> dict[str, Any]:
    columns = [column.nama for column in plan.table.kolom]
    return {"formulir": plan.wish.kode, "tabel": plan.table.tabel, "kolom": columns}


def _try(kantor: Kantor, db: Store, plan: KindPlan) -> ImportResult | None:
    """Make the kind in a transaction that is taken back, and fill its letters.

    Raises:
        KindFaultyError: A letter cannot be filled; the faults of rows are told too.
    """
    options = _options(plan, kantor, dry_run=True)
    result = _import(kantor, db, plan, options=options)
    try:
        with suppress(UndoneError):
            _fill_in_vain(kantor, db, plan)
    except TemplateFaultyError as error:
        rows = [] if result is None else result.rejected
        raise KindFaultyError([*error.faults, *rows]) from error
    return result


def _fill_in_vain(kantor: Kantor, db: Store, plan: KindPlan) -> None:
    """Make the table and fill a letter of it, and leave nothing of both.

    Raises:
        UndoneError: All is well.
        TemplateFaultyError: The letter cannot be filled.
    """
    with db.writing():
        create_own(db, plan.table)
        db.insert(plan.table.tabel, make_example(plan.table))
        _fill_letters(kantor, db, plan)
        raise UndoneError


def _fill_letters(kantor: Kantor, db: Store, plan: KindPlan) -> None:
    """Compile the template of a kind, and fill a letter of it for nothing."""
    kode = plan.wish.kode
    with TemporaryDirectory(prefix="formulir-") as place:
        folder = Path(place) / kode
        folder.mkdir()
        for name, data in plan.files.items():
            (folder / name).write_bytes(data)
        folders = (Path(place), *kantor.templates)
        jenis = load_jenis(folders, kode=kode)
        example = make_example(plan.table)
        scope = kantor.scope(int(example[TAHUN]), kantor.hari_ini())
        rows = ask_kind(db, jenis, scope)
        profil = load_profiles(folders, rows, tanggal=scope.tanggal)
        templates = compile_templates(jenis, profil, folder=f"templates/{kode}")
        drafts = make_drafts(rows, jenis, scope, profil=profil, seri={}, lampiran={})
        check_letters(jenis, templates, drafts, profil)


def _write_files(kantor: Kantor, plan: KindPlan) -> None:
    """Write the files of a kind, ``jenis.toml`` first and under another name.

    A crash leaves some of them, which nothing finds; the next attempt replaces them.
    """
    folder = kantor.templates[0] / plan.wish.kode
    with guard_disk(folder):
        make_folder(folder)
        files = plan.files
        replace_file(folder / WAITING, files.pop(JENIS))
        for name, data in files.items():
            replace_file(folder / name, data)


def _write_records(kantor: Kantor, db: Store, plan: KindPlan) -> ImportResult | None:
    """Write table, rows and acts in one transaction.

    A crash leaves all of them or nothing.
    """
    options = _options(plan, kantor, dry_run=False)
    if plan.wish.data is None:
        with db.writing():
            options.begin(db)
    return _import(kantor, db, plan, options=options)


def _compare(kantor: Kantor, db: Store, plan: KindPlan, own: OwnTable) -> KindResult:
    """Tell how a kind that is there differs from the one that is asked for."""
    differences = [*_list_columns(own, plan.table)]
    if own.kunci != plan.table.kunci:
        differences.append(
            phrase("kunci: {old} → {new}", old=own.kunci, new=plan.table.kunci)
        )
    folder = kantor.templates[0] / own.formulir
    for name, data in plan.files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            differences.append(phrase("{name} is another", name=name))
    rows = None
    if own.kolom == plan.table.kolom:
        options = ImportOptions(
            dry_run=True, fill={TAHUN: plan.wish.tahun}, open_workbook=open_workbook
        )
        rows = _import(kantor, db, plan, options=options)
        if rows is not None and (rows.new or rows.changed or rows.rejected):
            differences.append(
                phrase(
                    "rows: {new} new, {changed} changed, {bad} bad",
                    new=rows.new,
                    changed=rows.changed,
                    bad=rows.rejected_rows,
                )
            )
    return KindResult(plan=plan, rows=rows, there=True, differences=differences)


def _list_columns(own: OwnTable, asked: OwnTable) -> Sequence[str]:
    before = {column.nama: column for column in own.kolom}
    after = {column.nama: column for column in asked.kolom}
    gone = [
        phrase("column {name} is not in the sheet", name=name)
        for name in before
        if name not in after
    ]
    new = [
        phrase("column {name} is not in the kind", name=name)
        for name in after
        if name not in before
    ]
    both = [(before[name], after[name]) for name in before if name in after]
    other = [
        phrase("column {name}: {old} → {new}", name=a.nama, old=a.tipe, new=b.tipe)
        for a, b in both
        if a.tipe != b.tipe
    ]
    must = [
        phrase("column {name} must be filled now", name=b.nama)
        if b.wajib
        else phrase("column {name} may be empty now", name=b.nama)
        for a, b in both
        if a.wajib != b.wajib
    ]
    return [*gone, *new, *other, *must]
