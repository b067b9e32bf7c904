"""The rule that the plan of visits must fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formulir.records.visits.check import check_visits
from formulir.records.visits.read import make_problem, read_year
from formulir.records.visits.store import by_wilayah, read_planned

if TYPE_CHECKING:
    from formulir.model import Fault, Scope
    from formulir.records.store import Store


def check_rencana(db: Store, scope: Scope) -> list[Fault]:
    """Check the visits of a year in the regions of letters; a rule that kinds may name.

    Returns:
        Faults for what cannot be, such as somebody in two places; warnings for what is
        kept by hand against the calendar, and for visits without a plan.
    """
    year = read_year(db, scope.tahun)
    bobot = scope.settings.pendampingan
    rows = by_wilayah(db, year.visits)
    regions = sorted({*year.schools, *rows} & {*scope.codes})
    found: list[Fault] = []
    for kode in regions:
        problem, _ = make_problem(db, year, kode, bobot=bobot)
        found += check_visits(problem, read_planned(rows.get(kode, [])))
    return found
