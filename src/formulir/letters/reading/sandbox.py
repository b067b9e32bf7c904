"""The sandbox that templates run in: they come from people.

A template may read its context and use the filters below; it has no globals, calls
nothing, changes nothing, and an unknown name is an error instead of a blank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from formulir.language import phrase
from formulir.letters.reading.branches import (
    CONDITION,
    LOOP,
    mark_branches,
    note_condition,
    note_loop,
)
from formulir.letters.reading.meter import DIGITS_LIMIT, SMALL, Meter, check_size
from formulir.letters.reading.spelling import (
    change_text,
    check_characters,
    join_values,
    put_inline,
    replace_text,
    round_number,
    spell_value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from types import CodeType

    import jinja2
    from jinja2.runtime import Context

FILTERS = frozenset(
    {
        *("abs", "float", "int", "round", "sum"),
        *("capitalize", "lower", "replace", "title", "trim", "upper"),
        *("count", "first", "groupby", "join", "last", "length", "list"),
        *("reject", "rejectattr", "select", "selectattr", "sort", "unique"),
        "default",
    }
)
"""The filters that a template may use; none of them reaches outside its value."""

TESTS = frozenset(
    {
        *("defined", "undefined", "none", "true", "false"),
        *("number", "string", "mapping", "sequence"),
        *("divisibleby", "even", "odd"),
        *("in", "eq", "equalto", "ne", "lt", "le", "gt", "ge"),
    }
)
"""The tests that a template may use after ``is``."""

INLINE, PIECE, WHOLE = "_inline", "_piece", "_whole"
"""Filters of the sandbox's own: for values that stand where no line can end, for the
pieces that ``~`` joins, and for what it makes of them."""
OWN = frozenset({CONDITION, LOOP, INLINE, PIECE, WHOLE})
"""The filters that are put into a syntax tree, and that no template may name."""
FILL_ERRORS: Final = (JinjaError, ArithmeticError, TypeError, ValueError, LookupError)
"""What a template can raise; Jinja lets those of operators and filters through."""
_TEXT_FILTERS = ("capitalize", "title", "trim", "upper", "lower")
_BITS_LIMIT = DIGITS_LIMIT * 10 // 3

_TAB = Markup('</w:t><w:tab/><w:t xml:space="preserve">')
_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')


class Sandbox(ImmutableSandboxedEnvironment):
    """A Jinja environment without globals, with few filters, strict and escaping.

    Escaping is what keeps ``A & B <c>`` whole: without it the text would be read as
    XML and lost silently.
    """

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, *, spell: Callable[[object], object] | None = None) -> None:
        """Close every door that Jinja leaves open by default.

        Args:
            spell: Writes a value in the language of the file; Word's without it.
        """
        super().__init__(
            undefined=StrictUndefined,
            autoescape=True,
            keep_trailing_newline=True,
            finalize=self._print,
        )
        self.gone: set[str] = set()
        self.meter = Meter()
        self._spell = spell or finalize
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.filters |= {
            name: change_text(self.filters[name]) for name in _TEXT_FILTERS
        }
        self.filters |= {"join": join_values, "replace": replace_text}
        self.filters |= {"round": round_number}
        self.filters |= {CONDITION: note_condition, LOOP: note_loop}
        self.filters |= {INLINE: put_inline, PIECE: spell_value, WHOLE: check_size}
        self.tests = {name: self.tests[name] for name in TESTS}

    def _print(self, value: Any) -> object:  # noqa: ANN401 - any value of a context
        """Write a value as people do, and count it if it is not small."""
        kind = value.__class__
        if kind is str:
            if len(value) > SMALL:
                self.meter.write(len(value))
        elif kind is int:
            return value
        else:
            value = spell_value(value)
        return self._spell(value)

    def _print_strictly(self, value: object) -> object:
        """Write a value, unless it has what no document can hold."""
        check_characters(str(spell_value(value)))
        return self._print(value)

    def compile_noting(
        self, tree: nodes.Template, *, part: str, inline: Collection[int] = ()
    ) -> tuple[CodeType, frozenset[str]]:
        """Compile a syntax tree so that the branches that are gone are noted.

        Args:
            tree: The tree; it is changed.
            part: The part that it stands for.
            inline: The lines whose values can hold neither a line end nor a tab.

        Returns:
            What any sandbox can load, and all branches that there are.
        """
        branches = mark_branches(tree, part=part)
        _Guard(inline).visit(tree)
        return self.compile(tree), branches

    def load(self, code: CodeType) -> jinja2.Template:
        """Make what was compiled a template of this sandbox."""
        return self.template_class.from_code(self, code, {})

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ANN401, ARG002 - Jinja's
        """Call nothing: a method of text alone can eat the machine, too."""
        return False

    def call_binop(
        self,
        context: Context,  # noqa: ARG002 - the signature is Jinja's
        operator: str,
        left: Any,  # noqa: ANN401 - the signature is Jinja's
        right: Any,  # noqa: ANN401 - the signature is Jinja's
    ) -> Any:  # noqa: ANN401 - the signature is Jinja's
        """Multiply numbers only: text times a billion would eat the machine."""
        if operator == "+":
            return check_size(left + right)
        if operator == "*" and _are_numbers(left, right):
            if _count_bits(left) + _count_bits(right) > _BITS_LIMIT:
                raise SecurityError(
                    phrase("a number has more than {limit} digits", limit=DIGITS_LIMIT)
                )
            return left * right
        if operator == "%" and _are_numbers(left, right):
            return left % right
        raise SecurityError(
            phrase("{operator} is only for numbers in a template", operator=operator)
        )


class _Guard(NodeTransformer):
    """Puts filters of the sandbox around what a template prints and joins."""

    def __init__(self, inline: Collection[int]) -> None:
        self._inline = inline

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802 - Jinja's
        """Keep values in one line where the file has no line ends."""
        self.generic_visit(node)
        node.nodes = [
            _wrap(child, INLINE)
            if child.lineno in self._inline
            and not isinstance(child, nodes.TemplateData)
            else child
            for child in node.nodes
        ]
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802 - Jinja's
        """Spell each piece as it would print, and look how long the whole is."""
        self.generic_visit(node)
        node.nodes = [_wrap(child, PIECE) for child in node.nodes]
        return _wrap(node, WHOLE)


def _wrap(node: nodes.Expr, name: str) -> nodes.Filter:
    own: tuple[Any, ...] = (node, name, [], [], None, None)
    return nodes.Filter(*own, lineno=node.lineno, environment=node.environment)


def evaluate(
    template: jinja2.Template, konteks: Mapping[str, Any], *, strict: bool = False
) -> str:
    """Fill a template within the limits of one part of a letter.

    Args:
        template: One that was compiled in a sandbox.
        konteks: The names.
        strict: Whether each value is looked through for what no document can hold.
    """
    sandbox = template.environment
    assert isinstance(sandbox, Sandbox)  # noqa: S101 - nothing is compiled elsewhere
    sandbox.meter.start()
    if not strict:
        return template.render(konteks)
    sandbox.finalize = sandbox._print_strictly  # noqa: SLF001 - its own module's
    try:
        return template.render(konteks)
    finally:
        sandbox.finalize = sandbox._print  # noqa: SLF001 - its own module's


def take_branches(template: jinja2.Template) -> frozenset[str]:
    """Return the branches that were gone in a sandbox, and forget them.

    Args:
        template: One that was compiled in it.
    """
    sandbox = template.environment
    assert isinstance(sandbox, Sandbox)  # noqa: S101 - nothing is compiled elsewhere
    gone = frozenset(sandbox.gone)
    sandbox.gone.clear()
    return gone


def _are_numbers(left: object, right: object) -> bool:
    return isinstance(left, int | float) and isinstance(right, int | float)


def _count_bits(number: float) -> int:
    return number.bit_length() if isinstance(number, int) else 0


def finalize(value: object) -> object:
    """Turn tabs and line ends of a value into what Word calls them.

    >>> str(finalize("a"))
    'a'
    """
    if isinstance(value, str) and ("\t" in value or "\n" in value):
        return escape(value).replace("\t", _TAB).replace("\n", _BREAK)
    return value
