"""The command that makes the sheets which a clerk fills."""

from __future__ import annotations

from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formulir.cli.common import kantor_of, tell
from formulir.office.kantor import KantorMissingError
from formulir.records.forms.form import make_form
from formulir.records.forms.write_form import write_form
from formulir.records.importing.ingest import find_table
from formulir.records.office.wilayah import load_wilayah
from formulir.records.store import memory_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulir.records.store import Store


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
    output.write_bytes(write_form(form))
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
