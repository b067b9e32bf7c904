"""The documents say what the code says."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re

import pytest

import formulir
from formulir.cli.main import COMMANDS, root
from formulir.errors import FormulirError
from formulir.handing.formats import LabelUnknownError, read_formats
from formulir.letters.jenis import JenisUnknownError, list_jenis
from formulir.office.lookup.choices import PilihanUnknownError
from formulir.records.defaults import load_tahap
from formulir.records.importing.ingest import TabelUnknownError
from formulir.records.tasks.registry import TugasUnknownError
from tests.conftest import ROOT

FAMILIES = {"RecordError", "TemplateError", "MachineError", "ArsipError"}


# Words of programming, which the glossary of the trade does not explain.
def modules():
    for info in pkgutil.walk_packages(formulir.__path__, "formulir."):
        if not info.name.endswith((".child", "__main__", "uno_worker")):
            yield importlib.import_module(info.name)


def classes():
    seen = {}
    for module in modules():
        for _name, member in inspect.getmembers(module, inspect.isclass):
            if member.__module__.startswith("formulir."):
                seen[member.__qualname__] = member
    return seen


def errors():
    found = [c for c in classes().values() if issubclass(c, FormulirError)]
    return [c for c in found if c.__name__ not in FAMILIES and c is not FormulirError]


@pytest.mark.parametrize("error", errors(), ids=lambda error: error.__name__)
def test_every_error_has_a_heading_in_the_book_of_errors(error):
    code = FormulirError.code.fget(error.__new__(error))
    text = (ROOT / "docs/errors.md").read_text(encoding="utf-8")
    assert re.search(rf"^### {re.escape(code)}$", text, re.MULTILINE), code


@pytest.mark.parametrize(
    "error",
    [
        TabelUnknownError("sekolahan"),
        TugasUnknownError("sekolahan"),
        JenisUnknownError("02.9", known=list_jenis([ROOT / "templates"])),
        LabelUnknownError("104", known=list(read_formats([ROOT / "templates"]))),
    ],
    ids=lambda error: error.code,
)
def test_an_example_that_lists_what_there_is_lists_all_of_it(error):
    text = (ROOT / "docs/errors.md").read_text(encoding="utf-8")
    (example,) = re.findall(rf"^{error.code}: (.*)$", text, re.MULTILINE)
    assert example == str(error)


def test_an_example_of_a_stage_lists_the_stages(db):
    load_tahap(db.tables)
    stages = db.values("SELECT kode FROM tahap ORDER BY kode")
    error = PilihanUnknownError("tahap", "T10", known=stages)
    text = (ROOT / "docs/errors.md").read_text(encoding="utf-8")
    assert f"\n{error.code}: {error}\n" in text


def test_the_book_of_errors_explains_no_error_that_does_not_exist():
    text = (ROOT / "docs/errors.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^### (.+)$", text, re.MULTILINE))
    codes = {FormulirError.code.fget(error.__new__(error)) for error in errors()}
    assert told == codes | {"bug", "machine"}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_exists_and_stands_in_the_readme(name):
    command = root.get_command(None, name)
    assert command.help
    assert f"`formulir {name}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_nothing_names_a_place_outside_the_project():
    here = re.compile("/wo" + "rk/|" + "fa" + "rm-|" + r"\.\./sha" + "red")
    texts = {".py", ".md", ".sql", ".toml", ".sh", ".csv"}
    folders = ("src", "docs", "scripts", "templates", "samples", "tests", "bench")
    paths = [path for name in folders for path in (ROOT / name).rglob("*")]
    for path in (*paths, ROOT / "README.md", ROOT / "AGENTS.md"):
        if path.suffix in texts:
            assert not here.search(path.read_text(encoding="utf-8")), path


PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(((?!https?:|#)[^)#]+)[^)]*\)")
PATH = re.compile(r"`((?:[a-z_0-9]+/)*[a-z_0-9]+\.(?:py|sh|toml|txt|sql))`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_file_that_a_page_names_is_there(page):
    bases = [ROOT, ROOT / "src/formulir", *sorted((ROOT / "src/formulir").iterdir())]
    bases += [ROOT / "templates", ROOT / "templates/02.3", ROOT / "verifier"]
    bases.append(page.parent)
    text = page.read_text("utf-8")
    assert [to for to in LINK.findall(text) if not (page.parent / to).exists()] == []
    named = set(PATH.findall(LINK.sub("", text))) - {"kantor.toml", "bagit.txt"}
    missing = [
        name
        for name in sorted(named)
        if not any((base / name).exists() for base in bases)
    ]
    assert missing == []
