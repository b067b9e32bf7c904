"""Drafting: nearest first, no school twice, the same every time."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from formulir.records.office.geo import jarak_km, to_point
from formulir.records.selection.draft import (
    SchoolCandidate,
    assign_imbas,
    choose_models,
)


def calon(npsn, x=None, y=0.0, kecamatan="A", program=()):
    point = None if x is None else to_point(-7 + y / 111, 110 + x / 111)
    return SchoolCandidate(
        npsn=str(npsn),
        jenjang="SD",
        kecamatan=kecamatan,
        point=point,
        program=frozenset(program),
    )


@st.composite
def schools(draw):
    places = st.none() | st.tuples(st.floats(0, 60), st.floats(0, 60))
    count = draw(st.integers(1, 60))
    return [
        calon(n, *(draw(places) or (None,)), kecamatan=draw(st.sampled_from("ABC")))
        for n in range(count)
    ]


@settings(max_examples=50)
@given(schools(), st.integers(0, 12))
def test_models_are_as_many_as_asked_and_all_different(daftar, seats):
    models = choose_models(daftar, seats, named=[], load=Counter())
    assert len(models) == len({one.npsn for one in models}) == min(seats, len(daftar))


@settings(max_examples=50)
@given(schools(), st.integers(1, 12))
def test_imbas_are_five_each_while_schools_last_and_no_school_is_taken_twice(
    daftar, seats
):
    models = choose_models(daftar, seats, named=[], load=Counter())
    given = assign_imbas(models, daftar)
    imbas = [npsn for those in given.values() for npsn, _ in those]
    assert (
        len(imbas) == len(set(imbas)) == min(5 * len(models), len(daftar) - len(models))
    )
    assert not set(imbas) & set(given)
    assert all(len(those) <= 5 for those in given.values())


@settings(max_examples=50)
@given(schools(), st.integers(1, 12), st.randoms())
def test_the_order_of_the_list_changes_nothing(daftar, seats, random):
    first = choose_models(daftar, seats, named=[], load=Counter())
    shuffled = list(daftar)
    random.shuffle(shuffled)
    second = choose_models(shuffled, seats, named=[], load=Counter())
    assert first == second
    assert assign_imbas(first, daftar) == assign_imbas(second, shuffled)


@settings(max_examples=50)
@given(schools(), st.integers(1, 12))
def test_no_free_school_is_nearer_than_an_imbas(daftar, seats):
    models = choose_models(daftar, seats, named=[], load=Counter())
    given = assign_imbas(models, daftar)
    taken = {npsn for those in given.values() for npsn, _ in those} | given.keys()
    free = [one for one in daftar if one.npsn not in taken and one.point]
    for model in models:
        far = max((jarak for _, jarak in given[model.npsn] if jarak), default=0)
        if model.point and far:
            assert all(jarak_km(model.point, one.point) >= far for one in free)


def test_models_are_spread_over_the_kecamatan():
    daftar = [
        calon(f"{name}{n}", ord(name) * 10 + n / 10, kecamatan=name)
        for name in "ABC"
        for n in range(12)
    ]
    models = choose_models(daftar, 3, named=[], load=Counter())
    assert sorted(one.kecamatan for one in models) == ["A", "B", "C"]
    load = Counter({"A": 1})
    (only,) = choose_models(daftar, 1, named=[], load=load)
    assert only.kecamatan == "B"
    assert load == {"A": 1, "B": 1}


def test_the_school_in_the_middle_of_its_neighbours_becomes_the_model():
    daftar = [calon(n, n) for n in range(7)]
    (model,) = choose_models(daftar, 1, named=[], load=Counter())
    assert model.npsn == "3"


def test_an_island_is_chosen_only_when_there_is_nothing_else():
    mainland = [calon(n, n, kecamatan="A") for n in range(12)]
    island = calon("island", 80, kecamatan="B")
    models = choose_models([*mainland, island], 2, named=[], load=Counter())
    assert "island" not in {one.npsn for one in models}
    far = [calon(n, 80 * n, kecamatan=str(n)) for n in range(7)]
    assert len(choose_models(far, 1, named=[], load=Counter())) == 1


def test_named_models_come_first():
    daftar = [calon(n, n) for n in range(12)]
    models = choose_models(daftar, 2, named=[daftar[11], daftar[10]], load=Counter())
    assert [one.npsn for one in models] == ["11", "10"]


def test_a_shared_programme_goes_before_distance():
    model = calon("m", 0, program=["boga"])
    near = [calon(f"n{n}", 1 + n) for n in range(5)]
    same = calon("s", 50, program=["boga", "tari"])
    given = assign_imbas([model], [model, *near, same])["m"]
    assert [npsn for npsn, _ in given] == ["n0", "n1", "n2", "n3", "s"]


def test_a_school_without_a_place_comes_last_and_in_its_own_kecamatan_first():
    model = calon("m", 0, kecamatan="B")
    near = [calon(f"n{n}", 1 + n) for n in range(3)]
    lost = [calon("a", kecamatan="A"), calon("b", kecamatan="B")]
    given = assign_imbas([model], [model, *near, *lost])["m"]
    assert [npsn for npsn, _ in given] == ["n0", "n1", "n2", "a", "b"]
    assert [jarak for _, jarak in given][3:] == [None, None]
    given = assign_imbas([model], [model, *near, *lost, calon("n9", 99)])["m"]
    assert [npsn for npsn, _ in given] == ["n0", "n1", "n2", "n9", "b"]
