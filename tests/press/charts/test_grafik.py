"""What a context tells of a chart is read whole, or every fault of it is told."""

from __future__ import annotations

import copy

import pytest

from formulir.press.charts.grafik import MOST_KATEGORI, read_grafik

GOOD = {
    "kategori": ["Organisasi", "Dukungan"],
    "deret": [
        {"nama": "Monev I", "nilai": [0, 91.7]},
        {"nama": "Monev II", "nilai": [100, ""]},
    ],
    "terbesar": 100,
    "satuan": "Capaian (%)",
    "alt": "Grafik batang.",
}


def test_a_blank_value_is_none_and_nothing_is_a_value():
    grafik = read_grafik(GOOD)
    assert grafik.deret == (("Monev I", (0.0, 91.7)), ("Monev II", (100.0, None)))


@pytest.mark.parametrize(
    ("where", "value", "told"),
    [
        (("kategori",), [], "has no kategori"),
        (("alt",), "", "has no alt"),
        (("alt",), 7, "are texts"),
        (("kategori",), ["a", 2], "list of texts"),
        (("kategori",), ["a"] * (MOST_KATEGORI + 1), f"{MOST_KATEGORI} can be drawn"),
        (("terbesar",), -1, "above 0"),
        (("deret",), [{}] * 4, "list of 1 to 3"),
        (("deret", 0, "nama"), None, "deret[0] has no nama"),
        (("deret", 1, "nilai"), [1], "deret[1].nilai is no list of 2"),
        (("deret", 1, "nilai", 0), 100.1, "100.1 is no number from 0 to 100"),
        (("deret", 1, "nilai", 0), -1, "-1 is no number"),
        (("deret", 1, "nilai", 0), True, "True is no number"),
        (("deret", 1, "nilai", 0), float("nan"), "nan is no number"),
        (("deret", 1, "nilai", 0), "75", "'75' is no number"),
    ],
)
def test_what_cannot_be_drawn_is_told_with_its_place(where, value, told):
    wrong = copy.deepcopy(GOOD)
    inside = wrong
    for step in where[:-1]:
        inside = inside[step]
    inside[where[-1]] = value
    with pytest.raises(ValueError, match=r"grafik") as caught:
        read_grafik(wrong)
    assert told in str(caught.value)


def test_all_faults_are_told_at_once():
    wrong = copy.deepcopy(GOOD)
    wrong["deret"][0]["nilai"][0] = wrong["deret"][1]["nilai"][0] = 101
    with pytest.raises(ValueError, match="101") as caught:
        read_grafik(wrong)
    assert str(caught.value).count("101") == 2


@pytest.mark.parametrize("told", ["", [], "grafik", 3])
def test_what_is_no_object_is_no_chart(told):
    with pytest.raises(ValueError, match="no JSON object"):
        read_grafik(told)
