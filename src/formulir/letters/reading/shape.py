"""The shape of a context: which names it has, learned from real contexts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(kw_only=True, slots=True)
class Shape:
    """What is known of a value: the fields of an object, the item of a list, or text.

    Args:
        fields: By name, when it was seen as an object.
        item: What its members look like, when it was seen as a list.
        open: Whether nothing is known, so that any name must be let through.
        sorts: What it was seen as: ``list``, ``object``, ``truth``, or ``text``, which
            a number is too; a blank is nothing.
    """

    fields: dict[str, Shape] = field(default_factory=dict)
    item: Shape | None = None
    open: bool = False
    sorts: set[str] = field(default_factory=set)

    def names(self, prefix: str = "") -> Iterator[str]:
        """Give every dotted name, list members as ``model[].nama``.

        >>> list(infer([{"a": {"b": 1}, "c": [{"d": 2}]}]).names())
        ['a', 'a.b', 'c', 'c[].d']
        """
        for name, shape in self.fields.items():
            path = f"{prefix}{name}"
            yield path
            yield from shape.names(f"{path}.")
            if shape.item is not None:
                yield from shape.item.names(f"{path}[].")


def infer(values: Iterable[object]) -> Shape:
    """Learn the shape that all these values have between them.

    A list that was empty wherever it was seen has an open item: nothing is known of
    its members, so nothing can be said against a name.
    """
    shape = Shape()
    for value in values:
        _learn(shape, value)
    return shape


def _learn(shape: Shape, value: object) -> None:
    if isinstance(value, dict):
        shape.sorts.add("object")
        for name, member in value.items():
            _learn(shape.fields.setdefault(name, Shape()), member)
    elif isinstance(value, list):
        shape.sorts.add("list")
        if shape.item is None:
            shape.item = Shape(open=True)
        for member in value:
            shape.item.open = False
            _learn(shape.item, member)
    elif isinstance(value, bool):
        shape.sorts.add("truth")
    elif value not in (None, ""):
        shape.sorts.add("text")
