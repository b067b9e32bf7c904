"""The command that says what the office has to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from formulir.cli.common import (
    kantor_of,
    print_json,
    with_json,
    with_wilayah,
)
from formulir.cli.tables import print_rows

if TYPE_CHECKING:
    from formulir.reviewing.next import KindState


@click.command("next")
@click.option(
    "--tahun", type=click.IntRange(2000, 2100), help="The programme year; or this year."
)
@with_wilayah
@with_json
@click.pass_context
def next_command(
    ctx: click.Context, *, tahun: int | None, wilayah: str | None, as_json: bool
) -> None:
    """Tell what the office has to do: for each kind what lacks, and which command.

    The kinds stand in the order of the programme. What is lacking is told with the
    sheet and the column in which it is filled.
    """
    from formulir.reviewing.next import read_next  # noqa: PLC0415 - brings templates
    from formulir.reviewing.steps import (  # noqa: PLC0415 - likewise
        COLUMNS_NEXT,
        list_steps,
        write_states,
        write_steps,
    )

    kantor = kantor_of(ctx)
    today = kantor.hari_ini()
    year = today.year if tahun is None else tahun
    states = read_next(kantor, tahun=year, wilayah=wilayah)
    if as_json:
        for each in states:
            print_json(_spell(each))
        return
    print_rows(write_states(states), columns=COLUMNS_NEXT)
    click.echo()
    for line in write_steps(
        list_steps(states, tahun=year, wilayah=wilayah, today=today)
    ):
        click.echo(line)


def _spell(state: KindState) -> dict[str, object]:
    """Give all that is known of a kind as one line of JSON."""
    return {
        "formulir": state.formulir,
        "tahap": state.tahap,
        "judul": state.judul,
        "diminta": state.expected,
        "terbit": state.issued,
        "kembali": state.signed,
        "belum_diserahkan": state.unhanded,
        "tenggat": state.tenggat.isoformat() if state.tenggat else None,
        "kurang": [
            {
                "tabel": lack.tabel,
                "kolom": lack.kolom,
                "isi": " atau ".join(lack.isi),
                "lembar": lack.lembar,
                "judul": lack.judul,
                "tugas": lack.tugas,
                "perintah": list(lack.perintah),
            }
            for lack in state.lacks
        ],
        "sesudah": list(state.after),
        "belum_dicatat": list(state.unrecorded),
        "salah": [str(fault) for fault in state.faults],
    }
