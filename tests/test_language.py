"""Two languages: each sentence in both, none put together, the codes the same."""

from __future__ import annotations

import ast
import copy
import functools
import importlib.util
import io
import json
import pickle
import re
from datetime import date, time

import pytest

from formulir.cli.asking import confirm, prompt
from formulir.cli.common import show, tell_with
from formulir.cli.headings import HEADINGS
from formulir.cli.main import run, speak
from formulir.cli.tables import print_rows
from formulir.errors import RecordError, list_all, list_both, list_either, list_some
from formulir.language import (
    choose_language,
    phrase,
    speaking,
    take_reason,
    translate,
    use_language,
)
from formulir.receiving.words import read_ranges
from formulir.records.cells.codes import read_isi
from formulir.records.cells.text import read_text
from formulir.records.ledger.pola import check_pola
from formulir.records.schedule.hours import parse_istirahat, parse_jam
from formulir.records.sheets.sheet import name_rows
from tests.conftest import ROOT
from tests.kantor import make_kantor, make_printer

SOURCE = ROOT / "src" / "formulir"
TELLING = {
    *("tell", "show", "confirm", "prompt", "agree", "translate"),
    *("UsageError", "BadParameter", "ClickException", "ValueError"),
}
"""What is given to these is read by people: a sentence, or what was made of some."""
NOTING = {"reject", "remark", "remark_file"}
"""What gathers faults and remarks; one of the things that it is given is told."""
QUIET = {"phrase", "mark", "option", "argument", "compile", "execute"}
"""What is given to these is gathered elsewhere, or is read by no person."""
LITTLE = frozenset(
    (
        *("a", "an", "the", "of", "to", "is", "are", "was", "not", "in", "on", "and"),
        *("or", "with", "without", "for", "it", "its", "by", "from", "as", "at", "be"),
        *("has", "have", "had", "that", "this", "which", "who", "other", "more"),
        *("than", "so", "there", "behind", "before", "after", "already", "only"),
        *("each", "all"),
    )
)
"""Words of English sentences that name nothing, so that no identifier has them."""
NO_WORDS = frozenset(("cm", "gs", "re", "gid", "uid", "ini", "tag"))
"""Operators of PDF, names of the system, and what is Indonesian, too."""
PROSE = re.compile(r"(?:^|(?<=[\s(\"'“]))[a-z]{2,}(?=[\s:,;.)\"'”]|$)")
"""A word as it stands in a sentence, and not in a path, a tag or an option."""
SQL = re.compile(r"\b(SELECT|CREATE|INSERT|UPDATE|DELETE)\b")
WORDS = 2
"""So many English words in quotes are a sentence, not a key or a name."""
UNTOLD = frozenset(
    (
        "archive/proof/policy.py",
        "archive/proof/receipt.py",
        "letters/authoring/comments.py",
        "letters/authoring/names.py",
        "letters/authoring/sentences.py",
        "letters/jinja_words.py",
        "press/foreign/claim_fonts.py",
        "records/sheets/formats/read_csv.py",
        "web/desk/answer.py",
    )
)
"""Here stand words of libraries that are recognised, tags, and what is caught."""


