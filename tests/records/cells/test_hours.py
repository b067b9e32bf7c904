"""Hours, breaks, marks and lists, as people type them and as a spreadsheet stores."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulir.records.cells.hours import (
    read_breaks,
    read_code_list,
    read_jam,
    read_nilai,
    split_codes,
)
from formulir.records.cells.text import TYPED_AS_NUMBER

MENIT = st.integers(0, 24 * 60 - 1)


@given(MENIT)
def test_each_minute_of_the_day_is_read_in_each_of_its_spellings(menit):
    jam = f"{menit // 60:02}.{menit % 60:02}"
    hour = dt.time(menit // 60, menit % 60)
    spellings = [
        jam,
        jam.replace(".", ":"),
        f"{menit // 60}:{menit % 60:02}",
        f"pukul {jam} WIB",
        f"{jam} wita",
        f"{jam}.00",
        hour,
        dt.timedelta(minutes=menit),
    ]
    if menit:
        spellings.append(menit / (24 * 60))
    for cell in spellings:
        assert read_jam(cell) == (jam, None)


@pytest.mark.parametrize(
    ("cell", "jam"), [(8.0, "08.00"), (13.3, "13.30"), (9.05, "09.05")]
)
def test_an_hour_typed_as_a_number_is_flagged(cell, jam):
    assert read_jam(cell) == (jam, TYPED_AS_NUMBER)


@pytest.mark.parametrize(
    "cell",
    [
        "8",
        "25.00",
        "24.00",
        "08.60",
        "delapan",
        "08.00-09.00",
        8.75,
        24.0,
        42464.5,
        -0.5,
        0.12345,
        True,
        dt.date(2016, 4, 4),
        dt.datetime(2016, 4, 4, 8, 0),  # noqa: DTZ001 - a sheet has no zone
        dt.time(8, 0, 30),
        dt.timedelta(days=1),
    ],
)
def test_what_is_no_hour_is_refused(cell):
    with pytest.raises(ValueError, match=r"hour|08\.00|yes or no"):
        read_jam(cell)


@given(st.lists(MENIT, unique=True, max_size=8).map(sorted))
def test_breaks_are_put_in_order(edges):
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    spell = [f"{a // 60}:{a % 60:02} - {b // 60:02}.{b % 60:02}" for a, b in pairs]
    value, remark = read_breaks("; ".join(reversed(spell)) or "-")
    assert remark is None
    wanted = [f"{a // 60:02}.{a % 60:02}-{b // 60:02}.{b % 60:02}" for a, b in pairs]
    assert value == "; ".join(wanted)
    assert read_breaks(value or "-")[0] == value


def test_breaks_in_other_words():
    for dash in ("-", "\u2013", " s.d. ", " s/d ", " sd "):
        assert read_breaks(f"10.00{dash}10.15;")[0] == "10.00-10.15"


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("10.00", "no break such as"),
        ("10.00-25.00", "no hour"),
        ("10.00-09.00", "ends before"),
        ("10.00-10.00", "ends before"),
        ("10.00-11.00; 10.30-12.00", "begins before another"),
    ],
)
def test_what_is_no_break_is_refused(cell, reason):
    with pytest.raises(ValueError, match=reason):
        read_breaks(cell)


@pytest.mark.parametrize(("cell", "value"), [("87,5", 87.5), (100, 100.0), ("0", 0.0)])
def test_a_mark_is_a_number_from_0_to_100(cell, value):
    assert read_nilai(cell) == (value, None)


@pytest.mark.parametrize(
    "cell", ["100,5", -1, 875.0, "A", "87.5.1", True, float("nan")]
)
def test_what_is_no_mark_is_refused(cell):
    with pytest.raises(ValueError, match=r"not a number|from 0 to 100|not text"):
        read_nilai(cell)


def test_a_list_of_codes_is_each_code_once():
    value, _ = read_code_list(" FN-01;;FN-02 ;FN-01;")
    assert split_codes(value) == ["FN-01", "FN-02"]
    assert read_code_list(";")[0] is None
