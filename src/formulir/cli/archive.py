"""Commands on the archive: finding, handing out, proving."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from formulir.cli.common import (
    entri_json,
    kantor_of,
    print_json,
    print_rows,
    tell,
    tell_faults,
    with_json,
    with_wilayah,
)
from formulir.cli.progress import show_progress
from formulir.errors import ArsipError
from formulir.reviewing.audit import find_surat, get_file, verify_kantor

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
    target.write_bytes(data)
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
