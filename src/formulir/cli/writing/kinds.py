"""Commands on kinds of letters: making one of a Word file and a sheet, listing them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulir.cli.common import kantor_of, tell, tell_faults, with_json
from formulir.cli.tables import print_rows
from formulir.errors import RecordError
from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.office.kinds.wish import KindResult

COLUMNS_KIND = ("kolom", "judul", "tipe", "wajib", "kunci", "di_surat", "contoh")
"""The columns of a table as they are shown before it is made."""
COLUMNS_LIST = ("kode", "judul", "tahap", "nomor", "tabel", "dari")
"""The columns of the list of kinds."""
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group("kind")
def kind_command() -> None:
    """Make kinds of letters of a Word file and a sheet, or list those there are."""


@kind_command.command("new")
@click.argument("kode")
@click.option("--surat", type=_FILE, required=True, metavar="FILE.docx")
@click.option("--data", type=_FILE, metavar="FILE.xlsx", help="Its sheet; CSV too.")
@click.option("--judul", default="", help="What it is called; after its letter.")
@click.option(
    "--kunci", multiple=True, metavar="COLUMN", help="What tells letters apart."
)
@click.option(
    "--tipe",
    "pairs",
    multiple=True,
    metavar="COLUMN=TYPE",
    help="A type, where the guess is not right.",
)
@click.option("--kosong", multiple=True, metavar="COLUMN", help="It may be empty.")
@click.option("--tahun", type=click.IntRange(2000, 2100), help="Of rows without one.")
@click.option("--tahap", default="T01", show_default=True, help="Its stage.")
@click.option("--instansi", default="", metavar="KODE", help="Who issues it; the LPMP.")
@click.option("--hal", default="", help="The subject line; the title.")
@click.option(
    "--tujuan", default="", metavar="COLUMN", help="Or words for all letters."
)
@click.option(
    "--nomor/--tanpa-nomor", default=None, help="Numbered; if it prints a number."
)
@click.option(
    "--kode-hal", default="UM", show_default=True, help="Code in its numbers."
)
@click.option("--cap/--tanpa-cap", default=None, help="The stamp, above who signs.")
@click.option("--qr/--tanpa-qr", default=None, help="The code beside who signs.")
@click.option("--dry-run", is_flag=True, help="Show all, and write nothing.")
@with_json
@click.pass_context
def new_command(ctx: click.Context, /, kode: str, **given: Any) -> None:  # noqa: ANN401 - the fields of a wish, read by click
    """Make kind KODE of a Word file and a sheet, with a table of its own.

    Places in the letter are {{ Nama }}, merge fields, «Nama», and [Nama] or <Nama>
    where a column of the sheet, or the office, is called so. What is guessed is shown
    before anything is written.
    """
    from formulir.office.kinds.make import make_kind  # noqa: PLC0415 - brings templates
    from formulir.office.kinds.wish import KindDiffersError, KindWish  # noqa: PLC0415 - likewise

    kantor, dry_run, as_json = (
        kantor_of(ctx),
        given.pop("dry_run"),
        given.pop("as_json"),
    )
    given["tipe"] = _read_types(given.pop("pairs"))
    given["tahun"] = given["tahun"] or kantor.hari_ini().year
    result = make_kind(kantor, KindWish(kode=kode, **given), dry_run=dry_run)
    print_rows(result.plan.shown, columns=COLUMNS_KIND, as_json=as_json)
    _tell_plan(result)
    if result.differences:
        raise KindDiffersError(kode, differences=result.differences)
    if result.there:
        tell(phrase("kind {kode} is there already, and nothing differs", kode=kode))
    elif result.made:
        tell(
            phrase(
                "kind {kode} made; more rows: formulir import {kode} FILE; its "
                "letters: formulir check --formulir {kode} --tahun {tahun}",
                kode=kode,
                tahun=given["tahun"],
            )
        )
    elif result.rows is not None and result.rows.rejected:
        tell(phrase("no kind was made; correct the rows and run it again"))
        ctx.exit(RecordError.exit_code)
    else:
        tell(phrase("no kind was made: this was a dry run"))


def _read_types(pairs: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        column, equals, word = pair.rpartition("=")
        if not (column and equals and word):
            reason = phrase("{pair!r} is not of the form COLUMN=TYPE", pair=pair)
            raise click.BadParameter(reason, param_hint="--tipe")
        found[column] = word
    return found


def _tell_plan(result: KindResult) -> None:
    """Say what was decided, what is remarkable, and what becomes of the rows."""
    plan = result.plan
    tell("  ".join(f"{name}: {word}" for name, word in plan.facts.items()))
    if plan.office:
        tell(phrase("from the office: {office}", office=", ".join(plan.office)))
    tell_faults(plan.remarks)
    if result.rows is not None:
        tell_faults([*result.rows.warnings, *result.rows.rejected])
        rows = result.rows
        tell(
            phrase(
                "rows: new {new}  changed {changed}  same {same}  rejected "
                "{rejected_rows}",
                new=rows.new,
                changed=rows.changed,
                same=rows.same,
                rejected_rows=rows.rejected_rows,
            )
        )


@kind_command.command("list")
@with_json
@click.pass_context
def list_command(ctx: click.Context, /, *, as_json: bool) -> None:
    """List the kinds of letters: the shipped ones, and those of the office."""
    from formulir.office.kinds.listing import list_kinds  # noqa: PLC0415 - brings templates

    print_rows(list_kinds(kantor_of(ctx)), columns=COLUMNS_LIST, as_json=as_json)
