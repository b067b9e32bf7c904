"""The sandbox by itself, without the linter before it: each layer holds alone."""

from __future__ import annotations

import pytest
from jinja2.exceptions import (
    SecurityError,
    TemplateAssertionError,
    TemplateRuntimeError,
    UndefinedError,
)

from formulir.letters.reading.branches import CONDITION, LOOP
from formulir.letters.reading.sandbox import (
    FILTERS,
    INLINE,
    PIECE,
    TESTS,
    WHOLE,
    Sandbox,
)


def fill(source, **konteks):
    return Sandbox().from_string(source).render(konteks)


def changeable():
    """Give a context whose parts a template could change."""
    return {"daftar": ["b", "a"], "peta": {"a": 1}, "himpunan": {1}, "fungsi": fill}


# The figures are small: where a layer is missing the test fails, and nothing is eaten.
@pytest.mark.parametrize(
    "source",
    [
        "{{ '%09d' % 1 }}",
        "{{ '%s' % daftar }}",
        "{{ 2 ** 3 }}",
        "{{ 'a' * 3 }}",
        "{{ 3 * 'a' }}",
        "{{ daftar * 3 }}",
    ],
)
def test_text_and_lists_are_not_multiplied_and_no_power_is_taken(source):
    with pytest.raises(SecurityError, match="only for numbers"):
        fill(source, **changeable())


def test_numbers_are_multiplied_and_divided():
    assert fill("{{ 6 * 7 }} {{ 1.5 * n }} {{ 7 % n }}", n=2) == "42 3 1"


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'a'.upper() }}",
        "{{ 'a'.ljust(9) }}",
        "{{ '{:09}'.format(1) }}",
        "{{ '{0.__class__}'.format(1) }}",
        "{{ peta.keys() }}",
        "{{ fungsi('a') }}",
    ],
)
def test_nothing_is_called(source):
    with pytest.raises(SecurityError, match="not safely callable"):
        fill(source, **changeable())


@pytest.mark.parametrize(
    "attribute",
    [
        *("daftar.append", "daftar.clear", "daftar.extend", "daftar.insert"),
        *("daftar.pop", "daftar.remove", "daftar.reverse", "daftar.sort"),
        *("peta.clear", "peta.pop", "peta.popitem", "peta.setdefault", "peta.update"),
        *("himpunan.add", "himpunan.discard", "himpunan.remove"),
    ],
)
def test_what_changes_a_value_is_out_of_reach(attribute):
    konteks = changeable()
    with pytest.raises(SecurityError, match="is unsafe"):
        fill(f"{{{{ {attribute} }}}}", **konteks)
    assert konteks == changeable()


def test_no_member_is_assigned():
    with pytest.raises(TemplateRuntimeError, match="cannot assign attribute"):
        fill("{% set peta.a = 2 %}", **changeable())


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__ }}",
        "{{ daftar['__class__'] }}",
        "{{ peta.__init__ }}",
        "{{ fungsi.__globals__ }}",
        "{{ fungsi.__code__ }}",
        "{{ daftar | sort(attribute='__class__') | length }}",
        "{{ daftar | sum(attribute='__len__') }}",
        "{{ daftar | selectattr('__class__') | list }}",
        "{{ daftar | groupby('__class__') }}",
    ],
)
def test_the_inside_of_python_is_out_of_reach(source):
    with pytest.raises(SecurityError, match=r"attribute '__\w+__' of .* is unsafe"):
        fill(source, **changeable())


@pytest.mark.parametrize(
    "name",
    ["range", "dict", "lipsum", "cycler", "joiner", "namespace", "self.x", "open"],
)
def test_there_are_no_global_names(name):
    with pytest.raises(UndefinedError):
        fill(f"{{{{ {name} }}}}")
    assert Sandbox().globals == {}


@pytest.mark.parametrize(
    "source",
    [
        "{{ tiada }}",
        "{{ peta.tiada }}",
        "{{ peta['tiada'] }}",
        "{{ daftar[2] }}",
        "{% if tiada %}a{% endif %}",
        "{% for each in tiada %}a{% endfor %}",
        "{{ tiada == 1 }}",
        "{{ 'a' ~ tiada }}",
    ],
)
def test_an_unknown_name_is_an_error_and_no_blank(source):
    with pytest.raises(UndefinedError):
        fill(source, **changeable())


@pytest.mark.parametrize(
    "name",
    [
        *("attr", "batch", "center", "d", "dictsort", "escape", "filesizeformat"),
        *("forceescape", "format", "indent", "items", "map", "max", "min", "pprint"),
        *("random", "reverse", "safe", "slice", "string", "striptags", "tojson"),
        *("truncate", "urlencode", "urlize", "wordcount", "wordwrap", "xmlattr"),
    ],
)
def test_a_filter_that_is_not_listed_is_unknown(name):
    assert name not in FILTERS
    with pytest.raises(TemplateAssertionError, match=f"No filter named '{name}'"):
        fill(f"{{{{ daftar | {name} }}}}", **changeable())


@pytest.mark.parametrize(
    "name",
    [
        *("boolean", "callable", "escaped", "filter", "float", "integer"),
        *("iterable", "lower", "sameas", "test", "upper"),
    ],
)
def test_a_test_that_is_not_listed_is_unknown(name):
    assert name not in TESTS
    with pytest.raises(TemplateAssertionError, match=f"No test named '{name}'"):
        fill(f"{{{{ daftar is {name} }}}}", **changeable())


def test_the_filters_and_tests_that_are_listed_are_all_that_there_are():
    sandbox = Sandbox()
    ours = {CONDITION, LOOP, INLINE, PIECE, WHOLE}  # the linter knows none of them
    assert (set(sandbox.filters) - ours, set(sandbox.tests)) == (FILTERS, TESTS)


@pytest.mark.parametrize("source", ["{{ nama }}", "{{ 'A & B <c>' }}"])
def test_a_value_is_never_read_as_markup(source):
    assert fill(source, nama="A & B <c>") == "A &amp; B &lt;c&gt;"


_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        ("<a>\nb", f"&lt;a&gt;{_BREAK}b"),
        ("<a>\tb", f"&lt;a&gt;{_TAB}b"),
        ("a\n\tb", f"a{_BREAK}{_TAB}b"),
        ("a\n", f"a{_BREAK}"),
    ],
)
def test_a_line_end_and_a_tab_of_a_value_reach_word(value, filled):
    assert fill("[{{ nama }}]", nama=value) == f"[{filled}]"


def test_each_file_spells_values_in_its_own_language():
    sandbox = Sandbox(spell=lambda value: f"<{value}>")
    assert sandbox.from_string("{{ nama }}").render(nama="a\n") == "&lt;a\n&gt;"


def test_the_last_line_end_of_a_file_stays():
    assert fill("a\n") == "a\n"
