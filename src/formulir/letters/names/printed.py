"""Which values of its context a template prints, goes through and asks about.

It is read from the syntax tree, so it costs nothing a letter. A value is named as the
shape of a context names it: ``sekolah.nama``, ``model[].imbas[].nama``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from jinja2 import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2.nodes import Template as Tree

    from formulir.letters.reading.compile import Template

    Paths = tuple[str, ...]

_ONE_OF: Final = frozenset({"first", "last"})
_COUNTS: Final = frozenset({"count", "length"})
_BY_ATTRIBUTE: Final = frozenset({"groupby", "rejectattr", "selectattr"})
"""The filters whose first argument names what they ask of each member."""
_OF_LOOP: Final[Paths] = ()
"""``loop`` is no value of the context."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedNames:
    """What a template does with the names of its context.

    Args:
        fields: What it prints. One that is a list or an object is printed in parts.
        lists: What it goes through.
        asked: What its conditions ask about.
        compared: What it holds against something else.
    """

    fields: frozenset[str]
    lists: frozenset[str]
    asked: frozenset[str]
    compared: frozenset[str]

    def concerns(self, path: str) -> bool:
        """Tell whether the template does anything with a value.

        One that is printed whole, or reached by a name that is only known when a letter
        is filled, concerns all that is in it.

        Args:
            path: Such as ``model[].imbas[].nama``.
        """
        used = self.fields | self.asked | self.compared
        return path in used | self.lists or any(
            path.startswith((f"{name}.", f"{name}["))
            or (name.endswith("[]") and path.startswith(f"{name[:-2]}."))
            for name in used
        )


def list_printed(template: Template) -> PrintedNames:
    """Read what a template prints, goes through and asks about, in all its parts."""
    return _read_trees(tuple(part.tree for part in template.parts))


@lru_cache(maxsize=64)
def _read_trees(trees: tuple[Tree, ...]) -> PrintedNames:
    """Read syntax trees, once: a template that is compiled again has the same ones."""
    reader = _Reader()
    for tree in trees:
        reader.scopes = [{"loop": _OF_LOOP}]
        reader.walk(tree)
    return PrintedNames(
        fields=frozenset(reader.fields),
        lists=frozenset(reader.lists),
        asked=frozenset(reader.asked),
        compared=frozenset(reader.compared),
    )


def join_printed(names: Iterable[PrintedNames]) -> PrintedNames:
    """Join what several templates of a kind do with the names of one context."""
    seen = list(names)
    return PrintedNames(
        fields=frozenset().union(*(one.fields for one in seen)),
        lists=frozenset().union(*(one.lists for one in seen)),
        asked=frozenset().union(*(one.asked for one in seen)),
        compared=frozenset().union(*(one.compared for one in seen)),
    )


@dataclass(kw_only=True, slots=True)
class _Reader:
    """Walks a syntax tree and keeps what its names stand for.

    Args:
        scopes: What the template's own names stand for, innermost last.
    """

    scopes: list[dict[str, Paths]] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)
    lists: set[str] = field(default_factory=set)
    asked: set[str] = field(default_factory=set)
    compared: set[str] = field(default_factory=set)

    def walk(self, node: nodes.Node) -> None:
        """Read a statement, and all below it."""
        if isinstance(node, nodes.For):
            self._walk_for(node)
        elif isinstance(node, nodes.If):
            self.asked.update(self._paths(node.test))
            self._walk_all([*node.body, *node.elif_, *node.else_])
        elif isinstance(node, nodes.Assign):
            self._bind(node.target, self._paths(node.node))
        elif isinstance(node, nodes.With):
            for target, value in zip(node.targets, node.values, strict=True):
                self._bind(target, self._paths(value))
            self._walk_all(node.body)
        elif isinstance(node, nodes.Output):
            for each in node.nodes:
                self.fields.update(self._paths(each))
        else:
            self._walk_all(node.iter_child_nodes())

    def _walk_all(self, children: Iterable[nodes.Node]) -> None:
        for child in children:
            self.walk(child)

    def _walk_for(self, node: nodes.For) -> None:
        many = self._paths(node.iter)
        self.lists.update(many)
        self.scopes.append({})
        self._bind(node.target, tuple(f"{path}[]" for path in many))
        if node.test is not None:
            self.asked.update(self._paths(node.test))
        self._walk_all(node.body)
        self.scopes.pop()
        self._walk_all(node.else_)

    def _bind(self, target: nodes.Node, paths: Paths) -> None:
        for name in [target, *target.find_all(nodes.Name)]:
            if isinstance(name, nodes.Name):
                self.scopes[-1][name.name] = paths

    def _paths(self, node: nodes.Node) -> Paths:
        """Return what an expression draws on; what it asks and counts is kept."""
        if isinstance(node, nodes.Name):
            known = (
                scope[node.name] for scope in self.scopes[::-1] if node.name in scope
            )
            return next(known, (node.name,))
        if isinstance(node, nodes.Getattr):
            return tuple(f"{base}.{node.attr}" for base in self._paths(node.node))
        if isinstance(node, nodes.Getitem):
            return self._member(node)
        if isinstance(node, nodes.CondExpr):
            self.asked.update(self._paths(node.test))
            chosen = [node.expr1] if node.expr2 is None else [node.expr1, node.expr2]
            return self._all_paths(chosen)
        if isinstance(node, nodes.Filter) and node.node is not None:
            return self._filter(node, node.node)
        paths = self._all_paths(node.iter_child_nodes())
        if isinstance(node, nodes.Compare):
            self.compared.update(paths)
        return paths

    def _all_paths(self, children: Iterable[nodes.Node]) -> Paths:
        found = (path for child in children for path in self._paths(child))
        return tuple(dict.fromkeys(found))

    def _member(self, node: nodes.Getitem) -> Paths:
        bases = self._paths(node.node)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return tuple(f"{base}.{node.arg.value}" for base in bases)
        self.asked.update(self._paths(node.arg))
        return tuple(f"{base}[]" for base in bases)

    def _filter(self, node: nodes.Filter, value: nodes.Expr) -> Paths:
        paths = self._paths(value)
        if node.name in _COUNTS:
            self.lists.update(paths)
            return ()
        if node.name in _ONE_OF:
            return tuple(f"{path}[]" for path in paths)
        self._ask_members(node, paths)
        return (*paths, *self._all_paths([*node.args, *(k.value for k in node.kwargs)]))

    def _ask_members(self, node: nodes.Filter, paths: Paths) -> None:
        """Keep what a filter asks of each member by its name."""
        named = [k.value for k in node.kwargs if k.key == "attribute"]
        named += node.args[:1] if node.name in _BY_ATTRIBUTE else []
        for each in named:
            if isinstance(each, nodes.Const):
                self.asked.update(f"{path}[].{each.value}" for path in paths)
