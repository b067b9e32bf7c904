"""How far each model school is: both stages of visits, and the imbas it reached."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from formulir.office.lookup.describe import name_wilayah
from formulir.records.browsing.models import list_model_rows
from formulir.records.office.wilayah import cover
from formulir.reviewing.status import day_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formulir.office.kantor import Kantor

COLUMNS_MODEL = (
    *("npsn", "nama", "wilayah", "planned_1", "stage_1", "planned_2", "stage_2"),
    *("imbas", "reached", "never"),
)
"""The columns of the list of models, in order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitState:
    """What is known of one of the two visits.

    Args:
        planned: The day that is planned.
        held: The day on which it was held.
    """

    planned: date | None
    held: date | None

    def is_late(self, today: date) -> bool:
        """Tell whether its day is over and nobody recorded it."""
        return self.held is None and self.planned is not None and self.planned < today


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelState:
    """How far an appointed model school is.

    Args:
        npsn: Its number.
        nama: Its name.
        wilayah: The code of its region.
        nama_wilayah: The name of its region.
        kunjungan: Its two visits.
        imbas: So many imbas were appointed with it.
        never: The names of those that came to neither visit.
    """

    npsn: str
    nama: str
    wilayah: str
    nama_wilayah: str
    kunjungan: tuple[VisitState, VisitState]
    imbas: int
    never: tuple[str, ...]

    @property
    def reached(self) -> int:
        """Return how many of its imbas came at least once."""
        return self.imbas - len(self.never)


def read_models(kantor: Kantor, *, tahun: int, wilayah: str | None) -> list[ModelState]:
    """Read how far the appointed model schools of a year are.

    Args:
        kantor: The office.
        tahun: The programme year.
        wilayah: A region by a code of any year, with all below it; or all.

    Raises:
        WilayahUnknownError: No region ever had the code.
    """
    day = day_of(kantor, tahun)
    with kantor.open_catatan(read_only=True) as db:
        codes = None if wilayah is None else cover(db, wilayah)
        rows = list_model_rows(db, tahun)
        rows = [row for row in rows if codes is None or row["wilayah"] in codes]
        regions = {row["wilayah"] for row in rows}
        named = {kode: name_wilayah(db, kode, day) for kode in regions}
    return [_as_model(row, nama_wilayah=named[row["wilayah"]]) for row in rows]


def _as_model(row: dict[str, Any], *, nama_wilayah: str) -> ModelState:
    imbas = json.loads(row["imbas"])
    first, second = (
        VisitState(
            planned=_read_day(row[f"planned_{ke}"]), held=_read_day(row[f"held_{ke}"])
        )
        for ke in (1, 2)
    )
    return ModelState(
        npsn=row["npsn"],
        nama=row["nama"],
        wilayah=row["wilayah"],
        nama_wilayah=nama_wilayah,
        kunjungan=(first, second),
        imbas=len(imbas),
        never=tuple(nama for nama, came in imbas if not came),
    )


def _read_day(day: str | None) -> date | None:
    return None if day is None else date.fromisoformat(day)


def list_models(models: Sequence[ModelState]) -> list[dict[str, Any]]:
    """List models with ``COLUMNS_MODEL``: a stage is the day on which it was held."""
    return [
        {
            "npsn": each.npsn,
            "nama": each.nama,
            "wilayah": each.wilayah,
            **{
                name: day and day.isoformat()
                for ke, one in enumerate(each.kunjungan, start=1)
                for name, day in (
                    (f"planned_{ke}", one.planned),
                    (f"stage_{ke}", one.held),
                )
            },
            "imbas": each.imbas,
            "reached": each.reached,
            "never": list(each.never),
        }
        for each in models
    ]
