"""The command that tells what a year's letters have come to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from formulir.cli.common import (
    kantor_of,
    tell,
    tell_changed,
    with_json,
    with_tahun,
    with_wilayah,
    write_table,
)
from formulir.cli.headings import name_columns
from formulir.cli.tables import print_rows
from formulir.language import Sentence, phrase, speaking, translate
from formulir.records.ledger.notes import judge_backup
from formulir.reviewing.status import (
    COLUMNS_MISSING,
    COLUMNS_STATUS,
    list_missing,
    make_matrix,
    name_missing,
    read_status,
)

SPARE_MISSING = ("received", "tahap", "kunci")
SPARE = (
    *("wilayah", "incoming", "received", "confirmed", "ink", "electronic"),
    *("reserved", "tahap"),
)
"""Columns that a narrow terminal can do without, of the list and of the matrix."""
_LACKS = {
    "number": phrase("number"),
    "paper": phrase("paper"),
    "signature": phrase("signature"),
}
"""How people are told what a letter lacks."""


@click.command("status")
@with_tahun
@with_wilayah
@click.option("--missing", is_flag=True, help="List the letters that lack something.")
@click.option(
    *("-o", "--output", "--csv"),
    type=click.Path(path_type=Path),
    help="A .csv or .xlsx file.",
)
@with_json
@click.pass_context
def status_command(
    ctx: click.Context,
    /,
    tahun: int,
    wilayah: str | None,
    *,
    missing: bool,
    output: Path | None,
    as_json: bool,
) -> None:
    """Tell what a programme year's letters have come to, by stage and region.

    A letter is missing until it is signed: it lacks its number, its paper or its
    signature.
    """
    kantor = kantor_of(ctx)
    states = read_status(kantor, tahun=tahun, wilayah=wilayah)
    if not missing:
        rows = make_matrix(kantor, states, tahun=tahun, wilayah=wilayah)
    elif as_json:
        rows = list_missing(states)
    else:
        rows = name_missing(kantor, states, tahun=tahun)
    columns = COLUMNS_MISSING if missing else COLUMNS_STATUS
    if output is not None:
        with speaking("id"):  # a file is for people of the office
            heads = name_columns(columns)
            named = [
                {heads[name]: _spell(row.get(name)) for name in columns}
                for row in map(_name_lack, rows)
            ]
        write_table(output, named, columns=[*heads.values()], judul="Status")
    else:
        rows = rows if as_json else [*map(_name_lack, rows)]
        spare = SPARE_MISSING if missing else SPARE
        print_rows(rows, columns=columns, spare=spare, above="hal", as_json=as_json)
    lacking = sum(each.missing is not None for each in states)
    asked = sum(each.expected for each in states)
    tell(
        phrase(
            "{asked} letter(s) expected in {tahun}, {lacking} of them lack something",
            asked=asked,
            tahun=tahun,
            lacking=lacking,
        )
    )
    tell_changed(kantor, tahun=tahun, wilayah=wilayah)
    with kantor.open_catatan(read_only=True) as db:
        tell(phrase("last backup: {told}", told=judge_backup(db, now=kantor.saat())[1]))


def _name_lack(row: dict[str, Any]) -> dict[str, Any]:
    """Say what a letter lacks in words; a matrix counts, and is left as it is."""
    return row | {"missing": _LACKS.get(row["missing"], row["missing"])}


def _spell(value: object) -> object:
    """Spell a cell of a file: a sentence is told, all else is as it is."""
    return translate(value) if isinstance(value, Sentence) else value
