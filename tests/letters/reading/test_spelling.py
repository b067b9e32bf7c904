"""What a tag prints is a text or a number; all else is a fault with its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulir.letters.odf.odf import spell_odf
from formulir.letters.reading import meter
from formulir.letters.reading.compile import compile_template
from formulir.letters.reading.render import TemplatUnfillableError, fill_parts
from formulir.letters.reading.sandbox import Sandbox
from formulir.letters.reading.spelling import spell_value
from formulir.model import Spot
from tests.letters.word.package import fill_text, inspect, make_word, par

KONTEKS = {
    "teks": "a",
    "bulat": 7,
    "pecahan": 37.5,
    "daftar": ["a", "b"],
    "objek": {"nama": "x", "hadir": True},
    "hadir": True,
    "kosong": "",
    "ganda": [["a"], ["b"]],
    "orang": [{"nama": "x"}],
}


def lint(tag):
    return inspect(make_word(par("a"), par(tag)), KONTEKS)


@pytest.mark.parametrize(
    ("tag", "sort"),
    [
        ("{{ daftar }}", "is a list"),
        ("{{ objek }}", "is an object"),
        ("{{ hadir }}", "true or false"),
        ("{{ objek.hadir }}", "true or false"),
        ("{{ daftar | sort }}", "is a list"),
        ("{{ daftar | list }}", "is a list"),
        ("{{ 'ya' if hadir else daftar }}", "is a list"),
        ("{{ daftar if daftar else '-' }}", "is a list"),
        ("{% for b in ganda %}{{ b }}{% endfor %}", "is a list"),
        ("{% for o in orang %}{{ o }}{% endfor %}", "is an object"),
        ("{% for o in orang %}{{ loop.first }}{% endfor %}", "true or false"),
        ("{% set x = daftar %}{{ x }}", "is a list"),
        ("{{ ganda[0] }}", "is a list"),
    ],
)
def test_what_is_no_text_is_told_by_its_shape(tag, sort):
    (fault,) = lint(tag)
    assert sort in fault.reason
    assert fault.spot.part == "word/document.xml"
    assert fault.spot.paragraph == 1
    assert fault.spot.words in tag


@pytest.mark.parametrize(
    "tag",
    [
        *("{{ true }}", "{{ false }}", "{{ none }}", "{{ [1] }}", "{{ {} }}"),
        *("{{ 1 == 1 }}", "{{ not 1 }}", "{{ teks is defined }}", "{{ 'a' in 'b' }}"),
        "{{ 'a' if 1 else none }}",
    ],
)
def test_what_no_context_makes_a_text_is_told_while_compiling(tag):
    from formulir.errors import TemplateFaultyError  # noqa: PLC0415 - only here

    with pytest.raises(TemplateFaultyError) as caught:
        compile_template(make_word(par(tag)), nama="t")
    (fault,) = caught.value.faults
    assert fault.spot == Spot(part="word/document.xml", paragraph=0, words=tag)


@pytest.mark.parametrize(
    "tag",
    [
        *("{{ teks }}", "{{ bulat }}", "{{ pecahan }}", "{{ kosong }}"),
        *("{{ daftar | join(', ') }}", "{{ daftar | length }}", "{{ daftar | first }}"),
        *("{{ objek.nama }}", "{{ 'ya' if hadir else 'tidak' }}", "{{ 3 + 4 }}"),
        "{% if hadir == 1 and daftar %}{{ teks }}{% endif %}",
    ],
)
def test_what_is_text_is_let_through(tag):
    assert lint(tag) == []
    assert fill_text(make_word(par(tag)), KONTEKS)


@pytest.mark.parametrize(
    ("value", "sort"),
    [
        (["a"], "a list"),
        ({"a": 1}, "an object"),
        (True, "true"),
        (False, "false"),
        (None, "nothing"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
    ],
)
@pytest.mark.parametrize(
    "tag", ["{{ x }}", "{{ 'a' ~ x }}", "{{ [x] | join }}", "{{ x | upper }}"]
)
def test_what_is_no_text_is_refused_while_filling_too(tag, value, sort):
    template = compile_template(make_word(par("a"), par(tag)), nama="t")
    with pytest.raises(TemplatUnfillableError) as caught:
        fill_parts(template, {"x": value}, kunci="k")
    assert sort in caught.value.reason
    assert caught.value.spot == Spot(part="word/document.xml", paragraph=1, words=tag)


@pytest.mark.parametrize(
    ("number", "spelled"),
    [
        (40.0, "40"),
        (37.5, "37,5"),
        (0.1 + 0.2, "0,3"),
        (-2.50, "-2,5"),
        (-0.0, "0"),
        (1e20, "100000000000000000000"),
        (1234567.25, "1234567,25"),
        (0.00001, "0,00001"),
        (7, "7"),
    ],
)
def test_a_number_is_written_as_people_do(number, spelled):
    assert Sandbox().from_string("{{ x }}").render(x=number) == spelled
    sandbox = Sandbox()
    code, _ = sandbox.compile_noting(sandbox.parse("{{ '' ~ x }}"), part="p")
    assert sandbox.load(code).render(x=number) == spelled
    assert Sandbox(spell=spell_odf).from_string("{{ x }}").render(x=number) == spelled


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_never_has_the_spelling_of_a_program(number):
    spelled = str(spell_value(number))
    assert set(spelled) <= set("-0123456789,")
    assert float(spelled.replace(",", ".")) == pytest.approx(number, rel=1e-9, abs=1e-9)


def limited(tag, **konteks):
    template = compile_template(make_word(par("a"), par(tag)), nama="t")
    with pytest.raises(TemplatUnfillableError) as caught:
        fill_parts(template, konteks, kunci="k")
    assert caught.value.spot.paragraph == 1
    return caught.value.reason


LONG = "x" * 60_000


@pytest.mark.parametrize(
    ("tag", "reason"),
    [
        ("{{ a ~ a }}", "longer than"),
        ("{{ a + a }}", "longer than"),
        ("{{ [a, a] | join }}", "joins to more"),
        ("{{ a | replace('x', 'yy') }}", "longer than"),
        ("{{ 5 | round(999999999, 'ceil') }}", "digits"),
        ("{% set n = 9 %}" + "{% set n = n * n %}" * 9 + "{{ n }}", "digits"),
        ("{% for i in b %}{% for j in b %}.{% endfor %}{% endfor %}", "pass more than"),
        ("{% for i in b %}{{ a }}{% endfor %}", "larger than"),
    ],
)
def test_a_template_cannot_grow_without_end(tag, reason):
    assert reason in limited(tag, a=LONG, b=list(range(2_000)))


def test_a_value_that_is_too_long_is_refused():
    assert "at most" in limited("{{ a }}", a=LONG * 2)


def test_a_letter_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(meter, "FILL_LIMIT_S", -1.0)
    assert "processor time" in limited("{% for i in b %}.{% endfor %}", b=[1] * 300)


def test_a_letter_of_many_rows_is_let_through():
    docx = make_word(par("{% for i in b %}{{ i }}{% if i %}x{% endif %}{% endfor %}"))
    (text,) = fill_text(docx, {"b": list(range(20_000))})
    assert len(text) > 100_000
