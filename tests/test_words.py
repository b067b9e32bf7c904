"""The rule of names: Indonesian is what people see as it is spelled, else English.

The words that people can see are gathered from where they see them: schema, sheets,
TOML files, queries of kinds, command line, archive format, error codes, JSON lines.
Every part of every identifier of ``src`` is one of them or stands in
``docs/english.txt``, which is sorted, so that a reviewer sees it grow.
"""

from __future__ import annotations

import ast
import re
import tomllib
from dataclasses import fields
from functools import cache

import click

from formulir.cli.main import COMMANDS, root
from formulir.records.tables.registry import TABLES
from formulir.settings import Settings
from tests.conftest import ROOT

SOURCE = ROOT / "src"
ENGLISH = ROOT / "docs" / "english.txt"
GLOSSARY = ROOT / "docs" / "istilah.md"
SPEAKING = {
    "cli",
    "handing",
    "looking",
    "reviewing",
    "receiving",
    "ledger",
    "selection",
    "letters",
}
"""The folders whose texts in quotes are keys of JSON lines, or columns."""
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


@cache
def split(name):
    """Split an identifier into its words, in lower case.

    A ``HTTPServer`` is ``http`` and ``server``, a ``daftar_kode`` two words.
    """
    return [word.lower() for word in WORD.findall(name)]


def words_of(text):
    return {word for name in re.findall(r"[A-Za-z_]+", text) for word in split(name)}


def schema_words():
    """Tables, columns, and the values that a CHECK allows."""
    texts = [path.read_text("utf-8") for path in SOURCE.rglob("schema*.sql")]
    return words_of("\n".join(re.sub(r"--.*", "", text) for text in texts))


def sheet_words():
    """Columns of sheets, and the other headings under which they are recognised."""
    columns = [column for table in TABLES.values() for column in table.columns]
    names = [(c.nama, *c.headings, *c.otherwise) for c in columns]
    return words_of(" ".join(" ".join(each) for each in names))


def toml_words():
    """Keys of the TOML files, and the names of rules, which are values there."""
    words = {word for each in fields(Settings) for word in split(each.name)}
    for name in ("kantor", "decisions"):
        text = (SOURCE / f"formulir/office/{name}.py").read_text("utf-8")
        words |= words_of(" ".join(re.findall(r'"([a-z_]+)"', text)))
    for path in (ROOT / "templates").rglob("*.toml"):
        words |= set(_walk(tomllib.loads(path.read_text("utf-8"))))
    return words


def _walk(value):
    if isinstance(value, dict):
        for name, member in value.items():
            yield from split(name)
            yield from split(" ".join(member)) if name == "aturan" else _walk(member)
    elif isinstance(value, list):
        for member in value:
            yield from _walk(member)


def query_words():
    """Columns and JSON keys of the contexts, as authors of templates see them."""
    paths = [*(ROOT / "templates").rglob("konteks.sql"), *SOURCE.rglob("views*.sql")]
    text = "\n".join(path.read_text("utf-8") for path in paths)
    return words_of(re.sub(r"--.*", "", text))


def command_words():
    """Commands, options, and the words that an option may be given."""
    words = {word for name in COMMANDS for word in split(name)}
    for name in COMMANDS:
        for param in root.get_command(None, name).params:
            words |= words_of(" ".join(param.opts))
            if isinstance(param.type, click.Choice):
                words |= words_of(" ".join(map(str, param.type.choices)))
    return words


def format_words():
    """Members and file names of the archive format, and the codes of errors."""
    page = (ROOT / "docs/archive-format.md").read_text("utf-8")
    inline = re.sub(r"```.*?```", "", page, flags=re.DOTALL)
    spelled = re.findall(r"`([^`]+)`", page) + re.findall(r"`([^`]+)`", inline)
    spelled += re.findall(r'"(\w+)":', page)
    codes = (ROOT / "docs/errors.md").read_text("utf-8")
    spelled += re.findall(r"^### (.+)$", codes, re.MULTILINE)
    return words_of(" ".join(spelled))


def json_words():
    """Keys of the JSON lines that commands print, and columns of what they write."""
    paths = [
        path
        for path in SOURCE.rglob("*.py")
        if path.parent.name in SPEAKING or {"cli", "web"} & set(path.parts)
    ]
    keys = [re.findall(r'"([a-z_]+)"(?::|,|\])', path.read_text()) for path in paths]
    return words_of(" ".join(key for found in keys for key in found))


@cache
def visible():
    gathered = (schema_words, sheet_words, toml_words, query_words)
    gathered += (command_words, format_words, json_words)
    return frozenset().union(*(gather() for gather in gathered))


@cache
def english():
    return frozenset(ENGLISH.read_text("utf-8").split())


@cache
def never_said():
    """The words that the glossary forbids, each with the word to say."""
    rows = re.findall(
        r"^\| ([^|]+) \| [^|]* \| ([^|]+) \|$",
        GLOSSARY.read_text("utf-8"),
        re.MULTILINE,
    )
    return {
        word.strip(): say.strip()
        for say, words in rows
        for word in words.split(",")
        if word.strip() and " " not in word.strip() and say.strip() != "word"
    }


@cache
def names(source):
    """Give every name that a module defines or uses, with its line."""
    return frozenset(_iter_names(ast.parse(source)))


def _iter_names(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.value.lineno, node.arg


def strangers(source, *, stem=""):
    """Give what stands in a module and is neither visible nor listed as English."""
    known = visible() | english()
    found = {(0, stem), *names(source)}
    return sorted(
        f"{line}: {name}: {word}"
        for line, name in found
        for word in split(name)
        if word not in known
    )


def forbidden(source):
    """Give what the glossary says is never said, each with the word to say."""
    never = never_said()
    return sorted(
        f"{line}: {name}: say {never[word]}, not {word}"
        for line, name in names(source)
        for word in split(name)
        if word in never
    )


def test_each_word_of_a_module_is_seen_by_people_or_is_english():
    for path in SOURCE.rglob("*.py"):
        source = path.read_text("utf-8")
        assert strangers(source, stem=path.stem) == [], path
        assert forbidden(source) == [], path


def test_the_english_words_are_sorted_and_each_is_used():
    listed = ENGLISH.read_text("utf-8").split()
    assert listed == sorted(set(listed))
    used = {"init"}
    for path in SOURCE.rglob("*.py"):
        for _, name in names(path.read_text("utf-8")):
            used |= set(split(name))
        used |= set(split(path.stem))
    assert set(listed) - used == set()


def test_a_machine_word_in_indonesian_is_refused():
    planted = "def rapikan_baut(antrean):\n    return antrean.gerbong\n"
    assert strangers(planted, stem="pembantu") == [
        "0: pembantu: pembantu",
        "1: antrean: antrean",
        "1: rapikan_baut: baut",
        "1: rapikan_baut: rapikan",
        "2: antrean: antrean",
        "2: gerbong: gerbong",
    ]


def test_a_word_that_the_glossary_forbids_is_refused():
    assert never_said()["perihal"] == "hal"
    planted = "class Letterhead:\n    trainer = 1\n"
    assert forbidden(planted) == [
        "1: Letterhead: say kop, not letterhead",
        "2: trainer: say fasilitator, not trainer",
    ]


def test_what_people_see_is_gathered_from_everywhere():
    for word in ("wilayah", "bernomor", "kop", "jenjang", "mundur", "tunda", "templat"):
        assert word in visible(), word
    for word in ("kumpulan", "kerangka", "pelindung", "titipan"):
        assert word not in visible(), word
