"""Blocks that cross the structure of the file: what they leave out would not close.

A block may begin in one paragraph and end in another, for as much is opened as is
closed on the way. It may not begin in the text and end in a cell of a table.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from jinja2 import nodes

from formulir.language import phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ELEMENT: Final = re.compile(r"<(/?)([\w:.-]+)[^<>]*?(/?)>")
_Edges = tuple[tuple[str, ...], tuple[str, ...]]
"""The elements that a piece closes and did not open, and those that it leaves open."""
_NEUTRAL: Final = "x"


def check_crossing(tree: nodes.Template, tell: Callable[[int, str], None]) -> None:
    """Tell each block that would leave elements open, or close what it did not open.

    Args:
        tree: The syntax tree of a part.
        tell: Is told the line and the reason of each fault.
    """
    _write(tree.body, tell)


def _write(body: Sequence[nodes.Node], tell: Callable[[int, str], None]) -> str:
    """Write what a piece of a template prints, going each block in one way."""
    said = ""
    for node in body:
        if isinstance(node, nodes.TemplateData):
            said += node.data
        elif isinstance(node, nodes.Output):
            said += _write(node.nodes, tell)
        elif isinstance(node, nodes.If):
            ways = [node.body, *(one.body for one in node.elif_), node.else_]
            said += _compare(node, ways, tell)
        elif isinstance(node, nodes.For):
            once = _compare(node, [node.body, []], tell)
            said += _compare(node, [node.else_, []], tell) if node.else_ else once
        elif isinstance(node, nodes.Expr):
            said += _NEUTRAL
        else:
            said += _write(list(node.iter_child_nodes()), tell)
    return said


def _compare(
    node: nodes.Node,
    ways: Sequence[Sequence[nodes.Node]],
    tell: Callable[[int, str], None],
) -> str:
    """Make sure that all ways through a block leave the same open, and give one."""
    written = [_write(way, tell) for way in ways]
    edges = {_find_edges(way) for way in written}
    if len({_reduce(edge) for edge in edges}) > 1:
        tell(
            node.lineno,
            phrase(
                "the block begins in one place of the page and ends in another "
                "(a table, a cell, a text box); let it begin and end in the "
                "same, or use {{%p %}} for whole paragraphs and {{%tr %}} for "
                "whole rows"
            ),
        )
        return ""
    return written[0]


def _find_edges(text: str) -> _Edges:
    closed: list[str] = []
    opened: list[str] = []
    for end, name, empty in _ELEMENT.findall(text):
        if empty:
            continue
        if not end:
            opened.append(name)
        elif opened and opened[-1] == name:
            opened.pop()
        else:
            closed.append(name)
    return tuple(closed), tuple(opened)


def _reduce(edges: _Edges) -> _Edges:
    """Leave out what is closed and opened again: as much is open as before."""
    closed, opened = list(edges[0]), list(edges[1])
    while closed and opened and closed[-1] == opened[0]:
        closed.pop()
        opened.pop(0)
    return tuple(closed), tuple(opened)
