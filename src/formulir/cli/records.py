"""Commands on records: importing sheets, and drafting the year's schools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulir.cli.common import (
    PARTLY,
    kantor_of,
    print_json,
    tell,
    tell_faults,
    with_json,
    with_tahun,
)
from formulir.errors import RecordError
from formulir.office.import_files import import_sheet
from formulir.records.importing.ingest import ImportOptions
from formulir.records.selection.propose import propose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.records.sheets.report import ImportResult


@click.command("import")
@click.argument("table")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Do everything but the commit.")
@click.option(
    "--map",
    "pairs",
    metavar="COLUMN=HEADING",
    multiple=True,
    help="Which heading holds a column.",
)
@click.option("--skip-bad", is_flag=True, help="Write the good rows all the same.")
@with_json
@click.pass_context
def import_command(
    ctx: click.Context, /, table: str, file: Path, **given: object
) -> None:
    """Read a CSV or XLSX FILE into a TABLE; nothing is written when a row is bad."""
    options = ImportOptions(
        map=_read_pairs(given["pairs"]),  # type: ignore[arg-type] # click gives a tuple of text
        skip_bad=bool(given["skip_bad"]),
        dry_run=bool(given["dry_run"]),
    )
    result = import_sheet(kantor_of(ctx), table, file, options=options)
    tell_faults([*result.warnings, *result.rejected])
    counts = {
        "new": result.new,
        "changed": result.changed,
        "same": result.same,
        "rejected": result.rejected_rows,
    }
    if given["as_json"]:
        print_json(counts | {"table": table, "written": result.written})
    else:
        click.echo("  ".join(f"{name} {count}" for name, count in counts.items()))
    _tell_result(result, dry_run=options.dry_run)
    if result.rejected:
        skipped = result.written or (options.dry_run and options.skip_bad)
        ctx.exit(PARTLY if skipped else RecordError.exit_code)


def _tell_result(result: ImportResult, *, dry_run: bool) -> None:
    if dry_run:
        tell("nothing was written: this was a dry run")
    elif result.rejected and not result.written:
        tell("nothing was written; correct the rows, or pass --skip-bad")


def _read_pairs(pairs: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        column, equals, heading = pair.partition("=")
        if not (column and equals and heading):
            reason = f"{pair!r} is not of the form COLUMN=HEADING"
            raise click.BadParameter(reason, param_hint="--map")
        found[column] = heading
    return found


@click.command("propose")
@with_tahun
@click.option("--wilayah", metavar="KODE", required=True, help="A region.")
@click.option(
    "--kuota",
    type=click.IntRange(1),
    default=16,
    show_default=True,
    help="Model schools a kabupaten or kota.",
)
@click.option("--model", metavar="NPSN", multiple=True, help="A model school, given.")
@with_json
@click.pass_context
def propose_command(
    ctx: click.Context,
    /,
    *,
    as_json: bool,
    **given: Any,  # noqa: ANN401 - the arguments of propose, read by click
) -> None:
    """Draft the year's model schools and five imbas schools for each."""
    with kantor_of(ctx).open_catatan() as db:
        result = propose(db, **given)
    tell_faults(result.warnings)
    counts = {"usulan": len(result.usulan)}
    counts |= {"model": result.models, "imbas": result.imbas}
    if as_json:
        print_json(counts)
    else:
        click.echo("  ".join(f"{name} {count}" for name, count in counts.items()))
