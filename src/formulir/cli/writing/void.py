"""The command that takes a letter out of force; what cannot be undone is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from formulir.cli.asking import agree
from formulir.cli.common import (
    check_reason,
    kantor_of,
    tell,
    with_jam_mundur,
    with_ya,
)
from formulir.language import phrase
from formulir.office.filing import void_surat
from formulir.office.lookup.resolve import is_named, resolve
from formulir.records.ledger.ledger import find_surat, name_row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formulir.records.store import Store


@click.command("void")
@click.argument("nomor")
@click.option("--alasan", required=True, help="Why; it stays in the book.")
@with_jam_mundur
@with_ya
@click.pass_context
def void_command(
    ctx: click.Context, /, nomor: str, *, alasan: str, jam_mundur: bool, ya: bool
) -> None:
    """Void a reserved or issued letter, by its NOMOR or archive code.

    It is shown first, and cannot be undone. To correct a letter use 'replace'.
    """
    check_reason(alasan)
    kantor = kantor_of(ctx)
    with kantor.open_catatan(read_only=True) as db:
        row = find_surat(db, resolve(kantor, db, nomor))
        void = row["status"] == "batal"
        if not void:
            require_named(db, row, nomor, ya=ya)
    if not void:
        agree(phrase("void {row}? it cannot be undone:", row=name_row(row)), ya=ya)
    # Of one that is void, too, the archive must say so.
    void_surat(kantor, row["kode"], alasan=alasan.strip(), jam_mundur=jam_mundur)
    tell(
        phrase("void already: {row}; the reason on record stays", row=name_row(row))
        if void
        else phrase("void: {row}", row=name_row(row))
    )


def require_named(db: Store, row: Mapping[str, Any], word: str, *, ya: bool) -> None:
    """See that what cannot be undone, and is not asked, was named by number or code.

    Words fit one letter today and another one tomorrow.
    """
    if ya and not is_named(db, row, word):
        raise click.UsageError(
            phrase(
                "with --ya name the letter by its number or archive code; these words "
                "fit {row}",
                row=name_row(row),
            )
        )
