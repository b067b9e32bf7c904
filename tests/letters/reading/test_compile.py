from __future__ import annotations

import io

import pytest
from docx import Document
from docxtpl import DocxTemplate

from formulir.errors import TemplateFaultyError
from formulir.letters.reading.compile import compile_template, lint_template
from formulir.letters.reading.render import TemplatUnfillableError, render
from formulir.letters.reading.shape import infer
from formulir.model import Docx
from tests.letters.docx import make_docx, read_text

KONTEKS = {
    "sekolah": {"nama": "SD 1 Contoh", "npsn": "99000001"},
    "model": [{"nama": "SD 2", "imbas": [{"nama": "SD 3"}, {"nama": "SD 4"}]}],
}
NASTY = 'SD "A & B" <c> {{ 7*7 }} 72/II'


def faults_of(docx: Docx, konteks=KONTEKS) -> list[str]:
    try:
        template = compile_template(docx, nama="t.docx")
    except TemplateFaultyError as error:
        return [str(fault) for fault in error.faults]
    return [str(f) for f in lint_template(template, shape=infer([konteks]))]


def fill(docx: Docx, konteks=KONTEKS) -> list[str]:
    return read_text(render(compile_template(docx, nama="t.docx"), konteks, kunci="k"))


def test_a_letter_is_filled_like_docxtpl_itself_fills_it():
    docx = make_docx(
        "Kepada {{ sekolah.nama }}",
        "{%p for m in model %}",
        "{{ loop.index }}. {{ m.nama }}{% if m.imbas %}, dengan imbas{% endif %}",
        "{%p endfor %}",
        rows=(
            ("Nama", "No"),
            ("{%tr for i in model[0].imbas %}", ""),
            ("{{ i.nama }}", "{{ loop.index }}"),
            ("{%tr endfor %}", ""),
        ),
        header="NPSN {{ sekolah.npsn }}",
    )
    peer = DocxTemplate(io.BytesIO(docx))
    peer.render(KONTEKS, autoescape=True)
    out = io.BytesIO()
    peer.save(out)
    own = render(compile_template(docx, nama="t.docx"), KONTEKS, kunci="k")
    assert read_text(own) == read_text(out.getvalue())
    assert "1. SD 2, dengan imbas" in read_text(own)
    header = Document(io.BytesIO(own)).sections[0].header
    assert header.paragraphs[0].text == "NPSN 99000001"


def test_a_name_is_printed_to_the_letter_and_never_evaluated():
    konteks = {"nama": NASTY}
    assert fill(make_docx("[{{ nama }}]"), konteks) == [f"[{NASTY}]"]


@pytest.mark.parametrize(
    "name", ["a\tb", "a  b", "`x` ${y}", "{_{ z }_}", "a\nb", "'\""]
)
def test_odd_characters_of_a_value_reach_the_paper(name):
    assert fill(make_docx("[{{ nama }}]"), {"nama": name}) == [f"[{name}]"]


def test_escaped_braces_of_a_template_are_printed_as_braces():
    assert fill(make_docx("{_{ a }_}")) == ["{{ a }}"]


def test_a_tag_that_formatting_has_split_is_healed():
    document = Document()
    paragraph = document.add_paragraph()
    for piece, bold in (("{{ sek", True), ("olah.na", False), ("ma }}", True)):
        paragraph.add_run(piece).bold = bold
    out = io.BytesIO()
    document.save(out)
    assert fill(Docx(out.getvalue())) == ["SD 1 Contoh"]


def test_an_unknown_member_inside_a_loop_of_a_table_is_told_with_its_place():
    docx = make_docx(
        "Lampiran",
        rows=(
            ("Nama",),
            ("{%tr for m in model %}",),
            ("{{ m.nmaa }}",),
            ("{%tr endfor %}",),
        ),
    )
    assert faults_of(docx) == [
        "t.docx:body: “{{ m.nmaa }}”: m has no 'nmaa'; did you mean nama?"
    ]


