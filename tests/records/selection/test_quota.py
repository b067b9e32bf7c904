"""Sharing a quota: nothing lost, nothing beyond what the schools allow."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from formulir.records.selection.quota import full_capacity, most_capacity, share_quota

COUNTS = st.dictionaries(
    st.sampled_from(["SD", "SMP", "SMA", "SMK"]), st.integers(0, 900), min_size=1
)
KUOTA = st.integers(0, 60)


@given(COUNTS, KUOTA)
def test_the_whole_quota_is_given_as_far_as_the_schools_allow(schools, kuota):
    seats = share_quota(schools, kuota)
    assert seats.keys() == schools.keys()
    assert sum(seats.values()) == min(kuota, sum(map(most_capacity, schools.values())))
    for name, count in schools.items():
        assert 0 <= seats[name] <= most_capacity(count)


@given(COUNTS, KUOTA)
def test_no_model_goes_short_while_another_jenjang_has_room(schools, kuota):
    seats = share_quota(schools, kuota)
    short = any(seats[name] > full_capacity(n) for name, n in schools.items())
    room = any(seats[name] < full_capacity(n) for name, n in schools.items())
    assert not (short and room)


@given(COUNTS, KUOTA)
def test_a_larger_jenjang_never_gets_less(schools, kuota):
    seats = share_quota(schools, min(kuota, sum(map(full_capacity, schools.values()))))
    for one, count in schools.items():
        for other, fewer in schools.items():
            if count > fewer:
                assert seats[one] >= seats[other]


@given(COUNTS, KUOTA)
def test_a_share_within_its_bounds_is_the_quota_rounded_down_or_up(schools, kuota):
    seats = share_quota(schools, kuota)
    total = sum(schools.values())
    if total and all(
        kuota * count / total + 1 <= full_capacity(count) for count in schools.values()
    ):
        for name, count in schools.items():
            assert abs(seats[name] - kuota * count / total) < 1


@given(COUNTS, KUOTA, st.data())
def test_named_models_keep_their_seats(schools, kuota, data):
    named = {
        name: data.draw(st.integers(0, min(count, 20)))
        for name, count in schools.items()
    }
    seats = share_quota(schools, kuota, named=named)
    assert all(seats[name] >= named[name] for name in schools)
    assert sum(seats.values()) <= max(kuota, sum(named.values()))


def test_a_quota_of_16_in_a_usual_kabupaten():
    schools = {"SD": 467, "SMP": 52, "SMA": 17, "SMK": 29}
    assert share_quota(schools, 16) == {"SD": 13, "SMP": 1, "SMA": 1, "SMK": 1}


def test_what_one_jenjang_cannot_carry_the_others_do():
    assert share_quota({"SD": 13, "SMP": 12, "SMA": 60}, 10) == {
        "SD": 2,
        "SMP": 1,
        "SMA": 7,
    }
    assert share_quota({"SD": 6, "SMP": 9, "SMA": 8, "SMK": 1}, 16) == {
        "SD": 1,
        "SMP": 2,
        "SMA": 2,
        "SMK": 0,
    }


def plain(schools, kuota):
    """Share by largest remainder, whatever can be carried."""
    total = sum(schools.values())
    exact = {name: kuota * count / total for name, count in schools.items()}
    seats = {name: kuota * count // total for name, count in schools.items()}
    rest = {name: kuota * count % total for name, count in schools.items()}
    order = sorted(exact, key=lambda name: (-rest[name], -schools[name], name))
    for name in order[: kuota - sum(seats.values())]:
        seats[name] += 1
    return seats


@given(COUNTS.filter(lambda counts: sum(counts.values()) > 0), KUOTA)
def test_the_plain_share_stands_where_it_can_be_carried(schools, kuota):
    wanted = plain(schools, kuota)
    if all(wanted[name] <= full_capacity(count) for name, count in schools.items()):
        assert share_quota(schools, kuota) == wanted


def test_a_jenjang_that_can_carry_none_still_counts_as_schools():
    schools = {"SD": 100, "SMP": 30, "SMA": 20, "SMK": 5}
    assert share_quota(schools, 10) == plain(schools, 10)
