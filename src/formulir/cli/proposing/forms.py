"""The command that makes sheets to be filled: of a task, or of a table."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formulir.cli.common import kantor_of, tell
from formulir.ground.disk import publish_file
from formulir.language import chain, phrase
from formulir.office.owners import KantorMissingError
from formulir.records.importing.ingest import find_table
from formulir.records.office.wilayah import load_wilayah
from formulir.records.store import memory_store
from formulir.records.tasks.registry import TASKS, require_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulir.language import Sentence
    from formulir.records.forms.form import FormSheet
    from formulir.records.store import Store


@click.command("form")
@click.argument("what", metavar="TASK|TABLE")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The .xlsx file to make.",
)
@click.option("--isi", is_flag=True, help="Fill in what is on record.")
@click.option(
    "--tahun",
    type=click.IntRange(2000, 2100),
    help="With --isi and a task: only of this year.",
)
@click.option(
    "--terang", is_flag=True, help="With --isi: NIK, NUPTK and telephone unmasked."
)
@click.option(
    "--tabel", is_flag=True, help="The plain table, where a task has its name."
)
@click.option("--timpa", is_flag=True, help="Replace a file that is there.")
@click.pass_context
def form_command(ctx: click.Context, /, what: str, **given: object) -> None:
    """Make a sheet to be filled, with headings, drop-downs and explanations.

    A task is what one person does at one sitting: kantor (offices, officials,
    numbers), dinas (one dinas with its schools), calon (candidates, papers, verdicts),
    pelatihan (trainings and people), hasil (attendance, marks, appointment), verval
    (verdicts on the schools of the lists), kunjungan (visits, and the imbas that
    came). Its names are chosen, and its codes are found. A table is one of the plain
    tables behind.

    It is filled in a spreadsheet program and imported as it is. With --isi it holds
    what is on record, to be corrected; NIK, NUPTK and telephone of people are masked
    then, and a masked value that comes back changes nothing.
    """
    asked = _Asked(
        output=Path(str(given["output"])),
        isi=bool(given["isi"]),
        terang=bool(given["terang"]),
        tahun=given["tahun"] if isinstance(given["tahun"], int) else None,
    )
    asked.check(timpa=bool(given["timpa"]))
    is_task = what in TASKS and not given["tabel"]
    if asked.tahun is not None and not (is_task and asked.isi):
        raise click.UsageError(phrase("--tahun needs --isi and a task"))
    _make(ctx, what, asked, is_task=is_task)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """How a sheet is wanted."""

    output: Path
    isi: bool
    terang: bool
    tahun: int | None

    def check(self, *, timpa: bool) -> None:
        """Refuse what cannot be made, and what would replace somebody's work."""
        if self.terang and not self.isi:
            raise click.UsageError(phrase("--terang needs --isi"))
        if self.output.suffix.lower() != ".xlsx":
            raise click.BadParameter(phrase("must end in .xlsx"), param_hint="-o")
        if self.output.exists() and not timpa:
            reason = phrase(
                "{output} is there, perhaps filled in; pass --timpa to replace it",
                output=self.output,
            )
            raise click.BadParameter(reason, param_hint="-o")


def _make(ctx: click.Context, what: str, asked: _Asked, *, is_task: bool) -> None:
    """Make the sheets and say what is in them."""
    from formulir.records.forms.write_form import write_form  # noqa: PLC0415 - brings the writer of sheets

    with _catatan(ctx, what, isi=asked.isi) as db:
        forms = _read_forms(db, what, asked, is_task=is_task)
    publish_file(asked.output, write_form(*forms))
    how = phrase(
        "import it with: formulir import {what} {output}",
        what=what,
        output=asked.output,
    )
    if is_task:
        sheets = [
            f"{form.nama} {len(form.rows)}" if asked.isi else form.nama
            for form in forms
        ]
        said = phrase(
            "{path}: {count} sheet(s): {sheets}",
            path=asked.output,
            count=len(forms),
            sheets=sheets,
        )
    else:
        said = _count_columns(asked, forms[0])
    tell(chain([said, how]))


def _count_columns(asked: _Asked, form: FormSheet) -> Sentence:
    """Say how large the sheet of a plain table is."""
    facts = {"path": asked.output, "columns": len(form.columns)}
    if not asked.isi:
        return phrase("{path}: {columns} column(s)", **facts)
    return phrase(
        "{path}: {columns} column(s), {rows} row(s)", **facts, rows=len(form.rows)
    )


def _read_forms(
    db: Store, what: str, asked: _Asked, *, is_task: bool
) -> list[FormSheet]:
    from formulir.records.forms.form import make_form  # noqa: PLC0415 - as below
    from formulir.records.tasks.fill import make_task_form  # noqa: PLC0415 - likewise

    if not is_task:
        return [make_form(db, find_table(what, db), isi=asked.isi, terang=asked.terang)]
    return make_task_form(
        db, TASKS[what], isi=asked.isi, terang=asked.terang, tahun=asked.tahun
    )


@contextmanager
def _catatan(ctx: click.Context, what: str, *, isi: bool) -> Iterator[Store]:
    """Open the office's records, or what every office begins with where there is none.

    An empty sheet can be made anywhere; it then offers no codes of an office.
    """
    try:
        kantor = kantor_of(ctx)
    except KantorMissingError:
        if isi or ctx.obj["kantor"]:
            raise
        with closing(memory_store()) as db:
            load_wilayah(db)
            require_sheet(what, db)
            tell(phrase("there is no office here, so the sheet offers no codes of one"))
            yield db
    else:
        with kantor.open_catatan(read_only=True) as db:
            require_sheet(what, db)
            yield db