def test_members_of_nested_loops_are_known():
    docx = make_docx(
        "{% for m in model %}{% for i in m.imbas %}{{ i.nama }}{{ i.npsm }}"
        "{% endfor %}{% endfor %}"
    )
    (fault,) = faults_of(docx)
    assert "i has no 'npsm'" in fault


@pytest.mark.parametrize("place", ["body", "header", "footer", "footnote"])
def test_a_template_that_reaches_for_python_is_refused_and_nothing_runs(place):
    evil = "{{ cycler.__init__.__globals__ }}"
    docx = {
        "body": make_docx(evil),
        "header": make_docx("a", header=evil),
        "footer": make_docx("a", footer=evil),
        "footnote": make_docx("a", footnote=evil),
    }[place]
    faults = faults_of(docx)
    assert any(f"t.docx:{place}" in f and "__globals__" in f for f in faults)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{{ nma }}", "unknown name 'nma'"),
        ("{{ npsn }}", "did you mean sekolah.npsn?"),
        ("{{ sekolah.nama | uper }}", "did you mean upper?"),
        ("{{ sekolah.nama.upper() }}", "calling is not allowed"),
        ("{{ sekolah.nama.x }}", "is a plain value"),
        ("{{ model.nama }}", "is a list"),
        ("{% for m in model %}x", "endfor"),
        ("{% if sekolah %}x{% endfor %}", "endfor"),
        ("{{ sekolah.nama ", "not closed"),
        ("sekolah.nama }}", "no {{ before it"),
        ("{{ sekolah.nama }", "not closed"),
        ("${nomor_naskah}", "another program"),
        ("{{r sekolah.nama }}", "rich text"),
        ("{% include 'x' %}", "include"),
        ("{% macro x() %}{% endmacro %}", "macro"),
        ("{{ sekolah[\u2018nmaa\u2019] }}", "did you mean nama?"),
    ],
)
def test_each_fault_is_told_in_words(text, reason):
    faults = faults_of(make_docx(text))
    assert faults
    assert any(reason in fault for fault in faults), faults


def test_all_faults_are_told_at_once():
    docx = make_docx(
        "{{ a1 }}", "{{ sekolah.b1 }}", header="{{ c1 }}", footer="{{ d1 }}"
    )
    assert len(faults_of(docx)) == 4


@pytest.mark.parametrize(
    "text",
    [
        "{% if kop is defined %}{{ sekolah.nama }}{% endif %}",
        "{{ kop | default('-') }}",
        "{% set x = sekolah %}{{ x.nama }}",
        "{% for m in model if m.imbas %}{{ loop.index }}{% endfor %}",
        "{{ model[0].nama }} {{ model | length }}",
        "{% for m in model | sort(attribute='nama') %}{{ m.nama }}{% endfor %}",
        "{{ “x” }}",
    ],
)
def test_what_is_right_is_let_through(text):
    assert faults_of(make_docx(text)) == []


@pytest.mark.parametrize("text", ["{{ 'a' * 999999999 }}", "{{ 9 ** 9 ** 9 }}"])
def test_a_template_cannot_eat_the_machine(text):
    with pytest.raises(TemplatUnfillableError, match="only for numbers"):
        fill(make_docx(text))


def test_a_value_missing_from_one_letter_is_told_with_the_letter_and_the_paragraph():
    docx = make_docx("a", "Kepala {{ sekolah.kepala }}")
    with pytest.raises(TemplatUnfillableError) as caught:
        fill(docx)
    assert "“Kepala {{ sekolah.kepala }}”" in caught.value.place
    assert caught.value.kunci == "k"


def test_a_tag_in_a_part_that_is_never_filled_is_refused():
    import zipfile  # noqa: PLC0415 - only here

    out = io.BytesIO(make_docx("a"))
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("word/charts/chart1.xml", "<c>{{ sekolah.nama }}</c>")
    (fault,) = faults_of(Docx(out.getvalue()))
    assert "chart1.xml" in fault


@pytest.mark.parametrize("data", [b"", b"junk", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_docx_is_refused_in_words(data):
    (fault,) = faults_of(Docx(data))
    assert "DOCX" in fault or "Word" in fault
