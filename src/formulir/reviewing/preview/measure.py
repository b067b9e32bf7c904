"""How much room the values of letters take, list by list and field by field.

Only what the template prints is measured, in the widths of a real font: an ``m`` is
three times as wide as an ``i``, and a line breaks by that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from formulir.ground.package import BODY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from formulir.letters.names.printed import PrintedNames
    from formulir.model import Konteks

ITEMS: Final = "[]"
"""Stands in a path for every member of a list."""
_BREAKS: Final = re.compile(r"[ \t\r\n\u200b]+|(?<=[-\u2010\u2013])")
"""Where a line may end; a no-break space is no such place."""
_DOTS: Final = " .…\u00a0\t\r\n"
"""Dots stand for what is not on record; they are to be written over by hand."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Extent:
    """How much room a text takes.

    Args:
        text: The text.
        width_pt: On one line.
        run: Its longest part that no line may break.
        run_pt: The width of that.
    """

    text: str = ""
    width_pt: float = 0.0
    run: str = ""
    run_pt: float = 0.0


NOTHING: Final = Extent()
_WIDTH, _RUN = attrgetter("width_pt"), attrgetter("run_pt")


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldColumn:
    """One printed field in every letter, letter by letter.

    Args:
        path: Its name, such as ``model[].nama``.
        widest: The widest of its values.
        runs: The one with the widest part that cannot be broken.
        blank: Whether it, or one of its values in a list, is blank.
    """

    path: str
    widest: Sequence[Extent]
    runs: Sequence[Extent]
    blank: Sequence[bool]


