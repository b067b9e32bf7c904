"""The year's letters counted by stage and region, and the list of what is missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from formulir.records.office.wilayah import WilayahUnknownError, cover, find_wilayah
from formulir.reviewing.status import NOWHERE, day_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from formulir.office.kantor import Kantor
    from formulir.records.store import Store
    from formulir.reviewing.status import LetterState

COLUMNS_STATUS = (
    "tahap",
    "wilayah",
    "nama",
    "expected",
    "reserved",
    "issued",
    "signed",
    "incoming",
    "missing",
)
"""The columns of the matrix, in order."""
COLUMNS_MISSING = ("tahap", "formulir", "kunci", "wilayah", "hal", "missing", "kode")
"""The columns of the list of what is missing, in order."""


def make_matrix(
    kantor: Kantor, states: Sequence[LetterState], *, tahun: int, wilayah: str | None
) -> list[dict[str, Any]]:
    """Count letters by stage and region.

    A letter about several regions counts in each of them.

    Returns:
        A row for each stage and region that has a letter, with ``COLUMNS_STATUS`` and
        ``tahun``, in order of both.
    """
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    names: dict[str, tuple[str, str]] = {}
    with kantor.open_catatan(read_only=True) as db:
        covered = None if wilayah is None else cover(db, wilayah)
        for each in states:
            for kode in each.wilayah:
                if covered is None or kode in covered:
                    if kode not in names:
                        names[kode] = _name(db, kode, day_of(kantor, tahun))
                    counts[each.tahap, names[kode][0]].update(each.count())
    spelled = dict(names.values())
    return [
        {
            "tahun": tahun,
            "tahap": tahap,
            "wilayah": kode,
            "nama": spelled[kode],
            **{name: counter[name] for name in COLUMNS_STATUS[3:]},
        }
        for (tahap, kode), counter in sorted(counts.items())
    ]


def list_missing(states: Sequence[LetterState]) -> list[dict[str, Any]]:
    """List the letters that lack something, with ``COLUMNS_MISSING``."""
    return [
        {
            "tahap": each.tahap,
            "formulir": each.formulir,
            "kunci": each.kunci,
            "wilayah": " ".join(each.wilayah),
            "hal": each.hal,
            "missing": each.missing,
            "kode": each.kode,
        }
        for each in sorted(states, key=lambda one: (one.tahap, one.wilayah))
        if each.missing is not None
    ]


def _name(db: Store, kode: str, day: date) -> tuple[str, str]:
    """Return the code and the name that a region had on a day."""
    try:
        found = find_wilayah(db, kode, per=day)
    except WilayahUnknownError:
        return kode, NOWHERE
    return found.kode, found.nama
