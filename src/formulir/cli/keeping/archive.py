"""Commands on archive and ledger: finding, proving, telling."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from formulir.cli.common import (
    entri_json,
    kantor_of,
    print_json,
    print_rows,
    show_progress,
    tell,
    tell_changed,
    tell_faults,
    with_json,
    with_tahun,
    with_wilayah,
    write_table,
)
from formulir.errors import ArsipError
from formulir.records.ledger.agenda import COLUMNS_AGENDA, read_agenda
from formulir.records.ledger.masuk import COLUMNS_MASUK, read_agenda_masuk
from formulir.records.ledger.notes import judge_backup
from formulir.reviewing.audit import find_surat, verify_kantor
from formulir.reviewing.status import (
    COLUMNS_MISSING,
    COLUMNS_STATUS,
    list_missing,
    make_matrix,
    read_status,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 1_000_000_000
"""The greatest limit of a search, well within what an index counts to."""

COLUMNS_FINDINGS = (
    "entri",
    "kode",
    "formulir",
    "tahap",
    "nomor",
    "tanggal",
    "wilayah",
    "status",
    "hal",
)


@click.command("find")
@click.argument("teks", nargs=-1)
@click.option("--formulir", metavar="K", help="A kind.")
@click.option("--tahap", metavar="T", help="A stage, and those below it.")
@with_wilayah
@click.option("--tahun", type=click.IntRange(2000, 2100), help="A programme year.")
@click.option("--status", metavar="S", help="terbit, ditandatangani, masuk, …")
@click.option("--limit", type=click.IntRange(1, MOST), default=1000, show_default=True)
@with_json
@click.pass_context
def find_command(
    ctx: click.Context, /, teks: Sequence[str], *, as_json: bool, **given: object
) -> None:
    """Find letters by stage, region, kind, year, status and the words in them."""
    kantor = kantor_of(ctx)
    entries = find_surat(kantor, tuple(teks), **given)  # type: ignore[arg-type] # click's own types
    rows = [entri_json(kantor, entri) for entri in entries]
    print_rows(rows, columns=COLUMNS_FINDINGS, as_json=as_json)
    tell(f"{len(rows)} letter(s) found")


@click.command("verify")
@click.option(
    "--since",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A checkpoint that was kept elsewhere.",
)
@with_json
@click.pass_context
def verify_command(
    ctx: click.Context, /, since: tuple[Path, ...], *, as_json: bool
) -> None:
    """Re-read the whole archive: objects, log, tree, checkpoint, ledger.

    With --since it is proved, too, that the archive has only grown since FILE was
    written by 'formulir checkpoint' and kept where nobody here could change it.
    """
    kantor = kantor_of(ctx)
    notes = {str(path): path.read_bytes() for path in since}
    with show_progress("verify") as update:
        proof = verify_kantor(kantor, progress=update, since=notes)
    tell_faults(proof.notices)
    tell_faults(proof.findings)
    if as_json:
        print_json(proof.as_json())
    else:
        click.echo(str(proof))
    ctx.exit(ArsipError.exit_code if proof.findings else 0)


@click.command("agenda")
@with_tahun
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A .csv or .xlsx file."
)
@click.option("--masuk", is_flag=True, help="The book of incoming letters.")
@click.pass_context
def agenda_command(
    ctx: click.Context, tahun: int, output: Path | None, *, masuk: bool
) -> None:
    """Write the book of a calendar year's outgoing letters, void numbers included."""
    kantor = kantor_of(ctx)
    columns = COLUMNS_MASUK if masuk else COLUMNS_AGENDA
    with kantor.open_catatan(read_only=True) as db:
        rows = (read_agenda_masuk if masuk else read_agenda)(db, tahun=tahun)
    if output is None:
        print_rows(rows, columns=columns if masuk else columns[:-1])
    else:
        write_table(output, rows, columns=columns, judul="Agenda")
    tell(f"{len(rows)} letter(s) in the book of {tahun}")


@click.command("status")
@with_tahun
@with_wilayah
@click.option("--missing", is_flag=True, help="List the letters that lack something.")
@click.option(
    *("-o", "--output", "--csv"),
    type=click.Path(path_type=Path),
    help="A .csv or .xlsx file.",
)
@with_json
@click.pass_context
def status_command(
    ctx: click.Context,
    /,
    tahun: int,
    wilayah: str | None,
    *,
    missing: bool,
    output: Path | None,
    as_json: bool,
) -> None:
    """Tell what a programme year's letters have come to, by stage and region.

    A letter is missing until it is signed: it lacks its number, its paper or its
    signature.
    """
    kantor = kantor_of(ctx)
    states = read_status(kantor, tahun=tahun, wilayah=wilayah)
    rows = (
        list_missing(states)
        if missing
        else make_matrix(kantor, states, tahun=tahun, wilayah=wilayah)
    )
    columns = COLUMNS_MISSING if missing else COLUMNS_STATUS
    if output is not None:
        write_table(output, rows, columns=columns, judul="Status")
    else:
        print_rows(rows, columns=columns, as_json=as_json)
    lacking = sum(each.missing is not None for each in states)
    asked = sum(each.expected for each in states)
    tell(f"{asked} letter(s) expected in {tahun}, {lacking} of them lack something")
    tell_changed(kantor, tahun=tahun, wilayah=wilayah)
    with kantor.open_catatan(read_only=True) as db:
        tell(f"last backup: {judge_backup(db, now=kantor.saat())[1]}")
