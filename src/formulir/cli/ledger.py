"""Commands on the ledger: proof, voiding, and the book of outgoing letters."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from formulir.cli.common import (
    kantor_of,
    print_rows,
    tell,
    with_json,
    with_tahun,
    write_table,
)
from formulir.office.filing import void_surat
from formulir.records.ledger.agenda import COLUMNS_AGENDA, prove_nomor, read_agenda
from formulir.records.ledger.masuk import COLUMNS_MASUK, read_agenda_masuk

BROKEN = 6
"""The exit code when a series has a gap or a double."""


@click.command("numbers")
@with_tahun
@click.option("--seri", metavar="S", help="Only this series.")
@with_json
@click.pass_context
def numbers_command(
    ctx: click.Context, tahun: int, seri: str | None, *, as_json: bool
) -> None:
    """Prove for each series of a calendar year that no number is missing or doubled."""
    kantor = kantor_of(ctx)
    with kantor.open_catatan(read_only=True) as db:
        proofs = prove_nomor(db, tahun=tahun, seri=seri)
    rows = [asdict(proof) | {"sound": proof.sound} for proof in proofs]
    flat = [
        row | {"gaps": len(row["gaps"]), "doubles": len(row["doubles"])} for row in rows
    ]
    names = ("seri", "tahun", "first", "last", "count", "terbit", "batal")
    columns = (*names, "dipesan", "gaps", "doubles")
    print_rows(rows if as_json else flat, columns=columns, as_json=as_json)
    if not proofs:
        tell(f"no number was given in {tahun}")
    for proof in proofs:
        if not proof.sound:
            tell(f"{proof.seri} {tahun}: gaps {proof.gaps}, doubles {proof.doubles}")
    ctx.exit(0 if all(proof.sound for proof in proofs) else BROKEN)


@click.command("void")
@click.argument("nomor")
@click.option("--alasan", required=True, help="Why; it stays in the book.")
@click.pass_context
def void_command(ctx: click.Context, nomor: str, alasan: str) -> None:
    """Void a reserved or issued letter, by its NOMOR or archive code."""
    if not alasan.strip():
        raise click.BadParameter("a reason must be given", param_hint="--alasan")
    surat = void_surat(kantor_of(ctx), nomor, alasan=alasan)
    name = f"{surat['formulir']} {surat['kunci']} {surat['nomor'] or ''}".rstrip()
    if surat["status"] == "batal":
        tell(f"void already: {name}; the reason on record stays")
    else:
        tell(f"void: {name}")


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
