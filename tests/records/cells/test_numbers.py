"""Numbers of people and schools: plain digits, or refused where digits are lost."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulir.records.cells.codes import read_kode_pos, read_nip, read_npsn
from formulir.records.cells.people import (
    read_nik,
    read_nuptk,
    read_posel,
    read_staff_nip,
    read_telepon,
)
from formulir.records.cells.text import read_text
from formulir.records.sheets.report import Note

WIDE = str.maketrans(
    "0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19"
)
NIP, NIK = "198503122010011005", "3319016005800001"
read_lines = partial(read_telepon, lines=True)


@pytest.mark.parametrize(
    "cell",
    [
        "20300001\u200b",
        "\ufeff20300001",
        "2030\u00ad0001",
        "\u206020300001\u00a0",
        "20300001".translate(WIDE),
        "'20300001",
        "\u201920300001\u2019",
        '="20300001"',
        '"20300001"',
        "20300001.0",
        "20300001,00",
        "NPSN: 2030\u00a00001",
    ],
)
def test_what_never_means_anything_is_taken_off_with_a_note(cell):
    value, note = read_npsn(cell)
    assert value == "20300001"
    assert isinstance(note, Note)


@given(
    st.sampled_from(["\u200b", "\u2060", "\u00ad", "\ufeff", "\u200e", "\u202a"]),
    st.data(),
)
def test_nobody_has_two_numbers_by_a_sign_that_nobody_sees(char, data):
    at = data.draw(st.integers(0, len(NIK)))
    assert read_nik(NIK[:at] + char + NIK[at:])[0] == NIK
    at = data.draw(st.integers(0, len(NIP)))
    assert read_staff_nip(NIP[:at] + char + NIP[at:])[0] == NIP


@pytest.mark.parametrize("read", [read_npsn, read_nip, read_staff_nip, read_nik])
@pytest.mark.parametrize(
    "cell", ["2,03E+07", "2.03E+07", "2E7", "1,98503E+17", "1.98503e+17", "'8,12E+11"]
)
def test_a_number_that_lost_digits_is_refused(read, cell):
    with pytest.raises(ValueError, match="lost digits"):
        read(cell)


def test_a_number_cell_of_more_than_fifteen_digits_is_refused():
    for read in (read_nip, read_staff_nip, read_nik, read_nuptk):
        with pytest.raises(ValueError, match="15 digits"):
            read(198503122010011000.0)


def test_a_decimal_behind_eighteen_digits_is_taken_off_where_they_can_be_right():
    assert read_nip(f"{NIP}.0")[0] == NIP
    with pytest.raises(ValueError, match="may be wrong"):
        read_nip("198503122010011008.0")


@pytest.mark.parametrize(
    "cell", ["2030-0001", "20300001a", "2030.0001", "\u2460\u2461"]
)
def test_other_damage_of_an_npsn_is_refused(cell):
    with pytest.raises(ValueError, match="no NPSN"):
        read_npsn(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "(0291) 5550100",
        "0291-5550100, 5550101",
        "0291 5550100 / 0812 5550 1000",
        "Telp. (0291) 5550100 ext. 12",
        "HP 081255501000 dan 081255501001",
        "14045",
        "(0291) 5550100 Fax 5550101",
    ],
)
def test_an_office_has_its_telephones_as_it_writes_them(cell):
    assert read_lines(cell) == (cell, None)


@pytest.mark.parametrize(
    "cell", ["8,12E+11", "8.12E11", "0291 O55", "#081", "belum", "0"]
)
def test_a_damaged_telephone_is_refused(cell):
    for read in (read_lines, read_telepon):
        with pytest.raises(ValueError, match=r"telephone|lost digits"):
            read(cell)


def test_a_telephone_loses_its_decimal_and_its_marks():
    assert read_lines("291555001.0")[0] == "291555001"
    assert read_lines("'081255501000")[0] == "081255501000"
    assert read_lines("0291 \u2013 5550100")[0] == "0291 - 5550100"
    assert read_telepon("\u202a+62 812 5550 1000\u202c")[0] == "+62 812 5550 1000"


def test_other_addresses_are_looked_at():
    assert read_kode_pos(59352.0) == ("59352", None)
    assert read_posel("a@b.example, c@d.example")[0] == "a@b.example, c@d.example"
    for read, cell in (
        (read_kode_pos, "5935"),
        (read_kode_pos, "5,9E+04"),
        (read_posel, "bukan surel"),
        (read_posel, "a@b"),
        (read_posel, "a@b.example; x"),
    ):
        with pytest.raises(ValueError, match=r"no postal|lost digits|no e-mail"):
            read(cell)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Budi\u200b Santoso", "Budi Santoso"),
        ("SD\u00a0Negeri\u20021", "SD Negeri 1"),
        ("Ma\u00adarif\ufeff", "Maarif"),
        ('="SMP 1"', "SMP 1"),
        ("'Aisyiyah", "'Aisyiyah"),
    ],
)
def test_a_name_is_rid_of_what_nobody_sees_and_of_nothing_else(cell, text):
    assert read_text(cell)[0] == text


def test_a_long_cell_is_judged_at_once():
    for cell in ("0812 " * 6_000 + "x", "081/" * 25 + "x", "081, 082, " * 12):
        with pytest.raises(ValueError, match="telephone"):
            read_lines(cell)
