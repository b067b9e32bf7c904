"""Commands on records: making sheets, drafting the year's schools."""

from __future__ import annotations

from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulir.cli.common import (
    kantor_of,
    print_counts,
    tell,
    tell_faults,
    with_json,
    with_tahun,
)
from formulir.ground.disk import publish_file
from formulir.office.kantor import KantorMissingError
from formulir.records.importing.ingest import find_table
from formulir.records.office.wilayah import load_wilayah
from formulir.records.selection.propose import propose
from formulir.records.store import memory_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulir.records.store import Store


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
@click.option("--tanpa", metavar="NPSN", multiple=True, help="A school left out.")
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
    print_counts(counts, as_json=as_json)


@click.command("form")
@click.argument("table")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The .xlsx file to make.",
)
@click.option("--isi", is_flag=True, help="Fill in what is on record.")
@click.option(
    "--terang", is_flag=True, help="With --isi: NIK, NUPTK and telephone unmasked."
)
@click.option("--timpa", is_flag=True, help="Replace a file that is there.")
@click.pass_context
def form_command(ctx: click.Context, /, table: str, **given: object) -> None:
    """Make an empty sheet of TABLE, with headings, drop-downs and explanations.

    It is filled in a spreadsheet program and imported as it is. With --isi it holds
    what is on record, to be corrected; NIK, NUPTK and telephone of people are masked
    then, and a masked value that comes back changes nothing.
    """
    from formulir.records.forms.form import make_form  # noqa: PLC0415 - as below
    from formulir.records.forms.write_form import write_form  # noqa: PLC0415 - brings the writer of sheets

    output, isi = Path(str(given["output"])), bool(given["isi"])
    if given["terang"] and not isi:
        raise click.UsageError("--terang needs --isi")
    if output.suffix.lower() != ".xlsx":
        raise click.BadParameter("must end in .xlsx", param_hint="-o")
    if output.exists() and not given["timpa"]:
        reason = f"{output} is there, perhaps filled in; pass --timpa to replace it"
        raise click.BadParameter(reason, param_hint="-o")
    described = find_table(table)
    with _catatan(ctx, isi=isi) as db:
        form = make_form(db, described, isi=isi, terang=bool(given["terang"]))
    publish_file(output, write_form(form))
    rows = f", {len(form.rows)} row(s)" if isi else ""
    how = f"import it with: formulir import {table} {output}"
    tell(f"{output}: {len(form.columns)} column(s){rows}; {how}")


@contextmanager
def _catatan(ctx: click.Context, *, isi: bool) -> Iterator[Store]:
    """Open the office's records, or what every office begins with where there is none.

    An empty sheet can be made anywhere; it then offers no codes of an office.
    """
    try:
        kantor = kantor_of(ctx)
    except KantorMissingError:
        if isi or ctx.obj["kantor"]:
            raise
        tell("there is no office here, so the sheet offers no codes of one")
        with closing(memory_store()) as db:
            load_wilayah(db)
            yield db
    else:
        with kantor.open_catatan(read_only=True) as db:
            yield db