def load(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bahasa = load("bahasa")
gather = bahasa.gather = functools.cache(bahasa.gather)  # every module is read once


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


@functools.cache
def list_english():
    """List the words that make a text an English one."""
    names = (ROOT / "docs" / "english.txt").read_text("utf-8").split()
    return (LITTLE | frozenset(names)) - NO_WORDS


@functools.cache
def list_known():
    """List what stands in the catalogue."""
    return frozenset(gather())


READ = (ast.Call, ast.Assign, ast.Expr, ast.JoinedStr, ast.Constant)
"""What can tell people something, or hold what is told."""


def find_quiet(nodes):
    """Find what is no sentence for people: docstrings, patterns, parts of texts."""
    quiet = set()
    for node in nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            quiet.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            quiet |= {part for part in node.values if isinstance(part, ast.Constant)}
        elif (isinstance(node, ast.Call) and name_call(node) in QUIET) or (
            isinstance(node, ast.Assign)
            and any(getattr(target, "id", "") == "says" for target in node.targets)
        ):
            quiet |= set(ast.walk(node))
    return quiet


def name_call(node):
    return getattr(node.func, "id", "") or getattr(node.func, "attr", "")


def list_loose(source):
    """List what is read by people and is no sentence of the catalogue."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, READ)]
    quiet, found = find_quiet(nodes), []
    for node in nodes:
        if isinstance(node, ast.Call):
            found += [each for each in list_told(node) if put_together(each)]
        if is_a_reason(node) and put_together(node.value):
            found.append(node.value)
        if node not in quiet and is_english(node):
            found.append(node)
    return [f"{each.lineno}: {ast.unparse(each)}" for each in dict.fromkeys(found)]


def list_told(call):
    """List what a call tells to people."""
    name = name_call(call)
    told = [*call.args[:1]] if name in TELLING else []
    told += [each for each in call.args if name in NOTING and not is_a_name(each)]
    told += [each.value for each in call.keywords if each.arg == "reason"]
    if isinstance(call.func, ast.Attribute) and name in {"confirm", "prompt"}:
        told = [each for each in told if name_call_of(each) != "translate"]
        return [call, *told] if told else []
    return told


def is_a_reason(node):
    """Tell whether something is called a reason, which is told in the end."""
    return isinstance(node, ast.Assign) and any(
        getattr(target, "id", "") == "reason" for target in node.targets
    )


def is_a_name(node):
    """Tell whether a text in quotes is the name of a column."""
    return isinstance(node, ast.Constant) and " " not in str(node.value)


def name_call_of(node):
    return name_call(node) if isinstance(node, ast.Call) else ""


def put_together(node):
    """Tell whether what is told is spelled here, or has lost its pattern."""
    match node:
        case ast.Constant(value=str(text)):
            return bool(bahasa.WORD.search(text)) and not text.endswith(".html")
        case ast.BinOp() | ast.IfExp() | ast.BoolOp():
            parts = ast.iter_child_nodes(node)
            return any(put_together(part) for part in parts)
        case (
            ast.JoinedStr()
            | ast.Call(func=ast.Name(id="str"), args=[ast.Name()])
            | ast.Call(func=ast.Attribute(attr="confirm" | "prompt"))
        ):
            return True
    return False


def is_a_word(word):
    """Tell whether a word is an English one; no Indonesian one ends like "refused"."""
    return word in list_english() or (len(word) > WORDS + 2 and word.endswith("ed"))


def is_english(node):
    """Tell whether a text in quotes, or one with holes, is an English sentence."""
    if isinstance(node, ast.JoinedStr):
        text, least, share = "", 1, 0.0
        for part in node.values:
            text += part.value if isinstance(part, ast.Constant) else "\0"
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        text, least, share = node.value, WORDS, 0.5
        if "\n" in text or text in list_known():
            return False
    else:
        return False
    if " " not in text or SQL.search(text):
        return False
    words = PROSE.findall(text)
    return sum(map(is_a_word, words)) >= max(least, share * len(words))


def test_what_is_told_to_people_is_a_sentence_of_the_catalogue():
    assert {
        name: loose
        for path in SOURCE.rglob("*.py")
        if (name := path.relative_to(SOURCE).as_posix()) not in UNTOLD
        if (loose := list_loose(path.read_text("utf-8")))
    } == {}


@pytest.mark.parametrize(
    "source",
    [
        'tell(f"{count} letters wait for you")',
        'tell("written")',
        'report.reject(0, "", f"{n} cells hold nothing")',
        'tell(f"{path}: {said}")',
        "tell(str(proof))",
        "page(translate(str(error)))",
        'tell("entered" if new else "in the book")',
        'Fault(place=p, reason="it is not there")',
        "Fault(place=p, reason=str(error))",
        'Fault(place=p, reason=f"{fault}; {cure}")',
        'raise ValueError(f"{act!r} is no act")',
        'def __str__(self):\n    return f"verified: {facts}"',
        'words = f"owner {old} → {new}"',
        'click.echo(f"{path}: refused: {reason}")',
        'where = f" of {year}"',
        'what = "the paper is not there"',
        'reason = "it holds no records of an office; put it back"',
        "click.confirm(question)",
        "click.prompt(asked, default=1)",
    ],
)
def test_a_loose_sentence_is_noticed(source):
    assert list_loose(source)


@pytest.mark.parametrize(
    "source",
    [
        'tell(phrase("it is not there"))',
        "click.confirm(translate(question), default=False)",
        "Fault(place=p, reason=take_reason(error))",
        'click.echo(f"{path}  {kunci}")',
        'def f():\n    """It is not there, and that is all."""',
        'name = f"word/{row.kind}{count}.xml"',
        'db.execute("SELECT the FROM words WHERE it IS not")',
        'place = f"{tabel} {row}"',
    ],
)
def test_what_is_no_sentence_is_left_alone(source):
    assert list_loose(source) == []


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


@pytest.mark.usefixtures("indonesian")
def test_what_is_listed_in_a_sentence_can_be_told_otherwise():
    rows = [name_rows([3]), name_rows([5, 6, 9])]
    for several, english, told in (
        (list_all(rows), "row 3, rows 5-6, 9", "baris 3, baris 5-6, 9"),
        (list_both(rows), "row 3 and rows 5-6, 9", "baris 3 dan baris 5-6, 9"),
        (list_either(rows), "row 3 or rows 5-6, 9", "baris 3 atau baris 5-6, 9"),
        (list_some(rows, shown=1), "row 3 and 1 more", "baris 3 dan 1 lagi"),
    ):
        assert (several, translate(several)) == (english, told)


@pytest.mark.usefixtures("indonesian")
@pytest.mark.parametrize(
    ("say", "told"),
    [
        (lambda: read_text(date(2016, 3, 7)), "tanggal, bukan teks; format kolomnya"),
        (lambda: read_text(True), "nilai ya atau tidak, bukan teks"),  # noqa: FBT003
        (lambda: read_text(time(8)), "jam, bukan teks"),
        (lambda: parse_jam("8"), "'8' bukan jam yang ditulis seperti 08.00"),
        (lambda: parse_istirahat("8"), "'8' bukan istirahat yang ditulis"),
        (lambda: read_isi("urut=1"), "'urut' bukan kode yang dapat disebut pola; "),
        (lambda: read_ranges("1-x"), "'1-x' bukan nomor dan bukan rentang"),
        (lambda: check_pola("{x}"), "pola nomor '{x}': token {x} tidak dikenal"),
    ],
)
def test_a_refusal_is_told_in_indonesian_to_its_last_word(say, told):
    with pytest.raises((ValueError, RecordError)) as refused:
        say()
    assert translate(take_reason(refused.value)).startswith(told)


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
    assert "Perintah:" in told
    assert run(["kind", "--help"]) == 0
    assert "Mendaftar jenis surat" in capfd.readouterr().out
    assert run(["kind", "new", "--help"]) == 0
    assert "Tunjukkan semua" in capfd.readouterr().out
    assert run(["issue", "--help"]) == 0
    assert "Hanya surat ini." in capfd.readouterr().out
    assert run(["--kantor", str(tmp_path), "find"]) == 5
    assert capfd.readouterr().err.startswith("kantor-missing: tidak ada kantor.toml di")
    assert run(["issue"]) == 2
    assert "belum disebut" in capfd.readouterr().err


def test_json_is_the_same_in_both(tmp_path, monkeypatch, capfd):
    """What a command says in JSON, sentences too, is English for whoever reads it."""
    monkeypatch.chdir(tmp_path)
    said = {}
    for language in ("en", "id"):
        speak(language)
        for form in ([], ["--json"]):
            assert run(["examine", "tiada.pdf", *form]) == 3
            said[language, *form] = capfd.readouterr().out
    speak("en")
    assert said["en",] != said["id",]
    assert said["en", "--json"] == said["id", "--json"]
    reason = json.loads(said["id", "--json"])["alasan"]
    assert said["en",].strip().endswith(reason)


UNNAMED = re.compile(r"fact\d*|.*\d|.*[A-Z].*|len|repr|db")
"""What a fact is called that nobody has named for what it is."""


def test_facts_are_named_for_what_they_are():
    assert [
        f"{name}: {sentence}"
        for sentence in gather()
        for name in bahasa.list_fields(sentence)
        if UNNAMED.fullmatch(name)
    ] == []


@pytest.mark.parametrize("name", ["fact1", "count2", "NILAI_LIMIT", "db"])
def test_a_fact_without_a_name_of_its_own_is_noticed(name):
    assert UNNAMED.fullmatch(name)


COLUMNS = sorted(
    {
        column
        for path in (*(SOURCE / "cli").rglob("*.py"), SOURCE / "reviewing" / "steps.py")
        for name, value in vars(
            importlib.import_module(
                ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts)
            )
        ).items()
        if name.startswith("COLUMNS_")
        for column in value
    }
)
"""The columns of every table that a command prints."""


def test_every_column_has_a_heading_and_no_other_has():
    assert sorted(HEADINGS) == COLUMNS


@pytest.mark.usefixtures("indonesian")
def test_headings_are_told_and_keys_stay(capfd):
    print_rows([{"nama": "x", "missing": 1}], columns=("nama", "missing"))
    assert capfd.readouterr().out.split() == ["nama", "kurang", "x", "1"]
    speak("en")
    print_rows([{"nama": "x", "missing": 1}], columns=("nama", "missing"))
    assert capfd.readouterr().out.split() == ["name", "missing", "x", "1"]
    speak("id")
    print_rows([{"missing": phrase("paper")}], columns=("missing",), as_json=True)
    assert json.loads(capfd.readouterr().out) == {"missing": "paper"}


@pytest.mark.usefixtures("indonesian")
def test_questions_are_asked_in_the_language_in_use(monkeypatch, capfd):
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n12\n"))
    assert not confirm(phrase("delete this row?"))
    assert prompt(phrase("new passphrase"), type=int) == 12
    told = capfd.readouterr()
    assert (told.out + told.err).split("[y/N]")[0].strip() == "hapus baris ini?"
    assert "kata sandi baru" in told.out + told.err


@pytest.mark.usefixtures("indonesian")
def test_remarks_behind_a_line_are_told_each(capfd):
    said = [phrase("it has no pages"), phrase("{count} letter(s) found", count=2)]
    show(tell_with("surat.pdf  ditolak", said))
    show(tell_with("surat.pdf  terima", []))
    assert capfd.readouterr().out == (
        "surat.pdf  ditolak: tidak ada halamannya; 2 surat ditemukan\n"
        "surat.pdf  terima\n"
    )


def test_a_file_is_told_in_its_own_language():
    said = phrase("{count} letter(s) found", count=2)
    with speaking("id"):
        assert translate(said) == "2 surat ditemukan"
    assert translate(said) == "2 letter(s) found"


GLIMPSES = (
    ("verify",),
    ("history",),
    ("numbers", "--tahun", "2016"),
    ("status", "--tahun", "2016"),
    ("status", "--tahun", "2016", "--missing"),
    ("next", "--tahun", "2016"),
    ("find", "tiada"),
    ("agenda", "--tahun", "2016"),
    ("kind", "list"),
    ("key",),
    ("receive", "--menunggu"),
    ("form", "usulan", "-o", "usulan.xlsx"),
    ("names", "--formulir", "02.1", "-o", "nama.docx"),
    ("get", "tiada"),
    ("numbers", "--tahun", "2016", "--pagar", "LPMP"),
)
"""Commands of which none needs a letter."""
LONG = (("doctor",),)
"""One that compiles all templates, too."""


WHOLE = re.compile(r"(?<![\w.-])[a-z]+(?![\w.-])")


@pytest.mark.slow
@pytest.mark.usefixtures("indonesian")
@pytest.mark.parametrize(
    "glimpses", [GLIMPSES, pytest.param(LONG, marks=pytest.mark.thorough)]
)
def test_no_english_is_left_in_indonesian(tmp_path, monkeypatch, capfd, glimpses):
    monkeypatch.chdir(tmp_path)
    make_kantor(tmp_path / "kantor", printer=make_printer(tmp_path))
    for words in glimpses:
        run(["--kantor", "kantor", *words])
        told = capfd.readouterr()
        text = (told.out + told.err).replace("'<' not found", "")  # lxml's own words
        assert text, words
        english = LITTLE - {"a", "an", "in", "so", "at", "has", "only"}
        assert english.isdisjoint(WHOLE.findall(text)), (words, text)
