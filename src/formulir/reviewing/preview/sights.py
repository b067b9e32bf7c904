"""What should be seen of a region's letters: the longest, the fewest, each branch.

A *sight* is one such thing, with the letters that show it. What stands far out of what
is usual in its field is a sight by itself, for it is what overflows.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Final

from formulir.records.cells.mask import mask

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from formulir.reviewing.preview.measure import (
        Extent,
        FieldColumn,
        ListColumn,
        Measures,
    )

PLAIN: Final = 1.0
STRONG: Final = 2.0
"""What a whole letter is like counts for more than what one field is like."""

_ENOUGH: Final = 10
"""Of fewer letters, nobody can say what is usual."""
_HALF: Final = 0.5
_USUAL: Final = 0.8
"""The share of letters that make out what is usual."""
_FAR: Final = 1.8
"""What is so many times as large as usual may stand out,"""
_SPREAD: Final = 3
"""or more where values differ much anyway, as addresses do: their spread so often,"""
_FARTHEST: Final = 3.0
"""but not more than this;"""
_FAIR: Final = 1.6
_FAIR_MOST: Final = 2
"""or so many times, on the worst few letters,"""
_FAR_PT: Final = 60.0
"""if it is larger by a few words,"""
_FAR_RUN_PT: Final = 30.0
"""a word by a few letters,"""
_FAR_ROWS: Final = 3
"""and a list by a few rows."""
_RARE: Final = 50
_RARE_MOST: Final = 5
"""A field that is blank in one letter of so many stands out, and one that is not."""
_QUOTED: Final = 60
_PRIVATE: Final = frozenset({"nik", "nuptk", "telepon", "hp"})
"""Fields that are told masked, as ``formulir context`` does."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """Something that should be seen on one of the letters.

    Args:
        what: What it is, in Indonesian; ``{}`` stands for the name of the field.
        letters: On which it can be seen.
        path: The field or list.
        quotes: The value that is seen, by letter.
        weight: How much it counts.
        rank: Its place among those of its field that stand out, the worst first;
            nothing when it does not stand out.
    """

    what: str
    letters: frozenset[int]
    path: str = ""
    quotes: dict[int, str] = field(default_factory=dict)
    weight: float = PLAIN
    rank: int | None = None

    @property
    def far(self) -> tuple[int, float]:
        """Order those that stand out: field by field in turn, the worst first."""
        return (self.rank or 0, -self.weight)


def list_sights(
    measures: Measures, traits: Sequence[frozenset[Hashable]]
) -> list[Sight]:
    """List what should be seen; what all letters show alike is left out.

    Args:
        measures: What was measured of all letters.
        traits: What tells the ways of each through its template apart.
    """
    sights = [
        *(each for column in measures.fields for each in _see_field(column)),
        *(each for column in measures.lists for each in _see_list(column)),
        *_see_whole(measures),
        *_see_traits(traits),
    ]
    return [each for each in sights if 0 < len(each.letters) < len(traits)]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Gauge:
    """How large something is on each letter.

    Args:
        sizes: So large.
        quote: What is told of a letter.
        path: The field or list.
        values: What is equal where letters look alike, if that may be.
    """

    sizes: Sequence[float]
    quote: Callable[[int], str]
    path: str = ""
    values: Sequence[str] = ()


def _see_field(column: FieldColumn) -> Iterator[Sight]:
    texts, runs = column.widest, column.runs
    widest = _Gauge(
        sizes=[each.width_pt for each in texts],
        quote=_quoting(column.path, [each.text for each in texts]),
        path=column.path,
        values=[each.text for each in texts],
    )
    longest = _Gauge(
        sizes=[each.run_pt for each in runs],
        quote=_quoting(column.path, [each.run for each in runs]),
        path=column.path,
        values=[each.run for each in runs],
    )
    yield from _see_far("{} jauh lebih panjang daripada biasanya", widest, by=_FAR_PT)
    yield from _see_far("{} memuat kata yang sangat panjang", longest, by=_FAR_RUN_PT)
    if max(widest.sizes) > 0:
        yield _see_top("{} terpanjang", widest)
    yield from _see_blank(column.path, column.blank)


def _see_list(column: ListColumn) -> Iterator[Sight]:
    path, most, fewest = column.path, column.most, column.fewest
    many = _Gauge(sizes=most, quote=lambda n: f"{most[n]} baris", path=path)
    few = _Gauge(
        sizes=[-rows for rows in fewest],
        quote=lambda n: f"{fewest[n]} baris",
        path=path,
    )
    far = "{} jauh lebih banyak barisnya daripada biasanya"
    yield from _see_far(far, many, by=_FAR_ROWS)
    yield replace(_see_top("{} terbanyak", many), weight=STRONG)
    yield _see_top("{} tersedikit", few)


def _see_whole(measures: Measures) -> Iterator[Sight]:
    """Give what is seen on a letter as a whole."""
    whole = _Gauge(sizes=measures.total_pt, quote=lambda _n: "")
    yield replace(_see_top("isi terbanyak", whole), weight=STRONG)
    if measures.fields:
        rows = zip(*(column.blank for column in measures.fields), strict=True)
        blanks = [sum(row) for row in rows]
        empty = _Gauge(sizes=blanks, quote=lambda n: f"{blanks[n]} isian tanpa nilai")
        yield replace(_see_top("paling kosong", empty), weight=STRONG)
    shown = [each.runs for each in measures.fields if not _is_private(each.path)]
    if shown:
        words = [max(row, key=_word_pt) for row in zip(*shown, strict=True)]
        sizes = [_word_pt(each) for each in words]
        longest = _Gauge(sizes=sizes, quote=lambda n: _cut(words[n].run))
        yield _see_top("kata terpanjang", longest)


def _see_traits(traits: Sequence[frozenset[Hashable]]) -> Iterator[Sight]:
    """Give each way through the template that some letters take."""
    letters: defaultdict[Hashable, set[int]] = defaultdict(set)
    for index, own in enumerate(traits):
        for trait in own:
            letters[trait].add(index)
    for trait in sorted(letters, key=str):
        what = f"cabang {trait}".replace("{", "{{").replace("}", "}}")
        yield Sight(what=what, letters=frozenset(letters[trait]))


def _see_top(what: str, gauge: _Gauge) -> Sight:
    """Give the letters on which something is largest."""
    top = max(gauge.sizes)
    letters = [index for index, size in enumerate(gauge.sizes) if size == top]
    quotes = {index: gauge.quote(index) for index in letters}
    return Sight(what=what, letters=frozenset(letters), path=gauge.path, quotes=quotes)


def _see_far(what: str, gauge: _Gauge, *, by: float) -> Iterator[Sight]:
    """Give the letters on which something is far larger than on most others.

    The same value on many letters is seen on any of them.
    """
    sizes = gauge.sizes
    filled = sorted(size for size in sizes if size > 0)
    if len(filled) < _ENOUGH:
        return
    last = len(filled) - 1
    half, usual = filled[int(_HALF * last)], filled[int(_USUAL * last)]
    limit = usual * min(max(_FAR, (usual / half) ** _SPREAD), _FARTHEST)
    far = [n for n, size in enumerate(sizes) if size > max(_FAIR * usual, usual + by)]
    ranks, told = count(), set[str]()
    for index in sorted(far, key=lambda n: -sizes[n]):
        value = gauge.values[index] if gauge.values else str(index)
        fit = sizes[index] > limit or len(told) < _FAIR_MOST
        if fit and value not in told:
            told.add(value)
            yield Sight(
                what=what,
                letters=frozenset({index}),
                path=gauge.path,
                quotes={index: gauge.quote(index)},
                weight=sizes[index] / usual,
                rank=next(ranks),
            )


def _see_blank(path: str, blank: Sequence[bool]) -> Iterator[Sight]:
    """Give the letters on which a field is blank, and those on which it is not.

    Where they are few, each of them stands out.
    """
    rare = min(_RARE_MOST, max(1, len(blank) // _RARE))
    for state, word, rest in ((True, "kosong", "terisi"), (False, "terisi", "kosong")):
        letters = [index for index, each in enumerate(blank) if each is state]
        if len(blank) < _ENOUGH or len(letters) > rare:
            yield Sight(what=f"{{}} {word}", letters=frozenset(letters), path=path)
            continue
        for rank, index in enumerate(letters):
            yield Sight(
                what=f"{{}} {word}, padahal biasanya {rest}",
                letters=frozenset({index}),
                path=path,
                rank=rank,
            )


def _word_pt(extent: Extent) -> float:
    """Return the width of a word; a NIP is as long on every letter, and no word."""
    return 0.0 if extent.run.isdecimal() else extent.run_pt


def _is_private(path: str) -> bool:
    return path.rpartition(".")[2] in _PRIVATE


def _quoting(path: str, texts: Sequence[str]) -> Callable[[int], str]:
    hide = mask if _is_private(path) else str
    return lambda index: _cut(hide(texts[index]))


def _cut(text: str) -> str:
    """Return a text as it may be told: on one line, short, nothing that steers."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    text = " ".join(shown.split())
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"
