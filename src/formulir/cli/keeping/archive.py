"""Commands on archive and ledger: finding, proving, telling."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulir.cli.common import (
    Tanggal,
    entri_json,
    kantor_of,
    print_json,
    show,
    show_progress,
    tell,
    tell_faults,
    with_json,
    with_wilayah,
    write_table,
)
from formulir.cli.tables import print_rows
from formulir.errors import ArsipError
from formulir.language import phrase
from formulir.office.lookup.book import read_book
from formulir.office.lookup.describe import COLUMNS_LETTER, describe_letters
from formulir.records.ledger.agenda import COLUMNS_AGENDA, Span
from formulir.records.ledger.masuk import COLUMNS_MASUK
from formulir.reviewing.audit import find_surat, suggest_words, verify_kantor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

MOST = 1_000_000_000
"""The greatest limit of a search, well within what an index counts to."""
SPARE = ("tahap", "entri")
"""Columns of a list of letters that a narrow terminal can do without."""
SPARE_AGENDA = (
    *("seri", "formulir", "tahap", "lampiran", "penanda_tangan", "kode", "entri"),
    *("tujuan", "disposisi"),
)
with_dari = click.option("--dari", type=Tanggal(), help="Dated on this day or later.")
with_sampai = click.option(
    "--sampai", type=Tanggal(), help="Dated on this day or earlier."
)


@click.command("find")
@click.argument("teks", nargs=-1)
@click.option("--formulir", metavar="K", help="A kind.")
@click.option("--tahap", metavar="T", help="A stage, and those below it.")
@with_wilayah
@click.option("--tahun", type=click.IntRange(2000, 2100), help="A programme year.")
@click.option("--status", metavar="S", help="terbit, ditandatangani, masuk, …")
@with_dari
@with_sampai
@click.option("--limit", type=click.IntRange(1, MOST), default=1000, show_default=True)
@with_json
@click.pass_context
def find_command(
    ctx: click.Context,
    /,
    teks: Sequence[str],
    *,
    as_json: bool,
    **given: Any,  # noqa: ANN401 - read by click
) -> None:
    """Find letters by stage, region, kind, year, date, status and the words in them.

    A number is found in any spelling, a school by SMAN as by SMA Negeri, and the first
    digits of an NPSN or NIP stand for all of it. Where nothing is found, what comes
    near is named.
    """
    _check_range(given["dari"], given["sampai"])
    kantor = kantor_of(ctx)
    entries = find_surat(kantor, tuple(teks), **given)
    if as_json:
        print_rows(
            [entri_json(kantor, entri) for entri in entries], columns=(), as_json=True
        )
    else:
        with kantor.open_catatan(read_only=True) as db:
            rows = describe_letters(kantor, db, entries)
        print_rows(rows, columns=COLUMNS_LETTER, spare=SPARE, above="hal")
    near = () if entries or not teks else suggest_words(kantor, tuple(teks))
    found = phrase("{count} letter(s) found", count=len(entries))
    near_ = "; ".join(near)
    tell(phrase("{found}; nearest: {near}", found=found, near=near_) if near else found)


def _check_range(dari: date | None, sampai: date | None) -> None:
    """Refuse a range of dates that holds none."""
    if dari is not None and sampai is not None and dari > sampai:
        raise click.BadParameter(phrase("lies before --dari"), param_hint="--sampai")


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
        show(proof.sentence)
    ctx.exit(ArsipError.exit_code if proof.findings else 0)


@click.command("agenda")
@click.option(
    "--tahun", type=click.IntRange(2000, 2100), help="The calendar year of the book."
)
@with_dari
@with_sampai
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="A .csv or .xlsx file."
)
@click.option("--masuk", is_flag=True, help="The book of incoming letters.")
@click.pass_context
def agenda_command(
    ctx: click.Context,
    /,
    tahun: int | None,
    dari: date | None,
    sampai: date | None,
    output: Path | None,
    *,
    masuk: bool,
) -> None:
    """Write the book of outgoing letters, void numbers included.

    It is that of a calendar year, or of a range of dates.
    """
    if tahun is None and dari is None and sampai is None:
        raise click.UsageError(
            phrase("--tahun, --dari or --sampai is needed: which letters")
        )
    _check_range(dari, sampai)
    kantor = kantor_of(ctx)
    span = Span.of(tahun, dari=dari, sampai=sampai)
    rows, faults = read_book(kantor, span, masuk=masuk)
    tell_faults(faults)
    columns = COLUMNS_MASUK if masuk else COLUMNS_AGENDA
    if output is None:
        print_rows(rows, columns=columns, spare=SPARE_AGENDA, above="hal")
    else:
        write_table(output, rows, columns=columns, judul="Agenda")
    tell(phrase("{count} letter(s) in the book of {span}", count=len(rows), span=span))
