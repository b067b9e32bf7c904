"""Numbers of people: what cannot be right is refused, what is masked is known."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulir.records.cells.codes import read_nip
from formulir.records.cells.mask import mask
from formulir.records.cells.people import (
    find_nip_fault,
    kelamin_of_nik,
    kelamin_of_nip,
    lahir_of_nip,
    read_nik,
    read_nuptk,
    read_staff_nip,
    read_telepon,
)
from formulir.records.cells.text import TYPED_AS_NUMBER

BIRTHS = st.dates(dt.date(1940, 1, 1), dt.date(2005, 12, 31))


@given(
    BIRTHS, st.integers(15, 50), st.integers(1, 12) | st.just(21), st.sampled_from("LP")
)
def test_a_nip_tells_what_it_was_made_of(lahir, age, bulan, kelamin):
    sex = "LP".index(kelamin) + 1
    nip = f"{lahir:%Y%m%d}{lahir.year + age}{bulan:02}{sex}000"
    assert read_staff_nip(f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}") == (
        nip,
        None,
    )
    assert (lahir_of_nip(nip), kelamin_of_nip(nip)) == (lahir.isoformat(), kelamin)


@pytest.mark.parametrize(
    ("nip", "reason"),
    [
        ("198002301999031000", "19800230 is no birth date"),
        ("198013011999031000", "19801301 is no birth date"),
        ("198001011999131000", "199913 is no month of appointment"),
        ("198001011999201000", "199920 is no month of appointment"),
        ("198001011979031000", "born 1980 and appointed 1979"),
        ("198001011999033000", "1 or 2, and is 3"),
        ("19800101199903100", "no NIP of 18 digits"),
        ("1980010119990310001", "no NIP of 18 digits"),
        ("belum ada", "no NIP of 18 digits"),
        ("\u0661" * 18, "born 1111 and appointed 1111"),
        ("1,98503E+17", "lost digits"),
        ("198503122010011008.0", "15 digits"),
    ],
)
def test_a_nip_that_cannot_be_right_is_refused_with_its_reason(nip, reason):
    with pytest.raises(ValueError, match=reason):
        read_staff_nip(nip)


def test_a_list_from_elsewhere_keeps_such_a_nip_with_a_remark():
    value, remark = read_nip("198002301999031000")
    assert value == "198002301999031000"
    assert "kept as it is" in remark
    assert find_nip_fault("196201021987031000") is None


@pytest.mark.parametrize("cell", ["-", "NIP", "NIP -"])
def test_no_number_is_no_number(cell):
    assert read_staff_nip(cell) == (None, None)


@given(BIRTHS, st.sampled_from("LP"))
def test_a_nik_holds_a_birth_date(lahir, kelamin):
    day = lahir.day + 40 * (kelamin == "P")
    nik = f"331901{day:02}{lahir:%m%y}0000"
    assert read_nik(f" {nik[:6]} {nik[6:]}") == (nik, None)
    assert kelamin_of_nik(nik) == kelamin


@pytest.mark.parametrize(
    "nik",
    [
        "331901320580000",
        "3319010005800000",
        "3319014005800000",
        "3319013202800000",
        "3319017202800000",
        "3319019905800000",
        "3319011213800000",
        "3319012902010000",
        "331901120580000A",
    ],
)
def test_a_nik_without_a_birth_date_is_refused(nik):
    with pytest.raises(ValueError, match="no NIK"):
        read_nik(nik)


def test_a_number_of_sixteen_digits_typed_as_a_number_is_refused():
    for read in (read_nik, read_nuptk):
        with pytest.raises(ValueError, match="15 digits"):
            read(3319011205800000.0)
    with pytest.raises(ValueError, match="no NUPTK"):
        read_nuptk("123")
    assert read_nuptk("0844748650300000")[0] == "0844748650300000"


@pytest.mark.parametrize(
    "cell", ["081255501000", "+62 812-5550-1000", "(0291) 5550100", "0291.5550100/1"]
)
def test_a_telephone_number_stays_as_it_is_typed(cell):
    assert read_telepon(cell) == (cell, None)


def test_a_telephone_number_typed_as_a_number_is_flagged():
    assert read_telepon(81255501000.0) == ("81255501000", TYPED_AS_NUMBER)
    for cell in ("tidak ada", "x0812", "+"):
        with pytest.raises(ValueError, match="no telephone number"):
            read_telepon(cell)


def test_a_masked_value_passes_its_reader():
    for read, value in (
        (read_nik, "3319011205800000"),
        (read_nuptk, "0844748650300000"),
        (read_telepon, "081255501000"),
        (read_telepon, "5550100"),
    ):
        assert read(mask(value)) == (mask(value), None)
