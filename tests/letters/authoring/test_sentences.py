"""No reason is told in English only: each that the code can give has its twin.

The reasons are read from the code, where they are texts of several words. What such a
text is beside a reason is listed here, so that a new one is looked at.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import jinja2
import pytest

from formulir.letters.authoring.sentences import read_twins, say, translate
from formulir.model import Fault
from tests.conftest import ROOT

SOURCE = ROOT / "src" / "formulir"
FILES = [
    path
    for path in sorted((SOURCE / "letters").rglob("*.py"))
    if "authoring" not in path.parts
    and "odf" not in path.stem
    and path.stem != "jinja_words"  # Jinja's, read below
]
FILES.append(SOURCE / "issuing" / "check.py")
JINJA = [Path(jinja2.__file__).with_name(name) for name in ("parser.py", "lexer.py")]
FACT = re.compile(r"(?<!\{)\{\w+(![rs])?(:[^{}]*)?\}(?!\})")
QUOTES = re.compile(r"(?<!\w)'\{(\w+)\}'")
ELSEWHERE = (
    # Of the query, of jenis.toml and of profil.toml, which no Word file shows.
    *("asks for more than to read", "gives no column", "column {fact} is no JSON"),
    *("konteks.naskah is no JSON", "takes more than {fact} s", "is blank and may not"),
    *("gives this key {fact} times", "office {fact} has several series"),
    *("as its folder is called", '"instansi" or "setelan"', "the kind has no {fact}"),
    *("makes a value of more than", "KiB of memory", "gives more than {fact} rows"),
    *("gives contexts of more than", "is JSON that is nested too deep"),
    *("no folder of templates holds it", "has no profile of golongan"),
    *(
        "a number of dots",
        "a size in points",
        "one of {fact}",
        "there is no kind",
    ),
    *("overlaps profil[{fact}]", "ends on {fact}", "end that one on the day before"),
    *("leaves a gap", "a day that is not before", 'where tanda_tangan is "tte"'),
    *("the mark of the certificate stands", "a sentence in quotes", "has no end"),
    # What stands on the paper, and the styles that it is formatted with.
    *("Dokumen ini telah ditandatangani", "Nama Pejabat ", "Ruang Tanda Tangan"),
    # Of Jinja, for whoever writes programs with it.
    *("Block names in Jinja", "names starting with an underline", "Required blocks"),
    *("non-default argument", "expected call", "wanted to resolve", "no group matched"),
    "yielded empty string",
)


def read_texts(path: Path) -> list[str]:
    """Give every text of several words of a module, its facts as ``{fact}``."""
    tree = ast.parse(path.read_text("utf-8"))
    quiet = {id(each) for node in ast.walk(tree) for each in _list_quiet(node)}
    texts = []
    for node in ast.walk(tree):
        if id(node) in quiet:
            continue
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "phrase":
            quiet.add(id(node.args[0]))
            pattern = ast.literal_eval(node.args[0])
            texts.append(pattern.replace("{{", "{").replace("}}", "}"))
        if isinstance(node, ast.JoinedStr):
            quiet |= {id(each) for each in ast.walk(node)}
            texts.append("".join(map(_spell, node.values)))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.append(node.value)
    return [text for text in texts if is_sentence(text)]


def is_sentence(text: str) -> bool:
    """Tell texts for people from names, paths, rules and XML."""
    words = [word for word in text.split() if re.fullmatch(r"[A-Za-z]+[,;.:]?", word)]
    return len(words) > 1 and len(text.split()) > 2 and "</w:" not in text


def _list_quiet(node: ast.AST):
    """Give what is no reason: docstrings, and what stays within the program."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "OdfUnfitError":
        yield from ast.walk(node)


def _spell(value: ast.expr) -> str:
    if isinstance(value, ast.Constant):
        return str(value.value)
    assert isinstance(value, ast.FormattedValue)
    return "'{fact}'" if value.conversion == ord("r") else "{fact}"


def is_elsewhere(text: str) -> bool:
    return any(known in FACT.sub("{fact}", text) for known in ELSEWHERE)


