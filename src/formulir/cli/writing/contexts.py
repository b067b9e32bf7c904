"""The command that tells what letters are filled with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from formulir.cli.common import (
    kantor_of,
    print_json,
    tell_faults,
    with_formulir,
    with_tahun,
    with_tanggal,
    with_wilayah,
)
from formulir.issuing.gather import Request, gather
from formulir.records.cells.mask import mask_people

if TYPE_CHECKING:
    from datetime import date


@click.command("context")
@with_formulir
@with_tahun
@with_wilayah
@with_tanggal
@click.option("--limit", type=click.IntRange(1), help="At most so many.")
@click.option(
    "--terang", is_flag=True, help="NIK, NUPTK and telephone of people unmasked."
)
@click.pass_context
def context_command(
    ctx: click.Context,
    /,
    formulir: str,
    tahun: int,
    wilayah: str | None,
    tanggal: date | None,
    **given: object,
) -> None:
    """Print what each letter is filled with, one JSON object a line.

    NIK, NUPTK and telephone of people are masked here, not on the letter itself;
    --terang shows them.
    """
    kantor = kantor_of(ctx)
    day = tanggal or kantor.hari_ini()
    request = Request(formulir=formulir, tahun=tahun, wilayah=wilayah, tanggal=day)
    with kantor.open_catatan(read_only=True) as db:
        batch = gather(kantor, db, request)
    limit = given["limit"]
    shown = batch.drafts[: int(str(limit)) if limit else None]
    for draft in shown:
        konteks = draft.konteks
        print_json(konteks if given["terang"] else mask_people(konteks))
    places = tuple(f"{draft.formulir} {draft.kunci}" for draft in shown)
    tell_faults(fault for fault in batch.faults if fault.place.startswith(places))
