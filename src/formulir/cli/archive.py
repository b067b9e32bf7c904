"""Commands on archive and ledger: finding, handing out, proving, voiding, listing."""

from __future__ import annotations

from dataclasses import asdict
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
    tell_faults,
    with_json,
    with_tahun,
    with_wilayah,
    write_table,
)
from formulir.errors import ArsipError
from formulir.ground.disk import publish_file
from formulir.office.filing import void_surat
from formulir.records.ledger.agenda import COLUMNS_AGENDA, prove_nomor, read_agenda
from formulir.records.ledger.masuk import COLUMNS_MASUK, read_agenda_masuk
from formulir.reviewing.audit import find_surat, get_file, verify_kantor

if TYPE_CHECKING:
    from collections.abc import Sequence

BROKEN = 6
"""The exit code when a series has a gap or a double."""
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


@click.command("get")
@click.argument("word", metavar="ENTRI|NOMOR|KODE")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to.")
@click.option("--context", "want_context", is_flag=True, help="The data of the letter.")
@click.option("--signed", is_flag=True, help="The last signed return of the letter.")
@click.pass_context
def get_command(
    ctx: click.Context,
    word: str,
    output: Path | None,
    *,
    want_context: bool,
    signed: bool,
) -> None:
    """Hand out an archived file, after checking its hash: to the byte.

    A letter gives what was issued, the ENTRI of a return the file that came back.
    """
    data, name = get_file(kantor_of(ctx), word, context=want_context, signed=signed)
    if output is None and want_context:
        click.echo(data.decode("utf-8"))
        return
    target = output or Path(name)
    publish_file(target, data)
    tell(f"{target}: {len(data)} bytes, as archived")


@click.command("verify")
@with_json
@click.pass_context
def verify_command(ctx: click.Context, *, as_json: bool) -> None:
    """Re-read the whole archive: objects, log, tree, checkpoint, ledger."""
    kantor = kantor_of(ctx)
    with show_progress("verify") as update:
        proof = verify_kantor(kantor, progress=update)
    tell_faults(proof.notices)
    tell_faults(proof.findings)
    if as_json:
        print_json(proof.as_json())
    else:
        click.echo(str(proof))
    ctx.exit(ArsipError.exit_code if proof.findings else 0)


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
