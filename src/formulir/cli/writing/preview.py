"""The command that shows the worst letters before there is a number."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulir.cli.common import (
    PARTLY,
    Tanggal,
    kantor_of,
    print_json,
    show_progress,
    tell,
    tell_faults,
    with_json,
    with_tahun,
    with_wilayah,
)
from formulir.language import phrase
from formulir.reviewing.preview.begin import preview
from formulir.reviewing.preview.choose import LIMIT
from formulir.reviewing.preview.result import PreviewRequest

if TYPE_CHECKING:
    from datetime import date

    from formulir.reviewing.preview.result import PreviewResult, ShownLetter


@click.command("preview")
@click.option("--formulir", metavar="K", required=True, help="The kind, such as 02.3.")
@with_tahun
@with_wilayah
@click.option(
    "--tanggal", type=Tanggal(), help="The date of the letters; today if left out."
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder to make; pratinjau-K here if left out.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 99),
    default=LIMIT,
    show_default=True,
    help="How many letters, if no more stand out.",
)
@click.option(
    "--lama", is_flag=True, help="Box what differs from the last archived template."
)
@with_json
@click.pass_context
def preview_command(
    ctx: click.Context,
    /,
    formulir: str,
    tahun: int,
    wilayah: str | None,
    tanggal: date | None,
    *,
    as_json: bool,
    **given: object,
) -> None:
    """Show the worst letters of a kind, without a number and without the archive.

    The longest values, the most and the fewest rows, the emptiest letter and each
    branch of the template are printed, marked CONTOH, as PDF and as pictures of their
    pages, each with why it was chosen.
    """
    kantor = kantor_of(ctx)
    day = tanggal or kantor.hari_ini()
    asked = PreviewRequest(
        formulir=formulir,
        tahun=tahun,
        wilayah=wilayah,
        tanggal=day,
        folder=Path(str(given["output"] or f"pratinjau-{formulir}")),
        limit=int(str(given["limit"])),
        lama=bool(given["lama"]),
    )
    with show_progress(formulir) as update:
        result = preview(kantor, asked, tell=update)
    _print_letters(result, as_json=as_json)
    tell_faults([*result.warnings, *result.failures])
    tell(
        phrase(
            "{count} of {total} letter(s) shown in {folder}; no number was "
            "taken, nothing was archived",
            count=len(result.shown),
            total=result.total,
            folder=result.folder,
        )
    )
    if result.unseen:
        tell(
            phrase(
                "{count} more to be seen with a higher --limit",
                count=len(result.unseen),
            )
        )
    ctx.exit(PARTLY if result.failures else 0)


def _print_letters(result: PreviewResult, *, as_json: bool) -> None:
    for letter in result.shown:
        if as_json:
            print_json(_as_json(letter))
            continue
        path = result.folder / letter.berkas
        click.echo(f"{path}  {letter.kunci}  {letter.halaman} halaman")
        for one in letter.alasan:
            click.echo(f"  - {one}")
        for one in letter.catatan:
            click.echo(f"  ! {one}")
        if letter.beda is not None:
            click.echo(f"  = {letter.beda} tempat berbeda: {letter.lama[0]}")


def _as_json(letter: ShownLetter) -> dict[str, Any]:
    return {
        "formulir": letter.formulir,
        "kunci": letter.kunci,
        "hal": letter.hal,
        "berkas": letter.berkas,
        "halaman": letter.halaman,
        "gambar": letter.gambar,
        "alasan": letter.alasan,
        "catatan": letter.catatan,
        "lama": letter.lama,
        "beda": letter.beda,
    }