def is_told(text: str) -> bool:
    """Tell whether a text is a reason, or an end of one, that has a twin."""
    spelled = text.strip().replace("{fact}", "xyz")
    tries = (spelled, f"{spelled} xyz", f"xyz {spelled}")
    return any(translate(each) != each for each in tries)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_reason_of_the_code_has_an_indonesian_twin(path):
    texts = [text for text in read_texts(path) if not is_elsewhere(text)]
    assert [text for text in texts if not is_told(text)] == []


@pytest.mark.parametrize("path", JINJA, ids=lambda path: path.stem)
def test_what_jinja_says_of_a_tag_has_an_indonesian_twin(path):
    texts = [text for text in read_said(path) if not is_elsewhere(text)]
    assert texts
    assert [text for text in texts if not is_told(text)] == []


def read_said(path: Path) -> list[str]:
    """Give the texts that Jinja hands to its errors."""
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func)
        in ("self.fail", "TemplateSyntaxError", "message.append")
    ]
    given = [each for call in calls for each in call.args[:1]]
    found = [
        "".join(map(_spell, each.values))
        if isinstance(each, ast.JoinedStr)
        else each.value
        for each in given
        if isinstance(each, ast.JoinedStr)
        or (isinstance(each, ast.Constant) and isinstance(each.value, str))
    ]
    return [text for text in found if text]


def test_a_reason_without_a_twin_would_be_found(tmp_path):
    planted = tmp_path / "x.py"
    planted.write_text('def f(name):\n    return f"the {name} is quite new here"\n')
    (text,) = read_texts(planted)
    assert not is_elsewhere(text)
    assert not is_told(text)


def test_twins_say_the_same_facts_and_no_sentence_stands_twice():
    pairs = read_twins()
    assert len({english for english, _ in pairs}) == len(pairs)
    for english, twin in pairs:
        known = set(re.findall(r"\{(\w+)\}", english))
        assert set(re.findall(r"\{(\w+)\}", twin)) <= known, twin


TOLD = {
    "unknown name 'nma'; did you mean nama?": "Nama “nma” tidak ada di data surat ini. "
    "Maksudnya “nama”?",
    "Unexpected end of template. Jinja was looking for the following tags: 'endfor' or "
    "'else'. The innermost block that needs to be closed is 'for'.": (
        "Ada perintah yang belum ditutup. Yang masih ditunggu: endfor atau else. Tutup "
        "dulu {% for … %} yang terakhir, misalnya dengan {% endfor %}."
    ),
    "t.docx:body: “x”: letter 3301: 'dict object' has no attribute 'kepala'": "Pada "
    "surat 3301: kepala tidak ada di data surat itu. Lindungi dengan {% if … is "
    "defined %}.",
    "expected token 'end of statement block', got 'x'": "Isi {% %} tidak dapat dibaca "
    "mulai x. Periksa ejaannya, misalnya {% for baris in daftar %} atau {% if nama == "
    "'x' %}.",
    "a picture would vanish, for {%p if a %} takes the place of its whole paragraph; "
    "put the tag into a paragraph of its own": (
        "Gambar akan hilang, karena {%p if a %} mengambil tempat seluruh paragraf. "
        "Pindahkan tag itu ke paragraf tersendiri."
    ),
    "a change is still tracked here (“kata”, deleted); accept or reject it in Word "
    "(Review, Accept or Reject, All Changes)": (
        "Masih ada perubahan terlacak di sini (“kata” dihapus). Terima atau tolak di "
        "Word (Review, Accept atau Reject, All Changes)."
    ),
    "something that nobody foresaw": "Something that nobody foresaw",
}


@pytest.mark.parametrize("reason", TOLD)
def test_a_reason_is_said_with_its_facts_and_its_cure(reason):
    fault = Fault(place="t.docx", reason=reason)
    assert say(fault) == f"Salah: {TOLD[reason]}"
    warned = Fault(place="t.docx", reason=reason, warning=True)
    assert say(warned) == f"Peringatan: {TOLD[reason]}"
