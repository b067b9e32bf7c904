"""Which ways a letter went through its tags is noted while it is filled."""

from __future__ import annotations

import pytest

from formulir.letters.reading.compile import compile_template
from formulir.letters.reading.render import fill_traced, list_branches
from tests.letters.docx import make_docx

BODY = "word/document.xml"


def gone(*texts, **konteks):
    """Fill paragraphs, and return the ways that were gone, without the part's name."""
    template = compile_template(make_docx(*texts), nama="uji")
    _, branches = fill_traced(template, konteks, kunci="k")
    return sorted(branch.removeprefix(f"{BODY}:") for branch in branches)


@pytest.mark.parametrize(("a", "way"), [(True, "yes"), (False, "no")])
def test_a_condition_goes_one_of_two_ways(a, way):
    assert gone("{% if a %}ya{% endif %}", a=a) == [f"1:{way}"]
    assert gone("{% if a %}ya{% else %}tidak{% endif %}", a=a) == [f"1:{way}"]
    assert gone("{{ 'ya' if a else 'tidak' }}", a=a) == [f"1:{way}"]


def test_of_conditions_in_a_row_those_that_were_asked_are_noted():
    text = "{% if a == 1 %}x{% elif a == 2 %}y{% elif a == 3 %}z{% endif %}"
    assert gone(text, a=1) == ["1:yes"]
    assert gone(text, a=2) == ["1:no", "2:yes"]
    assert gone(text, a=9) == ["1:no", "2:no", "3:no"]


@pytest.mark.parametrize(
    ("count", "way"), [(0, "none"), (1, "one"), (2, "many"), (9, "many")]
)
def test_a_loop_goes_one_of_three_ways(count, way):
    text = "{% for n in daftar %}{{ loop.index }}{{ n }}{% endfor %}"
    assert gone(text, daftar=list(range(count))) == [f"1:{way}"]
    assert gone(text, daftar={str(n): n for n in range(count)}) == [f"1:{way}"]


def test_each_run_of_an_inner_loop_is_noted_by_itself():
    text = (
        "{% for baris in daftar %}{% for n in baris %}{{ n }}{% endfor %}{% endfor %}"
    )
    assert gone(text, daftar=[[1], [1]]) == ["1:many", "2:one"]
    assert gone(text, daftar=[[1], [], [1, 2]]) == [
        "1:many",
        "2:many",
        "2:none",
        "2:one",
    ]


def test_one_letter_knows_nothing_of_the_one_before():
    template = compile_template(make_docx("{% if a %}ya{% endif %}"), nama="uji")
    for a, way in ((1, "yes"), (0, "no"), (1, "yes")):
        _, branches = fill_traced(template, {"a": a}, kunci="k")
        assert branches == {f"{BODY}:1:{way}"}


def test_what_is_filled_is_what_it_was():
    inner = "{{ loop.index }}{{ n if n > 1 else '-' }}"
    text = f"{{% for n in daftar if n %}}{inner}{{% endfor %}}"
    template = compile_template(make_docx(text), nama="uji")
    parts, _ = fill_traced(template, {"daftar": [0, 1, 2]}, kunci="k")
    assert "1-22" in parts[BODY]


def test_all_branches_are_listed_gone_or_not():
    text = "{% if a %}{% for n in b %}{{ 'x' if n else 'y' }}{% endfor %}{% endif %}"
    template = compile_template(
        make_docx(text, header="{% if a %}z{% endif %}"), nama="t"
    )
    ways = {"1:yes", "1:no", "2:none", "2:one", "2:many", "3:yes", "3:no"}
    every = {f"{BODY}:{way}" for way in ways}
    every |= {"word/header1.xml:1:yes", "word/header1.xml:1:no"}
    assert list_branches(template) == every
    gone = set()
    for a, b in ((0, []), (1, []), (1, [1]), (1, [0, 1])):
        gone |= fill_traced(template, {"a": a, "b": b}, kunci="k")[1]
    assert gone == every
