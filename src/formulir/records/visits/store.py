"""The plan of visits in the store: what stands there, and what a new plan changes."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from formulir.records.sheets.report import Changes
from formulir.records.visits.check import Planned
from formulir.records.visits.groups import name_groups
from formulir.records.visits.problem import Key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from formulir.records.sheets.report import Difference
    from formulir.records.store import Store
    from formulir.records.visits.problem import Plan, Problem

JAM = "08.00"
"""When a visit begins, where nobody says otherwise."""
PEOPLE = ("fasilitator_1", "fasilitator_2")
_PLANNING = ("rencana", "jam", *PEOPLE)


def read_planned(rows: Iterable[Mapping[str, Any]]) -> dict[Key, Planned]:
    """Give the rows of ``kunjungan`` that have a day as visits on record."""
    found = {}
    for row in rows:
        day = row["tanggal"] or row["rencana"]
        if day:
            people = [row[name] for name in PEOPLE if row[name]]
            found[Key(row["npsn"], row["ke"])] = Planned(
                day=date.fromisoformat(day),
                people=tuple(people),
                tetap=bool(row["tetap"]),
                held=bool(row["tanggal"]),
            )
    return found


def by_wilayah(
    db: Store, visits: Mapping[Key, Mapping[str, Any]]
) -> dict[str, list[Mapping[str, Any]]]:
    """Give the rows of ``kunjungan`` by the region of the school, by today's codes."""
    rows = db.rows(
        "SELECT DISTINCT s.npsn, w.entitas FROM kunjungan AS k "
        "JOIN sekolah AS s ON s.npsn = k.npsn JOIN wilayah AS w ON w.kode = s.wilayah"
    )
    home = {row["npsn"]: row["entitas"] for row in rows}
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for key, row in visits.items():
        if key.npsn in home:
            found[home[key.npsn]].append(row)
    return found


def list_rows(
    problem: Problem, plan: Plan, old: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """List the rows of ``kunjungan`` as a plan has them, only the planning columns.

    What was held or is kept by hand stays; empty cells of the latter get filled.
    A visit of a school that is not appointed any more loses its plan.
    """
    there = {Key(row["npsn"], row["ke"]): row for row in old}
    rows = []
    for key in sorted({*there, *plan}):
        row: Mapping[str, Any] = there.get(key, {})
        if row.get("tanggal"):
            continue
        kept = {name: row.get(name) for name in _PLANNING} if row.get("tetap") else {}
        made = plan.get(key)
        given = [kept.get(name) for name in PEOPLE]
        others = iter(k for k in (made.people if made else ()) if k not in given)
        people = [kode or next(others, None) for kode in given]
        new = {
            "tahun": problem.tahun,
            "npsn": key.npsn,
            "ke": key.ke,
            "rencana": made.day.isoformat() if made else kept.get("rencana"),
            "jam": row.get("jam") or (JAM if made else None),
            **dict(zip(PEOPLE, people, strict=True)),
        }
        if made or any(row.get(name) for name in _PLANNING):
            rows.append(new)
    return rows


def compare_plan(
    db: Store, problem: Problem, plan: Plan, old: Iterable[Mapping[str, Any]]
) -> list[Difference]:
    """Tell what writing a plan changes on record."""
    changes = Changes()
    there = {Key(row["npsn"], row["ke"]): row for row in old}
    for new in list_rows(problem, plan, there.values()):
        before = there.get(Key(new["npsn"], new["ke"]))
        if before is not None:
            names = [f"kunjungan.{name}" for name in _PLANNING]
            values = [before[name] for name in _PLANNING]
            changes.compare(names, values, [new[name] for name in _PLANNING])
    groups = name_groups(problem, plan)
    for row in db.rows(
        "SELECT calon, kelompok FROM penetapan WHERE tahun = ? ORDER BY calon",
        (problem.tahun,),
    ):
        if row["calon"] in groups and row["kelompok"] is not None:
            group = groups[row["calon"]]
            changes.compare(["penetapan.kelompok"], [row["kelompok"]], [group])
    return changes.differences


def write_plan(
    db: Store, problem: Problem, plan: Plan, old: Iterable[Mapping[str, Any]]
) -> int:
    """Write a plan, inside the caller's transaction.

    Returns:
        How many visits it has.
    """
    rows = list_rows(problem, plan, old)
    db.table("kunjungan").upsert_all(rows, pk=("tahun", "npsn", "ke"))
    db.run_many(
        "UPDATE penetapan SET kelompok = ? WHERE tahun = ? AND calon = ?",
        [
            (group, problem.tahun, kode)
            for kode, group in name_groups(problem, plan).items()
        ],
    )
    return len(rows)
