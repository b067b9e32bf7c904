"""The command that plans who goes where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from formulir.cli.common import (
    kantor_of,
    print_differences,
    print_json,
    show,
    tell,
    tell_faults,
    with_json,
    with_tahun,
    with_wilayah,
)
from formulir.cli.tables import print_rows
from formulir.ground.disk import publish_file
from formulir.language import phrase
from formulir.office.tasks import plan_visits
from formulir.records.visits.diary import write_diaries
from formulir.records.visits.groups import name_groups

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.office.kantor import Kantor
    from formulir.records.visits.assign import Assigned

COLUMNS_VISITS = ("npsn", "nama", "ke", "rencana", "fasilitator_1", "fasilitator_2")
COLUMNS_PEOPLE = ("kode", "nama", "kelompok", "kunjungan", "jarak_lurus_km")
KM_TENTHS = 10
PERCENT = 100


@click.command("assign")
@with_tahun
@with_wilayah
@click.option(
    "--tetap",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A sheet of visits that are to stay as they are.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing at all.")
@click.option(
    "-o",
    "--ics",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write a calendar file for each person into a folder.",
)
@with_json
@click.pass_context
def assign_command(
    ctx: click.Context,
    /,
    *,
    as_json: bool,
    ics: Path | None,
    **given: Any,  # noqa: ANN401 - the arguments of plan_visits, read by click
) -> None:
    """Plan which facilitators visit which model schools, and when.

    Visits that are kept by hand (column tetap) or were held stay as they are. What
    cannot be had is left out, and told with the rule and the people that it is for.
    """
    kantor = kantor_of(ctx)
    done = plan_visits(kantor, **given)
    for each in done:
        (_print_lines if as_json else _print_plan)(each)
        tell_faults(each.faults)
        print_differences(each.differences, err=True)
        _tell_way(each)
    if ics is not None and not given["dry_run"]:
        _write_ics(kantor, done, ics)
    if given["dry_run"]:
        tell(phrase("nothing was written: this was a dry run"))


def _write_ics(kantor: Kantor, done: Sequence[Assigned], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for each in done:
        diaries = write_diaries(
            each.problem, each.solution.plan, saat=kantor.saat(), asal=kantor.asal
        )
        for kode, data in diaries.items():
            name = "".join(c if c.isalnum() or c in ".-" else "_" for c in kode)
            publish_file(folder / f"{each.problem.tahun}_{name}.ics", data)


def _visits(each: Assigned) -> list[dict[str, Any]]:
    names = {school.npsn: school.nama for school in each.problem.schools}
    rows = []
    for visit in each.problem.visits:
        made = each.solution.plan.get(visit.key)
        one, other = (*(made.people if made else ()), None, None)[:2]
        rows.append(
            {
                "npsn": visit.key.npsn,
                "nama": names[visit.key.npsn],
                "ke": visit.key.ke,
                "rencana": made.day.isoformat() if made else None,
                "fasilitator_1": one,
                "fasilitator_2": other,
            }
        )
    return rows


def _people(each: Assigned) -> list[dict[str, Any]]:
    problem, plan = each.problem, each.solution.plan
    groups = name_groups(problem, plan)
    rows = []
    for person in problem.people:
        keys = [key for key, made in plan.items() if person.kode in made.people]
        ways = [problem.jarak.get((key.npsn, person.kode)) for key in keys]
        known = [way for way in ways if way is not None]
        rows.append(
            {
                "kode": person.kode,
                "nama": person.nama,
                "kelompok": groups[person.kode],
                "kunjungan": len(keys),
                "jarak_lurus_km": sum(known) / KM_TENTHS if known else None,
            }
        )
    return rows


def _print_plan(each: Assigned) -> None:
    """Print the visits, then the people with their groups and ways."""
    click.echo(f"{each.problem.wilayah}  {each.problem.tahun}\n")
    print_rows(_visits(each), columns=COLUMNS_VISITS)
    click.echo()
    print_rows(_people(each), columns=COLUMNS_PEOPLE)
    click.echo()


def _print_lines(each: Assigned) -> None:
    """Print a line a visit, then one a person."""
    for row in (*_visits(each), *_people(each)):
        print_json({"wilayah": each.problem.wilayah} | row)


def _tell_way(each: Assigned) -> None:
    """Say how the plan was found, and how far from the best it may be."""
    gap = each.solution.gap * PERCENT
    if each.solution.way == "greedy":
        tell(
            phrase(
                "{wilayah}: OR-Tools is not installed (extra rencana), so a greedy way "
                "stood in; the best plan saves at most {gap:.1f} %",
                wilayah=each.problem.wilayah,
                gap=gap,
            )
        )
    elif each.solution.cost == each.solution.bound:
        show(phrase("{wilayah}: no plan is better", wilayah=each.problem.wilayah))
    else:
        tell(
            phrase(
                "{wilayah}: a better plan may be there; it saves at most {gap:.1f} %",
                wilayah=each.problem.wilayah,
                gap=gap,
            )
        )
