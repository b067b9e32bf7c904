"""What a sheet is, told by what stands on it and by its neighbours: no file here."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formulir.press.pdf.page_code import SEPARATOR, write_page_code
from formulir.press.scans.scan import SeenPage
from formulir.receiving.sheets import LetterPages, find_whole, sort_sheets
from formulir.receiving.words import describe_pile, read_ranges, spell_ranges

A, B, OLD, VOID = (f"{n}000-0000-0000" for n in "ABCD")
STRANGER = "9999-9999-9999"
LETTERS = {
    A: LetterPages(kode=A, jumlah=3),
    B: LetterPages(kode=B, jumlah=1),
    OLD: LetterPages(kode=OLD, jumlah=3, at=2),
    VOID: LetterPages(kode=VOID, jumlah=2, refused=f"letter {VOID} is void"),
}


def see(*sheets):
    """Write sheets: the texts of their codes, ``-`` for a blank one."""
    return [
        SeenPage(
            number=at,
            qr=() if sheet == "-" else tuple(sheet.split()),
            blank=sheet == "-",
        )
        for at, sheet in enumerate(sheets, start=1)
    ]


def page(kode, number, of=None):
    of = of or LETTERS[kode].jumlah
    return write_page_code(kode, halaman=number, jumlah=of)


def tell(*sheets, letters=LETTERS):
    found = sort_sheets(see(*sheets), letters)
    return [
        each.keadaan + (f" {each.halaman}" if each.halaman else "") for each in found
    ]


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        (page(A, 2), "menunggu 2"),
        (f"https://wa.me/62 {page(A, 2)} {A}", "menunggu 2"),
        (f"{page(A, 1)} https://arsip.example/{B}", "menunggu 1"),
        (B, "menunggu 1"),
        (f"{page(A, 1)} {page(B, 1)}", "campur"),
        (f"{page(A, 1)} {page(A, 2)}", "campur"),
        (f"{B} {OLD}", "campur"),
        (page(STRANGER, 1, 2), "asing"),
        (f"{STRANGER} {page(A, 3)}", "menunggu 3"),
        (page(VOID, 1), "ditolak"),
        (page(A, 1, 2), "ditolak"),
        (page(A, 4, 4), "ditolak"),
        ("", "tak terbaca"),
        ("https://tte.example/1", "tak terbaca"),
        ("-", "kosong"),
        (SEPARATOR, "pemisah"),
    ],
)
def test_a_sheet_alone(sheet, told):
    assert tell(sheet) == [told]


@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_pages_in_any_order_are_told_and_what_is_twice_is_double(chance, times):
    sheets = [page(A, n) for n in (1, 2, 3)] * times + [page(B, 1)]
    chance.shuffle(sheets)
    told = tell(*sheets)
    assert sorted(each for each in told if "ganda" not in each) == [
        *("menunggu 1", "menunggu 1", "menunggu 2", "menunggu 3"),
    ]
    assert sum("ganda" in each for each in told) == 3 * (times - 1)


def test_pages_that_wait_already_are_double_unless_the_letter_is_here_whole():
    letters = {A: LetterPages(kode=A, jumlah=3, there=frozenset({1, 3}))}
    assert tell(page(A, 1), page(A, 2), letters=letters) == ["ganda 1", "menunggu 2"]
    whole = [page(A, n) for n in (3, 1, 2)]
    assert tell(*whole, letters=letters) == ["menunggu 3", "menunggu 1", "menunggu 2"]


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        (["", OLD, ""], ["menunggu 1", "menunggu 2", "menunggu 3"]),
        (["", "-", OLD, ""], ["menunggu 1", "kosong", "menunggu 2", "menunggu 3"]),
        ([OLD, ""], ["menunggu 2", "tak terbaca"]),
        (["", OLD, "", ""], ["menunggu 1", "menunggu 2", "tak terbaca", "tak terbaca"]),
        ([page(B, 1), OLD, ""], ["menunggu 1", "menunggu 2", "tak terbaca"]),
    ],
)
def test_sheets_around_a_letter_with_one_code(sheets, told):
    assert tell(*sheets) == told


def test_two_letters_with_one_code_share_no_sheet():
    assert tell("", OLD, "", OLD, "")[2] == "tak terbaca"


def test_what_lies_behind_a_separator_is_of_others():
    sheets = [SEPARATOR, "", "-", STRANGER, page(B, 1), "", SEPARATOR, ""]
    assert tell(*sheets) == [
        *("pemisah", "lain", "kosong", "lain", "menunggu 1", "tak terbaca"),
        *("pemisah", "lain"),
    ]


@pytest.mark.parametrize(
    ("sheets", "whole"),
    [
        ([page(A, 1), page(A, 2), page(A, 3)], A),
        ([page(A, 1), "-", page(A, 2), page(A, 3), "-"], A),
        ([page(A, 2), page(A, 1), page(A, 3)], None),
        ([page(A, 1), page(A, 2)], None),
        ([page(A, 1), page(A, 2), page(A, 3), ""], None),
        ([page(A, 1), page(A, 2), page(A, 3), page(A, 3)], None),
        ([page(A, 1), "", page(A, 3)], None),
        ([page(A, 1), page(A, 2), page(A, 3), page(B, 1)], None),
        (["", OLD, ""], OLD),
        ([OLD, "", ""], OLD),
        ([OLD, ""], None),
        (["", OLD, "", ""], None),
        ([OLD, STRANGER, ""], None),
        ([page(VOID, 1), page(VOID, 2)], None),
        ([B], B),
        (["-"], None),
    ],
)
def test_a_file_that_holds_one_letter_whole(sheets, whole):
    assert find_whole(see(*sheets), LETTERS) == whole


def test_each_sheet_that_has_no_place_is_named_once():
    sheets = ["", "", "-", page(VOID, 1), page(A, 1), STRANGER, SEPARATOR, ""]
    told = describe_pile(sort_sheets(see(*sheets), LETTERS))
    named = [n for line in told for n in read_ranges(line.split()[1].rstrip(":"))]
    assert sorted(named) == [1, 2, 3, 4, 6, 7, 8]


@given(st.lists(st.integers(1, 300), min_size=1, unique=True))
def test_ranges_are_read_as_they_are_spelled(numbers):
    assert read_ranges(spell_ranges(numbers)) == numbers


@pytest.mark.parametrize("text", ["", "x", "3-1", "0", "1,,2", "1,1", "2-3,3", "9999"])
def test_what_is_no_list_of_sheets_is_refused(text):
    with pytest.raises(ValueError, match=r"sheet|number"):
        read_ranges(text)


def test_a_shuffled_pile_of_many_letters_loses_no_sheet():
    letters = {f"{n:04}-0000-0000": n % 5 + 1 for n in range(200)}
    pages = {k: LetterPages(kode=k, jumlah=n) for k, n in letters.items()}
    sheets = [
        write_page_code(k, halaman=at + 1, jumlah=n)
        for k, n in letters.items()
        for at in range(n)
    ]
    random.Random(1).shuffle(sheets)
    found = sort_sheets(see(*sheets), pages)
    assert [
        write_page_code(s.kode, halaman=s.halaman, jumlah=letters[s.kode])
        for s in found
    ] == sheets
