"""Commands on records: making sheets, drafting schools, laying trainings out."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulir.cli.common import (
    kantor_of,
    print_counts,
    print_differences,
    print_json,
    tell,
    tell_faults,
    with_json,
    with_tahun,
)
from formulir.cli.tables import print_rows
from formulir.dates import format_hari
from formulir.errors import RecordFaultyError
from formulir.ground.disk import publish_file
from formulir.office.kantor import KantorMissingError
from formulir.records.importing.ingest import find_table
from formulir.records.office.wilayah import load_wilayah
from formulir.records.schedule.check import by_kelas, sum_kelas
from formulir.records.schedule.hours import format_jam
from formulir.records.schedule.ics import make_calendar
from formulir.records.schedule.make import schedule
from formulir.records.schedule.store import sesi_row
from formulir.records.selection.propose import propose
from formulir.records.store import memory_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formulir.records.schedule.jadwal import Jadwal, Sesi
    from formulir.records.store import Store

COLUMNS_TOTALS = (
    *("kelas", "peserta", "fasilitator", "hari"),
    *("menit", "jam", "jp", "paparan"),
)
"""The columns of the sums of a schedule."""


@click.command("propose")
@with_tahun
@click.option("--wilayah", metavar="KODE", required=True, help="A region.")
@click.option(
    "--kuota",
    type=click.IntRange(1),
    default=16,
    show_default=True,
    help="Model schools a kabupaten or kota.",
)
@click.option("--model", metavar="NPSN", multiple=True, help="A model school, given.")
@click.option("--tanpa", metavar="NPSN", multiple=True, help="A school left out.")
@with_json
@click.pass_context
def propose_command(
    ctx: click.Context,
    /,
    *,
    as_json: bool,
    **given: Any,  # noqa: ANN401 - the arguments of propose, read by click
) -> None:
    """Draft the year's model schools and five imbas schools for each."""
    with kantor_of(ctx).open_catatan() as db:
        result = propose(db, **given)
    tell_faults(result.warnings)
    counts = {"usulan": len(result.usulan)}
    counts |= {"model": result.models, "imbas": result.imbas}
    print_counts(counts, as_json=as_json)


@click.command("form")
@click.argument("table")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The .xlsx file to make.",
)
@click.option("--isi", is_flag=True, help="Fill in what is on record.")
@click.option(
    "--terang", is_flag=True, help="With --isi: NIK, NUPTK and telephone unmasked."
)
@click.option("--timpa", is_flag=True, help="Replace a file that is there.")
@click.pass_context
def form_command(ctx: click.Context, /, table: str, **given: object) -> None:
    """Make an empty sheet of TABLE, with headings, drop-downs and explanations.

    It is filled in a spreadsheet program and imported as it is. With --isi it holds
    what is on record, to be corrected; NIK, NUPTK and telephone of people are masked
    then, and a masked value that comes back changes nothing.
    """
    from formulir.records.forms.form import make_form  # noqa: PLC0415 - as below
    from formulir.records.forms.write_form import write_form  # noqa: PLC0415 - brings the writer of sheets

    output, isi = Path(str(given["output"])), bool(given["isi"])
    if given["terang"] and not isi:
        raise click.UsageError("--terang needs --isi")
    if output.suffix.lower() != ".xlsx":
        raise click.BadParameter("must end in .xlsx", param_hint="-o")
    if output.exists() and not given["timpa"]:
        reason = f"{output} is there, perhaps filled in; pass --timpa to replace it"
        raise click.BadParameter(reason, param_hint="-o")
    described = find_table(table)
    with _catatan(ctx, isi=isi) as db:
        form = make_form(db, described, isi=isi, terang=bool(given["terang"]))
    publish_file(output, write_form(form))
    rows = f", {len(form.rows)} row(s)" if isi else ""
    how = f"import it with: formulir import {table} {output}"
    tell(f"{output}: {len(form.columns)} column(s){rows}; {how}")


