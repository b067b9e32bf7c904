"""The ceilings of the house style: small functions, modules and folders."""

from __future__ import annotations

import ast
import io
import tokenize
from collections import Counter, defaultdict
from functools import cache
from statistics import median

import pytest

from tests.conftest import ROOT

HOUSE = ROOT / "src" / "formulir"
MODULES = sorted(HOUSE.rglob("*.py"))
LINES_PER_FUNCTION, LINES_PER_MODULE, ARGUMENTS, MEDIAN = 45, 220, 6, 8
MODULES_PER_FOLDER, MODULES_IN_ROOT = 12, 6
LARGE_FOLDERS = {"archive": 14}
"""The one exception: the log and its proof are one idea in fourteen small parts."""
ROOMS = ("archive", "cli", "ground", "handing", "issuing", "letters", "office", "press")
ROOMS = (*ROOMS, "receiving", "records", "reviewing", "workers")


@cache
def parse(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def functions(path):
    return [
        node
        for node in ast.walk(parse(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def is_docstring(node):
    """Tell words that stand alone; an ellipsis or a number is none."""
    alone = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return alone and isinstance(node.value.value, str)


PLAIN = ast.Name | ast.Attribute | ast.Constant | ast.expr_context


def list_words(node):
    """List the lines of a sentence for people that hold no code.

    These are its literal, and its facts where they are names: a fact that is computed
    is code. ``mark`` of the language takes a literal alone; others of that name are no
    sentences.
    """
    called = node.func if isinstance(node, ast.Call) else None
    if not (isinstance(called, ast.Name) and called.id in {"phrase", "mark"}):
        return set()
    given = [*node.args, *(each.value for each in node.keywords)]
    literal = isinstance(given[0], ast.Constant) and isinstance(given[0].value, str)
    if not literal or (called.id == "mark" and len(given) > 1):
        return set()
    lines = set(range(node.lineno + 1, node.end_lineno + 1))
    for value in given:
        if not all(isinstance(part, PLAIN) for part in ast.walk(value)):
            lines -= set(range(value.lineno, value.end_lineno + 1))
    return lines


@cache
def code_lines(path):
    """Give the lines that hold code: no docstring, import, comment or blank.

    A sentence for people is words, however long: it counts as one line.
    """
    texts, words = set(), set()
    for node in ast.walk(parse(path)):
        if is_docstring(node) or isinstance(node, ast.Import | ast.ImportFrom):
            words.update(range(node.lineno, node.end_lineno + 1))
        elif isinstance(node, ast.Constant | ast.JoinedStr):
            texts.update(range(node.lineno, node.end_lineno + 1))
        elif isinstance(node, ast.Call):
            words |= list_words(node)
    source = path.read_text(encoding="utf-8")
    found = enumerate(source.split("\n"), start=1)
    lines = {number for number, line in found if line.strip()[:1] not in ("", "#")}
    # Inside a text, a line may look like a comment or a blank one, and be none.
    return (lines if texts - words <= lines else list_tokens(source)) - words


def list_tokens(source):
    """List the lines of what is neither a comment nor blank, which takes long."""
    quiet = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT}
    quiet |= {tokenize.DEDENT, tokenize.ENDMARKER}
    return {
        line
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in quiet
        for line in range(token.start[0], token.end[0] + 1)
    }


def length(node, lines):
    return sum(node.lineno <= line <= node.end_lineno for line in lines)


def test_words_of_a_sentence_are_no_code_and_what_is_computed_is(tmp_path):
    path = tmp_path / "a.py"
    path.write_text(
        'phrase(\n    "a {b}"\n    " c",\n    b=b.c,\n    d=[\n        e for e in f\n'
        '    ],\n)\nmark(\n    "f",\n    g,\n)\nmark(\n    "h"\n)\n"words"\n7\n...\n'
    )
    assert sorted(code_lines(path)) == [1, 5, 6, 7, 9, 10, 11, 12, 13, 17, 18]


def test_a_module_is_one_idea():
    assert {
        path: count
        for path in MODULES
        if (count := len(code_lines(path))) > LINES_PER_MODULE
    } == {}


def test_a_function_fits_on_a_screen_and_takes_few_arguments():
    found = [(path, node) for path in MODULES for node in functions(path)]
    for path, node in found:
        args = node.args
        count = len(args.posonlyargs) + len(args.args) + len(args.kwonlyargs)
        names = [arg.arg for arg in (*args.posonlyargs, *args.args)]
        own = count - (names[:1] in (["self"], ["cls"], ["ctx"]))
        assert length(node, code_lines(path)) <= LINES_PER_FUNCTION, (path, node.name)
        assert own <= ARGUMENTS, (path, node.name)


def test_the_median_function_is_short():
    counts = [
        length(node, lines)
        for path in MODULES
        for lines in [code_lines(path)]
        for node in functions(path)
    ]
    assert median(counts) <= MEDIAN


def test_a_folder_holds_few_modules_and_the_hallway_fewer():
    counts = Counter(
        path.parent.relative_to(HOUSE).as_posix()
        for path in MODULES
        if path.name != "__init__.py"
    )
    assert counts.pop(".") <= MODULES_IN_ROOT
    most = {folder: LARGE_FOLDERS.get(folder, MODULES_PER_FOLDER) for folder in counts}
    assert [folder for folder in counts if counts[folder] > most[folder]] == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_public_name_stands_twice_in_a_room(room):
    places = defaultdict(list)
    for path in sorted((HOUSE / room).rglob("*.py")):
        for node in parse(path).body:
            named = isinstance(node, ast.FunctionDef | ast.ClassDef)
            if named and not node.name.startswith("_"):
                places[node.name].append(path.relative_to(HOUSE).as_posix())
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
