"""The sandbox that templates run in: they come from people.

A template may read its context and use the filters below; it has no globals, calls
nothing, changes nothing, and an unknown name is an error instead of a blank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from formulir.letters.reading.branches import (
    CONDITION,
    LOOP,
    mark_branches,
    note_condition,
    note_loop,
)

if TYPE_CHECKING:
    from collections.abc import Callable

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

_TAB = Markup('</w:t><w:tab/><w:t xml:space="preserve">')
_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')


class Sandbox(ImmutableSandboxedEnvironment):
    """A Jinja environment without globals, with few filters, strict and escaping.

    Escaping is what keeps ``A & B <c>`` whole: without it the text would be read as
    XML and lost silently.
    """

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, *, spell: Callable[[object], object] | None = None) -> None:
        """Close every door that Jinja leaves open by default.

        Args:
            spell: Writes a value in the language of the file; Word's without it.
        """
        super().__init__(
            undefined=StrictUndefined,
            autoescape=True,
            keep_trailing_newline=True,
            finalize=spell or finalize,
        )
        self.gone: set[str] = set()
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.filters |= {CONDITION: note_condition, LOOP: note_loop}
        self.tests = {name: self.tests[name] for name in TESTS}

    def compile_noting(self, source: str, *, part: str) -> jinja2.Template:
        """Compile a source so that the branches that are gone are noted.

        Args:
            source: The source.
            part: The part that it stands for.

        Raises:
            TemplateSyntaxError: It is no template.
        """
        tree = self.parse(source)
        mark_branches(tree, part=part)
        return self.from_string(tree)

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
        if operator == "*" and _are_numbers(left, right):
            return left * right
        if operator == "%" and _are_numbers(left, right):
            return left % right
        raise SecurityError(f"{operator} is only for numbers in a template")


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


def finalize(value: object) -> object:
    """Turn tabs and line ends of a value into what Word calls them.

    >>> str(finalize("a"))
    'a'
    """
    if isinstance(value, str) and ("\t" in value or "\n" in value):
        return escape(value).replace("\t", _TAB).replace("\n", _BREAK)
    return value
