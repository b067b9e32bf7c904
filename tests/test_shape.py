"""The ceilings of the house style: small functions, small modules, few arguments."""

from __future__ import annotations

import ast
from statistics import median

import pytest

from tests.conftest import ROOT

MODULES = sorted((ROOT / "src").rglob("*.py"))
LINES_PER_FUNCTION, LINES_PER_MODULE, ARGUMENTS = 45, 300, 6


def functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def code_lines(node):
    """Count the lines of a function without its docstring."""
    first = node.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = first.end_lineno - first.lineno + 1 if is_docstring else 0
    return node.end_lineno - node.lineno + 1 - docstring


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_is_one_idea(path):
    count = len(path.read_text(encoding="utf-8").splitlines())
    assert count <= LINES_PER_MODULE


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_function_fits_on_a_screen_and_takes_few_arguments(path):
    for node in functions(path):
        args = node.args
        count = len(args.posonlyargs) + len(args.args) + len(args.kwonlyargs)
        names = [arg.arg for arg in (*args.posonlyargs, *args.args)]
        own = count - (names[:1] in (["self"], ["cls"], ["ctx"]))
        assert code_lines(node) <= LINES_PER_FUNCTION, node.name
        assert own <= ARGUMENTS, node.name


def test_the_median_function_is_short():
    assert median(code_lines(n) for path in MODULES for n in functions(path)) < 10
