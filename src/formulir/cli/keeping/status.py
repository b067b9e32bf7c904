"""The command that tells what a year's letters have come to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from formulir.reviewing.ready.visits import COLUMNS_MODEL, list_models, read_models
from formulir.reviewing.status import (
    COLUMNS_MISSING,
    COLUMNS_STATUS,
    list_missing,
    make_matrix,
    name_missing,
    read_status,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.office.kantor import Kantor
    from formulir.reviewing.status import LetterState

SPARE_MISSING = ("received", "tahap", "kunci")
SPARE = (
    *("wilayah", "incoming", "received", "confirmed", "ink", "electronic"),
    *("reserved", "tahap"),
)
"""Columns that a narrow terminal can do without, of the list and of the matrix."""
SPARE_MODEL = ("npsn", "planned_1", "planned_2", "wilayah")
"""The same, of the list of models."""
_LACKS = {
    "number": phrase("number"),
    "paper": phrase("paper"),
    "signature": phrase("signature"),
}
"""How people are told what a letter lacks."""


@click.command("status")
@with_tahun
@with_wilayah
@click.option(
    "listed",
    "--missing",
    flag_value="missing",
    default="",
    help="List the letters that lack something.",
)
@click.option(
    "listed",
    "--per-model",
    flag_value="model",
    help="List the model schools: both stages of visits, imbas reached.",
)
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
    listed: str,
    output: Path | None,
    as_json: bool,
) -> None:
    """Tell what a programme year's letters have come to, by stage and region.

    A letter is missing until it is signed: it lacks its number, its paper or its
    signature. With --per-model the schools are told: when each stage of visits was
    planned and held, and how many of the five imbas came to one at least.
    """
    kantor = kantor_of(ctx)
    asked = _Asked(tahun=tahun, wilayah=wilayah, output=output, as_json=as_json)
    if listed == "model":
        _tell_models(kantor, asked)
        return
    states = read_status(kantor, tahun=tahun, wilayah=wilayah)
    _tell_letters(kantor, asked, states, missing=listed == "missing")
    lacking = sum(each.missing is not None for each in states)
    expected = sum(each.expected for each in states)
    tell(
        phrase(
            "{asked} letter(s) expected in {tahun}, {lacking} of them lack something",
            asked=expected,
            tahun=tahun,
            lacking=lacking,
        )
    )
    tell_changed(kantor, tahun=tahun, wilayah=wilayah)
    with kantor.open_catatan(read_only=True) as db:
        tell(phrase("last backup: {told}", told=judge_backup(db, now=kantor.saat())[1]))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """What is asked about, and how it is answered."""

    tahun: int
    wilayah: str | None
    output: Path | None
    as_json: bool

    def answer(
        self,
        rows: Sequence[dict[str, Any]],
        *,
        columns: Sequence[str],
        spare: Sequence[str],
        above: str | None = None,
    ) -> None:
        """Print rows, or write them into the file that was asked for."""
        if self.output is None:
            print_rows(
                rows, columns=columns, spare=spare, above=above, as_json=self.as_json
            )
            return
        with speaking("id"):  # a file is for people of the office
            heads = name_columns(columns)
            named = [
                {heads[name]: _spell(row.get(name)) for name in columns} for row in rows
            ]
        write_table(self.output, named, columns=[*heads.values()], judul="Status")


def _tell_letters(
    kantor: Kantor, asked: _Asked, states: Sequence[LetterState], *, missing: bool
) -> None:
    """Print the matrix of letters, or those that lack something."""
    tahun, told = asked.tahun, asked.as_json and asked.output is None
    if not missing:
        rows = make_matrix(kantor, states, tahun=tahun, wilayah=asked.wilayah)
    elif asked.as_json:
        rows = list_missing(states)
    else:
        rows = name_missing(kantor, states, tahun=tahun)
    asked.answer(
        rows if told else [*map(_name_lack, rows)],
        columns=COLUMNS_MISSING if missing else COLUMNS_STATUS,
        spare=SPARE_MISSING if missing else SPARE,
        above="hal",
    )


def _tell_models(kantor: Kantor, asked: _Asked) -> None:
    """Print how far each model school is, and sum it up."""
    models = read_models(kantor, tahun=asked.tahun, wilayah=asked.wilayah)
    rows = list_models(models)
    if not asked.as_json:
        rows = [
            row | {"wilayah": model.nama_wilayah, "never": "; ".join(model.never)}
            for row, model in zip(rows, models, strict=True)
        ]
    asked.answer(rows, columns=COLUMNS_MODEL, spare=SPARE_MODEL)
    tell(
        phrase(
            "{models} appointed model school(s) in {tahun}; stage 1 held at {first}, "
            "stage 2 at {second}; {reached} of {imbas} imbas reached",
            models=len(models),
            tahun=asked.tahun,
            first=sum(each.kunjungan[0].held is not None for each in models),
            second=sum(each.kunjungan[1].held is not None for each in models),
            reached=sum(each.reached for each in models),
            imbas=sum(each.imbas for each in models),
        )
    )


def _name_lack(row: dict[str, Any]) -> dict[str, Any]:
    """Say what a letter lacks in words; a matrix counts, and is left as it is."""
    return row | {"missing": _LACKS.get(row["missing"], row["missing"])}


def _spell(value: object) -> object:
    """Spell a cell of a file: a sentence is told, all else is as it is."""
    return translate(value) if isinstance(value, Sentence) else value
