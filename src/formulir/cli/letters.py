"""Commands on letters: what they are filled with, and issuing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from formulir.cli.common import (
    PARTLY,
    entri_json,
    kantor_of,
    print_json,
    print_rows,
    show_progress,
    tell,
    tell_faults,
    with_formulir,
    with_json,
    with_tahun,
    with_tanggal,
    with_wilayah,
)
from formulir.issuing.gather import Request, gather
from formulir.pipeline import issue
from formulir.records.cells.mask import mask_people

if TYPE_CHECKING:
    from datetime import date

    from formulir.pipeline import IssueResult

COLUMNS_SURAT = ("entri", "kode", "formulir", "kunci", "nomor", "tanggal", "halaman")


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


@click.command("issue")
@with_formulir
@with_tahun
@with_wilayah
@click.option("--kunci", metavar="KEY", multiple=True, help="Only these letters.")
@with_tanggal
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option("--executor", default="local", help="local, or dask://HOST:PORT.")
@click.option("--dry-run", is_flag=True, help="Stop after the preflight.")
@click.option(
    "--mundur", is_flag=True, help="Allow a date before the last one; it is recorded."
)
@click.option(
    "--jam-mundur", is_flag=True, help="Allow a clock that runs behind; it is recorded."
)
@with_json
@click.pass_context
def issue_command(
    ctx: click.Context,
    /,
    *,
    as_json: bool,
    dry_run: bool,
    **given: Any,  # noqa: ANN401 - the fields of Request, read by click
) -> None:
    """Number, print, stamp and archive the letters of a kind, exactly once each.

    Killed in the middle, run it again: what is archived is skipped, and what has a
    number keeps it.
    """
    kantor = kantor_of(ctx)
    kunci, day = frozenset(given.pop("kunci")), given.pop("tanggal")
    # An empty wilayah is passed on: a mistake to tell, never "every region".
    request = Request(kunci=kunci, tanggal=day or kantor.hari_ini(), **given)
    with show_progress(request.formulir) as update:
        result = issue(
            kantor, request, dry_run=dry_run, tell=lambda it: update(it.done, it.total)
        )
    rows = [entri_json(kantor, entri) for entri in result.entries]
    print_rows(rows, columns=COLUMNS_SURAT, as_json=as_json)
    _tell_result(result, dry_run=dry_run)
    ctx.exit(PARTLY if result.failures else 0)


def _tell_result(result: IssueResult, *, dry_run: bool) -> None:
    tell_faults([*result.warnings, *result.failures])
    if dry_run:
        tell(f"{result.total} letter(s) could be issued; nothing was done")
        return
    new = len(result.entries) - result.skipped
    tell(
        f"{new} letter(s) issued, {result.skipped} were issued before, "
        f"{len(result.failures)} failed"
    )
