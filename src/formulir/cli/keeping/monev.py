"""The command that tells what monitoring found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from formulir.cli.common import (
    kantor_of,
    print_json,
    tell,
    with_json,
    with_tahun,
    with_wilayah,
)
from formulir.cli.tables import print_rows
from formulir.ground.disk import publish_file
from formulir.language import phrase
from formulir.model import Scope
from formulir.records.sql.monev import read_rekap_monev

if TYPE_CHECKING:
    from formulir.records.sql.monev import RekapMonev

COLUMNS_MONEV: Final = ("nama", "aspek", "satu", "dua", "perubahan")
"""The columns on a terminal, in order."""


@click.command("monev")
@with_tahun
@with_wilayah
@click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path),
    help="An .xlsx file: counts, means, change, schools, and charts.",
)
@with_json
@click.pass_context
def monev_command(
    ctx: click.Context,
    /,
    tahun: int,
    wilayah: str | None,
    *,
    output: Path | None,
    as_json: bool,
) -> None:
    """Tell what both rounds of monitoring found, by region and aspect.

    The figures are those of the letter RM: an answer as the share of the highest of its
    scale, and the change at the schools that were monitored twice.
    """
    if output is not None and output.suffix.lower() != ".xlsx":
        raise click.BadParameter(phrase("must end in .xlsx"), param_hint="-o")
    kantor = kantor_of(ctx)
    scope = Scope(
        tahun=tahun,
        tanggal=kantor.hari_ini(),
        settings=kantor.settings,
        wilayah=wilayah,
    )
    with kantor.open_catatan(read_only=True) as db:
        rekap = read_rekap_monev(db, scope)
    if output is not None:
        from formulir.records.forms.rekap import write_rekap_monev  # noqa: PLC0415 - slow

        publish_file(output, write_rekap_monev(rekap))
    elif as_json:
        for row in rekap.aspek:
            print_json({"tahun": tahun, **row})
    else:
        print_rows([*rekap.aspek, *_sum_up(rekap)], columns=COLUMNS_MONEV)
    tell(
        phrase(
            "{tahun}: of {count} appointed model school(s) {one} were monitored in "
            "round 1 and {two} in round 2; {late} round(s) are past their time and not "
            "on record",
            tahun=tahun,
            count=len(rekap.sekolah),
            one=sum(row["tanggal_satu"] is not None for row in rekap.sekolah),
            two=sum(row["tanggal_dua"] is not None for row in rekap.sekolah),
            late=sum(row["belum"] for row in rekap.sekolah),
        )
    )


def _sum_up(rekap: RekapMonev) -> list[dict[str, object]]:
    """Give the means over all aspects as last rows."""
    return [{**row, "aspek": "*"} for row in rekap.wilayah]
