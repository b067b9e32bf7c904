"""Commands on archive and ledger: finding, proving, telling."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulir.cli.common import (
    Tanggal,
    entri_json,
    kantor_of,
    tell,
    tell_faults,
    with_json,
    with_wilayah,
    write_table,
)
from formulir.cli.tables import print_rows
from formulir.language import phrase
from formulir.office.looks.akses import note_akses
from formulir.office.looks.heads import describe_head
from formulir.office.lookup.book import close_book, read_book
from formulir.office.lookup.describe import COLUMNS_LETTER, describe_letters
from formulir.records.ledger.agenda import COLUMNS_AGENDA, Span
from formulir.records.ledger.masuk import COLUMNS_MASUK
from formulir.reviewing.audit import find_surat, suggest_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.model import Fault
    from formulir.office.kantor import Kantor

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
    tell_faults(_note_search(kantor, teks, given, found=len(entries)))
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


def _note_search(
    kantor: Kantor, teks: Sequence[str], given: dict[str, Any], *, found: int
) -> list[Fault]:
    """Record what was looked for, by whom."""
    said = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in given.items()
        if value is not None and name != "limit"
    }
    facts = {"kata": " ".join(teks), "syarat": said or None, "ditemukan": found}
    return note_akses(kantor, "cari", facts)


def _check_range(dari: date | None, sampai: date | None) -> None:
    """Refuse a range of dates that holds none."""
    if dari is not None and sampai is not None and dari > sampai:
        raise click.BadParameter(phrase("lies before --dari"), param_hint="--sampai")


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
        tell(describe_head(kantor))
    else:
        last = close_book(kantor, columns=columns)
        write_table(output, [*rows, *last], columns=columns, judul="Agenda")
    tell(phrase("{count} letter(s) in the book of {span}", count=len(rows), span=span))
