"""The command that shows the programme of a year as a timetable."""

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
    write_table,
)
from formulir.cli.tables import print_rows
from formulir.dates import format_tanggal
from formulir.language import phrase
from formulir.records.year.overview import DONE, LATE, OVERDUE, make_overview
from formulir.records.year.show import (
    KEY,
    SHEET,
    as_sheet,
    spell_months,
    tell_state,
)

if TYPE_CHECKING:
    from formulir.records.year.overview import OverviewRow

COLUMNS_YEAR: Final = ("tahap", "kegiatan", "bulan", "tenggat", "jumlah", "keadaan")
"""The columns of the timetable on a terminal, in order."""


@click.command("tahun")
@with_tahun
@with_wilayah
@click.option(
    *("-o", "--output"),
    type=click.Path(path_type=Path),
    help="A .csv or .xlsx file.",
)
@with_json
@click.pass_context
def tahun_command(
    ctx: click.Context,
    /,
    tahun: int,
    wilayah: str | None,
    *,
    output: Path | None,
    as_json: bool,
) -> None:
    """Show a year's programme by Tabel 2.1: planned, done and late, month by month.

    What is done is read from the records: minutes, letters that came in, lists,
    verification, attendance, visits, monitoring. Rows of kegiatan, trainings and
    planned visits take the place of the months of the source.
    """
    kantor = kantor_of(ctx)
    today = kantor.hari_ini()
    with kantor.open_catatan(read_only=True) as db:
        rows = make_overview(db, tahun, wilayah=wilayah, on=today)
    if output is not None:
        sheet = [as_sheet(row) for row in rows]
        write_table(output, sheet, columns=SHEET, judul=f"Program {tahun}")
    elif as_json:
        for row in rows:
            print_json({"tahun": tahun, "wilayah": wilayah, **row.as_row()})
        return
    else:
        _print(rows)
    tell(
        phrase(
            "{tahun} as of {today}: {whole} of {count} activities are done, {late} are "
            "overdue",
            tahun=tahun,
            today=format_tanggal(today),
            whole=sum(row.keadaan in {DONE, LATE} for row in rows),
            count=len(rows),
            late=sum(row.keadaan == OVERDUE for row in rows),
        )
    )


def _print(rows: list[OverviewRow]) -> None:
    """Print the timetable, a sign a month, and what the signs mean."""
    table = [
        {
            "tahap": row.key[0],
            "kegiatan": row.nama,
            "bulan": spell_months(row),
            "tenggat": row.tenggat.isoformat(),
            "jumlah": f"{row.selesai}/{row.jumlah}" if row.jumlah else None,
            "keadaan": tell_state(row),
        }
        for row in rows
    ]
    print_rows(table, columns=COLUMNS_YEAR, spare=("tenggat",))
    tell(KEY)
