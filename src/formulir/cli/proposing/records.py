"""Commands on records: drafting schools, laying trainings out."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import itemgetter
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
from formulir.language import phrase
from formulir.records.schedule.check import group_alike, sum_kelas
from formulir.records.schedule.hours import format_jam
from formulir.records.schedule.ics import make_calendar
from formulir.records.schedule.make import schedule
from formulir.records.schedule.store import sesi_row
from formulir.records.selection.propose import propose, read_drafted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from formulir.records.schedule.jadwal import Jadwal

MODELS_SHOWN = 60
"""More model schools than these are not printed: a sheet shows them better."""
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
        few = result.models <= MODELS_SHOWN
        rows = read_drafted(db, result.usulan) if few and not as_json else []
    tell_faults(result.warnings)
    _print_drafted(rows)
    if not few:
        tell(phrase("see the schools with: formulir form usulan --isi -o usulan.xlsx"))
    counts = {"usulan": len(result.usulan)}
    counts |= {"model": result.models, "imbas": result.imbas}
    print_counts(counts, as_json=as_json)


def _print_drafted(rows: Iterable[Mapping[str, Any]]) -> None:
    """Print each model, and below it its imbas with their distances."""
    for (npsn, nama, kecamatan), those in groupby(
        rows, key=itemgetter("npsn", "nama", "kecamatan")
    ):
        click.echo(f"{npsn}  {nama}, {kecamatan or '-'}")
        for row in those:
            if row["npsn_imbas"] is not None:
                far = row["jarak_km"]
                jarak = " " * 8 if far is None else f"{far:5.1f} km"
                where = row["kecamatan_imbas"] or "-"
                click.echo(
                    f"  {jarak}  {row['npsn_imbas']}  {row['nama_imbas']}, {where}"
                )


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
        tell(phrase("checked only: it has sessions; pass --ulang to lay it out anew"))
    elif given["dry_run"]:
        tell(phrase("nothing was written: this was a dry run"))


def _print_days(jadwal: Jadwal, *, menit_per_jp: int) -> None:
    """Print the days, once for all classes that keep the same hours, then the sums."""
    click.echo(f"{jadwal.pelatihan}  {jadwal.judul}, {jadwal.tempat}")
    for classes, shared in group_alike(jadwal):
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
