"""Reading cells: text stays text, nothing is guessed, every refusal has a reason."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulir.records.cells.clean import OUTER
from formulir.records.cells.codes import (
    choice,
    read_isi,
    read_kode_wilayah,
    read_nip,
    read_npsn,
    read_pola,
)
from formulir.records.cells.days import read_tanggal
from formulir.records.cells.text import (
    TYPED_AS_NUMBER,
    read_coordinate,
    read_number,
    read_tahun,
    read_text,
    read_whole,
    read_yes_no,
)

REFUSED = [
    *(chr(code) for code in range(0x20) if chr(code) != "\t"),
    *(chr(code) for code in range(0x7F, 0xA0)),
    *"\u2028\u2029\u202b\u202d\u202e\u2067\ufffe\uffff",
    "\ud800",
    "\udfff",
]


@given(
    st.text(
        st.characters(
            exclude_categories=["Cs", "Cc", "Cf", "Cn", "Co", "Zl", "Zp", "Zs"],
            exclude_characters="\u115f\u1160\u180e\u2800\u3164\uffa0"
            + "".join(map(chr, range(0xFE00, 0xFE10))),
        )
        | st.just(" ")
    )
)
def test_text_stays_text_but_for_its_ends(text):
    assert read_text(text) == (text.strip(OUTER), None)


@pytest.mark.parametrize("char", REFUSED)
def test_every_control_character_is_refused(char):
    with pytest.raises(ValueError, match=r"U\+|UTF-8"):
        read_text(f"a{char}b")


def test_a_tab_and_double_blanks_inside_are_kept():
    assert read_text(" SD\t 1  A ")[0] == "SD\t 1  A"


@pytest.mark.parametrize("cell", [1.5, True, dt.date(2016, 1, 1), 1e15, float("inf")])
def test_what_is_no_text_is_refused(cell):
    with pytest.raises(ValueError, match=r"text|bounds"):
        read_text(cell)


def test_a_number_typed_for_an_identifier_is_kept_and_flagged():
    assert read_npsn(20317300.0) == ("20317300", None)
    assert read_npsn(317300.0) == ("317300", TYPED_AS_NUMBER)
    with pytest.raises(ValueError, match="15 digits"):
        read_nip(195905121983111001.0)


@pytest.mark.parametrize("npsn", ["00012345", "P9970001", "1234567", "123456789"])
def test_an_npsn_keeps_its_zeros_and_its_odd_spelling(npsn):
    value, remark = read_npsn(npsn)
    assert value == npsn
    assert bool(remark) == (npsn != "00012345")


@pytest.mark.parametrize(
    ("cell", "value", "flagged"),
    [
        ("195905121983111001", "195905121983111001", False),
        ("NIP. 19590512 198311 1 001", "195905121983111001", False),
        ("-", None, False),
        ("12345", "12345", True),
    ],
)
def test_a_nip_is_checked_lightly(cell, value, flagged):
    assert (read_nip(cell)[0], bool(read_nip(cell)[1])) == (value, flagged)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)))
def test_a_day_is_read_in_each_of_its_certain_spellings(day):
    moment = dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a sheet has no zone
    for cell in (day, moment, day.isoformat()):
        assert read_tanggal(cell) == (day.isoformat(), None)


def test_a_day_is_read_in_indonesian_words():
    assert read_tanggal("07  MARET 2016")[0] == "2016-03-07"
    assert read_tanggal("1 Nopember 2016")[0] == "2016-11-01"


@pytest.mark.parametrize(
    "cell",
    [
        "03/04/16",
        "20160304",
        "04/25/2016",
        "7 Marz 2016",
        "31 Februari 2016",
        "2016-02-30",
        2016.0,
        dt.datetime(2016, 3, 7, 10, 0),  # noqa: DTZ001 - a sheet has no zone
        True,
    ],
)
def test_a_day_is_never_guessed(cell):
    with pytest.raises(ValueError, match=r"write 2016|two digits|time of day|not text"):
        read_tanggal(cell)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("-6.7914000", -6.7914),
        ("-6,7914", -6.7914),
        ("\u22126,79", -6.79),
        (".0000000", 0.0),
        ("999", 999.0),
        (110.5, 110.5),
        (-7, -7.0),
    ],
)
def test_a_coordinate_is_read_with_a_point_or_a_comma(cell, value):
    assert read_coordinate(cell) == (value, None)


@pytest.mark.parametrize("cell", ["6\u00b047'", "x", "1.000,5", "nan", "1e5", "1,2,3"])
def test_a_coordinate_that_is_no_number_is_left_empty_with_a_remark(cell):
    value, remark = read_coordinate(cell)
    assert value is None
    assert "not a number" in remark
    with pytest.raises(ValueError, match="not a number"):
        read_number(cell)


@pytest.mark.parametrize(
    ("read", "cell"),
    [
        (read_whole, "1.5"),
        (read_whole, "-1"),
        (read_whole, "\u0661"),
        (read_tahun, "16"),
        (read_tahun, "2116"),
        (read_yes_no, "mungkin"),
        (choice("N", "S"), "X"),
        (read_isi, "unit"),
        (read_isi, '{"unit": 5}'),
        (read_isi, "{unit}"),
        (read_pola, "{tahun}"),
        (read_kode_wilayah, 33.191),
    ],
)
def test_other_nonsense_is_refused(read, cell):
    with pytest.raises(ValueError):
        read(cell)


def test_words_and_whole_numbers_are_read():
    assert read_whole(5.0)[0] == 5
    assert read_tahun("2016")[0] == 2016
    assert [read_yes_no(cell)[0] for cell in ("Ya", 0.0, True)] == [1, 0, 1]
    status = choice("N", "S", also={"negeri": "N"})
    assert (status("Negeri")[0], status("s")[0]) == ("N", "S")
    assert json.loads(read_isi('{"unit": "E5.2"}')[0]) == {"unit": "E5.2"}
    assert read_pola("{urut:04}/{tahun}")[0] == "{urut:04}/{tahun}"


@pytest.mark.parametrize(
    ("cell", "kode"),
    [(33.1, "33.10"), (33.19, "33.19"), (33.0, "33"), (31900.0, "031900")],
)
def test_a_region_typed_as_a_number_gets_its_shape_back(cell, kode):
    assert read_kode_wilayah(cell) == (kode, TYPED_AS_NUMBER)
    assert read_kode_wilayah(kode) == (kode, None)
