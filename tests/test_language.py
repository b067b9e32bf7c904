"""Two languages: each sentence in both, none put together, the codes the same."""

from __future__ import annotations

import ast
import copy
import importlib.util
import json
import pickle
import re

import pytest

from formulir.cli.main import run, speak
from formulir.language import choose_language, phrase, translate, use_language
from tests.conftest import ROOT

SOURCE = ROOT / "src" / "formulir"
TELLING = {"tell", "echo", "UsageError", "confirm", "agree", "warn"}
"""What is given to these is read by people."""
WORDS = 3
"""So many words in quotes are a sentence, not a key or a name."""


def load(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bahasa = load("bahasa")


@pytest.fixture
def indonesian():
    speak("id")
    yield
    speak("en")


def test_the_catalogue_holds_every_sentence_in_both_languages():
    with bahasa.PO.open("rb") as file:
        known = bahasa.read_po(file, locale="id")
    renewed = bahasa.renew(known)
    assert bahasa.list_lacks(renewed) == []
    assert bahasa.spell(renewed) == bahasa.PO.read_bytes()
    assert bahasa.compile_catalogue(renewed) == bahasa.MO.read_bytes()


@pytest.mark.parametrize(
    "source",
    ['phrase("a " + word)', 'phrase(f"a {word}")', "phrase(text)", 'says = f"a {b}"'],
)
def test_a_sentence_that_is_put_together_is_refused(source):
    with pytest.raises(SyntaxError, match="put together"):
        bahasa.list_sentences(source)


def list_loose(source):
    """List what is told to people and is no sentence of the catalogue."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        told = [*node.args[:1]] if name in TELLING else []
        told += [each.value for each in node.keywords if each.arg == "reason"]
        found += [f"{each.lineno}: {ast.unparse(each)}" for each in told if loose(each)]
    return found


def loose(node):
    if isinstance(node, ast.JoinedStr):
        parts = [each.value for each in node.values if isinstance(each, ast.Constant)]
        return sum(len(bahasa.WORD.findall(part)) for part in parts) >= WORDS
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return len(bahasa.WORD.findall(node.value)) >= WORDS
    if isinstance(node, ast.BinOp):
        return loose(node.left) or loose(node.right)
    return False


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda p: p.stem)
def test_what_is_told_to_people_is_a_sentence_of_the_catalogue(path):
    assert list_loose(path.read_text("utf-8")) == []


def test_a_loose_sentence_is_noticed():
    assert list_loose('tell(f"{count} letters wait for you")')
    assert list_loose('Fault(place=p, reason="it is not there")')
    assert not list_loose('tell(phrase("it is not there"))')


@pytest.mark.usefixtures("indonesian")
def test_a_sentence_is_english_and_can_be_told_otherwise():
    one = phrase(
        "{path} exists; a private key is never overwritten, move it away", path="k"
    )
    assert one == "k exists; a private key is never overwritten, move it away"
    assert (
        translate(one)
        == "k sudah ada; kunci rahasia tidak pernah ditimpa, pindahkan dahulu"
    )
    both = phrase("{words} and {more} more", words=["a", one], more=2)
    assert translate(both).startswith("a, k sudah ada")
    assert translate(pickle.loads(pickle.dumps(both))) == translate(both)  # noqa: S301


class StubbornError(Exception):
    """One that cannot be made again from what it holds, as those of libraries."""

    def __init__(self, one, two):
        super().__init__(one)
        self.two = two


def test_a_sentence_about_an_error_of_others_goes_anywhere():
    said = phrase(
        "{error!r}: {all}", error=StubbornError(1, 2), all=[StubbornError(3, 4)]
    )
    for other in (pickle.loads(pickle.dumps(said)), copy.deepcopy(said)):  # noqa: S301
        assert other == said
        assert other.pattern == said.pattern


def test_an_unknown_language_is_english():
    assert choose_language({"LC_ALL": "fr_FR.UTF-8", "LANG": "id_ID"}) == "en"
    assert choose_language({}) == "en"
    use_language("en")


@pytest.mark.usefixtures("indonesian")
def test_commands_speak_indonesian_and_keep_their_codes(tmp_path, capfd):
    assert run(["--help"]) == 0
    told = capfd.readouterr().out
    assert "Pemakaian:" in told
    assert "Menomori, mencetak, mengecap" in told
    assert run(["issue", "--help"]) == 0
    assert "Hanya surat ini." in capfd.readouterr().out
    assert run(["--kantor", str(tmp_path), "find"]) == 5
    assert capfd.readouterr().err.startswith("kantor-missing: tidak ada kantor.toml di")
    assert run(["issue"]) == 2
    assert "belum disebut" in capfd.readouterr().err


def test_json_is_the_same_in_both(tmp_path, capfd):
    said = []
    for language in ("en", "id"):
        speak(language)
        assert run(["--kantor", str(tmp_path / "x"), "find", "--json"]) == 5
        said.append(capfd.readouterr())
    speak("en")
    assert said[0].out == said[1].out
    assert [line.partition(":")[0] for line in (said[0].err, said[1].err)] == [
        "kantor-missing"
    ] * 2
    assert json.dumps(phrase("{n} letters", n=2)) == '"2 letters"'


UNNAMED = re.compile(r"fact\d*|.*\d|.*[A-Z].*|len|repr|db")
"""What a fact is called that nobody has named for what it is."""


def test_facts_are_named_for_what_they_are():
    assert [
        f"{name}: {sentence}"
        for sentence in bahasa.gather()
        for name in bahasa.list_fields(sentence)
        if UNNAMED.fullmatch(name)
    ] == []


@pytest.mark.parametrize("name", ["fact1", "count2", "NILAI_LIMIT", "db"])
def test_a_fact_without_a_name_of_its_own_is_noticed(name):
    assert UNNAMED.fullmatch(name)
