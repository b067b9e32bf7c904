"""Commands on the rows of records: reading them from a sheet, deleting one."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from formulir.cli.asking import confirm, is_attended
from formulir.cli.common import (
    PARTLY,
    kantor_of,
    print_counts,
    print_differences,
    tell,
    tell_faults,
    with_json,
    with_ya,
)
from formulir.errors import RecordError
from formulir.language import phrase
from formulir.office.filing import finish_filing
from formulir.office.founding import delete_record, import_sheet
from formulir.office.tasks import import_sitting, is_task_sheet
from formulir.records.importing.delete import is_gone, read_row
from formulir.records.importing.ingest import ImportOptions
from formulir.records.tasks.registry import require_sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from formulir.records.sheets.report import ImportResult


@click.command("import")
@click.argument("table", metavar="TASK|TABLE")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Do everything but the commit.")
@click.option(
    "--map",
    "pairs",
    metavar="COLUMN=HEADING",
    multiple=True,
    help="Which heading holds a column.",
)
@click.option(
    "--isi",
    "values",
    metavar="COLUMN=VALUE",
    multiple=True,
    help="What a column holds in every row.",
)
@click.option(
    "--lembar",
    metavar="SHEET",
    multiple=True,
    help="Which sheets of a workbook to read.",
)
@click.option("--skip-bad", is_flag=True, help="Write the good rows all the same.")
@click.option("--sisakan", is_flag=True, help="An empty cell keeps what is on record.")
@with_ya
@with_json
@click.pass_context
def import_command(
    ctx: click.Context, /, table: str, file: Path, **given: object
) -> None:
    """Read a FILE into a TASK or TABLE; nothing is written when one row is bad.

    FILE is an XLSX, XLS or ODS workbook, or CSV. Every sheet whose headings fit is
    read, each from its own heading row on; what is passed over is told.

    What changes on record is told by column. Where more than a few cells would become
    empty, or more than a few rows change, it asks first.
    """
    options = ImportOptions(
        map=_read_pairs(given["pairs"], "--map", "HEADING"),
        isi=_read_pairs(given["values"], "--isi", "VALUE"),
        lembar=tuple(cast("Sequence[str]", given["lembar"])),
        skip_bad=bool(given["skip_bad"]),
        dry_run=bool(given["dry_run"]),
        sisakan=bool(given["sisakan"]),
        agree=lambda _: bool(given["ya"]),
    )
    as_json = bool(given["as_json"])
    attempt, show, is_plain = _choose(ctx, table, file, options, as_json=as_json)
    result = attempt(options=options)
    tell_faults([*result.warnings, *result.rejected])
    show(result)
    if result.held:
        if not _agree_to(table, result, as_json=as_json):
            tell(phrase("nothing was written"))
            ctx.exit(RecordError.exit_code)
        # Whoever was asked agreed to these differences; others are asked about anew.
        agree = partial(_is_alike, result)
        result = attempt(options=replace(options, agree=agree))
        if result.held:
            raise _held(table, result)
        tell(phrase("written"))
    _finish(ctx, result, options, skippable=is_plain)


def _choose(
    ctx: click.Context,
    table: str,
    file: Path,
    options: ImportOptions,
    *,
    as_json: bool,
) -> tuple[Callable[..., ImportResult], Callable[[ImportResult], None], bool]:
    """Return what imports a file, and what prints its result: of a task, or a table.

    Raises:
        TugasUnknownError: There is neither of that name.
    """
    kantor = kantor_of(ctx)
    with kantor.open_catatan(read_only=True) as db:
        require_sheet(table, db)
    if not is_task_sheet(kantor, table, file):
        plain = partial(import_sheet, kantor, table, file)
        return plain, partial(_print_import, tabel=table, as_json=as_json), True
    if options.skip_bad or options.map or options.isi or options.lembar:
        reason = phrase(
            "--map, --isi, --lembar and --skip-bad are for plain tables; a task is "
            "taken whole"
        )
        raise click.UsageError(reason)
    tables: dict[str, ImportResult] = {}

    def attempt(options: ImportOptions) -> ImportResult:
        result = import_sitting(kantor, table, file, options=options)
        tables.update(result.tables)
        return result.total

    def show(total: ImportResult) -> None:
        for tabel, each in tables.items():
            _print_import(each, tabel=tabel, as_json=as_json, named=True)
        if not tables:
            _print_import(total, tabel=table, as_json=as_json)

    return attempt, show, False


class ImportHeldError(RecordError):
    """A sheet would empty or change much, and there is nobody to be asked."""

    tabel: str
    emptied: int
    changed: int
    says = (
        "{tabel}: {emptied} cell(s) on record would become empty and {changed} row(s) "
        "change; nothing was written; pass --ya to write, or --sisakan to keep what "
        "the sheet leaves blank"
    )


def _is_alike(shown: ImportResult, found: ImportResult) -> bool:
    """Tell whether the same would change as was shown."""
    return (shown.differences, shown.gone) == (found.differences, found.gone)


def _agree_to(tabel: str, result: ImportResult, *, as_json: bool) -> bool:
    """Ask whether what was shown is to be written.

    Raises:
        ImportHeldError: Nobody is at a terminal.
    """
    if as_json or not is_attended():
        raise _held(tabel, result)
    return confirm(phrase("write all this?"))


def _held(tabel: str, result: ImportResult) -> ImportHeldError:
    changed = result.changed + result.gone
    return ImportHeldError(tabel, emptied=result.emptied, changed=changed)


def _print_import(
    result: ImportResult, *, tabel: str, as_json: bool, named: bool = False
) -> None:
    """Print how many rows are new, changed and so on, then what changes by column."""
    counts = {"new": result.new, "changed": result.changed, "same": result.same}
    # What is rare is told where there is any; JSON tells it always.
    rare = {"gone": result.gone, "emptied": result.emptied}
    counts |= {name: count for name, count in rare.items() if count or as_json}
    if not named or result.rejected_rows:
        counts["rejected"] = result.rejected_rows
    if named and not as_json:
        click.echo(f"{tabel}: ", nl=False)
    differences = [asdict(each) for each in result.differences]
    more = {"table": tabel, "written": result.written, "differences": differences}
    print_counts(counts, as_json=as_json, **more)
    if not as_json:
        print_differences(result.differences)


def _finish(
    ctx: click.Context, result: ImportResult, options: ImportOptions, *, skippable: bool
) -> None:
    """Say whether anything was written, and leave with the code of what was not."""
    if options.dry_run:
        tell(phrase("nothing was written: this was a dry run"))
    elif result.rejected and not result.written:
        tell(
            phrase("nothing was written; correct the rows, or pass --skip-bad")
            if skippable
            else phrase(
                "nothing was written; correct the rows, then import the file again"
            )
        )
    if result.rejected:
        skipped = result.written or (options.dry_run and options.skip_bad)
        ctx.exit(PARTLY if skipped else RecordError.exit_code)


def _read_pairs(pairs: object, option: str, word: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in cast("Sequence[str]", pairs):
        column, equals, told = pair.partition("=")
        if not (column.strip() and equals and told.strip()):
            reason = phrase(
                "{pair!r} is not of the form COLUMN={word}", pair=pair, word=word
            )
            raise click.BadParameter(reason, param_hint=option)
        found[column.strip()] = told.strip()
    return found


@click.command("delete")
@click.argument("table")
@click.argument("key", nargs=-1, required=True)
@click.option("--alasan", metavar="TEXT", required=True, help="Why it goes.")
@with_ya
@click.pass_context
def delete_command(
    ctx: click.Context, /, *, table: str, key: tuple[str, ...], alasan: str, ya: bool
) -> None:
    """Delete the row of TABLE that has this KEY, when nothing depends on it.

    KEY is what the key columns of the table hold, a word each, such as
    'delete calon 2016 33.19-01'. The row is shown first, and it asks. Killed in the
    middle, run it again.
    """
    kantor = kantor_of(ctx)
    with kantor.open_catatan(read_only=True) as db:
        row = {} if is_gone(db, table, key) else read_row(db, table, key)
    if not row:
        # Killed before the act was in the archive, it is run again to end there.
        finish_filing(kantor)
        tell(phrase("deleted already: {table} {key}", table=table, key=" ".join(key)))
        return
    for name, value in row.items():
        if value is not None:
            click.echo(f"{name}: {value}")
    if not ya:
        if not is_attended():
            raise DeleteHeldError(table, key=" ".join(key))
        if not confirm(phrase("delete this row?")):
            tell(phrase("nothing was deleted"))
            ctx.exit(RecordError.exit_code)
    delete_record(kantor, table, key, alasan=alasan)
    tell(phrase("deleted: {table} {key}", table=table, key=" ".join(key)))


class DeleteHeldError(RecordError):
    """A row was to be deleted, and there is nobody to be asked."""

    tabel: str
    key: str
    says = "{tabel} {key} was not deleted; pass --ya to delete it"
