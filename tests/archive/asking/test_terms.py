"""What people type is read as what they mean, and never loses what they typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulir.archive.asking.near import OF_ALL, list_near
from formulir.archive.asking.terms import fits, read_terms, split_words

NUMBER = "Nomor 0003/D7.2/UN/2016 tanggal 14 Maret 2016"


@pytest.mark.parametrize(
    "typed",
    [
        ["3/d7.2/un/2016"],
        ["0003/D7.2/UN/2016"],
        ["03/D7.2/UN/2016"],
        ["3", "/", "D7.2", "/", "UN/2016"],
        ["3 / D7.2 / UN / 2016"],
        ["3/", "d7.2/un"],
        ["00003/D7.2"],
    ],
)
def test_a_number_is_known_in_any_spelling(typed):
    assert fits(read_terms(typed), NUMBER)


@pytest.mark.parametrize("typed", [["30/D7.2"], ["3/D7.3"], ["13/D7.2/UN/2016"]])
def test_another_number_is_not(typed):
    assert not fits(read_terms(typed), NUMBER)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("SMAN 3", "SMA Negeri 3 Bae"),
        ("sman3", "SMA Negeri 3 Bae"),
        ("SMA Negeri 3", "SMAN 3 BAE"),
        ("sd negeri 12", "SDN 12"),
        ("MTsN 1", "MTs Negeri 1 Kudus"),
        ("MIN 4", "MI Negeri 4"),
        ("smks", "SMK Swasta Wira"),
        ("SMP Swasta Budi", "SMPS Budi"),
        ("slbn", "SLB Negeri Purwosari"),
    ],
)
def test_a_school_is_known_by_its_short_and_its_long_name(typed, text):
    assert fits(read_terms([typed]), text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [("SMAN 3", "SMA Kristen 3"), ("SMPN 3", "SMA Negeri 3"), ("SMAN 3", "SMAS 3")],
)
def test_a_short_name_means_one_owner_and_one_form(typed, text):
    assert not fits(read_terms([typed]), text)


@pytest.mark.parametrize(
    "typed", ["k7qf3m0t9xwa", "K7QF-3M0T-9XWA", "K7QF 3M0T 9XWA", "k7qf3mot9xwa"]
)
def test_an_archive_code_needs_no_hyphens_and_o_is_zero(typed):
    assert fits(read_terms([typed]), "Kode arsip K7QF-3M0T-9XWA")


@pytest.mark.parametrize(
    "typed", ["19740104 199912 1 001", "197401041999121001", "19740104", "203173"]
)
def test_an_identifier_is_known_by_its_first_digits_and_with_its_blanks(typed):
    assert fits(read_terms([typed]), "NIP 197401041999121001, NPSN 20317300")


def test_five_digits_are_a_word_of_their_own():
    assert not fits(read_terms(["20317"]), "NPSN 20317300")


@pytest.mark.parametrize("typed", [["?"], ["/"], ["a", "!"], [""]])
def test_what_holds_neither_letter_nor_digit_finds_nothing(typed):
    assert read_terms(typed) is None


def test_asking_for_nothing_asks_for_no_term():
    assert read_terms([]) == []


@settings(max_examples=40)
@given(st.lists(st.text(), min_size=1, max_size=4))
def test_a_text_always_fits_itself(pieces):
    terms = read_terms(pieces)
    text = " ".join(pieces)
    assert terms is None or fits(terms, text)
    if terms is None:
        assert not all(map(split_words, pieces))


@pytest.mark.parametrize(
    "typed", ["lbuk", "lubku", "lubukk", "luubuk", "lunuk", "lubu", "ubuk"]
)
def test_one_letter_wrong_lacking_doubled_or_exchanged_is_near(typed):
    known = {"sma", "lubuk"}.__contains__
    assert list_near(read_terms(["SMA", typed]), has=known) == [("sma", "lubuk")]


@pytest.mark.parametrize("typed", ["lbk", "kubul", "xx", "l"])
def test_two_letters_wrong_are_not(typed):
    assert list_near(read_terms([typed]), has={"lubuk"}.__contains__) == []


def test_an_archive_code_with_one_sign_wrong_is_near_with_or_without_hyphens():
    known = {"k7qf", "3m0t", "9xwa"}.__contains__
    for typed in ("K7QF-3M0T-9XWB", "k7qf3m0t9xwb", "K7QF-3NOT-9XWA"):
        assert list_near(read_terms([typed]), has=known) == [("k7qf", "3m0t", "9xwa")]


def test_what_is_there_in_any_spelling_is_not_replaced():
    known = {"sma", "negeri", "smas"}.__contains__
    assert list_near(read_terms(["sman"]), has=known) == []


def test_many_ways_are_bounded():
    known = frozenset(f"ab{sign}" for sign in "cdefghij").__contains__
    terms = read_terms(["abx", "aby", "abz"])
    assert len(list_near(terms, has=known)) == OF_ALL
