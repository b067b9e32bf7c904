"""What a chart shows, as a letter's context tells it under ``grafik``.

The figures stand in the context as numbers, so that whoever has the archived context
can draw the chart again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeGuard

from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WIDTH_MM: Final = 160.0
HEIGHT_MM: Final = 84.0
"""The space that a template leaves at its bookmark ``grafik``."""
MOST_KATEGORI: Final = 24
"""More bars would be too thin for their figures."""
MOST_DERET: Final = 3
"""So many can be told apart without colour."""
_NONE: Final = (None, "")
"""No value, as it is queried and as a context tells it."""
_KEYS: Final = ("kategori", "deret", "terbesar", "satuan", "alt")


@dataclass(frozen=True, kw_only=True, slots=True)
class Grafik:
    """Bars by category, some beside each other.

    Args:
        kategori: What the bars are about, from above.
        deret: The name of each series, with a value by category, or none.
        terbesar: Where the axis ends; it begins at nothing.
        satuan: What is counted, behind the axis.
        alt: What the chart shows, in words, for who cannot see it.
    """

    kategori: tuple[str, ...]
    deret: tuple[tuple[str, tuple[float | None, ...]], ...]
    terbesar: float
    satuan: str
    alt: str


def read_grafik(told: object) -> Grafik:
    """Read a chart of a context.

    Raises:
        ValueError: It is none that could be drawn; all that is wrong is told.
    """
    if not isinstance(told, dict):
        raise ValueError(phrase("grafik is no JSON object"))  # noqa: TRY004 - told as a value
    if wrong := "; ".join(_list_faults(told)):
        raise ValueError(wrong)
    return Grafik(
        kategori=tuple(told["kategori"]),
        deret=tuple(
            (
                each["nama"],
                tuple(None if n in _NONE else float(n) for n in each["nilai"]),
            )
            for each in told["deret"]
        ),
        terbesar=float(told["terbesar"]),
        satuan=told["satuan"],
        alt=told["alt"],
    )


def _list_faults(told: Mapping[str, Any]) -> Iterator[str]:
    missing = [key for key in _KEYS if not told.get(key)]
    if missing:
        yield phrase("grafik has no {keys}", keys=", ".join(missing))
        return
    if not all(isinstance(told[key], str) for key in ("satuan", "alt")):
        yield phrase("grafik.satuan and grafik.alt are texts")
    kategori, deret = told["kategori"], told["deret"]
    if not _are_texts(kategori):
        yield phrase("grafik.kategori is a list of texts")
    elif len(kategori) > MOST_KATEGORI:
        yield phrase(
            "grafik has {count} kategori, and {limit} can be drawn",
            count=len(kategori),
            limit=MOST_KATEGORI,
        )
    elif not _is_number(told["terbesar"]) or told["terbesar"] < 0:
        yield phrase("grafik.terbesar is a number above 0")
    elif not isinstance(deret, list) or len(deret) > MOST_DERET:
        yield phrase("grafik.deret is a list of 1 to {limit}", limit=MOST_DERET)
    else:
        for number, each in enumerate(deret):
            yield from _judge_deret(
                each, number, count=len(kategori), terbesar=told["terbesar"]
            )


def _judge_deret(
    each: object, number: int, *, count: int, terbesar: float
) -> Iterator[str]:
    place = f"grafik.deret[{number}]"
    if not isinstance(each, dict) or not isinstance(each.get("nama"), str):
        yield phrase("{place} has no nama", place=place)
        return
    nilai = each.get("nilai")
    if not isinstance(nilai, list) or len(nilai) != count:
        yield phrase(
            "{place}.nilai is no list of {count} numbers", place=place, count=count
        )
        return
    for value in nilai:
        if value not in _NONE and not (_is_number(value) and 0 <= value <= terbesar):
            yield phrase(
                "{place}.nilai: {value!r} is no number from 0 to {terbesar}",
                place=place,
                value=value,
                terbesar=terbesar,
            )


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_number(value: object) -> TypeGuard[int | float]:
    """Tell whether a value is a number that has a place on an axis."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value)