@contextmanager
def _catatan(ctx: click.Context, *, isi: bool) -> Iterator[Store]:
    """Open the office's records, or what every office begins with where there is none.

    An empty sheet can be made anywhere; it then offers no codes of an office.
    """
    try:
        kantor = kantor_of(ctx)
    except KantorMissingError:
        if isi or ctx.obj["kantor"]:
            raise
        tell("there is no office here, so the sheet offers no codes of one")
        with closing(memory_store()) as db:
            load_wilayah(db)
            yield db
    else:
        with kantor.open_catatan(read_only=True) as db:
            yield db


@click.command("schedule")
@click.option("--pelatihan", metavar="ID", required=True, help="A training.")
@click.option(
    "--ics",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a calendar file too.",
)
@click.option("--ulang", is_flag=True, help="Lay out anew, in place of what is there.")
@click.option("--dry-run", is_flag=True, help="Write nothing at all.")
@with_json
@click.pass_context
def schedule_command(
    ctx: click.Context,
    /,
    **given: Any,  # noqa: ANN401 - the arguments of schedule, read by click
) -> None:
    """Lay a training out into sessions and classes, or check those that it has.

    A training that has sessions is only checked: they may have been edited by hand.
    """
    kantor, as_json, ics = kantor_of(ctx), given.pop("as_json"), given.pop("ics")
    per_jp = kantor.settings.menit_per_jp
    with kantor.open_catatan() as db:
        result = schedule(db, **given, menit_per_jp=per_jp)
    (_print_lines if as_json else _print_days)(result.jadwal, menit_per_jp=per_jp)
    if not all(fault.warning for fault in result.faults):
        raise RecordFaultyError(result.faults)
    tell_faults(result.faults)
    print_differences(result.differences, err=True)
    if ics is not None and not given["dry_run"]:
        moment, asal = kantor.saat(), kantor.asal
        publish_file(ics, make_calendar(result.jadwal, saat=moment, asal=asal))
    if not result.laid_out:
        tell("checked only: it has sessions; pass --ulang to lay it out anew")
    elif given["dry_run"]:
        tell("nothing was written: this was a dry run")


def _print_days(jadwal: Jadwal, *, menit_per_jp: int) -> None:
    """Print the days, once for all classes that keep the same hours, then the sums."""
    click.echo(f"{jadwal.pelatihan}  {jadwal.judul}, {jadwal.tempat}")
    alike: dict[tuple[Sesi, ...], list[str]] = defaultdict(list)
    for kelas, sessions in by_kelas(jadwal).items():
        hours = tuple(replace(sesi, kelas="", fasilitator=()) for sesi in sessions)
        alike[hours].append(kelas)
    for shared, classes in alike.items():
        day = None
        for sesi in shared:
            if sesi.tanggal != day:
                day = sesi.tanggal
                name = format_hari(day)
                click.echo(f"\n{name} {day}  kelas {', '.join(classes)}")
            span = f"{format_jam(sesi.mulai)}-{format_jam(sesi.selesai)}"
            click.echo(f"  {span}  {sesi.materi or '-':4} {sesi.judul}")
    click.echo()
    print_rows(_totals(jadwal, menit_per_jp=menit_per_jp), columns=COLUMNS_TOTALS)


def _totals(jadwal: Jadwal, *, menit_per_jp: int) -> list[dict[str, Any]]:
    people = Counter(each.kelas for each in jadwal.peserta)
    led = Counter(
        f.kelas for f in jadwal.fasilitator if f.pelatihan == jadwal.pelatihan
    )
    return [
        {
            "pelatihan": jadwal.pelatihan,
            "kelas": total.kelas,
            "peserta": people[total.kelas],
            "fasilitator": led[total.kelas],
            "hari": total.hari,
            "menit": total.menit.total,
            "jam": round(total.jam, 1),
            "jp": round(total.menit.total / menit_per_jp, 1),
            "paparan": f"{total.paparan:.1f} %",
        }
        for total in sum_kelas(jadwal)
    ]


def _print_lines(jadwal: Jadwal, *, menit_per_jp: int) -> None:
    """Print a line for each session, then one for each class with its sums."""
    for sesi in jadwal.sesi:
        print_json(sesi_row(sesi) | {"fasilitator": list(sesi.fasilitator)})
    for total in _totals(jadwal, menit_per_jp=menit_per_jp):
        share = float(total["paparan"].removesuffix(" %"))
        print_json(total | {"paparan": share})
