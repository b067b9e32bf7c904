"""The branches of a template: which ways a letter went through its tags.

A condition has two ways, a loop three: no pass, one, and many. While a template is
filled, each way that is gone is noted. Tags are numbered in their order, so that a
template and its translation, which have the same tags, have the same branches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from jinja2 import Undefined, nodes, pass_context

from formulir.letters.reading.meter import SMALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jinja2.runtime import Context

CONDITION, LOOP = "_condition", "_loop"
"""The filters that note; the linter knows neither, so that no template names them."""
_TRUTHS: Final = ("no", "yes")
_PASSES: Final = ("none", "one", "many")


@pass_context
def note_condition(context: Context, value: object, place: str) -> object:
    """Note whether a condition held, and hand it on."""
    sandbox = context.environment
    sandbox.gone.add(f"{place}:{_TRUTHS[bool(value)]}")  # type: ignore[attr-defined]
    return value


@pass_context
def note_loop(context: Context, value: Any, place: str, weight: int) -> Any:  # noqa: ANN401 - any value
    """Note how often a loop will pass, and hand on what it goes through."""
    if isinstance(value, Undefined):
        return value  # the loop itself says what is missing
    sandbox: Any = context.environment
    members = value if isinstance(value, list | tuple | dict) else list(value)
    sandbox.meter.loop(len(members), weight)
    way = _PASSES[min(len(members), len(_PASSES) - 1)]
    sandbox.gone.add(f"{place}:{way}")
    return members


def mark_branches(tree: nodes.Template, *, part: str) -> frozenset[str]:
    """Write into a tree where its branches are noted.

    Args:
        tree: The syntax tree of a part; it is changed.
        part: The part's name, with which its branches begin.

    Returns:
        All branches that there are.
    """
    every: set[str] = set()
    for number, node in enumerate(list(_walk(tree)), start=1):
        place = f"{part}:{number}"
        if isinstance(node, nodes.For):
            node.iter = _wrap(node.iter, LOOP, place, _weigh(node.body))
            every |= {f"{place}:{way}" for way in _PASSES}
        else:
            node.test = _wrap(node.test, CONDITION, place)
            every |= {f"{place}:{way}" for way in _TRUTHS}
    return frozenset(every)


def _walk(node: nodes.Node) -> Iterator[nodes.For | nodes.If | nodes.CondExpr]:
    """Give all conditions and loops below a node, in the order of the file."""
    if isinstance(node, nodes.If | nodes.CondExpr | nodes.For):
        yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


def _weigh(body: Iterable[nodes.Node]) -> int:
    """Count the characters that a pass of a loop writes, but for inner loops."""
    weight = 0
    for node in body:
        if isinstance(node, nodes.TemplateData):
            weight += len(node.data)
        elif isinstance(node, nodes.Output):
            weight += SMALL * len(node.nodes) + _weigh(node.nodes)
        elif not isinstance(node, nodes.For):
            weight += _weigh(node.iter_child_nodes())
    return weight


def _wrap(node: Any, name: str, *words: str | int) -> nodes.Filter:  # noqa: ANN401 - Jinja says Node
    """Let a filter take note of an expression's value, and hand it on."""
    consts = [nodes.Const(word, lineno=node.lineno) for word in words]
    own: tuple[Any, ...] = (node, name, consts, [], None, None)
    return nodes.Filter(*own, lineno=node.lineno, environment=node.environment)