@dataclass(frozen=True, kw_only=True, slots=True)
class ListColumn:
    """One list in every letter, letter by letter: its most and its fewest members.

    They differ where a list stands within another.
    """

    path: str
    most: Sequence[int]
    fewest: Sequence[int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Measures:
    """What was measured of letters.

    Args:
        fields: Each printed field.
        lists: Each list that is gone through.
        total_pt: The width of all that each letter prints, one after the other.
    """

    fields: list[FieldColumn]
    lists: list[ListColumn]
    total_pt: list[float]


@dataclass(kw_only=True, slots=True)
class Ruler:
    """Measures texts, each once.

    Args:
        width_pt: Says how wide a text is on one line.
        known: What was measured.
    """

    width_pt: Callable[[str], float]
    known: dict[str, Extent] = field(default_factory=dict)

    def measure(self, text: str) -> Extent:
        """Measure a text; one that is blank, or dots, takes no room."""
        found = self.known.get(text)
        if found is None:
            found = self.known[text] = self._measure(text)
        return found

    def _measure(self, text: str) -> Extent:
        if not text.strip(_DOTS):
            return NOTHING
        run_pt, run = max((self.width_pt(part), part) for part in _BREAKS.split(text))
        width_pt = self.width_pt(text)
        return Extent(text=text, width_pt=width_pt, run=run, run_pt=run_pt)


def measure_letters(
    contexts: Sequence[Konteks], names: PrintedNames, ruler: Ruler
) -> Measures:
    """Measure what letters print.

    Args:
        contexts: What each is filled with.
        names: What their template prints and goes through.
        ruler: What texts are measured with.
    """
    total_pt = [0.0] * len(contexts)
    fields = []
    for path in sorted(names.fields):
        column = _measure_field(contexts, path, ruler, total_pt)
        fields.append(column)
    inner = {path[: at.start()] for path in names.fields for at in _find_items(path)}
    lists = [_measure_list(contexts, path) for path in sorted(inner | names.lists)]
    return Measures(fields=fields, lists=lists, total_pt=total_pt)


def _find_items(path: str) -> Iterator[re.Match[str]]:
    return re.finditer(re.escape(ITEMS), path)


def _measure_field(
    contexts: Sequence[Konteks], path: str, ruler: Ruler, total_pt: list[float]
) -> FieldColumn:
    steps = split_path(path)
    widest, runs, blank = [], [], []
    for index, konteks in enumerate(contexts):
        texts = _list_texts(pick(konteks, steps))
        found = [ruler.measure(text) for text in texts] or [NOTHING]
        total_pt[index] += sum(each.width_pt for each in found)
        # Most fields have one value, and there are thousands of letters.
        alone = len(found) == 1
        widest.append(found[0] if alone else max(found, key=_WIDTH))
        runs.append(found[0] if alone else max(found, key=_RUN))
        blank.append(not all(each.text for each in found))
    return FieldColumn(path=path, widest=widest, runs=runs, blank=blank)


def _measure_list(contexts: Sequence[Konteks], path: str) -> ListColumn:
    steps = split_path(path)
    counts = [
        [len(each) for each in pick(konteks, steps) if isinstance(each, list)] or [0]
        for konteks in contexts
    ]
    most, fewest = [max(each) for each in counts], [min(each) for each in counts]
    return ListColumn(path=path, most=most, fewest=fewest)


def split_path(path: str) -> tuple[str, ...]:
    """Split the name of a value into steps.

    >>> split_path("model[].imbas[].nama")
    ('model', '[]', 'imbas', '[]', 'nama')
    """
    return tuple(path.replace(ITEMS, f".{ITEMS}").split("."))


def pick(value: Any, steps: Sequence[str]) -> list[Any]:  # noqa: ANN401 - any JSON value
    """Return every value that a path leads to.

    >>> pick({"model": [{"nama": "a"}, {"nama": "b"}]}, ("model", "[]", "nama"))
    ['a', 'b']
    """
    found = [value]
    for step in steps:
        if step == ITEMS:
            # A group of a list is gone through as the list itself is.
            found = [m for each in found for m in _members(each)]
        else:
            found = [e[step] for e in found if isinstance(e, dict) and step in e]
    return found


def _members(value: Any) -> list[Any]:  # noqa: ANN401 - any JSON value
    return value if isinstance(value, list) else [value]


def _list_texts(values: Sequence[object]) -> Iterator[str]:
    """Give the texts in some values, at any depth."""
    for value in values:
        if isinstance(value, dict):
            yield from _list_texts(list(value.values()))
        elif isinstance(value, list):
            yield from _list_texts(value)
        else:
            yield "" if value is None else str(value)


_WAYS: Final = {
    "yes": "syarat terpenuhi",
    "no": "syarat tidak terpenuhi",
    "none": "tanpa baris",
    "one": "satu baris",
    "many": "banyak baris",
}
FEW_VALUES: Final = 6
"""A field that is compared and has at most so many values may steer by each."""


def list_traits(
    contexts: Sequence[Konteks], names: PrintedNames
) -> list[frozenset[str]]:
    """Tell for each letter what may steer its template one way or another.

    What a condition asks about is blank or not (of what is printed that is known);
    what it compares is one of few values; a list has no member, one, or many.
    """
    traits: list[set[str]] = [set() for _ in contexts]
    for path in sorted(names.asked):
        steps = split_path(path)
        values = [pick(konteks, steps) for konteks in contexts]
        spelled = {str(value) for each in values for value in each if value}
        few = path in names.compared and len(spelled) <= FEW_VALUES
        for own, each in zip(traits, values, strict=True):
            if path not in names.fields:
                own.update(f"{path} {'terisi' if v else 'kosong'}" for v in each)
            own.update(f"{path} = {value}" for value in each if few and value)
    for column in (_measure_list(contexts, path) for path in sorted(names.lists)):
        for own, *ends in zip(traits, column.most, column.fewest, strict=True):
            own.update(f"{column.path} {_spell_count(rows)}" for rows in ends)
    return [frozenset(own) for own in traits]


def spell_way(gone: str) -> str:
    """Write a branch of a template for people.

    >>> spell_way("word/document.xml:3:none")
    'tag ke-3 dari isi surat: tanpa baris'
    """
    part, number, way = gone.rsplit(":", 2)
    where = "isi surat" if part == BODY else part
    return f"tag ke-{number} dari {where}: {_WAYS.get(way, way)}"


def _spell_count(rows: int) -> str:
    return {0: "tanpa baris", 1: "satu baris"}.get(rows, "banyak baris")
