"""Reads a template against the names of its context, without running it.

Every fault carries its place: template, part, and the text of the paragraph.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jinja2 import nodes

from formulir.language import phrase
from formulir.letters.reading.sandbox import FILTERS, TESTS
from formulir.letters.reading.shape import Shape, infer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_COUNTS = ("index", "index0", "revindex", "revindex0", "length")
_LOOP = infer([{**dict.fromkeys(_COUNTS, 1), "first": True, "last": True}])
_KEEPING = frozenset({"list", "sort", "unique", "select", "reject"})
_LISTING = _KEEPING | {"selectattr", "rejectattr", "groupby"}
"""The filters that give a list, and those of them that keep its members."""
_FORBIDDEN = (
    *(nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends),
    *(nodes.Block, nodes.Macro, nodes.CallBlock),
)


@dataclass(kw_only=True, slots=True)
class Linter:
    """Walks the syntax tree of one part and tells what is wrong with its names.

    Args:
        scopes: The names that are known, innermost last.
        tell: Is told the line and the reason of each fault.
        maybe: Whether a missing name is being asked about, not used.
        own: Filters that hand on what they are given, and are not the template's.
    """

    scopes: list[dict[str, Shape]]
    tell: Callable[[int, str], None]
    maybe: bool = field(default=False)
    own: frozenset[str] = field(default=frozenset())

    def walk(self, node: nodes.Node) -> None:
        """Check a statement or expression, and all below it."""
        if isinstance(node, nodes.For):
            self._walk_for(node)
        elif isinstance(node, nodes.Assign):
            self._bind(node.target, self.shape(node.node))
        elif isinstance(node, nodes.With):
            self._walk_with(node)
        elif isinstance(node, _FORBIDDEN):
            word = type(node).__name__.lower()
            self.tell(
                node.lineno,
                phrase("{{% {word} %}} is not allowed in a template", word=word),
            )
        elif isinstance(node, nodes.Output):
            self._walk_output(node)
        elif isinstance(node, nodes.Expr):
            self.shape(node)
        else:
            for child in node.iter_child_nodes():
                self.walk(child)

    def _walk_output(self, node: nodes.Output) -> None:
        for child in node.nodes:
            sorts = self.shape(child).sorts
            if sorts and "text" not in sorts:
                self.tell(child.lineno, _refuse_print(_spell(child), sorts))

    def _walk_for(self, node: nodes.For) -> None:
        many = self.shape(node.iter)
        item = many.item or Shape(open=many.open or not many.fields)
        self.scopes.append({"loop": _LOOP})
        self._bind(node.target, item)
        if node.test is not None:
            self.walk(node.test)
        self._walk_all(node.body)
        self.scopes.pop()
        self._walk_all(node.else_)

    def _walk_with(self, node: nodes.With) -> None:
        self.scopes.append({})
        for target, value in zip(node.targets, node.values, strict=True):
            self._bind(target, self.shape(value))
        self._walk_all(node.body)
        self.scopes.pop()

    def _walk_all(self, children: Iterable[nodes.Node]) -> None:
        for child in children:
            self.walk(child)

    def _bind(self, target: nodes.Node, shape: Shape) -> None:
        if isinstance(target, nodes.Name):
            self.scopes[-1][target.name] = shape
        else:
            for name in target.find_all(nodes.Name):
                self.scopes[-1][name.name] = Shape(open=True)

    def shape(self, node: nodes.Node) -> Shape:
        """Check an expression and say what is known of its value."""
        if isinstance(node, nodes.Name):
            return self._name(node)
        if isinstance(node, nodes.Getattr):
            return self._member(node, node.node, node.attr)
        if isinstance(node, nodes.Getitem):
            return self._item(node)
        if isinstance(node, nodes.Filter):
            return self._filter(node)
        if isinstance(node, nodes.Test):
            return self._test(node)
        if isinstance(node, nodes.Call):
            self.tell(node.lineno, phrase("calling is not allowed in a template"))
        shapes = [self.shape(child) for child in node.iter_child_nodes()]
        return self._made(node, shapes)

    def _made(self, node: nodes.Node, shapes: list[Shape]) -> Shape:
        """Say what is known of a value that is made of others."""
        if isinstance(node, nodes.Compare | nodes.Not):
            return Shape(open=True, sorts={"truth"})
        if isinstance(node, nodes.List | nodes.Tuple):
            return Shape(open=True, sorts={"list"})
        if isinstance(node, nodes.Dict):
            return Shape(open=True, sorts={"object"})
        if isinstance(node, nodes.Const) and not isinstance(node.value, str):
            value = node.value
            sort = "nothing" if value is None else "truth"
            plain = value is not None and not isinstance(value, bool)
            return Shape(open=True, sorts=set() if plain else {sort})
        if isinstance(node, nodes.CondExpr):
            # The condition is not printed.
            ways = [shape.sorts for shape in shapes[1:]]
            bad = [sorts for sorts in ways if sorts and "text" not in sorts]
            return Shape(open=True, sorts=set(bad[0]) if bad else set())
        return Shape(open=True)

    def _name(self, node: nodes.Name) -> Shape:
        for scope in reversed(self.scopes):
            if node.name in scope:
                return scope[node.name]
        if not self.maybe:
            names = {name for scope in self.scopes for name in scope}
            self.tell(node.lineno, self._unknown(node.name, names))
        return Shape(open=True)

    def _unknown(self, name: str, names: set[str]) -> str:
        near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
        if not near:
            whole = Shape(fields=self.scopes[0])
            dotted = [path for path in whole.names() if path.endswith(f".{name}")]
            near = dotted[:1]
        hint = _hint(near, names)
        return phrase("unknown name {name!r}; {hint}", name=name, hint=hint)

    def _member(self, node: nodes.Expr, base: nodes.Expr, name: str) -> Shape:
        if name.startswith("_"):
            self.shape(base)
            self.tell(
                node.lineno,
                phrase("the name {name!r} is not allowed in a template", name=name),
            )
            return Shape(open=True)
        shape = self.shape(base)
        if shape.open or name in shape.fields:
            return shape.fields.get(name, Shape(open=True))
        if not self.maybe:
            self.tell(node.lineno, self._unknown_member(base, name, shape))
        return Shape(open=True)

    def _unknown_member(self, base: nodes.Expr, name: str, shape: Shape) -> str:
        whole = _spell(base)
        if shape.item is not None:
            return phrase(
                "{whole} is a list; go through it with a for to reach {name!r}",
                whole=whole,
                name=name,
            )
        if not shape.fields:
            return phrase(
                "{whole} is a plain value and has no {name!r}", whole=whole, name=name
            )
        near = difflib.get_close_matches(name, shape.fields, n=1, cutoff=0.5)
        hint = _hint(near, shape.fields)
        return phrase(
            "{whole} has no {name!r}; {hint}",
            whole=whole,
            name=name,
            hint=hint,
        )

    def _item(self, node: nodes.Getitem) -> Shape:
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._member(node, node.node, node.arg.value)
        shape = self.shape(node.node)
        self.shape(node.arg)
        return shape.item or Shape(open=True)

    def _filter(self, node: nodes.Filter) -> Shape:
        if node.name in self.own and node.node is not None:
            return self.shape(node.node)
        if node.name not in FILTERS:
            near = difflib.get_close_matches(node.name, FILTERS, n=1)
            hint = _hint(near, FILTERS)
            self.tell(
                node.lineno,
                phrase("unknown filter {name!r}; {hint}", name=node.name, hint=hint),
            )
        shape = Shape(open=True)
        if node.node is not None:
            shape = self._asked(node.node, maybe=node.name == "default")
        for child in (*node.args, *node.kwargs):
            self.shape(child)
        if node.name in _LISTING:
            kept = shape if node.name in _KEEPING else Shape(open=True)
            return replace(kept, sorts={"list"})
        return Shape(open=True)

    def _test(self, node: nodes.Test) -> Shape:
        if node.name not in TESTS:
            self.tell(node.lineno, phrase("unknown test {name!r}", name=node.name))
        self._asked(node.node, maybe=node.name in {"defined", "undefined"})
        for child in node.args:
            self.shape(child)
        return Shape(open=True, sorts={"truth"})

    def _asked(self, node: nodes.Expr, *, maybe: bool) -> Shape:
        before, self.maybe = self.maybe, self.maybe or maybe
        try:
            return self.shape(node)
        finally:
            self.maybe = before


def _refuse_print(whole: str, sorts: set[str]) -> str:
    sort = min(sorts)
    if sort == "list":
        return phrase(
            "{whole} is a list; go through it with a for, or print "
            "{{{{ … | join(', ') }}}}",
            whole=whole,
        )
    if sort == "object":
        return phrase("{whole} is an object; print one of its members", whole=whole)
    if sort == "truth":
        return phrase(
            "{whole} is true or false, which is no text; write "
            "{{{{ 'ya' if … else 'tidak' }}}}",
            whole=whole,
        )
    return phrase("{whole} prints nothing; write the text that is meant", whole=whole)


def _hint(near: list[str], names: Iterable[str], most: int = 12) -> str:
    """Name what may have been meant, else what there is."""
    if near:
        return phrase("did you mean {near}?", near=near[0])
    ordered = sorted(name for name in names if name != "loop")
    listed = [*ordered[:most], *["…"] * (len(ordered) > most)]
    return phrase("the names there are {names}", names=listed)


def _spell(node: nodes.Expr) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_spell(node.node)}.{node.attr}"
    return phrase("the value")
